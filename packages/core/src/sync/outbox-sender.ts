// Empties the outbox: first in, first out per session, one request in flight per session, sessions side by side.
// Owns retrying and its pauses.

import type { Clock } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import { createBackoff } from '../backoff.ts';

export interface OutboxSenderOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** What may be sent now, in the order of queueing. */
  readonly waiting: () => readonly OutboxItem[];
  /** Resolves when the database has the item; rejects with why not. */
  readonly attempt: (item: OutboxItem) => Promise<void>;
  /** The server refused the item for good, when `retryAt` is 0; else it fails for some time now, or has to wait until then. */
  readonly fail: (item: OutboxItem, error: GlobalChatError, retryAt: number) => void;
}

export interface OutboxSender {
  /** Something may have become sendable. */
  pump(): void;
  /** Circumstances got better: ends pauses, except for what a server asked to wait. */
  readonly kick: () => void;
  stop(): void;
}

/** Milliseconds, reached by the third failure in a row or by what a server asks for: a hiccup is not worth a word. */
const WAIT_WORTH_TELLING_MS = 2000;

export function createOutboxSender(options: OutboxSenderOptions): OutboxSender {
  const { clock } = options;
  const busy = new Set<string>();
  const pauses = new Set<() => void>();
  let stopped = false;

  const first = (sessionId: string): OutboxItem | undefined =>
    stopped ? undefined : options.waiting().find((item) => item.sessionId === sessionId);

  const pause = (delay: number, atLeast: number): Promise<void> =>
    new Promise((resolve) => {
      const from = clock.now();
      const end = (): void => {
        clock.clearTimeout(timer);
        pauses.delete(shorten);
        resolve();
      };
      let timer = clock.setTimeout(end, delay);
      const shorten = (): void => {
        const left = stopped ? 0 : from + atLeast - clock.now();
        if (left <= 0) return end();
        clock.clearTimeout(timer);
        timer = clock.setTimeout(end, left);
      };
      pauses.add(shorten);
    });

  const work = async (sessionId: string): Promise<void> => {
    const backoff = createBackoff(options.random);
    busy.add(sessionId);
    for (let item = first(sessionId); item; item = first(sessionId)) {
      try {
        await options.attempt(item);
        backoff.reset();
      } catch (cause) {
        const error = toGlobalChatError(cause);
        // Closed under way: the item stays where it is, for the next time.
        if (error.code === 'closed' || stopped) break;
        if (error.retryable) {
          const wait = backoff.next(error.retryAfter);
          if (wait > WAIT_WORTH_TELLING_MS) options.fail(item, error, clock.now() + wait);
          await pause(wait, error.retryAfter ?? 0);
        } else options.fail(item, error, 0);
      }
    }
    busy.delete(sessionId);
  };

  return {
    pump() {
      for (const { sessionId } of options.waiting())
        if (!stopped && !busy.has(sessionId)) void work(sessionId);
    },
    kick: () => [...pauses].forEach((shorten) => shorten()),
    stop() {
      stopped = true;
      for (const shorten of [...pauses]) shorten();
    },
  };
}
