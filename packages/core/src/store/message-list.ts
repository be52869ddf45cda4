// The messages of one session as a pure value: sorted by `seq`, one row per `seq`, the highest `rev` of each.
// Owns merging and the contiguous run.

import type { Message } from '../types.ts';

/** Rows merged into a list. Holes may stay; the same list comes back when nothing was new. */
export function mergeMessages(list: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  let merged: Message[] | null = null;
  for (const message of incoming) {
    const rows = merged ?? list;
    const place = findPlace(rows, message.seq);
    const known = rows[place];
    const same = known?.seq === message.seq;
    // A tombstone stays because deleting raised the rev: an older copy of the row cannot bring it back.
    if (same && known.rev >= message.rev) continue;
    merged ??= [...list];
    merged.splice(place, same ? 1 : 0, message);
  }
  return merged ?? list;
}

/** The rows up to the newest without a hole. A hole is never shown as contiguous: what is before it waits to be loaded. */
export function contiguousRun(list: readonly Message[]): readonly Message[] {
  const first = list[0];
  const last = list.at(-1);
  if (!first || !last || last.seq - first.seq === list.length - 1) return list;
  let start = list.length - 1;
  while (start > 0 && (list[start - 1]?.seq ?? 0) + 1 === list[start]?.seq) start -= 1;
  return list.slice(start);
}

/** The index of `seq`, or where it belongs. Almost always the end, so that is looked at first. */
function findPlace(list: readonly Message[], seq: number): number {
  if ((list.at(-1)?.seq ?? 0) < seq) return list.length;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
