// How many columns fit. The styles use container queries of the same widths.
import type { ReactiveController, ReactiveElement } from 'lit';

/** `one` column · `two` columns · `drawer`: two wider ones, the visitor slides in · `wide`: all three beside each other. */
export type Layout = 'one' | 'two' | 'drawer' | 'wide';

/** Widths in pixels from which on a layout holds. */
const LAYOUT_MIN_WIDTHS_PX: readonly (readonly [Layout, number])[] = [
  ['wide', 1200],
  ['drawer', 900],
  ['two', 640],
  ['one', 0],
];

export class LayoutController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #observer = new ResizeObserver(() => this.#measure());
  #layout: Layout = 'wide';
  #measured = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  get layout(): Layout {
    return this.#layout;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    this.#measured = false;
  }

  /** The observer tells later changes; the first render must not guess. */
  hostUpdate(): void {
    if (!this.#measured) this.#measure();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #measure(): void {
    const width = this.#host.getBoundingClientRect().width;
    const layout = LAYOUT_MIN_WIDTHS_PX.find(([, from]) => width >= from)?.[0] ?? 'one';
    if (width === 0) return;
    this.#measured = true;
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.#host.requestUpdate();
  }
}
