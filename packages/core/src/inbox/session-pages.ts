// The pages of the list under the present filters, with the counts.

import type { Clock } from '../environment/environment.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { InboxState } from './inbox.ts';
import type { LiveList } from './live-list.ts';

const SESSIONS_PAGE_SIZE = 50;
/** Bumps come in bursts; the counts are asked for once per this. */
const RECOUNT_INTERVAL_MS = 2000;

export interface SessionPagesOptions {
  readonly transport: Pick<AgentTransport, 'listSessions'>;
  readonly clock: Clock;
  readonly list: LiveList;
  readonly get: () => InboxState;
  /** Sets these fields of the state, and the rows of the list. */
  readonly show: (fields: Partial<InboxState>) => void;
  readonly fail: (cause: unknown) => void;
}

export interface SessionPages {
  /** Reads the first page. `startOver`: it is the whole list from now on; else it is merged into what is listed. */
  readFirst(startOver: boolean): Promise<void>;
  readNext(): Promise<void>;
  /** Reads the counts again, soon. */
  recount(): void;
  /** What was asked for is no longer wanted. */
  forget(): void;
  /** Nothing is asked by itself any more. */
  stop(): void;
}

export function createSessionPages(options: SessionPagesOptions): SessionPages {
  const { transport, clock, list, get, show, fail } = options;
  /** Answers to what was asked under another filter or before the last start are dropped. */
  let generation = {};
  let cursor: unknown = null;
  let timer: unknown = null;

  const readFirst = async (startOver: boolean): Promise<void> => {
    const { me, filters } = get();
    if (!me) return;
    if (startOver) generation = {};
    const asked = generation;
    const { tenantId } = me;
    const page = await transport.listSessions({ tenantId, filters, pageSize: SESSIONS_PAGE_SIZE });
    if (asked !== generation) return;
    if (startOver) {
      cursor = page.cursor;
      list.reset(filters, me.userId, page.sessions, cursor === null);
      show({ counts: page.counts, hasMore: cursor !== null, loadingMore: false });
    } else {
      list.merge(page.sessions);
      list.sweep();
      show({ counts: page.counts });
    }
  };

  return {
    readFirst,
    async readNext() {
      const { me, filters, loadingMore } = get();
      if (!me || cursor === null || loadingMore) return;
      const asked = generation;
      show({ loadingMore: true });
      try {
        const { tenantId } = me;
        const page = await transport.listSessions({
          tenantId,
          filters,
          pageSize: SESSIONS_PAGE_SIZE,
          cursor,
        });
        if (asked !== generation) return;
        cursor = page.cursor;
        list.append(page.sessions, cursor === null);
        show({ counts: page.counts, hasMore: cursor !== null, loadingMore: false });
      } catch (cause) {
        if (asked === generation) show({ loadingMore: false });
        fail(cause);
      }
    },
    recount() {
      timer ??= clock.setTimeout(() => {
        timer = null;
        readFirst(false).catch(fail);
      }, RECOUNT_INTERVAL_MS);
    },
    forget: () => void (generation = {}),
    stop() {
      clock.clearTimeout(timer);
      timer = null;
    },
  };
}
