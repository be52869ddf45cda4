// Puts one session together: what is stored, what is queued and the draft behind one observable state, and what keeps it
// equal to the database (live.ts) once it exists.
// Owns the state's derivation; refuses to open sessions or to sign anybody in, which is the outbox's and its owner's work.

import type { Conversation, ConversationMessage, ConversationState } from './conversation.ts';
import { toGlobalChatError } from '../errors.ts';
import { lazyImport } from '../lazy.ts';
import { otherSide, positions } from '../store/delivery.ts';
import { contiguousRun, mergeMessages } from '../store/message-list.ts';
import { mergeSession } from '../store/session-view.ts';
import { createStore } from '../observable/store.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { Committed } from '../transport/transport.ts';
import type { Message, Session } from '../types.ts';
import { countUnread, createQueuedBubbles, showStored } from './bubbles.ts';
import { checkContent } from './check-content.ts';
import type { ConversationOptions, OwnedConversation } from './conversation-options.ts';
import type { LiveConversation } from './live-conversation.ts';
import { createSending } from './sending.ts';

/** Milliseconds until code that did not come is asked for again. */
const LOAD_RETRY_DELAY_MS = 4000;

export function createConversation<S extends Session>(options: ConversationOptions<S>): OwnedConversation<S> {
  const { id, side, transport, environment, outbox, drafts } = options;
  const { clock, presence } = environment;
  const draftKey = options.draftKey ?? id;
  const other = otherSide(side);
  const overlay = options.overlay ?? ((session: S) => session);
  let session = options.session;
  let exists = options.opening === null;
  let list: readonly Message[] = [];
  let shown: readonly ConversationMessage[] = [];
  const ids = new Set<string>();
  /** Acknowledged, but something before them has not arrived: shown as pending, unless an older page has their place. */
  const acknowledged = new Map<string, OutboxItem & Pick<Message, 'seq'>>();
  const bubble = createQueuedBubbles(side);
  let olderOnServer = false;
  let visible = false;
  let stops: (() => void)[] | null = null;
  /** The rev from which on everything is to be asked for; the newest page is when absent. */
  let since: number | undefined;
  let live: LiveConversation | null = null;
  let loading = false;
  /** Another try to load it. */
  let again: unknown = null;

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

  /** Everything that follows from the rows, the session and the queue. */
  const refresh = (fields?: object): void => {
    const run = contiguousRun(list);
    shown = showStored(shown, run, side, positions(session, other));
    const waiting = [
      ...[...acknowledged.values()].filter(({ seq }) => seq > (run[0]?.seq ?? 0)),
      ...outbox.get().items.filter((item) => item.sessionId === id && !acknowledged.has(item.id)),
    ]
      .filter((item) => !ids.has(item.id))
      .map(bubble);
    const own = positions(session, side);
    live?.receipts.update(run.findLast(({ senderType }) => senderType === other)?.seq ?? 0, own);
    const read = live?.receipts.read() ?? own.read;
    patch({
      ...fields,
      session: session && overlay(session),
      messages: waiting.length === 0 ? shown : [...shown, ...waiting],
      hasMore: olderOnServer || run.length < list.length,
      unread: countUnread(run, other, read),
      durable: outbox.get().durable,
    });
  };

  const take = (messages: readonly Message[], told: Session): void => {
    list = mergeMessages(list, messages);
    for (const message of messages) {
      if (ids.has(message.id)) continue;
      ids.add(message.id);
      acknowledged.delete(message.id);
      if (message.senderType === side)
        outbox.settle(message.id, { rev: message.rev, session: told, message });
      else live?.typing.clear();
    }
    const before = session;
    session = mergeSession(session, told, side);
    refresh();
    if (session && session !== before) options.onSession(session);
  };

  /** Loads what keeps an existing conversation equal to the database, and starts it while somebody listens. */
  const goLive = async (): Promise<void> => {
    if (!stops || !exists || loading) return;
    if (!live) {
      if (since === undefined) patch({ loading: 'initial' });
      loading = true;
      // Asked for beside the code, not after it.
      const first = since === undefined ? transport.sync({ sessionId: id }) : undefined;
      first?.catch(() => null);
      try {
        const { createLiveConversation } = await lazyImport(import('./live-conversation.ts'));
        live = createLiveConversation<S>({
          sessionId: id,
          transport,
          environment,
          ...(since !== undefined && { since }),
          ...(first && { first }),
          onChange({ messages, session: told, hasMore }) {
            if (hasMore !== undefined) {
              olderOnServer = hasMore;
              patch({ loading: 'none' });
            }
            take(messages, told);
          },
          onError(error) {
            if (error?.code === 'not_found') vanish();
            patch(error && !error.retryable ? { error, loading: 'none' } : { error });
          },
          patch,
          looking: () => visible && presence.isVisible(),
        });
      } catch (cause) {
        patch({ error: toGlobalChatError(cause) });
        again = clock.setTimeout(() => void goLive(), LOAD_RETRY_DELAY_MS);
      }
      loading = false;
    }
    // Closed meanwhile, perhaps.
    if (!stops) return;
    live?.start();
    refresh();
  };

  const commit = (committed: Committed): void => {
    const { message, session: told } = committed;
    if (live) live.sync.commit(committed);
    else take(message ? [message] : [], told);
  };

  const look = (): void => {
    live?.receipts.look();
    refresh();
  };

  const opened = (row: Session): void => {
    if (exists) return;
    exists = true;
    // Just made: what is in it can only come after this.
    if (row.lastSeq === 0) since = row.rev;
    if (draftKey !== id) drafts.set(draftKey, '');
    drafts.set(id, store.get().draft);
    void goLive();
  };

  /** Erased, or no longer this user's: nothing of it is kept. */
  const vanish = (): void => {
    list = [];
    ids.clear();
    session = null;
    refresh();
    options.onGone();
  };

  const setDraft = (draft: string): void => {
    drafts.set(exists ? id : draftKey, draft);
    if (store.get().draft !== draft) patch({ draft });
  };

  const { send, checkFiles } = createSending({
    ...options,
    clock,
    userId: () => transport.userId(),
    opening: () => (exists ? null : (options.opening?.() ?? null)),
    mayAttach: options.mayAttach ?? (() => true),
    onQueued(content) {
      live?.typist.stopped();
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
      options.onOpen?.();
      void outbox.resume();
      refresh();
      void goLive();
    },
    send,
    checkFiles,
    fileUrl: (attachment, { download = false } = {}) => transport.fileUrl(attachment, download),
    retry: (messageId) => outbox.retry(messageId),
    discard: (messageId) => outbox.discard(messageId),
    async edit(messageId, content) {
      checkContent(content);
      commit(await transport.editMessage(messageId, content));
    },
    async delete(messageId) {
      commit(await transport.deleteMessage(messageId));
    },
    loadOlder: async () => live?.loadOlder(store.get()),
    sync: async () => live?.sync.sync(),
    setDraft,
    setTyping(is) {
      if (is) live?.typist.typed();
      else live?.typist.stopped();
    },
    setVisible(is) {
      visible = is;
      look();
    },
    close() {
      if (!stops) return;
      for (const stop of stops) stop();
      stops = null;
      clock.clearTimeout(again);
      live?.stop();
      visible = false;
      options.onClose();
    },
  };

  return {
    conversation,
    opened,
    committed(committed) {
      opened(committed.session);
      const { message } = committed;
      const item = outbox.get().items.find((queuedItem) => queuedItem.id === message?.id);
      if (item && message && !ids.has(item.id)) acknowledged.set(item.id, { ...item, seq: message.seq });
      commit(committed);
    },
    tell: (told) => take([], told),
    forget: vanish,
    refresh,
  };
}
