// A team at work on the in-memory backend, for element tests and for looking at the elements: people and conversations.
import { createInbox } from '@globalchat/core';
import type { Inbox, InboxSession, SessionFilters } from '@globalchat/core';
import {
  buildAgent,
  buildCannedReply,
  createMemoryBackend,
  createMemoryEnvironment,
} from '@globalchat/core/testing';
import type { MemoryAgentTransport, MemoryBackend, MemoryCaller } from '@globalchat/core/testing';
import { systemClock } from '../../../tools/test-kit/clocks.ts';

export const MARA = buildAgent({ userId: '019b0000-0000-7000-8000-0000000000a1', displayName: 'Mara Aune' });
export const JONAS = buildAgent({
  userId: '019b0000-0000-7000-8000-0000000000a2',
  displayName: 'Jonas Berg',
});

/** One conversation, as a test wants it to be. Times are minutes ago. */
export interface Conversation {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** `v:` says the visitor, `m:` Mara, `j:` Jonas. */
  readonly lines: readonly string[];
  readonly minutesAgo?: number;
  readonly row?: Partial<InboxSession>;
}

export interface Actors {
  readonly backend: MemoryBackend;
  /** Ids of the conversations, in the order they were given. */
  readonly ids: readonly string[];
  readonly agent: MemoryAgentTransport;
  /** An inbox of Mara's, not started. */
  inbox(filters?: SessionFilters): Inbox;
  /** Somebody writes, now. */
  say(index: number, line: string): void;
  add(conversation: Conversation): string;
  /** The visitor of it deletes everything of theirs. */
  erase(index: number): void;
  /** The stored row. */
  row(index: number): InboxSession;
}

const CANNED = [
  buildCannedReply({
    id: '019b0000-0000-7000-8000-0000000000c1',
    shortcut: 'late-arrival',
    content:
      'You can arrive at any hour, {{visitor.name}}. I’ll send the code to {{visitor.email}}. — {{agent.name}}',
  }),
  buildCannedReply({
    id: '019b0000-0000-7000-8000-0000000000c2',
    shortcut: 'late-checkout',
    content: 'Check-out is at 11:00. If nobody arrives that day you can stay until 14:00.',
  }),
  buildCannedReply({
    id: '019b0000-0000-7000-8000-0000000000c3',
    shortcut: 'translate-later',
    content: 'I’ll ask a colleague who speaks your language and write back today.',
    shared: false,
  }),
];

export function createActors(conversations: readonly Conversation[]): Actors {
  let offset = 0;
  const clock = { ...systemClock, now: () => Date.now() + offset };
  const backend = createMemoryBackend({
    agents: [MARA, JONAS],
    tenantName: 'Fjellhus',
    cannedReplies: CANNED,
    clock,
  });
  const ids: string[] = [];
  let messages = 0;

  const say = (id: string, line: string): void => {
    const [who, content] = [line.slice(0, 2), line.slice(2).trim()];
    const session = backend.database.sessions().find((row) => row.id === id);
    const caller =
      who === 'v:' ? visitor(session?.visitorId ?? '') : agentCaller(who === 'j:' ? JONAS : MARA);
    backend.database.sendMessage(caller, { sessionId: id, messageId: uuid('9', ++messages), content });
  };
  const agentCaller = (agent: typeof MARA): MemoryCaller => ({
    side: 'agent',
    userId: agent.userId,
    tenantId: backend.tenantId,
    name: agent.displayName,
    avatarUrl: agent.avatarUrl,
  });

  const add = (conversation: Conversation): string => {
    const id = uuid('8', ids.length + 1);
    const minutes = conversation.minutesAgo ?? 1;
    offset = -(minutes + conversation.lines.length) * 60_000;
    const caller = visitor(uuid('a', ids.length + 1));
    backend.database.openSession(caller, backend.widgetId, {
      sessionId: id,
      visitor: {},
      metadata: conversation.metadata ?? {},
    });
    // By the table's own door, as everything that a row may hold and no call would take.
    backend.database.setSession(id, {
      visitorName: conversation.name ?? null,
      visitorEmail: conversation.email ?? null,
    });
    ids.push(id);
    for (const [index, line] of conversation.lines.entries()) {
      offset = -(minutes + conversation.lines.length - 1 - index) * 60_000;
      say(id, line);
    }
    if (conversation.row) backend.database.setSession(id, conversation.row);
    offset = 0;
    return id;
  };

  for (const conversation of conversations) add(conversation);
  const agent = backend.agent({ userId: MARA.userId });
  return {
    backend,
    ids,
    agent,
    inbox: (filters = {}) =>
      createInbox({ transport: agent, filters, environment: createMemoryEnvironment({ clock }) }),
    say: (index, line) => say(ids[index] ?? '', line),
    add,
    erase(index) {
      const storage = { getItem: () => uuid('a', index + 1), setItem() {}, removeItem() {} };
      void backend.visitor({ storage }).eraseMe();
    },
    row: (index) => backend.database.sessions().find((row) => row.id === ids[index]) as InboxSession,
  };
}

function visitor(userId: string): MemoryCaller {
  return { side: 'visitor', userId, tenantId: null, name: null, avatarUrl: null };
}

function uuid(family: string, number: number): string {
  return `019b0000-0000-7000-${family}000-${number.toString(16).padStart(12, '0')}`;
}
