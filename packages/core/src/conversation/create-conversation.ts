// Puts one session together: sync, outbox, receipts, typing and draft behind one observable state.
// Owns the state's derivation; refuses to open sessions or to sign anybody in, which is the outbox's and its owner's work.

import type { Conversation, ConversationMessage, ConversationState } from '../conversation.ts';
import type { Environment } from '../environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { IdSource } from '../ids.ts';
import { otherSide, positions } from '../store/delivery.ts';
import type { Side } from '../store/delivery.ts';
import { contiguousRun, mergeMessages } from '../store/message-list.ts';
import { mergeSession } from '../store/session-view.ts';
import { createStore } from '../store/store.ts';
import { createConversationSync } from '../sync/conversation-sync.ts';
import type { Drafts } from '../sync/drafts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { OutboxItem, SessionOpening } from '../sync/outbox-storage.ts';
import type { Committed, ConversationTransport } from '../transport/transport.ts';
import type { Message, Session } from '../types.ts';
import { showQueued, showStored } from './bubbles.ts';
import { checkContent } from './check-content.ts';
import { createSending } from './sending.ts';
import type { Signals } from './signals.ts';

export interface ConversationParts<S extends Session> {
  readonly id: string;
  readonly side: Side;
  readonly transport: ConversationTransport<S>;
  readonly environment: Environment;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  /** Under which name the draft is kept; the session's id when absent. */
  readonly draftKey?: string;
  readonly newId: IdSource;
  /** What is known of the session already. */
  readonly session: S | null;
  /** How the session is shown, with changes that are on their way, say; as it is when absent. */
  readonly overlay?: (session: S) => S;
  /** What to open the session with, while its row does not exist; null when it does. */
  readonly opening: (() => SessionOpening) | null;
  /** Whether files may be sent, as far as is known; they may when absent. */
  readonly mayAttach?: () => boolean;
  /** The session changed. */
  readonly onSession: (session: S) => void;
  readonly onOpen?: () => void;
  readonly onClose: () => void;
}

/** A conversation and what its owner may tell it. */
export interface OwnedConversation<S extends Session> {
  readonly conversation: Conversation<S>;
  /** Looks at everything again; sets these fields of the state too. */
  refresh(fields?: object): void;
  /** The row exists now. */
  opened(session: Session): void;
  /** The database took a message of this session from the outbox. */
  committed(committed: Committed): void;
  /** Another source told about the session. */
  tell(session: Session): void;
}

export function createConversation<S extends Session>(parts: ConversationParts<S>): OwnedConversation<S> {
  const { id, side, transport, environment, outbox, drafts } = parts;
  const { clock, presence } = environment;
  const draftKey = parts.draftKey ?? id;
  const overlay = parts.overlay ?? ((session: S) => session);
  let session = parts.session;
  let exists = parts.opening === null;
  let list: readonly Message[] = [];
  let shown: readonly ConversationMessage[] = [];
  const ids = new Set<string>();
  /** Acknowledged, but something before them has not arrived: shown as pending, unless an older page has their place. */
  const settling = new Map<string, OutboxItem & Pick<Message, 'seq'>>();
  const queued = new WeakMap<OutboxItem, ConversationMessage>();
  let olderOnServer = false;
  let visible = false;
  let stops: (() => void)[] | null = null;
  let signals: Signals | null = null;
  let loadingSignals = false;

  const store = createStore<ConversationState<S>>({
    session: session && overlay(session),
    messages: [],
    hasMore: false,
    loading: 'none',
    connection: transport.connection.get(),
    typing: null,
    draft: drafts.get(draftKey),
    unread: 0,
    error: null,
    durable: outbox.get().durable,
  });
  const { patch } = store;

  const bubble = (item: OutboxItem): ConversationMessage => {
    const bubble = queued.get(item) ?? showQueued(item, side);
    queued.set(item, bubble);
    return bubble;
  };

  /** Everything that follows from the rows, the session and the queue. */
  const refresh = (fields?: object): void => {
    const run = contiguousRun(list);
    const none = { read: 0, delivered: 0 };
    shown = showStored(shown, run, side, session ? positions(session, otherSide(side)) : none);
    const waiting = [
      ...[...settling.values()].filter(({ seq }) => seq > (run[0]?.seq ?? 0)),
      ...outbox.get().items.filter((item) => item.sessionId === id && !settling.has(item.id)),
    ]
      .filter((item) => !ids.has(item.id))
      .map(bubble);
    const fromOther = (message: Message): boolean => message.senderType === otherSide(side);
    const own = session ? positions(session, side) : none;
    signals?.receipts.update(run.findLast(fromOther)?.seq ?? 0, own);
    const read = signals?.receipts.read() ?? own.read;
    let unread = 0;
    for (let at = run.length - 1; at >= 0; at -= 1) {
      const message = run[at];
      if (!message || message.seq <= read) break;
      if (fromOther(message) && message.deletedAt === null) unread += 1;
    }
    patch({
      ...fields,
      session: session && overlay(session),
      messages: waiting.length === 0 ? shown : [...shown, ...waiting],
      hasMore: olderOnServer || run.length < list.length,
      unread,
      durable: outbox.get().durable,
    });
  };

  const take = (messages: readonly Message[], told: Session): void => {
    list = mergeMessages(list, messages);
    for (const message of messages) {
      if (ids.has(message.id)) continue;
      ids.add(message.id);
      settling.delete(message.id);
      if (message.senderType === side)
        outbox.settle(message.id, { rev: message.rev, session: told, message });
      else signals?.typing.clear();
    }
    const before = session;
    session = mergeSession(session, told, side);
    refresh();
    if (session && session !== before) parts.onSession(session);
  };

  const sync = createConversationSync<S>({
    sessionId: id,
    transport,
    environment,
    onChange({ messages, session: told, hasMore }) {
      if (hasMore !== undefined) {
        olderOnServer = hasMore;
        patch({ loading: 'none' });
      }
      take(messages, told);
    },
    onError: (error) => patch(error && !error.retryable ? { error, loading: 'none' } : { error }),
  });
  /** Receipts and typing. Code that did not come is asked for again when somebody looks. */
  const signal = async (): Promise<void> => {
    if (signals || loadingSignals || !stops || !exists) return;
    loadingSignals = true;
    const late = await import('./signals.ts').catch(() => null);
    loadingSignals = false;
    // Closed meanwhile.
    if (!late || !stops) return;
    signals = late.createSignals({
      sessionId: id,
      clock,
      transport,
      onTyping: (typing) => patch({ typing }),
      onSession: (told) => take([], told),
      looking: () => visible && presence.isVisible(),
    });
    refresh();
  };

  const look = (): void => {
    void signal();
    signals?.receipts.look();
    refresh();
  };

  const listen = (): void => {
    if (!stops || !exists) return;
    if (!sync.loaded()) patch({ loading: 'initial' });
    void signal();
    sync.start();
  };

  const opened = (row: Session): void => {
    if (exists) return;
    exists = true;
    sync.begin(row);
    if (draftKey !== id) drafts.set(draftKey, '');
    drafts.set(id, store.get().draft);
    listen();
  };

  const setDraft = (draft: string): void => {
    drafts.set(exists ? id : draftKey, draft);
    if (store.get().draft !== draft) patch({ draft });
  };

  const { send, checkFiles } = createSending({
    ...parts,
    clock,
    userId: () => transport.userId(),
    opening: () => (exists ? null : (parts.opening?.() ?? null)),
    mayAttach: parts.mayAttach ?? (() => true),
    onQueued(content) {
      signals?.typist.stopped();
      if (store.get().draft.trim() === content.trim()) setDraft('');
      refresh();
    },
  });

  const conversation: Conversation<S> = {
    id,
    side,
    get: store.get,
    subscribe: store.subscribe,
    open() {
      if (stops) return;
      stops = [
        outbox.subscribe(() => refresh()),
        transport.connection.subscribe(() => patch({ connection: transport.connection.get() })),
        presence.subscribe(look),
      ];
      patch({ connection: transport.connection.get() });
      parts.onOpen?.();
      void outbox.resume();
      refresh();
      listen();
    },
    send,
    checkFiles,
    fileUrl: (attachment, { download = false } = {}) => transport.fileUrl(attachment, download),
    retry: (messageId) => outbox.retry(messageId),
    discard: (messageId) => outbox.discard(messageId),
    async edit(messageId, content) {
      checkContent(content);
      sync.commit(await transport.editMessage(messageId, content));
    },
    async delete(messageId) {
      sync.commit(await transport.deleteMessage(messageId));
    },
    async loadOlder() {
      const first = shown[0]?.seq;
      const { hasMore, loading } = store.get();
      // One page at a time.
      if (typeof first !== 'number' || !hasMore || loading === 'older') return;
      patch({ loading: 'older' });
      try {
        const page = await transport.sync({ sessionId: id, beforeSeq: first });
        olderOnServer = page.hasMore;
        take(page.messages, page.session);
        patch({ loading: 'none', error: null });
      } catch (cause) {
        patch({ loading: 'none', error: toGlobalChatError(cause) });
      }
    },
    sync: () => (exists ? sync.sync() : Promise.resolve()),
    setDraft,
    setTyping(is) {
      if (is) signals?.typist.typed();
      else signals?.typist.stopped();
    },
    setVisible(is) {
      visible = is;
      look();
    },
    close() {
      if (!stops) return;
      for (const stop of stops) stop();
      stops = null;
      sync.stop();
      signals?.close();
      signals = null;
      visible = false;
      parts.onClose();
    },
  };

  return {
    conversation,
    opened,
    committed(committed) {
      opened(committed.session);
      const { message } = committed;
      const item = outbox.get().items.find((queuedItem) => queuedItem.id === message?.id);
      if (item && message && !ids.has(item.id)) settling.set(item.id, { ...item, seq: message.seq });
      sync.commit(committed);
    },
    tell: (told) => take([], told),
    refresh,
  };
}
