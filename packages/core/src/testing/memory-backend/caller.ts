// Who calls the in-memory database, and what it tells its listeners.

import type { InboxSession, Message } from '../../types.ts';

/** Who calls, as the database would read it from the token. */
export interface MemoryCaller {
  readonly side: 'visitor' | 'agent';
  readonly userId: string;
  /** Of an agent. */
  readonly tenantId: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

/** One mutation, as the triggers would broadcast it. */
export interface MemoryChange {
  readonly rev: number;
  readonly session: InboxSession;
  readonly message?: Message;
  /** Nothing that a visitor may see: the inbox alone hears of it. */
  readonly teamOnly?: true;
}
