// The end of a conversation: who resolved it, how it was, and how to go on.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Session } from '@globalchat/core';
import { fieldStyles, iconDone, iconReply } from '@globalchat/ui';
import type { WidgetLocalizer } from '../i18n/localization.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { screenStyles, withScreenTexts } from '../shell/screen-shared.ts';
import { ratingStyles } from './rating.styles.ts';
import { rating } from './rating.ts';

/** Below the last message of a resolved conversation. */
export function resolvedNotice(context: PanelContext, session: Session): TemplateResult {
  const { state } = context;
  const localizer = withScreenTexts(context.localizer);
  const by = session.agentName
    ? localizer.t('resolvedBy', { name: session.agentName })
    : localizer.t('resolved');
  return html`<p class="system resolved" part="message-system">
      ${iconDone({ size: 16 })}<span
        >${by}${session.resolvedAt === null ? nothing : ` · ${localizer.time(session.resolvedAt)}`}</span
      >
    </p>
    ${state.config?.features.csat ? rating(context, session) : nothing}`;
}

/** In place of the composer: writing goes on when the visitor wants to. */
export function reopenBar(widget: WidgetLocalizer, onWriteAgain: () => void): TemplateResult {
  const localizer = withScreenTexts(widget);
  return html`<div class="closed">
    <p>${localizer.t('reopens')}</p>
    <button type="button" class="btn quiet" @click=${onWriteAgain}>
      ${iconReply({ size: 16, flip: true })}${localizer.t('writeAgain')}
    </button>
  </div>`;
}

export const styles = [
  ...screenStyles,
  fieldStyles,
  ratingStyles,
  css`
    .resolved {
      display: flex;
      gap: 6px;
      justify-content: center;
      align-items: center;
    }
    .system {
      margin-block-start: 14px;
      text-align: center;
      font-size: var(--_text-xs);
      color: var(--_on-surface-subtle);
    }
    .system .icon {
      color: var(--_success);
    }
    .closed {
      flex: none;
      display: grid;
      justify-items: center;
      gap: 10px;
      padding: 12px 16px 14px;
      border-block-start: 1px solid var(--_border);
      text-align: center;
      font-size: var(--_text-sm);
      color: var(--_on-surface-muted);
    }
    .closed .btn {
      color: var(--_on-surface);
    }
  `,
];
