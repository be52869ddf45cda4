// A module of a view that is loaded when it is first needed: by a message, a press, an element. Asks for it, again after a
// failure, and puts its style sheets into the host's root.

import type { CSSResult, ReactiveControllerHost } from 'lit';

/** What every module that is loaded this way exports. */
export interface ViewModule {
  readonly styles: readonly CSSResult[];
}

/** Where a module comes from. One constant beside each class: what one element loaded the others have. */
export interface ModuleSource<Module extends ViewModule> {
  readonly load: () => Promise<Module>;
  loaded?: Module;
}

export class LazyModule<Module extends ViewModule> {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #source: ModuleSource<Module>;
  readonly #onFailure: ((cause: unknown) => void) | undefined;
  #loading = false;
  /** Counts up whenever drawing again would give something else. */
  version = 0;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    source: ModuleSource<Module>,
    onFailure?: (cause: unknown) => void,
  ) {
    this.#host = host;
    this.#source = source;
    this.#onFailure = onFailure;
  }

  /** Undefined while it is loaded, which the first call begins. */
  get(): Module | undefined {
    const source = this.#source;
    if (!source.loaded && !this.#loading) {
      this.#loading = true;
      source.load().then(
        (module) => {
          source.loaded = module;
          this.changed();
        },
        (cause: unknown) => {
          // What can be shown without it stays; whoever needs it next asks again.
          this.#loading = false;
          this.#onFailure?.(cause);
        },
      );
    }
    return source.loaded;
  }

  get isLoading(): boolean {
    return this.#loading && !this.#source.loaded;
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
    for (const { styleSheet } of this.#source.loaded?.styles ?? []) {
      if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet);
    }
  }
}
