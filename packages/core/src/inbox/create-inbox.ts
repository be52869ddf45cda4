// Puts the agents' side together: who I am, the live list, threads, presence. Owns the order of starting and what a
// sign-out means; refuses to sign anybody in, which is the host app's work.

import { browserEnvironment } from '../environment/environment.ts';
import { GlobalChatError, toGlobalChatError } from '../errors.ts';
import { createIdSource } from '../ids.ts';
import type { Inbox, InboxOptions, InboxState } from '../inbox.ts';
import { arrives } from '../lazy.ts';
import { createStore } from '../store/store.ts';
import { createDrafts } from '../sync/drafts.ts';
import type { createInboxSync, InboxSync } from '../sync/inbox-sync.ts';
import { createSupabaseAgentTransport } from '../transport/supabase/agent-transport.ts';
import type { PresenceWatch } from '../transport/transport.ts';
import type { InboxSession, Membership } from '../types.ts';
import { createAgentOutbox } from './agent-outbox.ts';
import { createThread } from './create-thread.ts';
import type { OwnedThread } from './create-thread.ts';
import { createLiveList } from './live-list.ts';
import { NOBODY } from './nobody.ts';
import { createUpdate } from './update-sessions.ts';

const PAGE = 50;
/** Bumps come in bursts; the counts are asked for once per this. */
const COUNT_INTERVAL = 2000;

/** Makes the agents' side over a signed-in client. Throws `invalid_argument` when the client is none. */
export function createInbox(options: InboxOptions): Inbox {
  const environment = browserEnvironment(options.environment);
  const { clock, presence } = environment;
  const { client, debug } = options;
  const transport =
    typeof options.transport === 'object'
      ? options.transport
      : createSupabaseAgentTransport({ client, changes: options.transport, environment, debug });

  const newId = createIdSource(() => clock.now());
  /** Where the drafts of this tenant and user are. */
  let draftsKey = '';
  const drafts = createDrafts(environment.storage, () => draftsKey);
  const threads = new Map<string, OwnedThread>();
  const list = createLiveList(() => clock.now());
  const listeners = new Set<Parameters<Inbox['onSessions']>[0]>();
  let live: { readonly sync: InboxSync; readonly presence: PresenceWatch } | null = null;
  /** Answers to what was asked under another filter or before the last start are dropped. */
  let era = {};
  let beginning = {};
  let user: string | null = null;
  let cursor: unknown = null;
  let countTimer: unknown = null;

  const store = createStore<InboxState>({
    status: 'idle',
    filters: options.filters ?? {},
    connection: transport.connection.get(),
    ...NOBODY,
  });
  const { patch } = store;
  const show = (fields: Partial<InboxState> = {}): void => patch({ sessions: list.rows(), ...fields });

  const outbox = createAgentOutbox(transport, environment, (committed) =>
    threads.get(committed.session.id)?.committed(committed),
  );

  const unsubscribes = [
    transport.watchUser?.((now) => {
      if (user === null || now === user) return;
      forget();
      const idle = beginning;
      if (now !== null) queueMicrotask(() => idle === beginning && void start());
    }),
    transport.connection.subscribe(() => {
      const connection = transport.connection.get();
      patch({ connection });
      if (connection === 'live') outbox.kick();
    }),
    presence.subscribe((reason) => {
      if (reason !== 'offline' && reason !== 'hidden') outbox.kick();
    }),
  ];

  const leave = (): void => {
    live?.sync.stop();
    live?.presence.close();
    live = null;
    clock.clearTimeout(countTimer);
    countTimer = null;
  };

  const closeThreads = (): void => threads.forEach(({ conversation }) => conversation.close());

  /** The agent is gone, wherever they signed out: nothing of theirs is left to whoever comes next. */
  const forget = (): void => {
    drafts.clear();
    const filters = user === null ? store.get().filters : (options.filters ?? {});
    draftsKey = '';
    user = null;
    era = beginning = {};
    leave();
    closeThreads();
    list.reset({}, '', [], true);
    patch({ ...NOBODY, filters, status: 'signed-out' });
  };

  /** The first page under the present filters: rows that time brought in, and the counts. */
  const firstPage = async (startOver: boolean): Promise<void> => {
    const { me, filters } = store.get();
    if (!me) return;
    if (startOver) era = {};
    const asked = era;
    const page = await transport.listSessions({ tenantId: me.tenantId, filters, pageSize: PAGE });
    if (asked !== era) return;
    if (startOver) {
      cursor = page.cursor;
      list.reset(filters, me.userId, page.sessions, cursor === null);
      show({ counts: page.counts, hasMore: cursor !== null, loadingMore: false });
    } else {
      list.merge(page.sessions);
      list.sweep();
      show({ counts: page.counts });
    }
  };

  const recount = (): void => {
    countTimer ??= clock.setTimeout(() => {
      countTimer = null;
      firstPage(false).catch(fail);
    }, COUNT_INTERVAL);
  };

  const take = (sessions: readonly InboxSession[]): void => {
    list.merge(sessions);
    for (const session of sessions) threads.get(session.id)?.tell(session);
    show();
  };

  const fail = (cause: unknown): void => {
    const error = toGlobalChatError(cause);
    if (error.code === 'not_signed_in' && transport.userId() === null) forget();
    else patch({ error });
  };

  const remove = (sessionIds: readonly string[]): void => {
    list.remove(sessionIds);
    show();
    recount();
  };

  const goLive = (me: Membership, create: typeof createInboxSync): void => {
    live = {
      sync: create({
        tenantId: me.tenantId,
        transport,
        environment,
        onSessions(sessions, heard) {
          take(sessions);
          for (const listener of listeners) listener(sessions, heard);
          if (heard) recount();
        },
        onNote: (event) => threads.get(event.sessionId)?.hearNote(event),
        onErased: remove,
        async onCaughtUp(tooMuch) {
          await firstPage(tooMuch);
          for (const thread of threads.values()) thread.reload();
        },
        onError: (error) => (error ? fail(error) : patch({ error: null })),
      }),
      presence: transport.watchPresence(me.tenantId, { userId: me.userId, name: me.displayName }, (people) =>
        patch({ people }),
      ),
    };
  };

  const update = createUpdate({
    transport,
    list,
    onChange(sessionIds) {
      for (const id of sessionIds) threads.get(id)?.refresh();
      show();
    },
    onUpdated: take,
    onEnd: recount,
  });

  const createOwnedThread = (id: string): OwnedThread => {
    const thread = createThread({
      id,
      transport,
      environment,
      outbox,
      drafts,
      newId,
      session: list.find(id),
      overlay: list.overlay,
      update: (changes) => update([id], changes),
      onSession(session) {
        list.merge([session]);
        show();
      },
      onClose: () => void threads.delete(id),
      onGone: () => remove([id]),
    });
    threads.set(id, thread);
    return thread;
  };

  const start = async (): Promise<void> => {
    leave();
    const mine = (beginning = {});
    patch({ ...NOBODY, status: 'loading' });
    try {
      const memberships = await transport.memberships();
      if (mine !== beginning) return;
      const now = transport.userId();
      if (user !== null && user !== now) {
        forget();
        // Who watches hears of the sign-out before the next start hides it.
        return Promise.resolve().then(start);
      }
      if (user !== now) closeThreads();
      user = now;
      const me = memberships.find(({ tenantId }) => tenantId === (options.tenantId ?? tenantId));
      if (!me) return patch({ memberships, status: 'no-access' });
      draftsKey = `globalchat:inbox:${me.tenantId}:${me.userId}:drafts`;
      patch({ me, memberships });
      for (const [id, thread] of threads) thread.refresh({ draft: drafts.get(id) });
      const [team, cannedReplies, { createInboxSync }] = await Promise.all([
        transport.team(me.tenantId),
        transport.cannedReplies(me.tenantId),
        arrives(import('../sync/inbox-sync.ts')),
        firstPage(true),
      ]);
      if (mine !== beginning) return;
      patch({ team, cannedReplies, status: 'ready' });
      goLive(me, createInboxSync);
      live?.sync.start(
        store.get().sessions.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), 0),
      );
      void outbox.resume();
    } catch (cause) {
      if (mine !== beginning) return;
      const error = toGlobalChatError(cause);
      if (error.code === 'not_signed_in') forget();
      else patch({ status: 'failed', error });
    }
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    start,
    setFilters(filters) {
      patch({ filters, loadingMore: true });
      firstPage(true).catch((cause: unknown) => {
        patch({ loadingMore: false });
        fail(cause);
      });
    },
    async loadMore() {
      const { me, filters, loadingMore } = store.get();
      if (!me || cursor === null || loadingMore) return;
      const asked = era;
      patch({ loadingMore: true });
      try {
        const page = await transport.listSessions({ tenantId: me.tenantId, filters, pageSize: PAGE, cursor });
        if (asked !== era) return;
        cursor = page.cursor;
        list.append(page.sessions, cursor === null);
        show({ counts: page.counts, hasMore: cursor !== null, loadingMore: false });
      } catch (cause) {
        if (asked === era) patch({ loadingMore: false });
        fail(cause);
      }
    },
    refresh: () => firstPage(true).catch(fail),
    async search(query, options) {
      const { me } = store.get();
      if (!me) throw new GlobalChatError('not_signed_in', 'Sign in to search.');
      return transport.search({ tenantId: me.tenantId, query, ...options });
    },
    thread: (sessionId) => (threads.get(sessionId) ?? createOwnedThread(sessionId)).conversation,
    update,
    onSessions(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setViewing(sessionId, typing = false) {
      list.pin(sessionId);
      show();
      live?.presence.update({ viewing: sessionId, typing });
    },
    destroy() {
      beginning = {};
      leave();
      closeThreads();
      for (const unsubscribe of unsubscribes) unsubscribe?.();
      outbox.close();
      transport.close();
    },
  };
}
