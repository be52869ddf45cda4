// Files dropped on the composer or pasted into it. Owns the listeners on the host and the look of a box that would take
// them; text is left to the browser.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class FileDrop implements ReactiveController {
  readonly #host: EventTarget;
  readonly #take: (files: File[]) => boolean;
  #life: AbortController | null = null;

  /** @param take False when no files are wanted now: the browser then does what it would have done. */
  constructor(host: ReactiveControllerHost & EventTarget, take: (files: File[]) => boolean) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostConnected(): void {
    this.#life = new AbortController();
    const { signal } = this.#life;
    for (const type of ['dragover', 'dragleave', 'drop', 'paste'])
      this.#host.addEventListener(type, this.#onEvent, { signal });
  }

  hostDisconnected(): void {
    this.#life?.abort();
    this.#life = null;
  }

  readonly #onEvent = (event: Event): void => {
    const box = event
      .composedPath()
      .find((node): node is Element => node instanceof Element && node.matches('.composer'));
    const data = (event as DragEvent).dataTransfer ?? (event as ClipboardEvent).clipboardData;
    if (!box || !data?.types.includes('Files')) return;
    const { type } = event;
    box.classList.toggle('drop', type === 'dragover');
    if (type === 'dragover' || (type !== 'dragleave' && this.#take([...data.files]))) event.preventDefault();
  };
}
