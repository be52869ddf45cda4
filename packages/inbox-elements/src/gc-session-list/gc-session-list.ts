// <gc-session-list>: the conversations, newest first, or what a search found; windowed, and stable under the pointer.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatarStyles } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import { ClockController } from '../base/clock-controller.ts';
import { ContextStore } from '../base/context-store.ts';
import { GcElement } from '../base/gc-element.ts';
import { LazyView } from '../base/lazy-view.ts';
import { pressedKey } from '../base/pressed-key.ts';
import { styleProperties } from '../base/style-properties.ts';
import { inboxContext, searchContext, selectionContext, threadContext } from '../contexts.ts';
import type { Search } from '../contexts.ts';
import { placeOf, visitorName } from '../describe/session.ts';
import {
  GcFilterEvent,
  GcLoadMoreEvent,
  GcRefreshEvent,
  GcSearchEvent,
  GcSelectEvent,
} from '../events/session-intents.ts';
import { sessionListStyles } from './gc-session-list.styles.ts';
import { LazySearchResults } from './lazy-search-results.ts';
import { listFields } from './list-fields.ts';
import { EMPTY_LIST, arrivalsPill, listFailure, listSkeleton } from './list-placeholders.ts';
import { ListViewport } from './list-viewport.ts';
import { drawnRows, stepOf } from './list-window.ts';
import { HeardSessions } from './heard-sessions.ts';
import { HoverController } from './hover-controller.ts';
import { sessionRow } from './session-row.ts';
import { StableRows } from './stable-rows.ts';

/** So many rows before the end, the next page is asked for. */
const ROWS_BEFORE_NEXT_PAGE = 15;

/**
 * The list "Conversations". Each item is named by its visitor.
 *
 * @fires {GcSelectEvent} gc-select - A conversation was chosen.
 * @fires {GcLoadMoreEvent} gc-load-more - The end of the loaded conversations is near, or more results are wanted.
 * @fires {GcSearchEvent} gc-search - A failed search is wanted again, or one without results is left.
 * @fires {GcRefreshEvent} gc-refresh - Retry after a failure.
 * @fires {GcFilterEvent} gc-filter - "Show resolved" or "Clear filters" in an empty list.
 * @csspart list - The list.
 * @csspart session - One row; also `session-selected`, `session-unread`.
 * @csspart empty - What an empty list shows.
 * @csspart error - The failure strip.
 */
export class GcSessionList extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, avatarStyles, sessionListStyles];

  static override properties: PropertyDeclarations = {
    sessions: { attribute: false },
    search: { attribute: false },
    selected: {},
  };

  /** Conversations to show instead of the provider's. */
  declare sessions: readonly InboxSession[] | null;
  /** What a search found, instead of the provider's. */
  declare search: Search | null;
  /** Id of the chosen one, instead of the provider's choice. */
  declare selected: string | null;

  readonly #inbox = new ContextStore(this, inboxContext, listFields);
  readonly #thread = new ContextStore(this, threadContext, ({ typing }) => ({ typing }));
  readonly #selection = new ContextConsumer(this, { context: selectionContext, subscribe: true });
  readonly #search = new ContextConsumer(this, { context: searchContext, subscribe: true });
  readonly #empty = new LazyView(this, EMPTY_LIST);
  readonly #results = new LazySearchResults(this);
  readonly #clock = new ClockController(this);
  readonly #hover = new HoverController(this);
  readonly #viewport = new ListViewport(this);
  readonly #shown = new StableRows();

  #activeId: string | null = null;
  /** The row with the focus before an update. */
  #focused: { readonly id: string; readonly index: number } | null = null;
  /** The row that gets the focus after the next render. */
  #wantedFocus: string | null = null;
  /** Under which filters or search, and with how many rows, the next page was asked for. */
  #askedOf: unknown = null;
  #askedAt = -1;

  constructor() {
    super();
    this.sessions = null;
    this.search = null;
    this.selected = null;
    new HeardSessions(this, this.#shown, () => this.#hover.active);
  }

  /** Moves the keyboard to another row, counted from the one it is on. */
  move(by: number): void {
    if (this.#found !== null) return this.#results.move(by);
    const from = this.#shown.indexOf(this.#activeId ?? this.#selectedId);
    this.#focusRow(from === -1 ? 0 : from + by);
  }

  /** Focuses the row that Tab would reach. */
  override focus(): void {
    this.move(0);
  }

  /** What to show in the list's place; null when nobody searches. */
  get #found(): Search | null {
    const search = this.search ?? (this.sessions === null ? this.#search.value : undefined);
    return search?.query.trim() ? search : null;
  }

  get #selectedId(): string | null {
    return this.selected ?? this.#selection.value ?? null;
  }

  protected override willUpdate(): void {
    const before = this.#focusedId();
    this.#focused = before === null ? null : { id: before, index: this.#shown.indexOf(before) };
    const orderOf = this.#inbox.value?.filters ?? null;
    if (!this.#hover.active) this.#viewport.settle();
    const above = this.#shown.take({
      latest: this.sessions ?? this.#inbox.value?.sessions ?? [],
      orderOf,
      hold: this.#hover.active,
      hasRoomBelow: this.#viewport.hasRoomBelow(this.#shown.rows.length),
      firstInSight: this.#viewport.firstInSight,
    });
    this.#viewport.shift(above);
    const shown = this.#found?.query ?? orderOf;
    if (this.#askedOf !== shown) {
      this.#askedOf = shown;
      this.#askedAt = -1;
      this.#viewport.scrollTo(0);
    }
    this.#shown.see(this.#viewport.firstInSight);
    this.#viewport.watched = this.#shown.arrivals > 0;
    if (this.#shown.indexOf(this.#activeId) === -1) this.#activeId = null;
  }

  protected override render(): TemplateResult {
    const state = this.#inbox.value;
    const found = this.#found;
    const loading =
      this.sessions === null &&
      (state === undefined || state.status === 'idle' || state.status === 'loading');
    return html`
      ${state?.status === 'failed' ? listFailure(this.localizer, () => this.tell(new GcRefreshEvent())) : nothing}
      ${arrivalsPill(found === null ? this.#shown.arrivals : 0, this.localizer, this.#onShowArrivals)}
      <div class="scroller" @keydown=${this.#onKeydown} @focusin=${this.#onFocusin} @click=${this.#onClick}>
        ${found === null ? this.#renderList(loading) : this.#renderFound(found)}
      </div>
    `;
  }

  protected override updated(): void {
    this.#settleFocus();
    const state = this.#inbox.value;
    if (this.sessions !== null || state === undefined || !state.hasMore || state.loadingMore) return;
    if (this.#found !== null || this.#askedAt === state.sessions.length) return;
    if (this.#viewport.window(this.#shown.rows.length).end < this.#shown.rows.length - ROWS_BEFORE_NEXT_PAGE)
      return;
    this.#askedAt = state.sessions.length;
    this.tell(new GcLoadMoreEvent());
  }

  #renderList(loading: boolean): TemplateResult {
    const { me = null, team = [], hasMore = false, mentioned = [] } = this.#inbox.value ?? {};
    const count = this.#shown.rows.length;
    const height = this.#viewport.rowHeight;
    const activeIndex = Math.max(0, this.#shown.indexOf(this.#activeId ?? this.#selectedId));
    const places = drawnRows(this.#viewport.window(count), activeIndex, count);
    const typing = this.#thread.value?.typing ? (this.#thread.source?.id ?? null) : null;
    return html`<ul
        part="list"
        aria-label=${this.t('conversations')}
        aria-busy=${loading ? 'true' : 'false'}
        ${styleProperties({ 'block-size': `${count * height}px` })}
      >
        ${repeat(
          places,
          (index) => this.#shown.rows[index]?.id,
          (index) => {
            const session = this.#shown.rows[index];
            if (session === undefined) return nothing;
            return html`<li
              aria-label=${visitorName(session, this.localizer)}
              aria-setsize=${hasMore ? -1 : count}
              aria-posinset=${index + 1}
              ${styleProperties({ 'inset-block-start': `${index * height}px` })}
            >
              ${sessionRow({
                session,
                selected: session.id === this.#selectedId,
                active: index === activeIndex,
                typing: session.id === typing && !session.visitorBlockedAt,
                mentioned: mentioned.includes(session.id),
                me,
                team,
                localizer: this.localizer,
                now: this.#clock.now,
              })}
            </li>`;
          },
        )}
      </ul>
      ${count > 0 || this.#inbox.value?.status === 'failed' ? nothing : loading ? listSkeleton() : this.#renderEmpty()}`;
  }

  #renderEmpty(): unknown {
    const { filters = {}, status } = this.#inbox.value ?? {};
    return this.#empty.render(
      ({ emptyList }) =>
        emptyList({
          filters,
          status,
          localizer: this.localizer,
          onFilter: (wanted) => this.tell(new GcFilterEvent(wanted)),
        }),
      this.localizer,
    );
  }

  #renderFound(search: Search): unknown {
    return this.#results.render({
      search,
      selected: this.#selectedId,
      localizer: this.localizer,
      now: this.#clock.now,
      onSearch: (query) => this.tell(new GcSearchEvent(query)),
      onMore: () => this.tell(new GcLoadMoreEvent()),
    });
  }

  readonly #onClick = (event: Event): void => {
    const { row: id, hitIndex } = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset ?? {};
    if (id === undefined) return;
    this.#activeId = id;
    this.tell(new GcSelectEvent(id, placeOf(this.#found?.hits[Number(hitIndex)])));
  };

  readonly #onFocusin = (event: FocusEvent): void => {
    const id = (event.target as HTMLElement).dataset['id'];
    if (id !== undefined && id !== this.#activeId) this.requestUpdate();
    this.#activeId = id ?? this.#activeId;
  };

  readonly #onShowArrivals = (): void => {
    this.#hover.release();
    this.#viewport.scrollTo(0);
    this.move(-this.#shown.rows.length);
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || (this.#focusedId() ?? this.#found) === null) return;
    const step = stepOf(pressedKey(event), this.#viewport.rowsPerPage, this.#shown.rows.length);
    if (step === null) return;
    event.preventDefault();
    this.move(step);
  };

  #focusRow(wanted: number): void {
    const index = Math.max(0, Math.min(wanted, this.#shown.rows.length - 1));
    const session = this.#shown.rows[index];
    if (session === undefined) return;
    this.#activeId = session.id;
    this.#viewport.reveal(index);
    this.#wantedFocus = session.id;
    this.requestUpdate();
  }

  /** A row that was moved keeps the focus; one that went away hands it to the row that took its place. */
  #settleFocus(): void {
    // Rows that a search stands in for cannot take it.
    if (this.#found !== null) return void (this.#wantedFocus = null);
    const wanted = this.#wantedFocus ?? (this.#focusedId() === null ? (this.#focused?.id ?? null) : null);
    if (wanted === null) return;
    this.#wantedFocus = null;
    const button = this.#button(wanted);
    if (button !== null) button.focus({ preventScroll: true });
    else if (this.#shown.rows.length > 0) this.#focusRow(this.#focused?.index ?? 0);
    else this.renderRoot.querySelector<HTMLElement>('.empty .btn')?.focus();
  }

  #focusedId(): string | null {
    const active = this.shadowRoot?.activeElement;
    return active instanceof HTMLElement ? (active.dataset['id'] ?? null) : null;
  }

  #button(id: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-session-list': GcSessionList;
  }
}
