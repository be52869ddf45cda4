// The menu under "More options": its keys, its focus, and closing by a press beside it. Loaded when somebody reaches for
// its button.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation } from '@globalchat/core';
import { menuStyles, onPressOutside } from '@globalchat/ui';
import { eraseDialogStyles } from '../erase/erase-dialog.styles.ts';
import { createEraseDialog } from '../erase/erase-dialog.ts';
import type { ViewHost } from '../frame/view-host.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { screenStyles } from '../shell/screen-styles.ts';
import type { MenuOptions, MenuState } from './menu-button.ts';
import { menuItems } from './menu-items.ts';

export function createMenu(options: MenuOptions, state: MenuState) {
  const eraseDialog = createEraseDialog(options);
  let shownIn: ViewHost | null = null;
  /** Null on the home screen; undefined before the first time. */
  let shownFor: Conversation | null | undefined;
  /** Ends listening for presses beside the open menu. */
  let stopListening: (() => void) | null = null;

  const find = (selector: string): HTMLElement | null => shownIn?.querySelector(selector) ?? null;

  const close = (returnFocus = true): void => {
    state.isOpen = false;
    if (returnFocus) find('[part="more"]')?.focus();
    shownIn?.requestUpdate();
  };

  const stop = (): void => {
    stopListening?.();
    stopListening = null;
  };

  const controller = {
    hostUpdated(): void {
      const menu = find('.menu');
      // The view that had it is gone.
      if (!menu) state.isOpen = false;
      if (state.isOpen && !stopListening) {
        stopListening = onPressOutside(
          () => [find('.menu'), find('[part="more"]')],
          () => close(false),
        );
        menu?.querySelector('button')?.focus();
      } else if (!state.isOpen) stop();
      eraseDialog.updated(find('.bar, .home-bar'));
    },
    hostDisconnected(): void {
      state.isOpen = false;
      stop();
    },
  };

  const menu = (context: PanelContext, conversation: Conversation | undefined): TemplateResult =>
    html`<div
      class="menu"
      part="menu"
      role="menu"
      aria-label=${withScreenTexts(context.localizer).t('moreOptions')}
      @keydown=${(event: KeyboardEvent) => onKeydown(event, close)}
    >
      ${menuItems({ ...options, eraseDialog, close }, context, conversation)}
    </div>`;

  return {
    styles,
    render(view: ViewHost, context: PanelContext, conversation?: Conversation): unknown {
      if (view !== shownIn) {
        shownIn = view;
        view.addController(controller);
      }
      // Another screen.
      const next = conversation ?? null;
      if (shownFor !== undefined && next !== shownFor && state.isOpen) close(false);
      shownFor = next;
      return [state.isOpen ? menu(context, conversation) : nothing, eraseDialog.render(view, context)];
    },
  };
}

/** The arrows, Home and End go from item to item; Tab and Escape close. */
function onKeydown(event: KeyboardEvent, close: () => void): void {
  const { key, currentTarget, target } = event;
  if (key === 'Tab') return close();
  const items = [...(currentTarget as HTMLElement).querySelectorAll('button')];
  const at = items.indexOf(target as HTMLButtonElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (next === undefined && key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  if (next === undefined) close();
  else items.at(next % items.length)?.focus();
}

const styles = [
  ...screenStyles,
  menuStyles,
  eraseDialogStyles,
  css`
    :is(.bar, .home-bar) .menu {
      inset-block-start: 58px;
      inset-inline-end: 12px;
      max-inline-size: calc(100% - 24px);
    }
  `,
];
