// Which conversations hold a visitor's message that was not there before.
import type { InboxSession } from '@globalchat/core';

/** Conversations that are remembered; the longest known is forgotten first. */
const REMEMBERED_SESSIONS_LIMIT = 5000;
/** Milliseconds between a message and a change of its row for which the message counts as the reason. */
const SAME_MESSAGE_MS = 60_000;

export interface NewMessages {
  readonly session: InboxSession;
  /** Messages. */
  readonly count: number;
}

/** `heard`: an event told just now · `read-again`: after the start or an absence · `listed`: what the list shows. */
export type SessionsSource = 'heard' | 'read-again' | 'listed';

export class NewMessageDetector {
  readonly #lastSeqs = new Map<string, number>();
  /** Newest change that was told of, on the server's clock; null until everything was read again after the start. */
  #since: number | null = null;

  /** @param there What the list shows already. */
  constructor(there: readonly InboxSession[]) {
    this.read(there, 'listed');
  }

  /** The news among these rows, each told once. */
  read(sessions: readonly InboxSession[], source: SessionsSource): readonly NewMessages[] {
    const since = this.#since;
    if (source === 'read-again') this.#since ??= 0;
    return sessions.flatMap((session) => {
      const known = this.#lastSeqs.get(session.id);
      if (this.#since !== null) this.#since = Math.max(this.#since, session.updatedAt);
      if (known !== undefined && known >= session.lastSeq) return [];
      this.#remember(session);
      if (session.lastMessageBy !== 'visitor' || session.agentUnread === 0) return [];
      if (known !== undefined)
        return [{ session, count: Math.min(session.lastSeq - known, session.agentUnread) }];
      const fresh =
        source === 'heard' ? isReason(session) : source === 'read-again' && isAfter(session, since);
      return fresh ? [{ session, count: 1 }] : [];
    });
  }

  #remember({ id, lastSeq }: InboxSession): void {
    this.#lastSeqs.delete(id);
    this.#lastSeqs.set(id, lastSeq);
    const [oldest] = this.#lastSeqs.keys();
    if (this.#lastSeqs.size > REMEMBERED_SESSIONS_LIMIT && oldest !== undefined)
      this.#lastSeqs.delete(oldest);
  }
}

/** The message is what changed the row, and not a colleague long after it. */
function isReason({ lastMessageAt, updatedAt }: InboxSession): boolean {
  return lastMessageAt !== null && updatedAt - lastMessageAt < SAME_MESSAGE_MS;
}

function isAfter({ lastMessageAt }: InboxSession, since: number | null): boolean {
  return since !== null && lastMessageAt !== null && lastMessageAt > since;
}
