// When to ask the server: at once on every sign that something may have been missed, and now and then in between.
// Owns the timer, the pauses after failures and one-at-a-time.

import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import type { ChannelStatus } from '../transport/transport.ts';
import { pollDelay, restAfter } from './poll-delay.ts';

/** While events flow, only a lost last event makes asking necessary. */
const LIVE_SYNC_INTERVAL_MS = 20_000;
/** Rounds in a row before leaving it to the timer: a server that never catches up must not be hammered. */
const MAX_SYNC_ROUNDS = 3;

export interface SyncSchedulerOptions {
  readonly environment: Pick<Environment, 'clock' | 'presence' | 'random'>;
  /** Asks once. Resolves with true when it knows that there is more. */
  readonly ask: () => Promise<boolean>;
  /** How the last round of asking went; null when it worked and the channel was not refused. */
  readonly onError: (error: GlobalChatError | null) => void;
}

export interface SyncScheduler {
  start(): void;
  stop(): void;
  /** Asks now, or once more after the request that is on its way. Never rejects. */
  readonly syncNow: () => Promise<void>;
  /** What became of the channel that carries the events. */
  readonly status: (status: ChannelStatus, error?: GlobalChatError) => void;
}

export function createSyncScheduler({ environment, ask, onError }: SyncSchedulerOptions): SyncScheduler {
  const { clock, presence, random } = environment;
  let unsubscribe: (() => void) | null = null;
  let timer: unknown = null;
  let running: Promise<void> | null = null;
  let again = false;
  let ready = false;
  let failures = 0;
  let halted = false;
  let refusal: GlobalChatError | null = null;

  const run = async (): Promise<void> => {
    const began = clock.now();
    let retryAfter = 0;
    try {
      for (let round = 0; round < MAX_SYNC_ROUNDS; round += 1) {
        again = false;
        const behind = await ask();
        failures = 0;
        halted = false;
        onError(refusal);
        if (!again && !behind) break;
      }
    } catch (cause) {
      const error = toGlobalChatError(cause);
      failures += 1;
      // Refused for good: only a sign from outside makes asking again worth it.
      halted = !error.retryable;
      retryAfter = error.retryAfter ?? 0;
      onError(error);
    }
    running = null;
    schedule(Math.max(retryAfter, restAfter(clock.now() - began)));
  };

  const syncNow = (): Promise<void> => {
    if (running) again = true;
    return (running ??= run());
  };

  const schedule = (atLeast = 0): void => {
    clock.clearTimeout(timer);
    if (!unsubscribe || halted) return;
    const delay = ready && failures === 0 ? LIVE_SYNC_INTERVAL_MS : pollDelay(random, failures);
    timer = clock.setTimeout(() => void syncNow(), Math.max(delay, atLeast));
  };

  return {
    start() {
      unsubscribe ??= presence.subscribe((reason) => {
        if (reason === 'online' || reason === 'visible' || reason === 'wake') void syncNow();
      });
      void syncNow();
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
      clock.clearTimeout(timer);
      ready = false;
    },
    syncNow,
    status(status, error) {
      ready = status === 'ready';
      // A refused channel leaves asking every few seconds: slower, but nothing is lost.
      // It is said until the channel is joined after all, unless the request itself was refused for good, which says more.
      if (error) {
        refusal = error;
        if (!halted) onError(error);
      } else if (ready || status === 'joined') refusal = null;
      if (status === 'joined' || status === 'ready') void syncNow();
      else if (!running) schedule();
    },
  };
}
