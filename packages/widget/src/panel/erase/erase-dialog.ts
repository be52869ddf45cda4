// The dialog that asks before everything is erased, and says what became of it. Nothing is erased unasked, and nothing
// else in the panel can be reached while it shows.

import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { toGlobalChatError } from '@globalchat/core';
import type { ScreenKey, WindowKey } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type { MenuOptions } from '../menu/menu-button.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { eraseQuestion, eraseReport } from './erase-dialog-view.ts';
import type { EraseQuestion, EraseReport } from './erase-dialog-view.ts';

export interface EraseDialog {
  readonly ask: () => void;
  /** What else the menu could not do is said here, too. */
  readonly reportFailure: (text: ScreenKey | WindowKey) => void;
  render(host: ViewHost, context: PanelContext): TemplateResult | typeof nothing;
  /** After each rendering; the dialog is inside of `bar`, which is null where another view shows. */
  updated(bar: HTMLElement | null): void;
}

export function createEraseDialog({ chat, panel }: Pick<MenuOptions, 'chat' | 'panel'>): EraseDialog {
  let shown: EraseQuestion | EraseReport | null = null;
  /** What was shown when the focus was last put. */
  let focused: (EraseQuestion | EraseReport)['what'] | null = null;
  let shownIn: ViewHost | null = null;
  /** Everything was erased: one goes on by writing. */
  let isFresh = false;

  const show = (next: EraseQuestion | EraseReport | null): void => {
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

  return {
    ask: () => show({ what: 'question' }),
    reportFailure: (text) => show({ what: 'report', text, isFailure: true }),
    render(host, { localizer }) {
      shownIn = host;
      if (!shown) return nothing;
      return shown.what === 'question'
        ? eraseQuestion(shown, localizer, { close, erase, onKeydown })
        : eraseReport(shown, localizer, { close, onKeydown });
    },
    updated(bar) {
      const dialog = bar?.querySelector<HTMLElement>('.sheet');
      for (let at = dialog ?? bar?.lastElementChild; at && at !== shownIn; at = at.parentElement) {
        for (const element of at.parentElement!.children)
          element.toggleAttribute('inert', Boolean(dialog) && element !== at);
      }
      // It is not asked again in another view.
      if (bar === null && shown?.what === 'question' && !shown.busy) shown = null;
      const now = dialog && shown ? shown.what : null;
      if (now === focused) return;
      focused = now;
      const after = isFresh
        ? shownIn?.querySelector('textarea')
        : bar?.querySelector<HTMLElement>('[part="more"]');
      (dialog ? dialog.querySelector('button') : after)?.focus();
      isFresh &&= Boolean(dialog);
    },
  };
}
