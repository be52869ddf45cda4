// Which conversations were handed to this agent. Whose they were is known of those that were listed or told of.
import type { InboxSession } from '@globalchat/core';

/** Conversations that are remembered; the longest known is forgotten first. */
const REMEMBERED_SESSIONS_LIMIT = 5000;

export class AssignmentDetector {
  readonly #assignees = new Map<string, string | null>();

  /** These are as they are: nothing to tell of. */
  know(sessions: readonly InboxSession[]): void {
    for (const { id, assignedTo } of sessions) if (!this.#assignees.has(id)) this.#remember(id, assignedTo);
  }

  /** Those that are this agent's now and were not before. */
  read(sessions: readonly InboxSession[], me: string | null): readonly InboxSession[] {
    return sessions.filter(({ id, assignedTo }) => {
      const before = this.#assignees.get(id);
      this.#remember(id, assignedTo);
      return before !== undefined && before !== assignedTo && assignedTo !== null && assignedTo === me;
    });
  }

  #remember(id: string, assignedTo: string | null): void {
    this.#assignees.delete(id);
    this.#assignees.set(id, assignedTo);
    const [oldest] = this.#assignees.keys();
    if (this.#assignees.size > REMEMBERED_SESSIONS_LIMIT && oldest !== undefined)
      this.#assignees.delete(oldest);
  }
}
