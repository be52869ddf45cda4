// One calm line above the composer after the first answer: whether one wants to be told of the next. Chosen once, either way;
// the menu has it after that.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { iconBell, iconClose } from '@globalchat/ui';
import type { PreferenceStore } from '../settings/preferences.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { setNotified } from './desktop-choice.ts';

export function notifyOffer(
  { actions, localizer: base }: PanelContext,
  preferences: PreferenceStore,
  watchAnswers: () => Promise<unknown>,
): TemplateResult {
  const localizer = withScreenTexts(base);
  const choose = (wanted: boolean) => (event: Event) => {
    const composer = (event.currentTarget as HTMLElement).closest('.composer');
    setNotified(preferences, wanted)
      .then(watchAnswers)
      .catch((cause: unknown) => void cause)
      .finally(() => {
        actions.update();
        composer?.querySelector('textarea')?.focus();
      });
  };
  return html`<div class="offer" part="notify-offer">
    <button type="button" class="offer-yes" @click=${choose(true)}>
      ${iconBell({ size: 16 })}<span>${localizer.t('notifyMe')}</span>
    </button>
    <button type="button" class="icon-btn" aria-label=${localizer.t('close')} @click=${choose(false)}>
      ${iconClose({ size: 16 })}
    </button>
  </div>`;
}

export const styles = css`
  .offer {
    display: flex;
    align-items: center;
    padding: 4px 4px 4px 12px;
    border-block-end: 1px solid var(--_border);
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .offer:dir(rtl) {
    padding: 4px 12px 4px 4px;
  }
  .offer-yes {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    text-align: start;
  }
  .offer-yes:hover span {
    color: var(--_on-surface);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`;
