// Keeps a tenant's sessions equal to the database. Owns the bumps and the re-reading of what may have been
// missed. A bump is only a sign: whoever merges lets the highest rev win.

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type { AgentTransport, InboxWatcher, Watch } from '../transport/transport.ts';
import type { InboxSession, SessionFilters } from '../types.ts';
import { createSyncScheduler } from './sync-scheduler.ts';

/** Re-read from this much before the newest change seen: commits do not become visible in the order of their times. */
const READ_AGAIN_OVERLAP_MS = 60_000;
const CHANGED_SESSIONS_PAGE_SIZE = 200;
/** How long to wait, at least and at most, after a thin event (docs/decisions/0011): a team must not ask all at once. */
const CATCH_UP_DELAY_MIN_MS = 200;
const CATCH_UP_DELAY_MAX_MS = 1000;
/** After a longer absence the whole list is read again instead. */
const MAX_READ_AGAIN_PAGES = 5;

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
  /** Sessions that a thin event told of: what is read of them next counts as heard. */
  let told = new Set<string>();

  const tell = (sessions: readonly InboxSession[], heard: boolean): void => {
    for (const { updatedAt } of sessions) seen = Math.max(seen, updatedAt);
    options.onSessions(sessions, heard);
  };

  const catchUp = async (): Promise<boolean> => {
    const filters = { updatedSince: Math.max(0, seen - READ_AGAIN_OVERLAP_MS) };
    let rest: unknown;
    // An event that comes from here on may tell of more than this reading sees.
    const news = told;
    told = new Set();
    try {
      rest = await readAgain(filters, news);
    } catch (error) {
      for (const id of news) told.add(id);
      throw error;
    }
    await options.onCaughtUp(rest !== null);
    return false;
  };

  const readAgain = (filters: SessionFilters, news: ReadonlySet<string>): Promise<unknown> =>
    readPages(options, filters, (sessions) => {
      const heard = sessions.filter(({ id }) => news.has(id));
      tell(
        sessions.filter(({ id }) => !news.has(id)),
        false,
      );
      if (heard.length > 0) tell(heard, true);
    });

  const { clock, random } = environment;
  const catchUpSoon = (sessionId: string | null): void => {
    if (sessionId !== null) told.add(sessionId);
    delayedCatchUp ??= clock.setTimeout(
      () => {
        delayedCatchUp = null;
        void scheduler.syncNow();
      },
      CATCH_UP_DELAY_MIN_MS + random() * (CATCH_UP_DELAY_MAX_MS - CATCH_UP_DELAY_MIN_MS),
    );
  };

  const scheduler = createSyncScheduler({ environment, ask: catchUp, onError: options.onError });

  return {
    start(since) {
      seen = Math.max(seen, since);
      if (watch) return;
      scheduler.start();
      watch = transport.watchInbox(tenantId, {
        onSession: ({ session }) => tell([session], true),
        onNote: options.onNote,
        onErased: (sessionIds) => options.onErased?.(sessionIds),
        onChanged: catchUpSoon,
        onStatus: scheduler.status,
      });
    },
    stop() {
      watch?.close();
      watch = null;
      clock.clearTimeout(delayedCatchUp);
      delayedCatchUp = null;
      scheduler.stop();
    },
  };
}

/** Resolves to the cursor of what was too much to read; to null when that was all. */
async function readPages(
  { tenantId, transport }: InboxSyncOptions,
  filters: SessionFilters,
  take: (sessions: readonly InboxSession[]) => void,
): Promise<unknown> {
  let cursor: unknown = null;
  for (let page = 0; page < MAX_READ_AGAIN_PAGES; page += 1) {
    const answer = await transport.listSessions({
      tenantId,
      filters,
      pageSize: CHANGED_SESSIONS_PAGE_SIZE,
      cursor,
    });
    take(answer.sessions);
    cursor = answer.cursor;
    if (cursor === null) break;
  }
  return cursor;
}
