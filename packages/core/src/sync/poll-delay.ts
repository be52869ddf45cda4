// How long to wait before the server is asked again.

const MIN_POLL_DELAY_MS = 3000;
const POLL_JITTER_MS = 2000;
/** As long as a backoff waits at most. */
const MAX_POLL_REST_MS = 10_000;

/** 3-5 s: how often to ask while no channel tells, growing to three times that while asking fails too. */
export function pollDelay(random: () => number, failures: number): number {
  return (MIN_POLL_DELAY_MS + random() * POLL_JITTER_MS) * Math.min(1 + failures / 3, 3);
}

/**
 * A server that took long has too much to do: it is left alone three times as long, at most the limit. Without this a
 * thousand clients that ask while they cannot join would take the time that their joins need.
 */
export function restAfter(elapsed: number): number {
  return Math.min(elapsed * 3, MAX_POLL_REST_MS);
}
