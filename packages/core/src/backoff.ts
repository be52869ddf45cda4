// How long to wait before the next try. Owns the growth and the jitter. A socket's own pace is in
// transport/supabase/channels/phoenix-socket.ts.

export interface Backoff {
  /** Milliseconds until the next try: doubled each time, never less than what the server asked for. */
  next(retryAfter?: number | null): number;
  reset(): void;
}

const FIRST_RETRY_DELAY_MS = 1000;
/** After the last fault everybody has half a minute, of which a request that nobody answers may take half. */
const MAX_RETRY_DELAY_MS = 10_000;

/** @param random Chance, so that a thousand clients do not come back at once: each waits 50-100 % of the step. */
export function createBackoff(random: () => number): Backoff {
  let step = FIRST_RETRY_DELAY_MS;
  return {
    next(retryAfter) {
      const delay = step * (0.5 + random() / 2);
      step = Math.min(step * 2, MAX_RETRY_DELAY_MS);
      return Math.max(delay, retryAfter ?? 0);
    },
    reset: () => void (step = FIRST_RETRY_DELAY_MS),
  };
}
