// Visitors whose browser is a killable device in this process. Each uses the lean client or an injected supabase-js one.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createVisitorChat } from '../../src/index.ts';
import { createSupabaseVisitorTransport } from '../../src/transport/supabase/visitor-transport.ts';
import { createDevice, type TabSurroundings } from './device.ts';
import type { History } from './history.ts';
import { follow, type Person } from './person.ts';
import type { PlantedBug } from './planted-bugs.ts';

/** `lean` is the library's own; `client` is supabase-js, as a host page would hand it in. */
export type LinkKind = 'lean' | 'client';

export interface VisitorOptions {
  readonly name: string;
  readonly history: History;
  readonly random: () => number;
  /** The proxy's address. */
  readonly url: string;
  readonly key: string;
  readonly widgetId: string;
  readonly transport: 'broadcast' | 'postgres_changes';
  readonly link: LinkKind;
  readonly bug?: PlantedBug | undefined;
}

/** A client that lives and dies with the tab: its login is on the device's disk, its sockets are the tab's. */
function hostClient({ url, key }: VisitorOptions, { environment }: TabSurroundings): SupabaseClient {
  return createClient(url, key, {
    auth: { storage: environment.storage, storageKey: 'host', detectSessionInUrl: false },
    global: { fetch: environment.fetch },
    realtime: { transport: environment.WebSocket },
  });
}

async function endClient(client: SupabaseClient): Promise<void> {
  await client.auth.stopAutoRefresh();
  await client.realtime.disconnect();
}

export function createVisitor(options: VisitorOptions): Person {
  const { history, name, bug } = options;
  const device = createDevice(options.random);
  const open = (sessionId?: string) => {
    const tab = device.openTab();
    const { outboxStorage } = tab.environment;
    const environment = { ...tab.environment, outboxStorage: bug?.outbox?.(outboxStorage) ?? outboxStorage };
    const client = options.link === 'client' ? hostClient(options, tab) : null;
    const good = createSupabaseVisitorTransport({
      ...(client ? { client } : { url: options.url, key: options.key }),
      widgetId: options.widgetId,
      changes: options.transport,
      environment,
    });
    const transport = bug?.transport?.(good) ?? good;
    const chat = createVisitorChat({ widgetId: options.widgetId, transport, environment });
    const conversation = chat.conversation(sessionId);
    const seen = follow(history, name, conversation);
    conversation.open();
    conversation.setVisible(true);
    return { tab, chat, client, conversation, ...seen };
  };
  let page = open();
  return {
    name,
    get sessionId() {
      return page.conversation.id;
    },
    shown: () => page.shown(),
    say: (text) => Promise.race([page.say(text), page.tab.over]),
    revise: (random) => Promise.race([page.revise(random), page.tab.over]),
    async crash() {
      const { conversation, client } = page;
      page.stop();
      page.tab.kill();
      history.died(name);
      page = open(conversation.id);
      if (!client) return;
      // What supabase-js keeps running in this process would have died with the tab.
      await endClient(client);
    },
    setOnline: (online) => page.tab.setOnline(online),
    wake: () => page.tab.wake(),
    async leave() {
      page.stop();
      page.chat.destroy();
      if (page.client) await endClient(page.client);
      page.tab.kill();
    },
  };
}
