// Files and emoji: what the composer is given besides its text.

import type { Conversation } from '@globalchat/core';
import { EmojiPicker, emojiTexts, extension } from '@globalchat/ui';
import type { ComposerController } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type { PreferenceStore } from '../settings/preferences.ts';
import type { ComposerTools, PanelContext } from '../shell/panel-context.ts';
import { createPanelModule } from '../shell/panel-module.ts';
import type { AdoptStyles } from '../shell/panel-module.ts';
import { composerFiles } from './composer-files.ts';

const withEmojiTexts = extension(emojiTexts);

export function createComposerTools(preferences: PreferenceStore, adoptStyles: AdoptStyles) {
  const chosenFiles = createPanelModule(() => import('./chosen-files.ts'), adoptStyles);
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
      emojiPicker = new EmojiPicker(host, {
        load: () => preferences.get().emoji,
        save: (emoji) => preferences.set({ emoji }),
      });
    }
    const emoji = emojiPicker.render({ composer, localizer: withEmojiTexts(context.localizer) });
    return { ...files, props: { ...files?.props, tools: [files?.props.tools, emoji] } };
  };
}
