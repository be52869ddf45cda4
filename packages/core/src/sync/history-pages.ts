// What was said before the messages that are held, one page at a time.

import type { ConversationTransport, SyncPage } from '../transport/transport.ts';
import type { Session } from '../types.ts';

/** Messages of an older page; the database gives at most 200. The newest page is as long as the database says. */
const HISTORY_PAGE_SIZE = 50;

/** The page before `oldest`, the first message that is held; null while that has no place in the conversation yet. */
export function loadHistoryPage<S extends Session>(
  transport: Pick<ConversationTransport<S>, 'sync'>,
  sessionId: string,
  oldest: { readonly seq: number | null } | undefined,
): Promise<SyncPage<S>> | null {
  return typeof oldest?.seq === 'number'
    ? transport.sync({ sessionId, beforeSeq: oldest.seq, pageSize: HISTORY_PAGE_SIZE })
    : null;
}
