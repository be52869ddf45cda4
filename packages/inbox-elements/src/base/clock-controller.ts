// The present, for relative times: one timer while its host is connected.
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** “2 min” need not be more exact than this, in milliseconds. */
const CLOCK_INTERVAL_MS = 30_000;

/** Re-renders its host every half minute while it is in a document. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Epoch milliseconds. */
  get now(): number {
    return Date.now();
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), CLOCK_INTERVAL_MS);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
