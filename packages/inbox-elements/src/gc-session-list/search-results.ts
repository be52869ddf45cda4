// What a search found, in the list's place: its rows, what stands there meanwhile, and moving through them by keyboard.
// Loaded with the first search.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { avatar, iconAlert, iconLock, iconSearch } from '@globalchat/ui';
import type { SearchHit } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { Search } from '../contexts.ts';
import { replaceControlCharacters, visitorName } from '../describe/session.ts';
import { listSkeleton } from './list-placeholders.ts';
import { searchResultsStyles } from './search-results.styles.ts';
import { moment } from './session-row.ts';

export const styles = [searchResultsStyles];

export interface SearchResults {
  readonly search: Search;
  readonly selected: string | null;
  readonly localizer: InboxLocalizer;
  readonly now: number;
  /** Searches for the query again; an empty one ends the search. */
  readonly onSearch: (query: string) => void;
  readonly onMore: () => void;
}

export function searchResults(results: SearchResults): TemplateResult {
  const { search, localizer, onSearch, onMore } = results;
  const { query, status, hits, hasMore } = search;
  const busy = status === 'searching';
  const found = localizer.t(hasMore ? 'moreThanResults' : 'searchResults', { n: hits.length });
  const count = busy ? localizer.t('searching') : found;
  return html`
    <p class="found" role="status">${status === 'failed' ? nothing : count}</p>
    ${
      status === 'failed'
        ? html`<div class="strip bad" part="error" role="alert">
            ${iconAlert({ size: 16 })}<span class="grow">${localizer.t('searchFailed')}</span>
            <button type="button" @click=${() => onSearch(query)}>${localizer.t('retry')}</button>
          </div>`
        : nothing
    }
    <ul
      class="hits"
      part="list"
      aria-label=${localizer.t('conversations')}
      aria-busy=${busy ? 'true' : 'false'}
    >
      ${hits.map((hit, index) => resultRow(hit, index, results))}
    </ul>
    ${busy && hits.length === 0 ? listSkeleton() : nothing}
    ${
      status === 'ready' && hits.length === 0
        ? html`<div class="empty" part="empty">
            ${iconSearch({ size: 28 })}
            <h2>${localizer.t('noMatch')}</h2>
            <button type="button" class="btn quiet sm" @click=${() => onSearch('')}>
              ${localizer.t('clearSearch')}
            </button>
          </div>`
        : nothing
    }
    ${
      hasMore
        ? html`<div class="more">
            <button type="button" class="btn quiet sm" @click=${onMore}>${localizer.t('loadMore')}</button>
          </div>`
        : nothing
    }
  `;
}

function resultRow(
  hit: SearchHit,
  index: number,
  { selected, localizer, now }: SearchResults,
): TemplateResult {
  const { session, kind, snippet, at } = hit;
  const name = visitorName(session, localizer);
  const chosen = session.id === selected;
  return html`<li aria-label=${name}>
    <div
      class="item ${chosen ? 'selected' : ''}"
      part="session ${chosen ? 'session-selected' : ''}"
      data-row=${session.id}
      data-hit-index=${index}
    >
      ${avatar({ name, url: null, size: 36 })}
      <div class="txt">
        <div class="line">
          <button
            type="button"
            class="name truncate"
            dir="auto"
            data-hit
            aria-describedby="at-${index} hit-${index}"
            aria-current=${chosen ? 'true' : nothing}
          >
            ${name}
          </button>
          <span id="at-${index}" class="time">${moment(at, now, localizer)}</span>
        </div>
        <p id="hit-${index}" class="snippet" dir="auto">
          ${kind === 'note' ? html`${iconLock({ size: 14 })}<span class="vh">${localizer.t('note')}</span> ` : nothing}${snippet.map(
            ({ text, match }) =>
              match ? html`<mark>${replaceControlCharacters(text)}</mark>` : replaceControlCharacters(text),
          )}
        </p>
      </div>
    </div>
  </li>`;
}

/** Moves the focus by so many results, from the first one when it is elsewhere. */
export function moveThroughResults(root: ParentNode, by: number): void {
  const buttons = [...root.querySelectorAll<HTMLElement>('[data-hit]')];
  const from = buttons.findIndex((button) => button.matches(':focus'));
  const wanted = from === -1 ? 0 : Math.max(0, Math.min(from + by, buttons.length - 1));
  buttons[wanted]?.focus();
}
