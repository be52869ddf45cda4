// What the list shows beside its rows or instead of them: arrivals out of sight, nothing yet, nothing at all, a failure.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconAlert, iconInbox, iconSearch } from '@globalchat/ui';
import type { SessionFilters } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';

const SKELETON_ROWS = 8;

/** Grey rows while the first page is on its way. */
export function listSkeleton(): TemplateResult {
  return html`${Array.from({ length: SKELETON_ROWS }, () => ghostRow)}`;
}

const ghostRow = html`<div class="ghost" aria-hidden="true">
  <span class="skeleton"></span>
  <span class="lines"><span class="skeleton"></span><span class="skeleton"></span></span>
</div>`;

/** Conversations that came and stand above what is in sight. */
export function arrivalsPill(
  count: number,
  localizer: InboxLocalizer,
  onShow: () => void,
): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<button type="button" class="btn primary sm arrivals" @click=${onShow}>
    ${localizer.t('newConversations', { n: count })}
  </button>`;
}

/** Rows that were loaded before stay below this. */
export function listFailure(localizer: InboxLocalizer, onRetry: () => void): TemplateResult {
  return html`<div class="strip bad" part="error" role="alert">
    ${iconAlert({ size: 16 })}<span class="grow">${localizer.t('loadFailed')}</span>
    <button type="button" @click=${onRetry}>${localizer.t('retry')}</button>
  </div>`;
}

export interface EmptyList {
  readonly filters: SessionFilters;
  readonly localizer: InboxLocalizer;
  readonly onClear: () => void;
  readonly onShowResolved: () => void;
}

export function emptyList({ filters, localizer, onClear, onShowResolved }: EmptyList): TemplateResult {
  const { status, snoozed, ...narrowing } = filters;
  if (Object.values(narrowing).some((value) => value !== undefined)) {
    return html`<div class="empty" part="empty">
      ${iconSearch({ size: 28 })}
      <h2>${localizer.t('noMatch')}</h2>
      <button type="button" class="btn quiet sm" @click=${onClear}>${localizer.t('clearFilters')}</button>
    </div>`;
  }
  if (status === 'resolved' || status === 'pending' || snoozed === true) {
    return html`<div class="empty" part="empty">
      ${iconInbox({ size: 28 })}
      <h2>${localizer.t('nothingHere')}</h2>
    </div>`;
  }
  return html`<div class="empty" part="empty">
    ${iconInbox({ size: 28 })}
    <h2>${localizer.t('allAnswered')}</h2>
    <p>${localizer.t('allAnsweredHint')}</p>
    ${
      status === 'open'
        ? html`<button type="button" class="btn quiet sm" @click=${onShowResolved}>
            ${localizer.t('showResolved')}
          </button>`
        : nothing
    }
  </div>`;
}
