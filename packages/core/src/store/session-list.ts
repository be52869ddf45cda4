// Lists of sessions as pure values: newest first, one row per session, the highest `rev` of each.
// Owns order and membership.

import type { InboxSession, Session, SessionFilters } from '../types.ts';
import { mergeSession } from './session-view.ts';

/** Negative when `a` comes first: by what was last said, or by when it was opened. The server's keyset order. */
export function newestFirst(a: Pick<Session, 'id' | 'lastMessageAt' | 'createdAt'>, b: typeof a): number {
  const difference = (b.lastMessageAt ?? b.createdAt) - (a.lastMessageAt ?? a.createdAt);
  return difference || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Rows merged into a sorted list; the same list comes back when nothing was newer. */
export function mergeSessions<S extends Session>(
  list: readonly S[],
  incoming: readonly S[],
  side: 'visitor' | 'agent',
): readonly S[] {
  let merged = list;
  for (const session of incoming) {
    const known = merged.find(({ id }) => id === session.id) ?? null;
    const newest = mergeSession(known, session, side);
    if (!newest || newest === known) continue;
    merged = [...merged.filter((row) => row !== known), newest].sort(newestFirst);
  }
  return merged;
}

/**
 * Whether the server would list a session under these filters.
 * @param me The agent's user id, for `assignedTo: 'me'`.
 * @param now Epoch milliseconds: snoozing ends by itself.
 */
export function matchesFilters(
  session: InboxSession,
  filters: SessionFilters,
  me: string,
  now: number,
): boolean {
  const { status, assignedTo, tags, widgetId, priority, unread, snoozed, updatedSince } = filters;
  const assignee = assignedTo === 'me' ? me : assignedTo === 'nobody' ? null : assignedTo;
  const passes = <Value>(wanted: Value | undefined, value: Value): boolean =>
    wanted === undefined || wanted === value;
  return (
    passes(status, session.status) &&
    passes(assignee, session.assignedTo) &&
    (tags ?? []).every((tag) => session.tags.includes(tag)) &&
    passes(widgetId, session.widgetId) &&
    passes(priority, session.priority) &&
    passes(unread, session.agentUnread > 0) &&
    passes(snoozed, (session.snoozedUntil ?? 0) > now) &&
    (updatedSince === undefined || session.updatedAt >= updatedSince)
  );
}
