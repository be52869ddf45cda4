// Keeps one session equal to the database. Owns the held rev and the buffer of early events; when to ask
// is for sync-scheduler.ts. The rule of revs is in docs/protocol.md, "Two counters".

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type {
  Committed,
  ConversationTransport,
  SessionEvent,
  SyncPage,
  Watch,
} from '../transport/transport.ts';
import type { Message, Session } from '../types.ts';
import { createSyncScheduler } from './sync-scheduler.ts';

/** Early events kept; beyond it the sync that is under way brings them anyway. */
const MAX_BUFFERED_EVENTS = 256;

export interface SyncedChange {
  readonly session: Session;
  readonly messages: readonly Message[];
  /** Set by the first load: whether older messages exist. */
  readonly hasMore?: boolean;
}

export interface ConversationSyncOptions<S extends Session> {
  readonly sessionId: string;
  readonly transport: Pick<ConversationTransport<S>, 'sync' | 'watchSession'>;
  readonly environment: Pick<Environment, 'clock' | 'presence' | 'random'>;
  /** The rev up to which everything is known already; the newest page is loaded first when absent. */
  readonly since?: number | undefined;
  /** The newest page, when it was asked for already. */
  readonly first?: Promise<SyncPage<S>> | undefined;
  readonly onChange: (change: SyncedChange) => void;
  /** Null when the last attempt worked. */
  readonly onError: (error: GlobalChatError | null) => void;
}

export interface ConversationSync {
  /** Joins, loads and stays equal. Safe to repeat. */
  start(): void;
  /** Leaves; what is held stays, and a later `start` asks only for what is new. */
  stop(): void;
  /** Asks now; one request at a time. Never rejects: `onError` says how it went. */
  sync(): Promise<void>;
  /** The answer to an own send, edit or delete. */
  commit(committed: Committed): void;
}

export function createConversationSync<S extends Session>(
  options: ConversationSyncOptions<S>,
): ConversationSync {
  const { sessionId, transport, environment, onChange, onError } = options;
  const early = new Map<number, SessionEvent>();
  let rev: number | null = options.since ?? null;
  /** Pages of an unfinished sync: shown only when complete, because revs do not arrive in the order of seqs. */
  let staged: Staged | null = null;
  /** The highest rev heard of. */
  let known = 0;
  let watch: Watch | null = null;
  let { first } = options;

  const apply = (event: SessionEvent): void => {
    rev = event.rev;
    onChange({ session: event.session, messages: event.message ? [event.message] : [] });
  };

  const drain = (): void => {
    if (rev !== null) takeFollowing(early, rev).forEach(apply);
  };

  const receive = (event: SessionEvent): void => {
    if (rev !== null && event.rev <= rev) return;
    known = Math.max(known, event.rev);
    if (rev !== null && event.rev === rev + 1) {
      apply(event);
      drain();
      return;
    }
    if (early.size < MAX_BUFFERED_EVENTS) early.set(event.rev, event);
    if (rev !== null) void scheduler.syncNow();
  };

  const load = async (): Promise<boolean> => {
    if (rev === null) {
      const asked = first ?? transport.sync({ sessionId });
      first = undefined;
      const page = await asked;
      rev = page.rev;
      onChange({ session: page.session, messages: page.messages, hasMore: page.hasMore });
    } else {
      staged ??= { rev, messages: [] };
      const { session } = await readOn(staged, (sinceRev) => transport.sync({ sessionId, sinceRev }));
      const { messages } = staged;
      rev = Math.max(rev, staged.rev);
      staged = null;
      onChange({ session, messages });
    }
    drain();
    return known > rev;
  };

  const scheduler = createSyncScheduler({ environment, ask: load, onError });

  return {
    start() {
      if (watch) return;
      // Listening begins before the first answer, so that nothing falls between the two.
      scheduler.start();
      watch = transport.watchSession(sessionId, { onEvent: receive, onStatus: scheduler.status });
    },
    stop() {
      watch?.close();
      watch = null;
      scheduler.stop();
      early.clear();
    },
    sync: scheduler.syncNow,
    commit({ rev: at, session, message }) {
      // A repeated call answers with the rev of today and a message of yesterday: only a message that this very rev
      // brought may move the held rev on, or the change in between would be skipped.
      if (message?.rev === at) return receive({ rev: at, session, message });
      onChange({ session, messages: [] });
      known = Math.max(known, at);
      if (rev !== null && at > rev) void scheduler.syncNow();
    },
  };
}

/** Takes out what follows on a rev without a gap, and forgets what is older. */
function takeFollowing(early: Map<number, SessionEvent>, rev: number): readonly SessionEvent[] {
  const following: SessionEvent[] = [];
  for (const at of [...early.keys()]) if (at <= rev) early.delete(at);
  for (let next = early.get(rev + 1); next; next = early.get(next.rev + 1)) {
    early.delete(next.rev);
    following.push(next);
  }
  return following;
}

interface Staged {
  rev: number;
  readonly messages: Message[];
}

/** Reads to the end from what is staged on, which also grows when a later page does not come. Resolves to the last page. */
async function readOn<Page extends SyncPage>(
  staged: Staged,
  ask: (sinceRev: number) => Promise<Page>,
): Promise<Page> {
  for (;;) {
    const page = await ask(staged.rev);
    const stuck = page.rev <= staged.rev;
    staged.rev = Math.max(page.rev, staged.rev);
    staged.messages.push(...page.messages);
    if (page.complete || stuck) return page;
  }
}
