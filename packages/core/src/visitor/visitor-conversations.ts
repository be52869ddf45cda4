// The conversations of one visitor: which there are, which are open, which has no row yet, and what is unread in all of them.

import { createConversation } from '../conversation/create-conversation.ts';
import type { OwnedConversation } from '../conversation/conversation-options.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Environment } from '../environment/environment.ts';
import type { SessionOpening } from '../environment/outbox-storage.ts';
import type { IdSource } from '../ids.ts';
import { mergeSessions } from '../store/session-list.ts';
import type { Store } from '../observable/store.ts';
import type { Drafts } from '../sync/drafts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { Committed, VisitorTransport } from '../transport/transport.ts';
import type { Session } from '../types.ts';
import type { ConfigLoader } from './config-loader.ts';
import type { VisitorChatState } from './visitor-chat.ts';
import type { VisitorTrace } from './visitor-trace.ts';

/** The draft of a conversation that does not exist yet is kept under this name. */
const NEW_CONVERSATION_DRAFT_KEY = 'new';

export interface VisitorConversationsOptions {
  readonly transport: VisitorTransport;
  readonly environment: Environment;
  readonly store: Store<VisitorChatState>;
  readonly drafts: Drafts;
  readonly newId: IdSource;
  readonly trace: VisitorTrace;
  readonly outbox: () => Outbox;
  readonly opening: () => SessionOpening;
  /** Followed while a conversation is open. */
  readonly config: ConfigLoader;
  /** The visitor acted. */
  readonly begin: () => unknown;
}

export interface VisitorConversations {
  /** Those that somebody reads or writes in now. */
  readonly open: ReadonlySet<string>;
  /** An existing one, or the one that has no row yet. */
  readonly get: (sessionId?: string) => Conversation;
  /** What the server said of these. */
  readonly note: (sessions: readonly Session[]) => void;
  /** The same, told to the conversation, too. */
  readonly tell: (session: Session) => void;
  /** It has its row. */
  readonly opened: (session: Session) => void;
  readonly committed: (committed: Committed) => void;
  /** The id of the one that has no row yet. */
  readonly waitingId: () => string | null;
  forget(): void;
  close(): void;
}

export function createVisitorConversations(options: VisitorConversationsOptions): VisitorConversations {
  const { store, trace } = options;
  const { get, patch } = store;
  const all = new Map<string, OwnedConversation<Session>>();
  const open = new Set<string>();
  /** The conversation that has no row yet. */
  let unopened: string | null = null;

  const waitingId = (): string | null => {
    const { sessions } = get();
    // A browser that was killed may have lost the trace, but not the message.
    const waiting = options
      .outbox()
      .get()
      .items.find(({ opening, sessionId }) => opening && sessions.every(({ id }) => id !== sessionId));
    return trace.waitingId() ?? waiting?.sessionId ?? null;
  };

  const count = (): void => {
    let unread = 0;
    for (const session of get().sessions) {
      if (!open.has(session.id)) unread += session.visitorUnread;
    }
    for (const id of open) unread += all.get(id)?.conversation.get().unread ?? 0;
    patch({ unread });
  };

  const note = (sessions: readonly Session[]): void => {
    patch({ sessions: mergeSessions(get().sessions, sessions, 'visitor') });
    count();
  };

  const opened = (session: Session): void => {
    if (unopened === session.id) unopened = null;
    if ((waitingId() ?? session.id) === session.id) trace.talked();
    all.get(session.id)?.opened(session);
    note([session]);
  };

  const create = (id: string, isNew: boolean): OwnedConversation<Session> => {
    const owned = ownConversation(options, id, isNew, open, count, note);
    owned.conversation.subscribe(count);
    all.set(id, owned);
    return owned;
  };

  const close = (): void => {
    for (const { conversation } of [...all.values()]) conversation.close();
  };

  return {
    open,
    get(sessionId) {
      const waiting = unopened ?? waitingId();
      const id = sessionId ?? waiting ?? options.newId();
      const isNew = sessionId === undefined || sessionId === waiting;
      if (isNew) unopened = id;
      return (all.get(id) ?? create(id, isNew)).conversation;
    },
    note,
    tell(session) {
      all.get(session.id)?.tell(session);
      note([session]);
    },
    opened,
    committed(committed) {
      opened(committed.session);
      all.get(committed.session.id)?.committed(committed);
    },
    waitingId: () => unopened ?? waitingId(),
    forget() {
      close();
      all.forEach((owned) => owned.forget());
      all.clear();
      unopened = null;
    },
    close,
  };
}

function ownConversation(
  options: VisitorConversationsOptions,
  id: string,
  isNew: boolean,
  open: Set<string>,
  count: () => void,
  note: (sessions: readonly Session[]) => void,
): OwnedConversation<Session> {
  const { store, config } = options;
  const { get, patch } = store;
  return createConversation<Session>({
    ...options,
    id,
    side: 'visitor',
    outbox: options.outbox(),
    draftKey: isNew ? NEW_CONVERSATION_DRAFT_KEY : undefined,
    session: get().sessions.find((session) => session.id === id) ?? null,
    mayAttach: () => get().config?.features.attachments ?? true,
    opening: isNew
      ? () => {
          options.trace.waits(id);
          return options.opening();
        }
      : null,
    onSession: (session) => note([session]),
    onGone() {
      patch({ sessions: get().sessions.filter((session) => session.id !== id) });
      count();
    },
    onOpen() {
      open.add(id);
      options.begin();
      config.watch();
      count();
    },
    onClose() {
      open.delete(id);
      if (open.size === 0) config.unwatch();
      count();
    },
  });
}
