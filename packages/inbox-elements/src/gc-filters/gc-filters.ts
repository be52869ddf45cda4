// <gc-filters>: tabs and chips that say which conversations the list shows.
import { ContextConsumer } from '@lit/context';
import { html } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { avatar, avatarStyles, iconChevronDown, iconUser, iconUsers } from '@globalchat/ui';
import type { SessionCounts, SessionFilters } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { GcElement } from '../base/gc-element.ts';
import { MenuController } from '../base/menu/menu-controller.ts';
import type { MenuItem } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { inboxContext, searchContext } from '../contexts.ts';
import { teamMember } from '../describe/session.ts';
import { GcFilterEvent } from '../events/session-intents.ts';
import { filtersStyles } from './gc-filters.styles.ts';
import { STATUS_TABS, filtersOfTab, tabOfFilters } from './status-tabs.ts';
import type { StatusTab } from './status-tabs.ts';

const NO_COUNTS: SessionCounts = { open: 0, pending: 0, snoozed: 0, resolved: 0 };
const EVERYONE = 'everyone';

/**
 * Tabs by status with their counts, whose conversations, and unread ones only.
 *
 * @fires {GcFilterEvent} gc-filter - Other conversations are wanted.
 * @csspart tabs - The row of tabs.
 * @csspart filters - The row of chips.
 */
export class GcFilters extends GcElement {
  static override styles: CSSResultGroup[] = [
    ...GcElement.styles,
    avatarStyles,
    ...popupStyles,
    filtersStyles,
  ];

  static override properties: PropertyDeclarations = {
    filters: { attribute: false },
    counts: { attribute: false },
  };

  /** The present filters, instead of the provider's. */
  declare filters: SessionFilters | null;
  declare counts: SessionCounts | null;

  readonly #inbox = new ContextStore(this, inboxContext, ({ filters, counts, team, me }) => ({
    filters,
    counts,
    team,
    me,
  }));
  readonly #search = new ContextConsumer(this, { context: searchContext, subscribe: true });
  readonly #assignees = new MenuController(this, 'assignees');

  constructor() {
    super();
    this.filters = null;
    this.counts = null;
  }

  protected override render(): TemplateResult {
    // A search looks everywhere: while it lasts, nothing here narrows what is shown.
    const filters = this.#search.value?.query.trim() ? {} : this.#filters;
    const current = tabOfFilters(filters);
    return html`
      <div class="tabs" part="tabs" role="tablist" aria-label=${this.t('status')} @keydown=${this.#onKeydown}>
        ${STATUS_TABS.map((tab) => this.#renderTab(tab, tab === current))}
      </div>
      <div class="chips" part="filters">
        ${this.#renderAssignee(filters)} ${this.#renderToggle('unread', filters)}
        ${this.#renderToggle('mentioned', filters)}
      </div>
    `;
  }

  #renderTab(tab: StatusTab, selected: boolean): TemplateResult {
    const counts = this.counts ?? this.#inbox.value?.counts ?? NO_COUNTS;
    const count = tab === 'all' || tab === 'resolved' ? 0 : counts[tab];
    return html`<button
      type="button"
      role="tab"
      data-tab=${tab}
      aria-selected=${selected ? 'true' : 'false'}
      tabindex=${selected ? 0 : -1}
      @click=${() => this.#choose(tab)}
    >
      ${this.t(tab)}${count > 0 ? html` <span class="num">${this.localizer.number(count)}</span>` : ''}
    </button>`;
  }

  #renderToggle(name: 'unread' | 'mentioned', filters: SessionFilters): TemplateResult {
    const on = filters[name] === true;
    return html`<button
      type="button"
      class="chip-btn"
      aria-pressed=${on ? 'true' : 'false'}
      @click=${() => this.#change({ [name]: on ? undefined : true })}
    >
      ${this.t(name === 'unread' ? name : 'mentions')}
    </button>`;
  }

  #renderAssignee(filters: SessionFilters): TemplateResult {
    const label = this.#assigneeLabel(filters.assignedTo);
    return this.#assignees.render({
      label: this.t('assigneeIs', { name: label }),
      face: html`${iconUser({ size: 14 })}<span>${label}</span>${iconChevronDown({ size: 14 })}`,
      buttonClass: `chip-btn ${filters.assignedTo === undefined ? '' : 'on'}`,
      items: this.#assigneeItems(filters.assignedTo ?? EVERYONE),
      onChoose: (id) => this.#change({ assignedTo: id === EVERYONE ? undefined : id }),
    });
  }

  #assigneeItems(current: string): readonly MenuItem[] {
    const { team, me } = this.#inbox.value ?? { team: [], me: null };
    const { t } = this;
    return [
      { id: EVERYONE, label: t('anyone'), start: iconUsers({ size: 16 }) },
      {
        id: 'me',
        label: t('mine'),
        start: avatar({ name: me?.displayName ?? '', url: me?.avatarUrl ?? null, size: 20 }),
      },
      { id: 'nobody', label: t('nobody'), start: iconUser({ size: 16 }) },
      ...team
        .filter((agent) => agent.userId !== me?.userId)
        .map((agent) => ({
          id: agent.userId,
          label: agent.displayName,
          start: avatar({ name: agent.displayName, url: agent.avatarUrl, size: 20 }),
        })),
    ].map((item) => ({ ...item, checked: item.id === current }));
  }

  #assigneeLabel(assignedTo: string | undefined): string {
    const { t } = this;
    if (assignedTo === undefined) return t('anyone');
    if (assignedTo === 'me') return t('mine');
    if (assignedTo === 'nobody') return t('nobody');
    const agent = teamMember(this.#inbox.value?.team ?? [], assignedTo);
    return agent?.displayName ?? '?';
  }

  get #filters(): SessionFilters {
    return this.filters ?? this.#inbox.value?.filters ?? {};
  }

  #choose(tab: StatusTab): void {
    this.#ask({ ...this.#filters, status: undefined, snoozed: undefined, ...filtersOfTab(tab) });
  }

  #change(change: { readonly [Key in keyof SessionFilters]: SessionFilters[Key] | undefined }): void {
    this.#ask({ ...this.#filters, ...change });
  }

  /** Without the keys that are undefined: an absent filter and an undefined one would differ on the wire. */
  #ask(filters: { readonly [Key in keyof SessionFilters]: SessionFilters[Key] | undefined }): void {
    const given = Object.fromEntries(
      Object.entries(filters).filter(([, value]) => value !== undefined),
    ) as SessionFilters;
    if (this.filters !== null) this.filters = given;
    this.tell(new GcFilterEvent(given));
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: -1, [forward]: 1 };
    const at = STATUS_TABS.indexOf((event.target as HTMLElement).dataset['tab'] as StatusTab);
    const step = steps[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? -1 : step === undefined ? null : at + step;
    const tab = next === null ? undefined : STATUS_TABS.at(next % STATUS_TABS.length);
    if (tab === undefined) return;
    event.preventDefault();
    this.#choose(tab);
    this.renderRoot.querySelector<HTMLElement>(`[data-tab="${tab}"]`)?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-filters': GcFilters;
  }
}
