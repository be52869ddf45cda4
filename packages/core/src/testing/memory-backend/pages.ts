// The three forms of `global_chat_sync` over a list in memory; see docs/protocol.md.

import type { SyncPage, SyncRequest } from '../../transport/transport.ts';
import type { InboxSession, Message } from '../../types.ts';

const HISTORY_PAGE_SIZE = 50;
const MAX_HISTORY_PAGE_SIZE = 200;

export function pageOf(
  session: InboxSession,
  messages: readonly Message[],
  { sinceRev, beforeSeq, pageSize = HISTORY_PAGE_SIZE }: SyncRequest,
): SyncPage<InboxSession> {
  const size = Math.min(pageSize, MAX_HISTORY_PAGE_SIZE);
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
