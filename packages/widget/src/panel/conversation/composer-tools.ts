// Files and emoji: what the composer is given besides its text.

import type { Conversation } from '@globalchat/core';
import { EmojiPicker, emojiTexts, extension } from '@globalchat/ui';
import type { ComposerController } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type { ComposerTools, PanelContext } from '../shell/panel-context.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { MenuOptions } from '../menu/menu-button.ts';
import { canNotify } from '../notifications/desktop-permission.ts';
import { composerFiles } from './composer-files.ts';

const withEmojiTexts = extension(emojiTexts);

export function createComposerTools({
  preferences,
  adoptStyles,
  watchAnswers,
}: Pick<MenuOptions, 'preferences' | 'adoptStyles' | 'watchAnswers'>) {
  const chosenFiles = createLazyView(() => import('./chosen-files.ts'), adoptStyles);
  const offer = createLazyView(() => import('../notifications/notify-offer.ts'), adoptStyles);
  /** The visitor looks elsewhere: from then on being told of answers is of use. */
  let isElsewhere = false;
  let emojiHost: ViewHost;
  let emojiPicker: EmojiPicker;

  return (
    host: ViewHost,
    composer: ComposerController,
    conversation: Conversation,
    context: PanelContext,
  ): ComposerTools => {
    const files = context.state.config?.features.attachments
      ? composerFiles(host, conversation, context, chosenFiles)
      : undefined;
    if (emojiHost !== host) {
      emojiHost = host;
      host.onpointerleave = () => {
        isElsewhere = true;
        host.requestUpdate();
      };
      emojiPicker = new EmojiPicker(host, {
        load: () => preferences.get().emoji,
        save: (emoji) => preferences.set({ emoji }),
      });
    }
    const emoji = emojiPicker.render({ composer, localizer: withEmojiTexts(context.localizer) });
    const isOffered =
      isElsewhere &&
      preferences.get().notify === null &&
      conversation.get().session?.agentName &&
      canNotify();
    return {
      ...files,
      tray: [
        isOffered ? offer.get()?.notifyOffer(context, preferences, watchAnswers) : undefined,
        files?.tray,
      ],
      props: { ...files?.props, tools: [files?.props.tools, emoji] },
    };
  };
}
