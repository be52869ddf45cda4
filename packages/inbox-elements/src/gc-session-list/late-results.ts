// What a search found, once what draws it is there. Owns that it is fetched with the first search; the rows themselves are
// in search-results.ts.
import type { Arrived } from '@globalchat/ui';
import type { GcElement } from '../base/gc-element.ts';
import { LazyView } from '../base/lazy-view.ts';
import type * as resultsModule from './search-results.ts';

const arrived: Arrived<typeof resultsModule> = {};

export class LateResults {
  readonly #host: GcElement;
  readonly #lazy: LazyView<typeof resultsModule>;

  constructor(host: GcElement) {
    this.#host = host;
    this.#lazy = new LazyView(host, arrived, () => import('./search-results.ts'));
  }

  render(results: resultsModule.SearchResults): unknown {
    return this.#lazy.render(({ searchResults }) => searchResults(results), results.localizer);
  }

  /** Moves the focus by so many results. */
  move(by: number): void {
    arrived.part?.moveThroughResults(this.#host.renderRoot, by);
  }
}
