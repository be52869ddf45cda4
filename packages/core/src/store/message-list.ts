// The messages of one session as a pure value: sorted by `seq`, one row per `seq`, the highest `rev` of each.
// Owns merging and the contiguous run.

import type { Message } from '../types.ts';

/** Rows merged into a list. Holes may stay; the same list comes back when nothing was new. */
export function mergeMessages(list: readonly Message[], incoming: readonly Message[]): readonly Message[] {
  let merged: Message[] | null = null;
  for (const message of incoming) {
    const rows = merged ?? list;
    // Almost always the end, so that the search begins there.
    const place = rows.findLastIndex(({ seq }) => seq < message.seq) + 1;
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
  const start = list.findLastIndex(({ seq }, at) => list[at - 1]?.seq !== seq - 1);
  return start > 0 ? list.slice(start) : list;
}
