// Files dropped anywhere on the composer's host or pasted into it, and the look of a box that would take them. Text is
// left to the browser; a file never is, which would open it in place of the page.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class FileDrop implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #take: (files: File[]) => boolean;
  #life: AbortController | null = null;

  /** @param take False when no files are wanted now: a pasted one is then left to the browser. */
  constructor(host: ReactiveControllerHost & HTMLElement, take: (files: File[]) => boolean) {
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
    const { type } = event;
    const data = (event as DragEvent).dataTransfer ?? (event as ClipboardEvent).clipboardData;
    // Cells and texts of office programs come with a picture of themselves.
    if (!data?.types.includes('Files') || (type === 'paste' && data.types.includes('text/plain'))) return;
    this.#box?.classList.toggle('drop', type === 'dragover');
    const taken = /drop|paste/.test(type) && this.#take([...data.files]);
    if (taken || type.startsWith('dr')) event.preventDefault();
  };

  get #box(): Element | null {
    return (this.#host.shadowRoot ?? this.#host).querySelector('.composer');
  }
}
