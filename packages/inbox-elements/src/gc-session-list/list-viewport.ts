// The scrolling region of the list: measures it and asks for a render when other rows came into sight.
import type { ReactiveController, ReactiveElement } from 'lit';
import { listWindow, scrollTopFor } from './list-window.ts';
import type { ListWindow } from './list-window.ts';

/** Pixels of a row until one was measured; `--gc-font-scale` changes it. */
const ROW_HEIGHT_PX = 83;
/** Pixels assumed before the first measurement. */
const VIEWPORT_HEIGHT_PX = 800;

export class ListViewport implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #observer = new ResizeObserver(() => this.#measure());
  #scroller: HTMLElement | null = null;
  #height = VIEWPORT_HEIGHT_PX;
  #shown: ListWindow = { start: 0, end: 0 };
  #shift = 0;
  /** Pixels that the list was scrolled by itself while its reader was at its top; 0 when somebody else scrolled. */
  #pushed = 0;
  /** Remembered, since asking the scroller makes the browser lay everything out. */
  #top = 0;
  #rowHeight = ROW_HEIGHT_PX;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  get rowsPerPage(): number {
    return Math.max(1, Math.floor(this.#height / this.#rowHeight) - 1);
  }

  /** The rows to draw now. */
  window(count: number): ListWindow {
    const top = this.#top + this.#shift * this.#rowHeight;
    this.#shown = listWindow(count, this.#rowHeight, top, this.#height);
    return this.#shown;
  }

  /** Another row would still fit below without scrolling. */
  hasRoomBelow(count: number): boolean {
    return (count + 1) * this.#rowHeight <= this.#height;
  }

  /** Index of the first row that can be seen, at least its lower half. */
  get firstInSight(): number {
    return Math.round(this.#top / this.#rowHeight + this.#shift);
  }

  /** Each row that comes into sight or leaves it is of interest, not only those that are not drawn yet. */
  watched = false;

  /** Back to the top, when only what came above has scrolled the list away from there. */
  settle(): void {
    if (this.#pushed > 0) this.scrollTo(0);
  }

  /** So many rows are put above at the next render: what one looks at must not move. */
  shift(rows: number): void {
    this.#shift += rows;
  }

  reveal(index: number): void {
    this.scrollTo(scrollTopFor(index, this.#rowHeight, this.#top, this.#height));
  }

  scrollTo(top: number): void {
    if (this.#scroller === null) return;
    this.#scroller.scrollTop = top;
    this.#top = this.#scroller.scrollTop;
    this.#pushed = 0;
  }

  hostConnected(): void {
    if (this.#scroller !== null) this.#observer.observe(this.#scroller);
  }

  hostUpdated(): void {
    if (this.#scroller === null) {
      this.#scroller = this.#host.renderRoot.querySelector<HTMLElement>('.scroller');
      if (this.#scroller === null) return;
      this.#scroller.addEventListener('scroll', this.#onScroll, { passive: true });
      this.#observer.observe(this.#scroller);
    }
    if (this.#shift !== 0) {
      const by = this.#shift * this.#rowHeight;
      const wasAtTop = this.#top === this.#pushed;
      this.#shift = 0;
      this.scrollTo(this.#top + by);
      if (wasAtTop) this.#pushed = this.#top;
    }
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #measure(): void {
    if (this.#scroller === null) return;
    const row =
      this.#scroller.querySelector('ul:not(.hits) .item')?.getBoundingClientRect().height ?? this.#rowHeight;
    if (this.#scroller.clientHeight === this.#height && row === this.#rowHeight) return;
    this.#height = this.#scroller.clientHeight;
    if (row > 0) this.#rowHeight = row;
    this.#host.requestUpdate();
  }

  readonly #onScroll = (): void => {
    const before = this.firstInSight;
    this.#top = this.#scroller?.scrollTop ?? 0;
    if (this.#top !== this.#pushed) this.#pushed = 0;
    if (this.watched && this.firstInSight !== before) return this.#host.requestUpdate();
    const first = Math.floor(this.#top / this.#rowHeight);
    const last = Math.ceil((this.#top + this.#height) / this.#rowHeight);
    // Spare rows are drawn beyond both edges; nothing is due before they are used up.
    if (first >= this.#shown.start + 2 || this.#shown.start === 0) {
      if (last <= this.#shown.end - 2) return;
    }
    this.#host.requestUpdate();
  };
}
