// Keeps the reader's place across changes: at the end one stays at the end, anywhere else the message under one's eyes
// stays where it is. Not native scroll anchoring, which one engine lacks.

/** Pixels from the end that still count as being there. */
const END_DISTANCE_PX = 40;

export class ScrollAnchor {
  /** The reader is at the end of what is shown. */
  pinned = true;
  #scroller: HTMLElement | null = null;
  #place: { readonly message: Element; readonly top: number } | null = null;
  readonly #observer = new ResizeObserver(() => this.settle());

  get scroller(): HTMLElement | null {
    return this.#scroller;
  }

  /** Follows this element; its children and itself may change size at any time. */
  attach(scroller: HTMLElement | null): void {
    if (scroller === this.#scroller) return;
    this.detach();
    if (!scroller) return;
    this.#scroller = scroller;
    if (!scroller.contains(this.#place?.message ?? null)) this.#place = null;
    this.#observer.observe(scroller);
    for (const child of scroller.children) this.#observer.observe(child);
  }

  /** Lets go of the element, but not of the place: the same element may come back, scrolled to its top by the move. */
  detach(): void {
    this.#observer.disconnect();
    this.#scroller = null;
  }

  /** Before the document changes: which message is being read. Not its row, whose name and margin may go. */
  remember(): void {
    const scroller = this.#scroller;
    if (!scroller?.clientHeight || this.pinned) return;
    const edge = scroller.getBoundingClientRect().top;
    const messages = [...scroller.querySelectorAll('[data-id]')];
    const message = messages.find((element) => element.getBoundingClientRect().bottom > edge);
    this.#place = message ? { message, top: this.#top(message) } : null;
  }

  /** After the document changed: back to that message, or to the end. */
  settle(): void {
    const scroller = this.#scroller;
    if (!scroller?.clientHeight) return;
    if (this.pinned) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (this.#place?.message.isConnected) {
      const moved = this.#top(this.#place.message) - this.#place.top;
      if (Math.abs(moved) >= 0.5) scroller.scrollTop += moved;
    }
  }

  /** The reader, or we, scrolled. */
  scrolled(): void {
    const scroller = this.#scroller;
    if (!scroller?.clientHeight) return;
    this.pinned = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= END_DISTANCE_PX;
    this.remember();
  }

  /** Brings a row, if there is one, near the top, without leaving the end when all of it fits. */
  show(row: Element | null): void {
    if (!this.#scroller || !row) return;
    this.#scroller.scrollTop += this.#top(row) - 12;
    this.scrolled();
  }

  /** Pixels below the upper edge of what is seen. */
  #top(element: Element): number {
    return element.getBoundingClientRect().top - (this.#scroller?.getBoundingClientRect().top ?? 0);
  }
}
