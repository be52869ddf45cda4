// Those who talk during a run. Each writes numbered texts, and the history gets every list they were shown.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Conversation } from '../../src/conversation.ts';
import { isGlobalChatError } from '../../src/errors.ts';
import { createInbox } from '../../src/index.ts';
import { createVisitorChat } from '../../src/index.ts';
import { createSupabaseVisitorTransport } from '../../src/transport/supabase/visitor-transport.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { createDevice, type Device, type TabSurroundings } from './device.ts';
import type { History } from './history.ts';

export interface Person {
  readonly name: string;
  readonly sessionId: string;
  readonly conversation: Conversation;
  readonly tab: TabSurroundings;
  /** Resolves when the text is in the outbox; a refused one is written down as failed. */
  say(text: string): Promise<void>;
  /** kill -9, then a new start on the same disk. Only visitors' browsers crash. */
  crash(): void;
  leave(): void;
}

/** Follows a conversation: each snapshot becomes a rendering, each acknowledgement an outcome. */
function record(history: History, name: string, conversation: Conversation): () => void {
  return conversation.subscribe(() => {
    const { messages } = conversation.get();
    history.render({
      client: name,
      session: conversation.id,
      at: Date.now(),
      messages: messages.map(({ id, seq, content, delivery }) => ({ id, seq, content, delivery })),
    });
    for (const { id, delivery } of messages) {
      if (history.sent.get(id)?.client !== name) continue;
      if (delivery === 'sent' || delivery === 'delivered' || delivery === 'read') history.settle(id, 'ok');
      if (delivery === 'failed') history.settle(id, 'fail');
    }
  });
}

async function say(history: History, name: string, conversation: Conversation, text: string): Promise<void> {
  try {
    const id = await conversation.send({ content: text });
    history.invoke(name, conversation.id, id, text);
  } catch (error) {
    // Refused before it was queued (a full disk, say): the person still has the text in the composer.
    if (!isGlobalChatError(error)) throw error;
  }
}

export interface VisitorOptions {
  readonly name: string;
  readonly history: History;
  readonly random: () => number;
  /** The proxy's address. */
  readonly url: string;
  readonly key: string;
  readonly widgetId: string;
  readonly transport?: 'broadcast' | 'postgres_changes';
  /** The same browser as another person's: a second tab of theirs. */
  readonly device?: Device;
  readonly sessionId?: string;
  readonly bug?: PlantedBug | undefined;
}

export function createVisitor(options: VisitorOptions): Person & { readonly device: Device } {
  const { history, name, url, key, widgetId } = options;
  const device = options.device ?? createDevice(options.random);
  const open = (sessionId?: string) => {
    const tab = device.openTab();
    const { bug } = options;
    const { outboxStorage } = tab.environment;
    const environment = { ...tab.environment, outboxStorage: bug?.outbox?.(outboxStorage) ?? outboxStorage };
    const good = createSupabaseVisitorTransport({
      url,
      key,
      widgetId,
      changes: options.transport ?? 'broadcast',
      environment,
    });
    const chat = createVisitorChat({ widgetId, transport: bug?.transport?.(good) ?? good, environment });
    const conversation = chat.conversation(sessionId);
    const stop = record(history, name, conversation);
    conversation.open();
    conversation.setVisible(true);
    return { tab, chat, conversation, stop };
  };
  let page = open(options.sessionId);
  return {
    name,
    device,
    get sessionId() {
      return page.conversation.id;
    },
    get conversation() {
      return page.conversation;
    },
    get tab() {
      return page.tab;
    },
    say: (text) => say(history, name, page.conversation, text),
    crash() {
      const { id } = page.conversation;
      page.stop();
      page.tab.kill();
      page = open(id);
    },
    leave() {
      page.stop();
      page.chat.destroy();
    },
  };
}

export interface AgentOptions {
  readonly name: string;
  readonly history: History;
  readonly random: () => number;
  readonly client: SupabaseClient;
  readonly tenantId: string;
}

/** Starts an inbox; `sit` opens one thread and returns who sits there. */
export async function createAgent(
  options: AgentOptions,
): Promise<{ sit(sessionId: string): Person; leave(): void }> {
  const { history, client, tenantId } = options;
  const tab = createDevice(options.random).openTab();
  const inbox = createInbox({ client, tenantId, environment: tab.environment });
  await inbox.start();
  return {
    sit(sessionId) {
      const name = `${options.name} at ${sessionId}`;
      const thread = inbox.thread(sessionId);
      const stop = record(history, name, thread);
      thread.open();
      thread.setVisible(true);
      return {
        name,
        sessionId,
        conversation: thread,
        tab,
        say: (text) => say(history, name, thread, text),
        crash: () => undefined,
        leave() {
          stop();
          thread.close();
        },
      };
    },
    leave: () => inbox.destroy(),
  };
}
