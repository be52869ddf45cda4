// What can be done with a conversation besides writing: mute the sounds, keep a copy, erase everything.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation } from '@globalchat/core';
import { iconBell, iconDownload, iconMute, iconTrash } from '@globalchat/ui';
import type { EraseDialog } from '../erase/erase-dialog.ts';
import { isNotified, setNotified } from '../notifications/desktop-choice.ts';
import { canNotify } from '../notifications/desktop-permission.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-shared.ts';
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
  conversation: Conversation,
): unknown {
  const localizer = withScreenTexts(context.localizer);
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

  const save = (): void => {
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
    conversation.get().messages.length > 0
      ? item(iconDownload(), localizer.t('downloadTranscript'), save)
      : nothing,
    chat.hasIdentity()
      ? html`<div role="separator"></div>
          ${item(iconTrash(), localizer.t('eraseMyData'), eraseDialog.ask, 'bad')}`
      : nothing,
  ];
}
