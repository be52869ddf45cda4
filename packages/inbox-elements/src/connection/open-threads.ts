// Which conversations are open: a few are kept warm, the rest are closed. One that still has something to send is never
// closed.
import { GlobalChatError } from '@globalchat/core';
import type { Inbox, Thread } from '@globalchat/core';

/** Going back and forth between a few conversations shows them at once. */
const WARM_THREADS_LIMIT = 5;

export class OpenThreads {
  readonly #inbox: Inbox;
  readonly #onDelay: (error: GlobalChatError) => void;
  /** Codes that were told already. */
  readonly #told = new Set<string>();
  /** Least recently used first. */
  readonly #threads = new Map<string, Thread>();

  /** @param onDelay Told once per code, and again after something went through, why a reply is not going through. */
  constructor(inbox: Inbox, onDelay: (error: GlobalChatError) => void) {
    this.#inbox = inbox;
    this.#onDelay = onDelay;
  }

  /** The thread of a conversation, opened. */
  open(sessionId: string): Thread {
    const thread = this.#threads.get(sessionId) ?? this.#begin(sessionId);
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

  #begin(sessionId: string): Thread {
    const thread = this.#inbox.thread(sessionId);
    thread.subscribe(() => {
      const waiting = thread.get().messages.filter(({ delivery }) => delivery === 'pending');
      if (waiting.length === 0) this.#told.clear();
      for (const { delay } of waiting) {
        if (delay === undefined || this.#told.has(delay.code)) continue;
        this.#told.add(delay.code);
        this.#onDelay(new GlobalChatError(delay.code, delay.message));
      }
    });
    return thread;
  }

  #closeSpare(): void {
    for (const [id, thread] of this.#threads) {
      if (this.#threads.size <= WARM_THREADS_LIMIT) return;
      if (thread.get().messages.some((message) => message.delivery === 'pending')) continue;
      thread.close();
      this.#threads.delete(id);
    }
  }
}
