// Pages backwards through one session, one request at a time. Owns what comes before which row; refuses to keep rows.

import type { ConversationTransport, SyncPage } from '../transport/transport.ts';
import type { Session } from '../types.ts';

export interface Pager {
  /** The page before `seq`. Null while the page asked for before is still on its way. Rejects as the transport does. */
  before(seq: number): Promise<SyncPage | null>;
}

export function createPager<S extends Session>(
  transport: Pick<ConversationTransport<S>, 'sync'>,
  sessionId: string,
): Pager {
  let busy = false;
  return {
    async before(seq) {
      if (busy) return null;
      busy = true;
      try {
        return await transport.sync({ sessionId, beforeSeq: seq });
      } finally {
        busy = false;
      }
    },
  };
}
