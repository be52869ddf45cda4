// What a search found, once what draws it is there. Owns that it is fetched with the first search; the rows themselves are
// in search-results.ts.
import type { Arrived } from '@globalchat/ui';
import type { GcElement } from '../base/gc-element.ts';
import { LateView } from '../base/late-view.ts';
import type * as searchPart from './search-results.ts';

const arrived: Arrived<typeof searchPart> = {};

export class LateResults {
  readonly #host: GcElement;
  readonly #late: LateView<typeof searchPart>;

  constructor(host: GcElement) {
    this.#host = host;
    this.#late = new LateView(host, arrived, () => import('./search-results.ts'));
  }

  render(results: searchPart.SearchResults): unknown {
    return this.#late.render(({ searchResults }) => searchResults(results), results.localizer);
  }

  /** Moves the focus by so many results. */
  move(by: number): void {
    arrived.part?.moveThroughResults(this.#host.renderRoot, by);
  }
}
