// How long to wait before the next try. Owns the growth and the jitter; refuses to own a timer.

export interface Backoff {
  /** Milliseconds until the next try: doubled each time, never less than what the server asked for. */
  next(retryAfter?: number | null): number;
  reset(): void;
}

const FIRST = 1000;
/** After the last fault everybody has half a minute, of which a request that nobody answers may take half. */
const LIMIT = 10_000;

/** @param random Chance, so that a thousand clients do not come back at once: each waits 50-100 % of the step. */
export function createBackoff(random: () => number): Backoff {
  let step = FIRST;
  return {
    next(retryAfter) {
      const delay = step * (0.5 + random() / 2);
      step = Math.min(step * 2, LIMIT);
      return Math.max(delay, retryAfter ?? 0);
    },
    reset: () => void (step = FIRST),
  };
}

/** 3-5 s: how often to ask while no channel tells, growing to three times that while asking fails too. */
export function pollDelay(random: () => number, failures: number): number {
  return (3000 + random() * 2000) * Math.min(1 + failures / 3, 3);
}

/**
 * A server that took long has too much to do: it is left alone three times as long, at most the limit. Without this a
 * thousand clients that ask while they cannot join would take the time that their joins need.
 */
export function restAfter(elapsed: number): number {
  return Math.min(elapsed * 3, LIMIT);
}
