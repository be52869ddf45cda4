// Who calls the in-memory database, and what it tells its listeners.

import type { InboxSession, Message, Session } from '../../types.ts';

/** Who calls, as the database would read it from the token. */
export interface MemoryCaller {
  readonly side: 'visitor' | 'agent';
  readonly userId: string;
  /** Of an agent; the tenants whose team names this user are theirs as well. */
  readonly tenantId: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

/** One change, as the database would broadcast it. */
export interface MemoryChange {
  readonly rev: number;
  readonly session: InboxSession;
  /** What a visitor may see of the session. */
  readonly visitorView: Session;
  readonly message?: Message;
  /** Nothing that a visitor may see: the inbox alone hears of it. */
  readonly teamOnly?: true;
}
