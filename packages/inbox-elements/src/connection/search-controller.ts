// The search behind the box: a pause while somebody types, pages, and an answer that came too late is dropped.
import type { Inbox, SearchPage } from '@globalchat/core';
import { NO_SEARCH } from '../contexts.ts';
import type { Search } from '../contexts.ts';

/** Milliseconds without a key before the words are sent. */
const SEARCH_DELAY_MS = 200;

export class SearchController {
  readonly #inbox: () => Inbox | null;
  readonly #onChange: (search: Search) => void;
  #search = NO_SEARCH;
  /** Of the last page. */
  #cursor: unknown = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(inbox: () => Inbox | null, onChange: (search: Search) => void) {
    this.#inbox = inbox;
    this.#onChange = onChange;
  }

  /** Searches anew; an empty query ends the search. The same one again repeats it at once. */
  find(query: string): void {
    clearTimeout(this.#pause);
    // Nobody has anything to search in.
    if (this.#inbox()?.get().status === 'signed-out') return this.#set(NO_SEARCH);
    const again = query === this.#search.query;
    const { hits } = this.#search;
    this.#set({ ...NO_SEARCH, query });
    if (query.trim() === '') return;
    this.#set({ query, status: 'searching', hits, hasMore: false });
    this.#pause = setTimeout(() => void this.#ask(null), again ? 0 : SEARCH_DELAY_MS);
  }

  /** What was found in these conversations is no more. */
  forget(sessionIds: readonly string[]): void {
    const hits = this.#search.hits.filter(({ session }) => !sessionIds.includes(session.id));
    if (hits.length === this.#search.hits.length) return;
    this.#search = { ...this.#search, hits };
    this.find(this.#search.query);
  }

  /** The next page, when there is one. */
  more(): void {
    if (this.#search.status === 'ready' && this.#search.hasMore) {
      this.#set({ ...this.#search, status: 'searching' });
      void this.#ask(this.#cursor);
    }
  }

  async #ask(cursor: unknown): Promise<void> {
    const asked = this.#search;
    const shown = cursor === null ? [] : asked.hits;
    let page: SearchPage = { hits: [], cursor };
    let status: Search['status'] = 'ready';
    try {
      page = (await this.#inbox()?.search(asked.query, { cursor })) ?? page;
    } catch {
      // Said where the results would be, with a retry: whoever types needs no second notice.
      status = 'failed';
    }
    if (asked !== this.#search) return;
    this.#cursor = page.cursor;
    this.#set({ query: asked.query, status, hits: [...shown, ...page.hits], hasMore: page.cursor !== null });
  }

  #set(search: Search): void {
    this.#search = search;
    this.#onChange(search);
  }
}
