// What the list shows beside its rows or instead of them: arrivals out of sight, nothing yet, a failure.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconAlert } from '@globalchat/ui';
import type { ModuleSource } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type * as emptyModule from './empty-list.ts';

/** Nothing is there: its words come when that is so. */
export const EMPTY_LIST: ModuleSource<typeof emptyModule> = { load: () => import('./empty-list.ts') };

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
