// Puts the visitor's side together. Owns which conversations exist and what a page load, a logout and the end of the
// element mean; refuses to connect, store or insert anything before the visitor acts.

import { createConversation } from '../conversation/create-conversation.ts';
import type { OwnedConversation } from '../conversation/conversation-options.ts';
import { browserEnvironment } from '../environment/browser-environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import { createIdSource } from '../ids.ts';
import { loadOnce } from '../lazy.ts';
import { mergeSessions } from '../store/session-list.ts';
import { createStore } from '../observable/store.ts';
import { createDrafts } from '../sync/drafts.ts';
import { createSupabaseVisitorTransport } from '../transport/supabase/visitor-transport.ts';
import type { Watch } from '../transport/transport.ts';
import type { Session, VisitorDetails, WidgetConfig } from '../types.ts';
import type { VisitorChat, VisitorChatOptions, VisitorChatState } from './visitor-chat.ts';
import { createVisitorOutbox } from './visitor-outbox.ts';

/** The draft of a conversation that does not exist yet is kept under this name. */
const NEW = 'new';
/** The trace once every conversation has its row. */
const TALKED = 'talked';

const EMPTY = { sessions: [], restored: false, unread: 0, error: null } as const;

/**
 * Makes the visitor's side of one widget.
 * Throws `missing_widget_id`, `invalid_url`, `invalid_key` or `secret_key_refused`.
 */
export function createVisitorChat(options: VisitorChatOptions): VisitorChat {
  const environment = browserEnvironment(options.environment);
  const { clock, storage, presence } = environment;
  const widgetId = String(options.widgetId).toLowerCase();
  const transport =
    typeof options.transport === 'object'
      ? options.transport
      : createSupabaseVisitorTransport({ ...options, changes: options.transport, environment });

  const newId = createIdSource(() => clock.now());
  const drafts = createDrafts(storage, () => `globalchat:${widgetId}:drafts`);
  /** That somebody talked here, and while a first message waits, in which conversation: a reload must find back to it. */
  const traceKey = `globalchat:${widgetId}:trace`;
  const conversations = new Map<string, OwnedConversation<Session>>();
  const open = new Set<string>();
  /** The conversation that has no row yet. */
  let unopened: string | null = null;
  let visitor: VisitorDetails = options.visitor ?? {};
  /** What was told beside it; what opens a conversation says it, too. */
  let context: Readonly<Record<string, unknown>> = {};
  /** There is an identity to be proved. */
  let proving = false;
  let config: Promise<WidgetConfig> | null = null;
  let configWatch: Watch | null = null;
  let unsubscribes: (() => void)[] | null = null;

  const store = createStore<VisitorChatState>({
    status: 'idle',
    config: null,
    connection: transport.connection.get(),
    ...EMPTY,
  });
  const { patch } = store;

  const waitingId = (): string | null => {
    const trace = storage.getItem(traceKey);
    if (trace && trace !== TALKED) return trace;
    // A browser that was killed may have lost the trace, but not the message.
    const { sessions } = store.get();
    const waiting = outbox
      .get()
      .items.find(({ opening, sessionId }) => opening && sessions.every(({ id }) => id !== sessionId));
    return waiting?.sessionId ?? null;
  };

  const count = (): void => {
    let unread = 0;
    for (const session of store.get().sessions) {
      // Writing is reading, so what is after the read position was written by others.
      if (!open.has(session.id)) unread += Math.max(0, session.lastSeq - session.visitorReadSeq);
    }
    for (const id of open) unread += conversations.get(id)?.conversation.get().unread ?? 0;
    patch({ unread });
  };

  const note = (...sessions: readonly Session[]): void => {
    patch({ sessions: mergeSessions(store.get().sessions, sessions, 'visitor') });
    count();
  };

  const opened = (session: Session): void => {
    if (unopened === session.id) unopened = null;
    if ((waitingId() ?? session.id) === session.id) storage.setItem(traceKey, TALKED);
    conversations.get(session.id)?.opened(session);
    note(session);
  };

  /** Everything of the visitor that is kept in this tab. */
  const forget = (): void => {
    for (const owned of [...conversations.values()]) {
      owned.conversation.close();
      owned.forget();
    }
    conversations.clear();
    unopened = null;
    visitor = context = {};
    storage.removeItem(traceKey);
    storage.removeItem(`${traceKey}:asked`);
    drafts.clear();
    // What the visitor chose on this device, which whoever shows the chat keeps here.
    storage.removeItem(`globalchat:${widgetId}:preferences`);
    patch(EMPTY);
  };

  const fail = (cause: unknown): GlobalChatError => {
    const error = toGlobalChatError(cause);
    patch({ error });
    return error;
  };

  const told = (session: Session): void => {
    conversations.get(session.id)?.tell(session);
    note(session);
  };

  const identity = loadOnce(async () =>
    (await import('./identity.ts')).createIdentity({
      transport,
      onSessions: (sessions) => note(...sessions),
    }),
  );

  const outbox = createVisitorOutbox({
    widgetId,
    transport,
    environment,
    onSignedIn: async () => proving && (await identity()).prove(),
    onOpened: opened,
    onSent(committed) {
      opened(committed.session);
      conversations.get(committed.session.id)?.committed(committed);
    },
    onReset() {
      forget();
      // The tab that was told to reset has signed out with the server; here it is enough to forget.
      transport.signOut().catch(() => undefined);
    },
  });

  /** The visitor acted: from now on the page and the connection matter. */
  const begin = (): Promise<void> => {
    unsubscribes ??= [
      presence.subscribe((reason) => {
        if (reason !== 'offline' && reason !== 'hidden') outbox.kick();
      }),
      transport.connection.subscribe(() => {
        const connection = transport.connection.get();
        patch({ connection });
        if (connection === 'live') outbox.kick();
      }),
    ];
    return outbox.resume();
  };

  const readConfig = async (): Promise<WidgetConfig> => {
    try {
      const read = await transport.widgetConfig();
      patch({ config: read, status: 'ready', error: null });
      return read;
    } catch (cause) {
      const error = toGlobalChatError(cause);
      // What was read before stays good enough to go on with.
      patch(store.get().config ? { error } : { status: 'failed', error });
      throw error;
    }
  };

  const create = (id: string, isNew: boolean): OwnedConversation<Session> => {
    const owned = createConversation<Session>({
      id,
      side: 'visitor',
      transport,
      environment,
      outbox,
      drafts,
      ...(isNew && { draftKey: NEW }),
      newId,
      session: store.get().sessions.find((session) => session.id === id) ?? null,
      mayAttach: () => store.get().config?.features.attachments ?? true,
      opening: isNew
        ? () => {
            storage.setItem(traceKey, id);
            return { visitor, metadata: { ...options.metadata?.(), ...context } };
          }
        : null,
      onSession: note,
      onGone() {
        patch({ sessions: store.get().sessions.filter((session) => session.id !== id) });
        count();
      },
      onOpen() {
        open.add(id);
        void begin();
        configWatch ??= transport.watchConfig(() => {
          config = readConfig();
          config.catch(() => (config = null));
        });
        count();
      },
      onClose() {
        open.delete(id);
        if (open.size === 0) {
          configWatch?.close();
          configWatch = null;
        }
        count();
      },
    });
    owned.conversation.subscribe(count);
    conversations.set(id, owned);
    return owned;
  };

  const reset = async (): Promise<void> => {
    await outbox.clear();
    proving = false;
    forget();
    await transport.signOut();
  };

  const hasIdentity = (): boolean => transport.userId() !== null || storage.getItem(traceKey) !== null;

  return {
    widgetId,
    get: store.get,
    subscribe: store.subscribe,
    hasIdentity,
    loadConfig() {
      if (!config) {
        patch({ status: 'loading' });
        config = readConfig();
        config.catch(() => (config = null));
      }
      return config;
    },
    async restore() {
      try {
        const [sessions] = await Promise.all([transport.mySessions(), begin()]);
        note(...sessions);
      } catch (cause) {
        throw fail(cause);
      }
      // Its row was made after all, and only the answer was lost.
      const found = store.get().sessions.find(({ id }) => id === (unopened ?? waitingId()));
      if (found) opened(found);
      // Where nobody is known nothing was asked, and what went wrong before still is.
      patch({ restored: true, ...(hasIdentity() && { error: null }) });
      return store.get().sessions;
    },
    conversation(sessionId) {
      const waiting = unopened ?? waitingId();
      const id = sessionId ?? waiting ?? newId();
      const isNew = sessionId === undefined || sessionId === waiting;
      if (isNew) unopened = id;
      return (conversations.get(id) ?? create(id, isNew)).conversation;
    },
    setVisitor(details, metadata) {
      const before = JSON.stringify(visitor);
      visitor = { ...visitor, ...details };
      context = { ...context, ...metadata };
      // Hosts say it again whenever something happens: only news are worth a request.
      if (!metadata && JSON.stringify(visitor) === before) return;
      for (const { id } of store.get().sessions) {
        if (open.has(id)) transport.updateVisitor(id, visitor, metadata ?? {}).then(told, fail);
      }
    },
    async identify(token) {
      proving = true;
      return (await identity()).identify(token);
    },
    signIn: async (request) => void (await transport.signIn(request)),
    async rate(sessionId, score, comment) {
      told(await transport.rateSession(sessionId, score, comment ?? null));
    },
    reset,
    async erase() {
      await transport.eraseMe();
      await reset();
    },
    destroy() {
      for (const { conversation } of [...conversations.values()]) conversation.close();
      for (const unsubscribe of unsubscribes ?? []) unsubscribe();
      outbox.close();
      transport.close();
    },
  };
}
