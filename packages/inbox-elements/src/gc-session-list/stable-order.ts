// The order of the list while somebody points at it: every row keeps its place.
import type { InboxSession } from '@globalchat/core';

export interface KeptOrder {
  readonly rows: readonly InboxSession[];
  /** How many rows were put above the first one that was there before. */
  readonly above: number;
}

/**
 * `shown` again, in its places, with fresh data from `latest`; of a conversation that left the list, with what `heard` knows.
 * New ones go below while the list has empty room, since nothing is pushed then; otherwise above, where the
 * caller scrolls by as much. Further pages go to the end.
 */
export function keepOrder(
  shown: readonly InboxSession[],
  latest: readonly InboxSession[],
  hasRoomBelow: boolean,
  heard: ReadonlyMap<string, InboxSession> = new Map(),
): KeptOrder {
  const fresh = new Map(latest.map((session) => [session.id, session]));
  const rows = shown.map((session) => fresh.get(session.id) ?? newer(session, heard.get(session.id)));
  const places = new Set(shown.map((session) => session.id));
  const lastKnown = latest.findLastIndex((session) => places.has(session.id));
  const arrivals = latest.filter((session, index) => index < lastKnown && !places.has(session.id));
  const further = latest.slice(lastKnown + 1);
  return hasRoomBelow
    ? { rows: [...rows, ...arrivals, ...further], above: 0 }
    : { rows: [...arrivals, ...rows, ...further], above: arrivals.length };
}

function newer(known: InboxSession, heard: InboxSession | undefined): InboxSession {
  if (heard === undefined) return known;
  return (heard.rev - known.rev || heard.teamRev - known.teamRev) > 0 ? heard : known;
}

/**
 * By how many rows what one looks at moves down when `latest` takes the place of `shown`.
 * Of two neighbours, since one of them may itself have gone elsewhere.
 */
export function rowsAbove(
  shown: readonly InboxSession[],
  latest: readonly InboxSession[],
  firstInSight: number,
): number {
  const moves = [firstInSight, firstInSight + 1].flatMap((before) => {
    const after = latest.findIndex((session) => session.id === shown[before]?.id);
    return after === -1 ? [] : [after - before];
  });
  return moves.length === 0 ? 0 : Math.max(...moves);
}
