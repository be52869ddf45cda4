// The search of a provider; what searches is loaded when somebody does.
import type { Inbox } from '@globalchat/core';
import { NO_SEARCH } from '../contexts.ts';
import type { Search } from '../contexts.ts';
import type { SearchController } from './search-controller.ts';

export class LazySearch {
  readonly #inbox: () => Inbox | null;
  readonly #onChange: (search: Search) => void;
  #controller: SearchController | undefined;
  /** What is searched for once that is loaded. */
  #query = '';

  constructor(inbox: () => Inbox | null, onChange: (search: Search) => void) {
    this.#inbox = inbox;
    this.#onChange = onChange;
  }

  /** Somebody searches, so the list shows what was found. */
  get active(): boolean {
    return this.#query.trim() !== '';
  }

  /** Searches anew; an empty query ends the search. The same one again repeats it at once. */
  find(query: string): void {
    this.#query = query;
    if (this.#controller) return this.#controller.find(query);
    this.#onChange({ ...NO_SEARCH, query, status: query ? 'searching' : 'idle' });
    if (query) void this.#load();
  }

  /** The next page, when there is one. */
  more(): void {
    this.#controller?.more();
  }

  /** What was found in these conversations is no more. */
  forget(sessionIds: readonly string[]): void {
    this.#controller?.forget(sessionIds);
  }

  async #load(): Promise<void> {
    try {
      const { SearchController } = await import('./search-controller.ts');
      // Letters that came meanwhile have asked for it, too.
      if (this.#controller) return;
      this.#controller = new SearchController(this.#inbox, this.#onChange);
      this.#controller.find(this.#query);
    } catch {
      // Said where the results would be, with a retry.
      if (this.#query) this.#onChange({ ...NO_SEARCH, query: this.#query, status: 'failed' });
    }
  }
}
