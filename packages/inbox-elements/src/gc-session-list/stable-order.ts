// The order of the list while somebody points at it: every row keeps its place.
import type { InboxSession } from '@globalchat/core';

export interface KeptOrder {
  readonly rows: readonly InboxSession[];
  /** How many rows were put above the first one that was there before. */
  readonly above: number;
}

/**
 * `shown` again, in its places, with fresh data from `latest`. A conversation that left the list stays as it was last
 * seen. New ones go below while the list has empty room, since nothing is pushed then; otherwise above, where the
 * caller scrolls by as much. Further pages go to the end.
 */
export function keepOrder(
  shown: readonly InboxSession[],
  latest: readonly InboxSession[],
  hasRoomBelow: boolean,
): KeptOrder {
  const fresh = new Map(latest.map((session) => [session.id, session]));
  const rows = shown.map((session) => fresh.get(session.id) ?? session);
  const places = new Set(shown.map((session) => session.id));
  const lastKnown = latest.findLastIndex((session) => places.has(session.id));
  const arrivals = latest.filter((session, index) => index < lastKnown && !places.has(session.id));
  const further = latest.slice(lastKnown + 1);
  return hasRoomBelow
    ? { rows: [...rows, ...arrivals, ...further], above: 0 }
    : { rows: [...arrivals, ...rows, ...further], above: arrivals.length };
}
