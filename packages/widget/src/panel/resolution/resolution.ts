// The end of a conversation: who resolved it, how it was, and how to go on.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation, Session } from '@globalchat/core';
import { fieldStyles, iconDone, iconDownload, iconReply } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { screenStyles } from '../shell/screen-styles.ts';
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

/** Conversations of which a copy could not be had. */
const withoutCopy = new WeakSet<Conversation>();

/** In place of the composer: writing goes on when the visitor wants to, and the conversation can be kept. */
export function reopenBar(
  context: PanelContext,
  host: ViewHost,
  conversation: Conversation,
  onWriteAgain: () => void,
): TemplateResult {
  const localizer = withScreenTexts(context.localizer);
  // It takes the composer's place, and the focus stays there.
  if (host.querySelector('.composer:focus-within'))
    void host.updateComplete.then(() => host.querySelector<HTMLElement>('.closed .btn')?.focus());
  const save = (): void => {
    withoutCopy.delete(conversation);
    import('../conversation/transcript-file.ts')
      .then(({ saveTranscript }) => saveTranscript(conversation, context))
      .catch(() => withoutCopy.add(conversation))
      .finally(context.actions.update);
  };
  // Whoever was about to write goes on typing: the letter comes into the composer, which has the focus by then.
  const onKeydown = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
    if ([...key].length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) onWriteAgain();
  };
  return html`<div class="closed">
    <p>${localizer.t('reopens')}</p>
    ${withoutCopy.has(conversation) ? html`<p class="error-text" role="alert">${localizer.t('loadFailed')}</p>` : nothing}
    <div class="ways">
      <button type="button" class="btn quiet" @click=${onWriteAgain} @keydown=${onKeydown}>
        ${iconReply({ size: 16, flip: true })}${localizer.t('writeAgain')}
      </button>
      <button type="button" class="btn ghost" @click=${save}>
        ${iconDownload({ size: 16 })}${localizer.t('downloadTranscript')}
      </button>
    </div>
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
    .closed .ways {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
    }
    .closed .quiet {
      color: var(--_on-surface);
    }
  `,
];
