// A sheet over the panel that asks before everything is erased, and says what became of it. Owns that nothing else in the
// panel can be reached while it shows, and where the focus goes; refuses to erase without having asked.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { toGlobalChatError } from '@globalchat/core';
import type { GlobalChatError } from '@globalchat/core';
import { iconAlert } from '@globalchat/ui';
import type { ScreenKey } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { withScreenTexts } from '../shell/screen-shared.ts';
import type { MenuOptions } from '../menu/menu-button.ts';
import type { ViewHost } from '../frame/view-host.ts';

type Shown =
  | { readonly what: 'question'; readonly busy?: boolean; readonly error?: GlobalChatError }
  | { readonly what: 'report'; readonly text: ScreenKey; readonly isFailure: boolean };

export function createSheet({ chat, panel }: MenuOptions) {
  let shown: Shown | null = null;
  /** What was shown when the focus was last put. */
  let focused: Shown['what'] | null = null;
  let shownIn: ViewHost | null = null;
  /** Everything was erased: one goes on by writing. */
  let isFresh = false;

  const show = (next: Shown | null): void => {
    shown = next;
    shownIn?.requestUpdate();
  };

  const close = (): void => show(null);

  const erase = async (): Promise<void> => {
    if (shown?.what !== 'question' || shown.busy) return;
    show({ what: 'question', busy: true });
    try {
      await panel.reset(() => chat.erase());
      isFresh = true;
      show({ what: 'report', text: 'erased', isFailure: false });
    } catch (cause) {
      show({ what: 'question', error: toGlobalChatError(cause) });
    }
  };

  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // The chat stays open.
    event.preventDefault();
    event.stopPropagation();
    if (shown?.what !== 'question' || !shown.busy) close();
  };

  const question = (
    { localizer: baseLocalizer }: PanelContext,
    { busy = false, error }: Shown & { readonly what: 'question' },
  ): TemplateResult => {
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
      <h3 id="sheet-title">${localizer.t('eraseTitle')}</h3>
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
        <button
          type="button"
          class="btn solid-danger"
          aria-disabled=${busy ? 'true' : 'false'}
          @click=${erase}
        >
          ${localizer.t('erase')}
        </button>
      </div>
    </div>`;
  };

  const report = (
    context: PanelContext,
    { text, isFailure }: Shown & { readonly what: 'report' },
  ): TemplateResult => {
    const localizer = withScreenTexts(context.localizer);
    return html`<div
      class="sheet"
      part="sheet"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="sheet-title"
      @keydown=${onKeydown}
    >
      <h3 id="sheet-title">${isFailure ? iconAlert() : nothing}${localizer.t(text)}</h3>
      <div class="choice">
        <button type="button" class="btn quiet" @click=${close}>${localizer.t('close')}</button>
      </div>
    </div>`;
  };

  return {
    askToErase: (): void => show({ what: 'question' }),
    fail: (text: ScreenKey): void => show({ what: 'report', text, isFailure: true }),
    render(view: ViewHost, context: PanelContext): TemplateResult | typeof nothing {
      shownIn = view;
      if (!shown) return nothing;
      return shown.what === 'question' ? question(context, shown) : report(context, shown);
    },
    /** After each rendering; the sheet is inside of `bar`, which is null where another view shows. */
    updated(bar: HTMLElement | null): void {
      const sheet = bar?.querySelector<HTMLElement>('.sheet');
      for (const element of [...(bar?.children ?? []), ...(bar?.parentElement?.children ?? [])]) {
        if (element !== bar && element !== sheet) element.toggleAttribute('inert', Boolean(sheet));
      }
      // It is not asked again in another view.
      if (bar === null && shown?.what === 'question' && !shown.busy) shown = null;
      const now = sheet && shown ? shown.what : null;
      if (now === focused) return;
      focused = now;
      const after = isFresh
        ? shownIn?.querySelector('textarea')
        : bar?.querySelector<HTMLElement>('[part="more"]');
      (sheet ? sheet.querySelector('button') : after)?.focus();
      isFresh &&= Boolean(sheet);
    },
  };
}

export const sheetStyles = css`
  .sheet {
    position: absolute;
    inset: auto 12px 12px;
    z-index: var(--_z-overlay);
    padding: 18px;
    border-radius: var(--_radius-lg);
    background: var(--_surface-raised);
    box-shadow:
      0 0 0 1px var(--_border),
      0 0 0 9999px var(--_scrim),
      var(--_shadow-lg);
    font-size: var(--_text-base);
  }
  .sheet h3 {
    display: flex;
    gap: 8px;
    align-items: center;
    font-size: var(--_text-lg);
  }
  .sheet h3 .icon {
    color: var(--_danger);
  }
  .bar .sheet p {
    margin-block-start: 4px;
    font-size: inherit;
  }
  .sheet .inline-error {
    margin: 12px 0 0;
  }
  .sheet .choice {
    display: flex;
    gap: 8px;
    justify-content: flex-end;
    margin-block-start: 16px;
  }
  @media (forced-colors: active) {
    .sheet {
      border: 1px solid;
    }
  }
`;
