// Finds out who the agent is, reads what an inbox shows first and goes live; and forgets it all with the user. Loaded when
// the inbox starts. Nothing may import it but by `import()`.

import type { Environment } from '../environment/environment.ts';
import { GlobalChatError, toGlobalChatError } from '../errors.ts';
import type { Store } from '../observable/store.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { AgentAvailability, Membership, Note, SessionFilters } from '../types.ts';
import { keepOnly, ownerOf } from './agent-storage.ts';
import type { InboxState } from './inbox.ts';
import { startLiveInbox } from './live-inbox.ts';
import type { LiveInbox, LiveInboxOptions } from './live-inbox.ts';
import type { LiveList } from './live-list.ts';
import { createMentions } from './mentions.ts';
import { createSessionPages } from './session-pages.ts';
import type { SessionPages } from './session-pages.ts';
import { SIGNED_OUT } from './signed-out.ts';
import type { Threads } from './threads.ts';

export interface InboxStartOptions {
  readonly transport: AgentTransport;
  readonly environment: Environment;
  readonly store: Store<InboxState>;
  readonly tenantId: string | undefined;
  /** Those of a new agent. */
  readonly filters: SessionFilters;
  readonly list: LiveList;
  readonly threads: Threads;
  /** Sets these fields of the state, and the rows of the list. */
  readonly show: (fields: Partial<InboxState>) => void;
  readonly onSessions: LiveInboxOptions['onSessions'];
  readonly onMention: (note: Note) => void;
  readonly onErased: (sessionIds: readonly string[]) => void;
  readonly fail: (cause: unknown) => void;
}

export interface InboxStart {
  readonly pages: SessionPages;
  /** Safe to repeat, with each sign-in. `memberships` when they were asked for already: somebody may have signed in since. Never rejects. */
  start(memberships?: Promise<readonly Membership[]>): Promise<void>;
  /** The agent is gone, wherever they signed out: nothing of theirs is left to whoever comes next. */
  forget(): void;
  /** Something was refused: when the agent is no longer of this team, nothing of it stays; else it is a failure. Never rejects. */
  failRefused(error: GlobalChatError): Promise<void>;
  /**
   * Who the client's user is now: another one than before is the agent from now on, the same one again is no news. It
   * starts later, since auth-js holds its lock while it tells.
   */
  followUser(userId: string | null): void;
  readonly setViewing: LiveInbox['setViewing'];
  /** See Inbox. */
  setAvailability(availability: AgentAvailability): Promise<void>;
  /** Live no more; a start that is on its way comes to nothing. */
  readonly stop: () => void;
}

type ClearedState = Pick<InboxState, 'status' | 'filters'>;

export function createInboxStart(options: InboxStartOptions): InboxStart {
  const { transport, threads } = options;
  const { get, patch } = options.store;
  const pages = createSessionPages({ ...options, clock: options.environment.clock, get });
  let live: LiveInbox | null = null;
  let user: string | null = null;
  /** Whom the client had when nobody was let in last. */
  let refused: string | null = null;
  /** A newer start takes the place of one that is on its way. */
  let generation = {};

  const leave = (): void => {
    generation = {};
    live?.stop();
    live = null;
    pages.stop();
  };

  const clear = (memberships: readonly Membership[], state: ClearedState): void => {
    pages.forget();
    leave();
    showNobody(options, memberships, state);
  };

  const forget = (): void => {
    const filters = user === null ? get().filters : options.filters;
    user = null;
    refused = transport.userId();
    clear([], { filters, status: 'signed-out' });
  };

  const start = async (given?: Promise<readonly Membership[]>): Promise<void> => {
    leave();
    const own = (generation = {});
    patch({ ...SIGNED_OUT, status: 'loading' });
    try {
      const memberships = await (given ?? transport.memberships());
      if (own !== generation) return;
      const now = transport.userId();
      if (user !== null && user !== now) {
        forget();
        // Who watches hears of the sign-out before the next start hides it.
        return Promise.resolve().then(() => start());
      }
      if (user !== now) threads.closeAll();
      user = now;
      const me = memberships.find(({ tenantId }) => tenantId === (options.tenantId ?? tenantId));
      if (!me) return clear(memberships, { filters: options.filters, status: 'no-access' });
      patch({ me, memberships, availability: me.availability });
      keepOwn(options, memberships, me);
      const known = await readFirst(options, pages, me);
      if (own !== generation) return;
      patch({ ...known, status: 'ready' });
      live = goLive(options, pages, me);
      void threads.outbox.resume();
    } catch (cause) {
      if (own !== generation) return;
      const error = toGlobalChatError(cause);
      if (error.code !== 'not_signed_in') return patch({ status: 'failed', error });
      forget();
      if (given && transport.userId() !== null) return start();
    }
  };

  return {
    pages,
    start,
    forget,
    failRefused: (error) => failRefused(options, error, start),
    followUser(now) {
      if (user === null ? now === refused || get().status !== 'signed-out' : now === user) return;
      forget();
      const idle = generation;
      if (now !== null) options.environment.clock.setTimeout(() => idle === generation && void start(), 0);
    },
    setViewing: (sessionId, typing) => live?.setViewing(sessionId, typing),
    setAvailability: (availability) => present(live).setAvailability(availability),
    stop: leave,
  };
}

/** Nothing of whoever was here shows or is kept. */
function showNobody(
  options: InboxStartOptions,
  memberships: readonly Membership[],
  state: ClearedState,
): void {
  keepOwn(options, memberships);
  options.list.reset({}, '', [], true);
  options.store.patch({ ...SIGNED_OUT, memberships, ...state });
}

/** Of what is kept in this browser, what others left goes; the drafts of `me` are shown. */
function keepOwn(
  { transport, environment, threads }: InboxStartOptions,
  memberships: readonly Membership[],
  me?: Membership,
): void {
  keepOnly(environment.storage, transport.project, memberships);
  threads.showDraftsOf(me ? ownerOf(transport.project, me) : '');
  if (!me) threads.closeAll();
}

async function failRefused(
  { transport, store }: InboxStartOptions,
  error: GlobalChatError,
  start: InboxStart['start'],
): Promise<void> {
  const { me } = store.get();
  if (!me) return;
  const memberships = await transport.memberships().catch(() => null);
  if (store.get().me !== me) return;
  const now = memberships?.find(({ tenantId }) => tenantId === me.tenantId);
  // Another role may be why.
  if (memberships && now) store.patch({ memberships, me: now });
  else if (memberships) await start(Promise.resolve(memberships));
  // Beside `no-access` it says that there was access before.
  store.patch({ error });
}

async function readFirst(
  { transport }: InboxStartOptions,
  pages: SessionPages,
  { tenantId }: Membership,
): Promise<Pick<InboxState, 'team' | 'cannedReplies'>> {
  const [team, cannedReplies] = await Promise.all([
    transport.team(tenantId),
    transport.cannedReplies(tenantId),
    pages.readFirst(true),
  ]);
  return { team, cannedReplies };
}

function present(live: LiveInbox | null): LiveInbox {
  if (!live) throw new GlobalChatError('not_signed_in', 'Start the inbox first.');
  return live;
}

function goLive(options: InboxStartOptions, pages: SessionPages, me: Membership): LiveInbox {
  const { store, threads, fail } = options;
  const { get, patch } = store;
  const hearMention = createMentions({
    ...options,
    me,
    reread: () => void pages.readFirst(false).catch(fail),
  });
  return startLiveInbox({
    ...options,
    me,
    since: get().sessions.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), 0),
    onSessions(sessions, heard) {
      options.onSessions(sessions, heard);
      if (heard) pages.recount();
    },
    onNote(event) {
      threads.hearNote(event);
      hearMention(event);
    },
    async onCaughtUp(tooMuch) {
      await pages.readFirst(tooMuch);
      threads.reload();
    },
    onError: (error) => (error ? fail(error) : patch({ error: null })),
    onPeople: (people) => patch({ people }),
    onAvailability: (availability) => patch({ availability }),
  });
}
