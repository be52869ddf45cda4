// What can be done with the chat besides writing: mute the sounds, move it into a window, keep a copy, erase everything.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation } from '@globalchat/core';
import { iconBell, iconDownload, iconExternal, iconMute, iconTrash } from '@globalchat/ui';
import type { EraseDialog } from '../erase/erase-dialog.ts';
import { isNotified, setNotified } from '../notifications/desktop-choice.ts';
import { canNotify } from '../notifications/desktop-permission.ts';
import { canPopOut, popOut } from '../pop-out/open-window.ts';
import { withWindowTexts } from '../pop-out/window-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import type { MenuOptions } from './menu-button.ts';

export interface MenuItemsOptions extends Pick<
  MenuOptions,
  'chat' | 'preferences' | 'signal' | 'watchAnswers'
> {
  readonly eraseDialog: EraseDialog;
  /** Before what was chosen is done. */
  readonly close: () => void;
}

export function menuItems(
  { chat, close, eraseDialog, preferences, signal, watchAnswers }: MenuItemsOptions,
  context: PanelContext,
  /** None on the home screen. */
  conversation: Conversation | undefined,
): unknown {
  const localizer = withWindowTexts(context.localizer);
  const { muted } = preferences.get();

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

  const moveOut = (): void => {
    popOut({ chat, context, shown: conversation?.id ?? 'home', signal }).catch(() =>
      eraseDialog.reportFailure('windowFailed'),
    );
  };

  const save = (conversation: Conversation): void => {
    import('../conversation/transcript-file.ts')
      .then(({ saveTranscript }) => saveTranscript(conversation, context, signal))
      .catch(() => eraseDialog.reportFailure('loadFailed'));
  };

  return [
    context.state.config?.features.sounds
      ? item(
          muted ? iconBell() : iconMute(),
          localizer.t(muted ? 'unmuteSounds' : 'muteSounds'),
          () => preferences.set({ muted: !muted }),
          'sounds',
        )
      : nothing,
    canNotify()
      ? item(iconBell(), localizer.t(isNotified(preferences) ? 'stopNotifying' : 'notifyMe'), () =>
          setNotified(preferences, !isNotified(preferences)).then(watchAnswers).then(context.actions.update),
        )
      : nothing,
    canPopOut(context.host) ? item(iconExternal(), localizer.t('openInWindow'), moveOut) : nothing,
    conversation?.get().messages[0]
      ? item(iconDownload(), localizer.t('downloadTranscript'), () => save(conversation))
      : nothing,
    chat.hasIdentity()
      ? html`<div role="separator"></div>
          ${item(iconTrash(), localizer.t('eraseMyData'), eraseDialog.ask, 'bad')}`
      : nothing,
  ];
}
