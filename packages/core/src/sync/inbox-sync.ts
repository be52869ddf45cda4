// Keeps a tenant's sessions equal to the database. Owns the bumps and the re-reading of what may have been missed;
// refuses to keep rows, order or filters. A bump is only a sign: whoever merges lets the highest rev win.

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type { AgentTransport, InboxWatcher, Watch } from '../transport/transport.ts';
import type { InboxSession } from '../types.ts';
import { createPulse } from './pulse.ts';

/** Re-read from this much before the newest change seen: commits do not become visible in the order of their times. */
const OVERLAP = 60_000;
const PAGE = 200;
/** How long to wait, at least and at most, after a thin event (docs/decisions/0011): a team must not ask all at once. */
const CATCH_UP_DELAY_MIN_MS = 200;
const CATCH_UP_DELAY_MAX_MS = 1000;
/** After a longer absence the whole list is read again instead. */
const PAGES = 5;

export interface InboxSyncOptions {
  readonly tenantId: string;
  readonly transport: Pick<AgentTransport, 'listSessions' | 'watchInbox'>;
  readonly environment: Pick<Environment, 'clock' | 'presence' | 'random'>;
  /** Rows that changed or may have changed; `heard` when an event told so just now. */
  readonly onSessions: (sessions: readonly InboxSession[], heard: boolean) => void;
  readonly onNote: InboxWatcher['onNote'];
  readonly onErased?: InboxWatcher['onErased'];
  /** Everything missed has been told; `tooMuch` when it was not, because there was too much of it. */
  readonly onCaughtUp: (tooMuch: boolean) => Promise<void> | void;
  readonly onError: (error: GlobalChatError | null) => void;
}

export interface InboxSync {
  /** @param since Epoch milliseconds on the server's clock, up to which everything is known. */
  start(since: number): void;
  stop(): void;
}

export function createInboxSync(options: InboxSyncOptions): InboxSync {
  const { tenantId, transport, environment } = options;
  let seen = 0;
  let watch: Watch | null = null;
  let delayedCatchUp: unknown = null;
  /** A thin event came: what is read next is what it told of. */
  let isTold = false;

  const tell = (sessions: readonly InboxSession[], heard: boolean): void => {
    for (const { updatedAt } of sessions) seen = Math.max(seen, updatedAt);
    options.onSessions(sessions, heard);
  };

  const catchUp = async (): Promise<boolean> => {
    const filters = { updatedSince: Math.max(0, seen - OVERLAP) };
    let cursor: unknown = null;
    const before = seen;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await transport.listSessions({ tenantId, filters, pageSize: PAGE, cursor });
      // An event that came while the answer was on its way may tell of what is in it.
      const isNews = ({ updatedAt }: InboxSession): boolean => isTold && updatedAt > before;
      const news = answer.sessions.filter(isNews);
      tell(
        answer.sessions.filter((session) => !isNews(session)),
        false,
      );
      if (news.length > 0) tell(news, true);
      cursor = answer.cursor;
      if (cursor === null) break;
    }
    isTold = false;
    await options.onCaughtUp(cursor !== null);
    return false;
  };

  const { clock, random } = environment;
  const catchUpSoon = (): void => {
    isTold = true;
    delayedCatchUp ??= clock.setTimeout(
      () => {
        delayedCatchUp = null;
        isTold = true;
        void pulse.beat();
      },
      CATCH_UP_DELAY_MIN_MS + random() * (CATCH_UP_DELAY_MAX_MS - CATCH_UP_DELAY_MIN_MS),
    );
  };

  const pulse = createPulse({ environment, ask: catchUp, onError: options.onError });

  return {
    start(since) {
      seen = Math.max(seen, since);
      if (watch) return;
      pulse.start();
      watch = transport.watchInbox(tenantId, {
        onSession: ({ session }) => tell([session], true),
        onNote: options.onNote,
        onErased: (sessionIds) => options.onErased?.(sessionIds),
        onChanged: catchUpSoon,
        onStatus: pulse.status,
      });
    },
    stop() {
      watch?.close();
      watch = null;
      clock.clearTimeout(delayedCatchUp);
      delayedCatchUp = null;
      pulse.stop();
    },
  };
}
