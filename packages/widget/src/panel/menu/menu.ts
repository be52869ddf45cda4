// What can be done with a conversation besides writing: mute, keep a copy, erase. Owns the menu's keys and focus; what is
// chosen there has files of its own. Loaded when somebody reaches for its button.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation } from '@globalchat/core';
import {
  iconBell,
  iconDownload,
  iconMute,
  iconTrash,
  menuStyles,
  onPressOutside,
  transcriptTexts,
} from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { screenStyles, withScreenTexts } from '../shell/screen-shared.ts';
import type { MenuOptions, MenuState } from './menu-button.ts';
import { createSheet, sheetStyles } from '../erase/erase-dialog.ts';
import { saveTranscript } from '../conversation/transcript-file.ts';
import type { ViewHost } from '../frame/view-host.ts';

export function createMenu(options: MenuOptions, state: MenuState) {
  const { chat, preferences, signal } = options;
  const sheet = createSheet(options);
  let shownIn: ViewHost | null = null;
  /** Ends listening for presses beside the open menu. */
  let stop: (() => void) | null = null;

  const find = (selector: string): HTMLElement | null => shownIn?.querySelector(selector) ?? null;

  const close = (returnFocus = true): void => {
    state.isOpen = false;
    if (returnFocus) find('[part="more"]')?.focus();
    shownIn?.requestUpdate();
  };

  const controller = {
    hostUpdated(): void {
      const menu = find('.menu');
      // The view that had it is gone.
      if (!menu) state.isOpen = false;
      if (state.isOpen && !stop) {
        stop = onPressOutside(
          () => [find('.menu'), find('[part="more"]')],
          () => close(false),
        );
        menu?.querySelector('button')?.focus();
      } else if (!state.isOpen) {
        stop?.();
        stop = null;
      }
      sheet.updated(find('.bar'));
    },
    hostDisconnected(): void {
      state.isOpen = false;
      stop?.();
      stop = null;
    },
  };

  const item = (icon: unknown, label: string, onChoose: () => unknown, className = ''): TemplateResult =>
    html`<button
      type="button"
      role="menuitem"
      tabindex="-1"
      class=${className}
      @click=${() => {
        close();
        onChoose();
      }}
    >
      ${icon}<span>${label}</span>
    </button>`;

  const menu = (context: PanelContext, conversation: Conversation): TemplateResult => {
    const localizer = withScreenTexts(context.localizer);
    const { muted } = preferences.get();
    const save = (): void => {
      saveTranscript(
        conversation,
        context,
        withScreenTexts(context.localizer).extend(transcriptTexts),
        signal,
      ).catch(() => sheet.fail('loadFailed'));
    };
    return html`<div
      class="menu"
      part="menu"
      role="menu"
      aria-label=${localizer.t('moreOptions')}
      @keydown=${onKeydown}
    >
      ${
        context.state.config?.features.sounds
          ? item(muted ? iconBell() : iconMute(), localizer.t(muted ? 'unmuteSounds' : 'muteSounds'), () =>
              preferences.set({ muted: !muted }),
            )
          : nothing
      }
      ${
        conversation.get().messages.length > 0
          ? item(iconDownload(), localizer.t('downloadTranscript'), save)
          : nothing
      }
      ${
        chat.hasIdentity()
          ? html`<div role="separator"></div>
              ${item(iconTrash(), localizer.t('eraseMyData'), sheet.askToErase, 'bad')}`
          : nothing
      }
    </div>`;
  };

  const onKeydown = (event: KeyboardEvent): void => {
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
  };

  return {
    styles,
    render(view: ViewHost, context: PanelContext, conversation: Conversation): unknown {
      if (view !== shownIn) {
        shownIn = view;
        view.addController(controller);
      }
      return [state.isOpen ? menu(context, conversation) : nothing, sheet.render(view, context)];
    },
  };
}

const styles = [
  ...screenStyles,
  menuStyles,
  sheetStyles,
  css`
    .bar .menu {
      inset-block-start: 58px;
      inset-inline-end: 12px;
      max-inline-size: calc(100% - 24px);
    }
  `,
];
