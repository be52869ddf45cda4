// What a conversation shows: the stored rows, the session, and what the outbox holds of it, merged into one state.

import type { OutboxItem } from '../environment/outbox-storage.ts';
import { createStore } from '../observable/store.ts';
import type { Store } from '../observable/store.ts';
import { otherSide, positions } from '../store/delivery.ts';
import { contiguousRun, mergeMessages } from '../store/message-list.ts';
import { mergeSession } from '../store/session-view.ts';
import type { Message, Session } from '../types.ts';
import { createQueuedBubbles, showStored } from './shown-messages.ts';
import type { ConversationOptions } from './conversation-options.ts';
import type { ConversationMessage, ConversationState } from './conversation.ts';
import type { LiveConversation } from './live-conversation.ts';

export interface TranscriptState<S extends Session> {
  readonly store: Store<ConversationState<S>>;
  /** Shows what follows from the rows, the session and the queue; sets these fields too. */
  readonly refresh: (fields?: object) => void;
  /** Merges what was read or heard. `hasMore` when it is known whether older rows are on the server. */
  readonly take: (messages: readonly Message[], told: Session, hasMore?: boolean) => void;
  /** The database has this message, although what is before it may not have arrived. */
  readonly acknowledge: (message: Message) => void;
  /** Nothing of it is kept. */
  readonly clear: () => void;
}

const EMPTY_TRANSCRIPT = {
  messages: [],
  hasMore: false,
  loading: 'none',
  typing: null,
  unread: 0,
  error: null,
} as const;

export function createTranscriptState<S extends Session>(
  options: ConversationOptions<S>,
  live: () => LiveConversation | null,
): TranscriptState<S> {
  const { id, side, outbox } = options;
  const other = otherSide(side);
  const overlay = options.overlay ?? ((session: S) => session);
  let { session } = options;
  let rows: readonly Message[] = [];
  let shown: readonly ConversationMessage[] = [];
  let olderOnServer = false;
  const ids = new Set<string>();
  /** Acknowledged, but something before them has not arrived: shown as pending, unless an older page has their place. */
  const acknowledged = new Map<string, OutboxItem & Pick<Message, 'seq'>>();
  const bubble = createQueuedBubbles(side);
  const queued = (): readonly OutboxItem[] => outbox.get().items.filter(({ sessionId }) => sessionId === id);

  const store = createStore(stateAtFirst(options, session && overlay(session)));

  const refresh = (fields?: object): void => {
    const run = contiguousRun(rows);
    shown = showStored(shown, run, side, positions(session, other));
    const waiting = [
      ...[...acknowledged.values()].filter(({ seq }) => seq > (run[0]?.seq ?? 0)),
      ...queued().filter((item) => !acknowledged.has(item.id)),
    ]
      .filter((item) => !ids.has(item.id))
      .map(bubble);
    const own = positions(session, side);
    const receipts = live()?.receipts;
    const newest = run.findLast(({ senderType }) => senderType === other)?.seq ?? 0;
    receipts?.update(newest, own);
    store.patch({
      ...fields,
      session: session && overlay(session),
      messages: waiting.length === 0 ? shown : [...shown, ...waiting],
      hasMore: olderOnServer || run.length < rows.length,
      unread: unreadOf(run, newest, receipts?.read() ?? own.read, own.unread),
      durable: outbox.get().durable,
    });
  };

  const take = (messages: readonly Message[], told: Session, hasMore = olderOnServer): void => {
    olderOnServer = hasMore;
    rows = mergeMessages(rows, messages);
    for (const message of messages) {
      if (ids.has(message.id)) continue;
      ids.add(message.id);
      acknowledged.delete(message.id);
      if (message.senderType === side)
        outbox.settle(message.id, { rev: message.rev, session: told, message });
      else live()?.typing.clear();
    }
    const before = session;
    session = mergeSession(session, told, side);
    refresh();
    if (session && session !== before) options.onSession(session);
  };

  return {
    store,
    refresh,
    take,
    acknowledge(message) {
      const item = queued().find((candidate) => candidate.id === message.id);
      if (item && !ids.has(item.id)) acknowledged.set(item.id, { ...item, seq: message.seq });
    },
    clear() {
      rows = [];
      ids.clear();
      session = null;
      refresh();
    },
  };
}

function stateAtFirst<S extends Session>(
  { id, drafts, draftKey, outbox, transport }: ConversationOptions<S>,
  session: S | null,
): ConversationState<S> {
  return {
    ...EMPTY_TRANSCRIPT,
    session,
    connection: transport.connection.get(),
    draft: drafts.get(draftKey ?? id),
    durable: outbox.get().durable,
  };
}

/** Once what is here was read, the count of the server is old until the server is told. */
function unreadOf(run: readonly Message[], newest: number, read: number, counted: number): number {
  return run.length > 0 && newest <= read ? 0 : counted;
}
