// Whether somebody points at the list right now.
import type { ReactiveController, ReactiveElement } from 'lit';

/**
 * Active from the moment a mouse or pen moves over the host until it leaves, or until a key is pressed: whoever works by
 * keyboard does not aim. Touch never holds, since a finger that rests scrolls.
 */
export class HoverController implements ReactiveController {
  readonly #host: ReactiveElement;
  #active = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  get active(): boolean {
    return this.#active;
  }

  /** Ends it until the pointer moves again. */
  release(): void {
    if (!this.#active) return;
    this.#active = false;
    document.removeEventListener('keydown', this.#onEnd, true);
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    this.#host.addEventListener('pointermove', this.#onMove);
    this.#host.addEventListener('pointerleave', this.#onEnd);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('pointermove', this.#onMove);
    this.#host.removeEventListener('pointerleave', this.#onEnd);
    this.release();
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#active || event.pointerType === 'touch') return;
    this.#active = true;
    document.addEventListener('keydown', this.#onEnd, true);
  };

  readonly #onEnd = (): void => this.release();
}
