/** Counts joins, broadcasts and presence messages of the whole server against the limits that are set. */
import type { RealtimeLimits } from '../options.ts';

/** The hosted service averages over a minute. */
const RATE_WINDOW_S = 60;

/** What is counted. */
export type RateKind = 'joins' | 'events' | 'presence';

/** Averages over the last minute, as the hosted service does, so that short bursts pass. */
export class RateLimits {
  readonly #meters: Record<RateKind, Meter>;

  constructor(limits: RealtimeLimits, now: () => number = Date.now) {
    this.#meters = {
      joins: new Meter(limits.joinsPerSecond, now),
      events: new Meter(limits.eventsPerSecond, now),
      presence: new Meter(limits.presenceEventsPerSecond, now),
    };
  }

  /** Whether the average is above the limit. Never true without a limit. */
  isExceeded(kind: RateKind, planned = 0): boolean {
    return this.#meters[kind].isExceeded(planned);
  }

  count(kind: RateKind, amount = 1): void {
    this.#meters[kind].count(amount);
  }
}

/** One bucket per second, a minute of them. */
class Meter {
  readonly #limit: number | undefined;
  readonly #now: () => number;
  readonly #buckets = new Array<number>(RATE_WINDOW_S).fill(0);
  #second = 0;
  #total = 0;

  constructor(limit: number | undefined, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  count(amount: number): void {
    if (this.#limit === undefined) return;
    this.#advance();
    const index = this.#second % RATE_WINDOW_S;
    this.#buckets[index] = (this.#buckets[index] ?? 0) + amount;
    this.#total += amount;
  }

  isExceeded(planned: number): boolean {
    if (this.#limit === undefined) return false;
    this.#advance();
    return this.#total / RATE_WINDOW_S + planned > this.#limit;
  }

  #advance(): void {
    const second = Math.floor(this.#now() / 1000);
    const steps = Math.min(second - this.#second, RATE_WINDOW_S);
    for (let step = 1; step <= steps; step += 1) {
      const index = (second - steps + step) % RATE_WINDOW_S;
      this.#total -= this.#buckets[index] ?? 0;
      this.#buckets[index] = 0;
    }
    if (steps > 0) this.#second = second;
  }
}
