/**
 * The timers of a channel's token: tells when it may have expired, and applies new tokens no faster than the update
 * interval, keeping only the latest. It neither verifies tokens nor closes channels.
 */
import type { Claims } from '../authorization/tokens.ts';

export interface TokenTimerOptions {
  /** Milliseconds: the longest a token is trusted before it is looked at again. */
  readonly checkInterval: number;
  /** Milliseconds between two tokens that are applied. */
  readonly updateInterval: number;
  /** Called when the token may have run out; the caller checks. */
  onCheck(): void;
  /** Called with a token whose turn it is. */
  onToken(token: string): void;
}

/** Timers may fire a moment early. */
const MIN_TOKEN_CHECK_DELAY_MS = 20;

export class TokenTimer {
  readonly #options: TokenTimerOptions;
  #check: NodeJS.Timeout | undefined;
  #hold: NodeJS.Timeout | undefined;
  #held: string | null = null;
  #expiresAt = 0;
  #appliedAt = 0;

  constructor(options: TokenTimerOptions) {
    this.#options = options;
  }

  /** Starts the timer of a token in use. */
  watch(claims: Claims): void {
    clearTimeout(this.#check);
    this.#expiresAt = claims.exp * 1000;
    const remaining = Math.max(this.#expiresAt - Date.now(), MIN_TOKEN_CHECK_DELAY_MS);
    this.#check = setTimeout(() => this.#options.onCheck(), Math.min(remaining, this.#options.checkInterval));
  }

  /** Applies the token now, or as soon as the last one is old enough, and always before the current one ends. */
  offer(token: string): void {
    this.#held = token;
    if (this.#hold !== undefined) return;
    const now = Date.now();
    const due = Math.min(this.#appliedAt + this.#options.updateInterval, this.#expiresAt);
    if (due <= now) this.#apply();
    else this.#hold = setTimeout(() => this.#apply(), due - now);
  }

  stop(): void {
    clearTimeout(this.#check);
    clearTimeout(this.#hold);
    this.#held = null;
  }

  #apply(): void {
    this.#hold = undefined;
    const token = this.#held;
    this.#held = null;
    if (token === null) return;
    this.#appliedAt = Date.now();
    this.#options.onToken(token);
  }
}
