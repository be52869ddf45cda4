// The rows that an inbox shows: what the filter lets through, down to where pages were loaded, with changes that are on
// their way laid over them. Owns membership and rollback.

import { matchesFilters, mergeSessions, newestFirst } from '../store/session-list.ts';
import type { InboxSession, SessionChanges, SessionFilters } from '../types.ts';

export interface LiveList {
  /** Starts over with a first page. `complete` when no page follows. */
  reset(filters: SessionFilters, me: string, sessions: readonly InboxSession[], complete: boolean): void;
  /** The next page. */
  append(sessions: readonly InboxSession[], complete: boolean): void;
  /** Rows from events and answers; those outside the filter or below the loaded pages leave or stay away. */
  merge(sessions: readonly InboxSession[]): void;
  /** These are no more. */
  remove(sessionIds: readonly string[]): void;
  /** Looks at every row again: snoozing ends by itself. */
  sweep(): void;
  /** A note in it mentions this agent, as far as is known. */
  mention(sessionId: string): void;
  /** Keeps a session listed although it no longer matches, until another is named. */
  pin(sessionId: string | null): void;
  /** Shows changes before they are stored; the returned function takes them back. */
  anticipate(sessionIds: readonly string[], changes: SessionChanges): () => void;
  find(sessionId: string): InboxSession | null;
  /** A session with the changes that are on their way. */
  readonly overlay: (session: InboxSession) => InboxSession;
  /** The same array while nothing changed. */
  rows(): readonly InboxSession[];
}

interface Pending {
  readonly ids: ReadonlySet<string>;
  readonly changes: SessionChanges;
}

/** @param now Epoch milliseconds. */
export function createLiveList(now: () => number): LiveList {
  let filters: SessionFilters = {};
  let me = '';
  /** Sorted. Only what is shown, or will be once a change on its way has failed: a day of traffic must not pile up. */
  let known: readonly InboxSession[] = [];
  let pinned: string | null = null;
  /** The last row of the last page, below which the server has not been asked; null when there is nothing below. */
  let floor: InboxSession | null = null;
  const pending = new Set<Pending>();
  /** What only the server knows of a row: that this agent is mentioned there. */
  const mentioned = new Set<string>();

  const belongs = (session: InboxSession): boolean =>
    session.id === pinned ||
    (matchesFilters(session, filters, me, now()) &&
      (filters.mentioned === undefined || filters.mentioned === mentioned.has(session.id)) &&
      (!floor || newestFirst(session, floor) <= 0));
  const keeps = (session: InboxSession): boolean =>
    belongs(session) || [...pending].some(({ ids }) => ids.has(session.id));
  const find = (sessionId: string): InboxSession | null => known.find(({ id }) => id === sessionId) ?? null;
  const sweep = (): void => {
    if (!known.every(keeps)) known = known.filter(keeps);
  };
  const overlay = (session: InboxSession): InboxSession => {
    let result = session;
    for (const { ids, changes } of pending) if (ids.has(session.id)) result = { ...result, ...changes };
    return result;
  };
  const extend = (sessions: readonly InboxSession[], complete: boolean): void => {
    if (filters.mentioned) for (const { id } of sessions) mentioned.add(id);
    // The page's own end, as the server ordered it: rows that events moved meanwhile do not count.
    floor = complete ? null : (sessions.at(-1) ?? floor);
    known = mergeSessions(known, sessions, 'agent');
    sweep();
  };

  return {
    reset(nextFilters, nextMe, sessions, complete) {
      if (nextMe !== me) mentioned.clear();
      filters = nextFilters;
      me = nextMe;
      known = known.filter(({ id }) => id === pinned);
      extend(sessions, complete);
    },
    append: extend,
    merge(sessions) {
      const relevant = sessions.filter((session) => find(session.id) || keeps(session));
      const merged = mergeSessions(known, relevant, 'agent');
      if (merged === known) return;
      known = merged;
      sweep();
    },
    remove: (sessionIds) => void (known = known.filter(({ id }) => !sessionIds.includes(id))),
    sweep,
    mention: (sessionId) => void mentioned.add(sessionId),
    pin(sessionId) {
      pinned = sessionId;
      sweep();
    },
    anticipate(sessionIds, changes) {
      const change: Pending = { ids: new Set(sessionIds), changes };
      pending.add(change);
      return () => {
        pending.delete(change);
        sweep();
      };
    },
    find,
    overlay,
    rows: () => (pending.size === 0 ? known : known.map(overlay).filter(belongs)),
  };
}
