// A lazy module of a view in a host: draws the host again when it is there, and puts its style sheets into the host's root.

import type { CSSResult, ReactiveControllerHost } from 'lit';
import { createLazyModule } from './lazy-module.ts';
import type { LazyModule, ModuleSource } from './lazy-module.ts';

/** What every module of a view exports. */
export interface ViewModule {
  readonly styles: readonly CSSResult[];
}

export class HostedModule<Module extends ViewModule> implements LazyModule<Module> {
  readonly get: () => Module | undefined;
  readonly isLoading: () => boolean;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #source: ModuleSource<Module>;
  /** Counts up whenever drawing again would give something else. */
  version = 0;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    source: ModuleSource<Module>,
    onFailure?: (cause: unknown) => void,
  ) {
    this.#host = host;
    this.#source = source;
    ({ get: this.get, isLoading: this.isLoading } = createLazyModule(
      source,
      () => this.changed(),
      onFailure,
    ));
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
