// Pages of the in-memory backend: the three forms of `global_chat_sync`, and lists that go on where the page before ended.

import type { SyncPage, SyncRequest } from '../../transport/transport.ts';
import type { InboxSession, Message } from '../../types.ts';
import { invalidArgument } from './refusals.ts';

const HISTORY_PAGE_SIZE = 50;
const MAX_HISTORY_PAGE_SIZE = 200;

export function pageOf(
  session: InboxSession,
  messages: readonly Message[],
  { sinceRev, beforeSeq, pageSize = HISTORY_PAGE_SIZE }: SyncRequest,
): SyncPage<InboxSession> {
  const size = clampPageSize(pageSize, MAX_HISTORY_PAGE_SIZE);
  if (sinceRev !== undefined) {
    const changed = messages.filter(({ rev }) => rev > sinceRev).sort((a, b) => a.rev - b.rev);
    const page = changed.slice(0, size);
    const complete = page.length === changed.length;
    const rev = complete ? session.rev : (page.at(-1)?.rev ?? session.rev);
    return { session, rev, messages: page, hasMore: false, complete };
  }
  const older = beforeSeq === undefined ? messages : messages.filter(({ seq }) => seq < beforeSeq);
  const page = older.slice(-size);
  return { session, rev: session.rev, messages: page, hasMore: page.length < older.length, complete: true };
}

export function clampPageSize(wanted: number, most: number): number {
  return Math.min(Math.max(wanted, 1), most);
}

interface Place {
  readonly at: number;
  /** Among those of the same time. */
  readonly order: number;
}

export function newestPlaceFirst(a: Place, b: Place): number {
  return b.at - a.at || b.order - a.order;
}

/** The page after a cursor, newest first. The cursor is the place of the last entry. */
export function keysetPage<Entry extends Place>(
  entries: readonly Entry[],
  cursor: unknown,
  size: number,
): { readonly page: readonly Entry[]; readonly next: Place | null } {
  const after = placeOf(cursor);
  const rest = [...entries]
    .sort(newestPlaceFirst)
    .filter((entry) => after === null || newestPlaceFirst(after, entry) < 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { page, next: last && page.length < rest.length ? { at: last.at, order: last.order } : null };
}

function placeOf(cursor: unknown): Place | null {
  if (cursor === undefined || cursor === null) return null;
  const { at, order } = cursor as Partial<Place>;
  if (typeof at !== 'number' || typeof order !== 'number')
    throw invalidArgument('cursor is what the page before returned.');
  return { at, order };
}
