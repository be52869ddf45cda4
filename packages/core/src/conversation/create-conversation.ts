// Puts one session together: what it shows (transcript-state.ts), what a person writes (sending.ts), and what keeps it equal
// to the database once it exists (live-loader.ts). Refuses to open sessions or to sign anybody in, which is the outbox's and
// its owner's work.

import type { Committed } from '../transport/transport.ts';
import type { Session } from '../types.ts';
import { checkContent } from './check-content.ts';
import type { ConversationOptions, OwnedConversation } from './conversation-options.ts';
import type { Conversation } from './conversation.ts';
import { createLiveLoader } from './live-loader.ts';
import type { LiveLoader, ConversationLifecycle } from './live-loader.ts';
import { createSending } from './sending.ts';
import { createTranscriptState } from './transcript-state.ts';
import type { TranscriptState } from './transcript-state.ts';

interface Writing {
  readonly commit: (committed: Committed) => void;
  readonly setDraft: (draft: string) => void;
}

export function createConversation<S extends Session>(options: ConversationOptions<S>): OwnedConversation<S> {
  const { id, drafts } = options;
  const draftKey = options.draftKey ?? id;
  const lifecycle: ConversationLifecycle = {
    exists: options.opening === null,
    isOpen: false,
    visible: false,
    since: undefined,
    live: null,
  };
  const transcript = createTranscriptState(options, () => lifecycle.live);
  const { store, take, refresh } = transcript;

  /** Erased, or no longer this user's: nothing of it is kept. */
  const forget = (): void => {
    transcript.clear();
    options.onGone();
  };
  const loader = createLiveLoader(options, lifecycle, transcript, forget);

  const commit = (committed: Committed): void => {
    const { message, session } = committed;
    if (lifecycle.live) lifecycle.live.sync.commit(committed);
    else take(message ? [message] : [], session);
  };
  const setDraft = (draft: string): void => {
    drafts.set(lifecycle.exists ? id : draftKey, draft);
    store.patch({ draft });
  };
  const opened = (row: Session): void => {
    if (lifecycle.exists) return;
    lifecycle.exists = true;
    // Just made: what is in it can only come after this.
    if (row.lastSeq === 0) lifecycle.since = row.rev;
    if (draftKey !== id) drafts.set(draftKey, '');
    drafts.set(id, store.get().draft);
    void loader.goLive();
  };

  return {
    conversation: createHandle(options, lifecycle, transcript, loader, { commit, setDraft }),
    opened,
    committed(committed) {
      opened(committed.session);
      if (committed.message) transcript.acknowledge(committed.message);
      commit(committed);
    },
    tell: (told) => take([], told),
    forget,
    refresh,
  };
}

/** What an app may ask of it. */
function createHandle<S extends Session>(
  options: ConversationOptions<S>,
  lifecycle: ConversationLifecycle,
  { store, refresh }: TranscriptState<S>,
  loader: LiveLoader,
  { commit, setDraft }: Writing,
): Conversation<S> {
  const { id, side, transport, environment, outbox } = options;
  const { get, subscribe, patch } = store;
  let unsubscribes: readonly (() => void)[] = [];

  const look = (): void => {
    lifecycle.live?.receipts.look();
    refresh();
  };
  const showConnection = (): void => patch({ connection: transport.connection.get() });

  return {
    id,
    side,
    get,
    subscribe,
    ...createSending({
      ...options,
      opening: () => (lifecycle.exists ? null : (options.opening?.() ?? null)),
      mayAttach: options.mayAttach ?? (() => true),
      onQueued(content) {
        lifecycle.live?.typingSender.stopped();
        if (get().draft.trim() === content.trim()) setDraft('');
        refresh();
      },
    }),
    open() {
      if (lifecycle.isOpen) return;
      lifecycle.isOpen = true;
      unsubscribes = [
        outbox.subscribe(() => refresh()),
        transport.connection.subscribe(showConnection),
        environment.presence.subscribe(look),
      ];
      showConnection();
      options.onOpen?.();
      void outbox.resume();
      refresh();
      void loader.goLive();
    },
    fileUrl: (attachment, { download = false } = {}) => transport.fileUrl(attachment, download),
    retry: (messageId) => outbox.retry(messageId),
    discard: (messageId) => outbox.discard(messageId),
    async edit(messageId, content, baseRev) {
      checkContent(content);
      commit(await transport.editMessage(messageId, content, baseRev));
    },
    async delete(messageId) {
      commit(await transport.deleteMessage(messageId));
    },
    loadOlder: async () => lifecycle.live?.loadOlder(get()),
    sync: async () => lifecycle.live?.sync.sync(),
    setDraft,
    setTyping(is) {
      if (is) lifecycle.live?.typingSender.typed();
      else lifecycle.live?.typingSender.stopped();
    },
    setVisible(is) {
      lifecycle.visible = is;
      look();
    },
    close() {
      if (!lifecycle.isOpen) return;
      lifecycle.isOpen = lifecycle.visible = false;
      for (const unsubscribe of unsubscribes) unsubscribe();
      loader.stop();
      options.onClose();
    },
  };
}
