// The other way to hear of changes: tables in publication `supabase_realtime`. Each change only rings: what changed is
// asked from the database, because a replicated row bypasses column rules on DELETE, comes late, and knows no order.
//
// Visitors may not read rows of `global_chat_sessions`, so they hear messages only; receipts, status and the like show
// with the next message or the next regular sync. Broadcast, the default, has no such gap.

import type { Environment } from '../../../environment/environment.ts';
import type { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus, Watch } from '../../transport.ts';
import type { Link, TableFilter } from '../link.ts';

/** One message changes two rows within a few milliseconds: ring once. */
const CHANGES_COALESCE_DELAY_MS = 30;

/** The messages of a session: the one table that both sides may read. */
export function messagesOf(sessionId: string): TableFilter {
  return { table: 'global_chat_messages', filter: `session_id=eq.${sessionId}` };
}

/** Reports `ready` again for every change: the watcher syncs at each. */
export function watchTables(
  link: Link,
  { clock }: Environment,
  topic: string,
  tables: readonly TableFilter[],
  onStatus: (status: ChannelStatus, error?: GlobalChatError) => void,
  onProblem: (message: string) => void = () => undefined,
): Watch {
  let timer: unknown = null;
  const channel = link.channel(
    topic,
    {
      onStatus,
      onProblem,
      onChange() {
        timer ??= clock.setTimeout(() => {
          timer = null;
          onStatus('ready');
        }, CHANGES_COALESCE_DELAY_MS);
      },
    },
    { tables },
  );
  return {
    close() {
      clock.clearTimeout(timer);
      channel.close();
    },
  };
}
