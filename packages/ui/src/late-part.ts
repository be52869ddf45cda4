// A chunk of a view that arrives with what first needs it: a message, a press, an element. Owns asking for it, again after a
// failure, and its style sheets in the host's root; refuses to know what it draws.

import type { CSSResult, ReactiveControllerHost } from 'lit';

export interface PartModule {
  readonly styles: readonly CSSResult[];
}

/** What arrived: code, the same for every view of a page. */
export interface Arrived<Part> {
  part?: Part;
}

export class LatePart<Part extends PartModule> {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #arrived: Arrived<Part>;
  readonly #load: () => Promise<Part>;
  #loading = false;
  /** Counts up whenever drawing again would give something else. */
  version = 0;

  constructor(host: ReactiveControllerHost & HTMLElement, arrived: Arrived<Part>, load: () => Promise<Part>) {
    this.#host = host;
    this.#arrived = arrived;
    this.#load = load;
  }

  /** Undefined while it is on its way; asking starts the way. */
  get(): Part | undefined {
    if (!this.#arrived.part && !this.#loading) {
      this.#loading = true;
      this.#load().then(
        (part) => {
          this.#arrived.part = part;
          this.changed();
        },
        // What can be shown without it stays; whoever needs it next asks again.
        () => (this.#loading = false),
      );
    }
    return this.#arrived.part;
  }

  /** Drawing again would give something else. */
  changed(): void {
    this.version++;
    this.#host.requestUpdate();
  }

  /** Puts the style sheets where the host is, also after somebody replaced the list. */
  adopt(): void {
    const root = this.#host.shadowRoot ?? this.#host.getRootNode();
    if (!(root instanceof ShadowRoot)) return;
    const sheets = root.adoptedStyleSheets;
    for (const { styleSheet } of this.#arrived.part?.styles ?? []) {
      if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet);
    }
  }
}
