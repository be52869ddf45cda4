// Visitors whose browser is a killable device in this process. Each uses the fetch link or an injected supabase-js one.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createVisitorChat, type KeyValueStorage } from '../../src/index.ts';
import { createSupabaseVisitorTransport } from '../../src/transport/supabase/visitor-transport.ts';
import { createDevice, type TabSurroundings } from './device.ts';
import type { History } from './history.ts';
import { follow, type Person } from './person.ts';
import type { PlantedBug } from './planted-bugs.ts';

/** `fetch` is the library's own; `client` is supabase-js, as a host page would hand it in. */
export type LinkKind = 'fetch' | 'client';

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

/** A client that lives and dies with the tab: its login is on the host page's own disk, its sockets are the tab's. */
function hostClient(
  { url, key }: VisitorOptions,
  { environment }: TabSurroundings,
  storage: KeyValueStorage,
): SupabaseClient {
  return createClient(url, key, {
    auth: { storage, storageKey: 'host', detectSessionInUrl: false },
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
  const start = () => {
    const tab = device.openTab();
    const { outboxStorage } = tab.environment;
    const environment = { ...tab.environment, outboxStorage: bug?.outbox?.(outboxStorage) ?? outboxStorage };
    const client = options.link === 'client' ? hostClient(options, tab, device.browser.storage) : null;
    const good = createSupabaseVisitorTransport({
      ...(client ? { client } : { url: options.url, key: options.key }),
      widgetId: options.widgetId,
      changes: options.transport,
      environment,
    });
    const transport = bug?.transport?.(good) ?? good;
    const chat = createVisitorChat({ widgetId: options.widgetId, transport, environment });
    return { tab, chat, client };
  };
  const enter = (started: ReturnType<typeof start>, sessionId?: string) => {
    const conversation = started.chat.conversation(sessionId);
    const seen = follow(history, name, conversation);
    conversation.open();
    conversation.setVisible(true);
    return { ...started, conversation, ...seen };
  };
  let page = enter(start());
  const restart = async (): Promise<void> => {
    const { conversation, client } = page;
    page.stop();
    page.tab.kill();
    history.died(name);
    const next = start();
    // As the widget does it. Where the network is down, what the disk has is known all the same.
    await next.chat.restore().catch((error: unknown) => error);
    page = enter(next, conversation.id);
    // What supabase-js keeps running in this process would have died with the tab.
    if (client) await endClient(client);
  };
  let restarting: Promise<void> | null = null;
  return {
    name,
    get sessionId() {
      return page.conversation.id;
    },
    shown: () => page.shown(),
    async say(text) {
      await restarting;
      await Promise.race([page.say(text), page.tab.over]);
    },
    async revise(random) {
      await restarting;
      await Promise.race([page.revise(random), page.tab.over]);
    },
    crash: () => (restarting ??= restart().finally(() => (restarting = null))),
    setOnline: (online) => page.tab.setOnline(online),
    wake: () => page.tab.wake(),
    async leave() {
      await restarting;
      page.stop();
      page.chat.destroy();
      if (page.client) await endClient(page.client);
      page.tab.kill();
    },
  };
}
