// A real backend behind a bad network, an agent who has a good one, and visitors who come in through either link. For the
// cases of delivery: each test begins a talk, breaks one thing and says what both sides must see. Owns the tidying up.
import assert from 'node:assert/strict';
import { createClient } from '@supabase/supabase-js';
import type { LocalOptions } from '@globalchat/local';
import type { Conversation } from '../../src/conversation/conversation.ts';
import type { Clock } from '../../src/environment/environment.ts';
import { createInbox } from '../../src/inbox/create-inbox.ts';
import type { Inbox } from '../../src/inbox/inbox.ts';
import type { MemoryBrowser } from '../../src/testing/index.ts';
import type { Thread } from '../../src/inbox/thread.ts';
import { createVisitorChat } from '../../src/visitor/create-visitor-chat.ts';
import type { VisitorChat } from '../../src/visitor/visitor-chat.ts';
import { startBackend, type Backend, type Tenant } from '../backend.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/proxy.ts';
import type { LinkKind } from '../actors.ts';
import { createTestEnvironment, type TestEnvironment } from '../test-environment.ts';
import { createRandom } from '../../../../tools/test-kit/random.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export interface TalkOptions {
  readonly link: LinkKind;
  readonly clock?: Clock;
  readonly browser?: MemoryBrowser;
  readonly tenant?: Tenant;
  /** Each state of the conversation, from before it is opened. */
  readonly onState?: (state: ReturnType<Conversation['get']>) => void;
  /** How often an injected client looks after its socket, in milliseconds; supabase-js' own pace when absent. */
  readonly heartbeat?: number;
}

/** A conversation with one stored message, seen from both ends. */
export interface Talk {
  readonly chat: VisitorChat;
  readonly conversation: Conversation;
  readonly thread: Thread;
  readonly environment: TestEnvironment;
  /** What is stored, in the order of seq. */
  readonly stored: () => Promise<readonly string[]>;
  /** Resolves when both sides show exactly what is stored, and nothing waits. */
  readonly agree: () => Promise<void>;
}

/** Somebody with an open conversation whose first message is stored. */
export type Entrance = Pick<Talk, 'chat' | 'conversation' | 'environment' | 'stored'>;

export interface Fixture {
  readonly backend: Backend;
  /** Between visitors and the backend. */
  readonly proxy: FaultProxy;
  enter(options: TalkOptions): Promise<Entrance>;
  /** The agent takes a seat at a conversation. */
  answer(sessionId: string, tenant?: Tenant): Promise<Thread>;
  /** Both, live. */
  begin(options: TalkOptions): Promise<Talk>;
  /** Ends the talks and every fault. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** What a conversation shows: texts, with a mark for what is not stored. */
export const shownBy = (conversation: Conversation): string[] =>
  conversation
    .get()
    .messages.map(({ content, seq, delivery }) => (seq === null ? `${content} (${delivery})` : content));

/** Fails the test when a list ever shows a hole, a repetition or a message that waits above one that is stored. */
export function watchOrder(conversation: Conversation): () => void {
  return conversation.subscribe(() => {
    const { messages } = conversation.get();
    const seqs = messages.flatMap(({ seq }) => (seq === null ? [] : [seq]));
    assert.deepEqual(
      seqs,
      seqs.map((_, index) => (seqs[0] ?? 0) + index),
    );
    assert.ok(messages.slice(0, seqs.length).every(({ seq }) => seq !== null));
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length);
  });
}

export async function openFixture(options: LocalOptions = {}): Promise<Fixture> {
  const backend = await startBackend(options);
  const proxy = await startFaultProxy({ upstream: backend.apiUrl, random: createRandom(1).next });
  const inboxes = new Map<string, Inbox>();
  const ends: (() => Promise<unknown> | void)[] = [];

  const inboxOf = async (tenant: Tenant): Promise<Inbox> => {
    const known = inboxes.get(tenant.tenantId);
    if (known) return known;
    const client = await backend.agentClient(tenant);
    const inbox = createInbox({ client, environment: createTestEnvironment() });
    inboxes.set(tenant.tenantId, inbox);
    await inbox.start();
    return inbox;
  };

  const way = ({ link, heartbeat }: TalkOptions) => {
    if (link === 'fetch') return { url: proxy.url, key: backend.publishableKey };
    const client = createClient(proxy.url, backend.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      ...(heartbeat === undefined ? {} : { realtime: { heartbeatIntervalMs: heartbeat } }),
    });
    ends.push(() => client.realtime.disconnect());
    return { client };
  };

  const fixture: Fixture = {
    backend,
    proxy,
    async enter(wanted) {
      const { tenant = backend.tenants[0], clock, browser } = wanted;
      const environment = createTestEnvironment({ ...(clock && { clock }), ...(browser && { browser }) });
      const chat = createVisitorChat({ ...way(wanted), widgetId: tenant.widgetId, environment });
      ends.push(() => chat.destroy());
      const conversation = chat.conversation();
      conversation.subscribe(() => wanted.onState?.(conversation.get()));
      conversation.open();
      await conversation.send({ content: 'Hello' });
      await until(() => conversation.get().messages[0]?.seq === 1, 'the first message');
      const stored = async (): Promise<string[]> => {
        const rows = await backend.sql`select content from public.global_chat_messages
          where session_id = ${conversation.id} order by seq`;
        return rows.map((row) => String(row.content));
      };
      return { chat, conversation, environment, stored };
    },
    async answer(sessionId, tenant = backend.tenants[0]) {
      const thread = (await inboxOf(tenant)).thread(sessionId);
      ends.push(() => thread.close());
      thread.open();
      await until(() => thread.get().messages.length > 0, 'the thread');
      return thread;
    },
    async begin(wanted) {
      const entrance = await fixture.enter(wanted);
      const { conversation, stored } = entrance;
      await until(() => conversation.get().connection === 'live', 'a live conversation');
      const thread = await fixture.answer(conversation.id, wanted.tenant);
      return {
        ...entrance,
        thread,
        async agree() {
          const rows = await stored();
          for (const side of [conversation, thread])
            await until(
              () => shownBy(side).join() === rows.join(),
              `${side.side} to show [${rows.join(', ')}]`,
              { patience: 30_000 },
            );
        },
      };
    },
    async tidy() {
      proxy.heal();
      for (const end of ends.splice(0).reverse()) await end();
      await backend.faults.clear();
    },
    async close() {
      for (const inbox of inboxes.values()) inbox.destroy();
      await proxy.close();
      await backend.stop();
    },
  };
  return fixture;
}
