// What a search found, drawn by search-results.ts, which is loaded with the first search.
import type { ModuleSource } from '@globalchat/ui';
import type { GcElement } from '../base/gc-element.ts';
import { LazyView } from '../base/lazy-view.ts';
import type * as resultsModule from './search-results.ts';

const source: ModuleSource<typeof resultsModule> = { load: () => import('./search-results.ts') };

export class LazySearchResults {
  readonly #host: GcElement;
  readonly #view: LazyView<typeof resultsModule>;

  constructor(host: GcElement) {
    this.#host = host;
    this.#view = new LazyView(host, source);
  }

  render(results: resultsModule.SearchResults): unknown {
    return this.#view.render(({ searchResults }) => searchResults(results), results.localizer);
  }

  /** Moves the focus by so many results. */
  move(by: number): void {
    source.loaded?.moveThroughResults(this.#host.renderRoot, by);
  }
}
