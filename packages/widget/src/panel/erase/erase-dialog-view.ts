// What the erase dialog shows: the question, or what became of it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { GlobalChatError } from '@globalchat/core';
import { iconAlert } from '@globalchat/ui';
import type { ScreenKey, WindowKey } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { WidgetLocalizer } from '../i18n/localization.ts';
import { withWindowTexts } from '../pop-out/window-texts.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';

export interface EraseQuestion {
  readonly what: 'question';
  /** It is being erased. */
  readonly busy?: boolean;
  readonly error?: GlobalChatError;
}

export interface EraseReport {
  readonly what: 'report';
  readonly text: ScreenKey | WindowKey;
  readonly isFailure: boolean;
}

export interface EraseDialogHandlers {
  readonly erase: () => unknown;
  readonly close: () => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
}

export function eraseQuestion(
  { busy = false, error }: EraseQuestion,
  baseLocalizer: WidgetLocalizer,
  { close, erase, onKeydown }: EraseDialogHandlers,
): TemplateResult {
  const localizer = withScreenTexts(baseLocalizer);
  return html`<div
    class="sheet"
    part="sheet"
    role="alertdialog"
    aria-modal="true"
    aria-labelledby="sheet-title"
    aria-describedby="sheet-text"
    @keydown=${onKeydown}
  >
    <h2 id="sheet-title">${localizer.t('eraseTitle')}</h2>
    <p id="sheet-text">${localizer.t('eraseText')}</p>
    ${
      error
        ? html`<div class="inline-error" role="alert">
            ${iconAlert({ size: 16 })}<span>${errorText(error, baseLocalizer)}</span>
          </div>`
        : nothing
    }
    <div class="choice">
      <button
        type="button"
        class="btn quiet"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${() => busy || close()}
      >
        ${localizer.t('cancel')}
      </button>
      <button type="button" class="btn solid-danger" aria-disabled=${busy ? 'true' : 'false'} @click=${erase}>
        ${localizer.t('erase')}
      </button>
    </div>
  </div>`;
}

export function eraseReport(
  { text, isFailure }: EraseReport,
  baseLocalizer: WidgetLocalizer,
  { close, onKeydown }: Omit<EraseDialogHandlers, 'erase'>,
): TemplateResult {
  const localizer = withWindowTexts(baseLocalizer);
  return html`<div
    class="sheet"
    part="sheet"
    role="alertdialog"
    aria-modal="true"
    aria-labelledby="sheet-title"
    @keydown=${onKeydown}
  >
    <h2 id="sheet-title">${isFailure ? iconAlert() : nothing}${localizer.t(text)}</h2>
    <div class="choice">
      ${
        isFailure
          ? html`<button type="button" class="btn quiet" @click=${close}>${localizer.t('close')}</button>`
          : html`<button type="button" class="btn primary wide" @click=${close}>
              ${localizer.t('startConversation')}
            </button>`
      }
    </div>
  </div>`;
}
