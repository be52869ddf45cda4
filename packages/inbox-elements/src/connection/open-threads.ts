// Which conversations are open. Owns opening, keeping a few of them warm and closing the rest; refuses to close one that
// still has something to send.
import type { Inbox, Thread } from '@globalchat/core';

/** Going back and forth between a few conversations shows them at once. */
const WARM = 5;

export class OpenThreads {
  readonly #inbox: Inbox;
  /** Least recently used first. */
  readonly #threads = new Map<string, Thread>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** The thread of a conversation, opened. */
  open(sessionId: string): Thread {
    const thread = this.#threads.get(sessionId) ?? this.#inbox.thread(sessionId);
    this.#threads.delete(sessionId);
    this.#threads.set(sessionId, thread);
    thread.open();
    this.#closeSpare();
    return thread;
  }

  get(sessionId: string): Thread {
    return this.#threads.get(sessionId) ?? this.open(sessionId);
  }

  closeAll(): void {
    for (const thread of this.#threads.values()) thread.close();
    this.#threads.clear();
  }

  #closeSpare(): void {
    for (const [id, thread] of this.#threads) {
      if (this.#threads.size <= WARM) return;
      if (thread.get().messages.some((message) => message.delivery === 'pending')) continue;
      thread.close();
      this.#threads.delete(id);
    }
  }
}
