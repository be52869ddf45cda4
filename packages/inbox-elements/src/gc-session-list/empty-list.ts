// What the list says when there is nothing in it: loaded when that is so.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconInbox, iconSearch } from '@globalchat/ui';
import type { InboxState, SessionFilters } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';

export const styles = [
  css`
    .empty {
      margin-block: auto;
      padding: 24px;
      display: grid;
      justify-items: center;
      gap: 4px;
      text-align: center;
      color: var(--_on-surface-muted);
    }
    .empty h2 {
      font-size: var(--_text-md);
      color: var(--_on-surface);
      margin-block-start: 10px;
    }
    .empty .btn {
      margin-block-start: 14px;
    }
    .empty .icon {
      inline-size: 32px;
      block-size: 32px;
      stroke-width: 1.5;
      color: var(--_on-surface-subtle);
    }
  `,
];

export interface EmptyList {
  readonly filters: SessionFilters;
  /** Of the inbox; undefined without one. */
  readonly status: InboxState['status'] | undefined;
  readonly localizer: InboxLocalizer;
  /** Other conversations are wanted. */
  readonly onFilter: (filters: SessionFilters) => void;
}

export function emptyList(list: EmptyList): TemplateResult | typeof nothing {
  // Whoever may see nothing cannot be told that there is nothing.
  if (list.status === 'signed-out')
    return html`<div class="empty" part="empty"><p>${list.localizer.t('errorNotSignedIn')}</p></div>`;
  return list.status === 'no-access' ? nothing : emptyFor(list);
}

function emptyFor({ filters, localizer, onFilter }: EmptyList): TemplateResult {
  const { status, snoozed, ...narrowing } = filters;
  const onClear = (): void =>
    onFilter({ ...(status && { status }), ...(snoozed !== undefined && { snoozed }) });
  const onShowResolved = (): void => onFilter({ status: 'resolved' });
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
