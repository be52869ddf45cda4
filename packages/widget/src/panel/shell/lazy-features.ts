// What no first message needs, as one part that arrives when the panel is already usable: files and emoji in the composer,
// the menu, and news while the visitor is elsewhere. Owns bringing them; each of them has a file of its own, and what is
// not used at once a chunk of its own.

import { browserEnvironment } from '@globalchat/core';
import type { Conversation, VisitorChat } from '@globalchat/core';
import { EmojiPicker, emojiTexts, extension } from '@globalchat/ui';
import type { ComposerController, ComposerProps, StagedFiles } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import { containEvents, containmentStyles } from '../frame/containment.ts';
import type { PanelContext } from './panel-context.ts';
import { composerFiles, styles } from '../conversation/composer-files.ts';
import { launcherStyles } from '../launcher/launcher-hover.styles.ts';
import type { PartReady } from './lazy-module.ts';
import { createMenuButton } from '../menu/menu-button.ts';
import { createPreferences } from '../settings/preferences.ts';
import type { ViewHost } from '../frame/view-host.ts';

/** Forgets the visitor on this device, after `erase`; when that fails everything stays as it is. */
export interface Forgetful {
  reset(erase: () => Promise<void>): Promise<void>;
}

export interface ComposerExtras {
  readonly staged?: StagedFiles;
  /** Above the text. */
  readonly tray?: unknown;
  readonly props: Partial<ComposerProps>;
}

export type Extras = ReturnType<typeof createExtras>;

const withEmojiTexts = extension(emojiTexts);

/** @param signal Ends with the widget. */
export function createExtras(
  host: PanelHost,
  chat: VisitorChat,
  panel: Forgetful,
  onPart: PartReady,
  signal: AbortSignal,
) {
  const environment = browserEnvironment(host.environment ?? {});
  const preferences = createPreferences(environment.storage, chat.widgetId);
  const menu = createMenuButton({ chat, panel, onPart, preferences, signal });
  let picker: { readonly host: ViewHost; readonly emoji: EmojiPicker } | null = null;
  let isWatching = false;

  /** News can only come from a conversation. */
  const watch = (): void => {
    const known = chat.get();
    if (isWatching || known.sessions.length === 0) return;
    isWatching = true;
    import('../notifications/unread-notifier.ts').then(
      ({ watchNews }) => watchNews({ chat, environment, preferences, known, signal }),
      // The next change asks again.
      () => (isWatching = false),
    );
  };

  const emojiOf = (view: ViewHost): EmojiPicker => {
    if (picker?.host !== view) {
      const emoji = new EmojiPicker(view, {
        load: () => preferences.get().emoji,
        save: (recent) => preferences.set({ emoji: recent }),
      });
      picker = { host: view, emoji };
    }
    return picker.emoji;
  };

  if (!signal.aborted) {
    containEvents(host, signal);
    const unsubscribe = chat.subscribe(watch);
    signal.addEventListener('abort', unsubscribe, { once: true });
    host.addEventListener('gc-reset', preferences.clear, { signal });
    watch();
  }

  return {
    styles: [...styles, containmentStyles, launcherStyles],
    menu,
    /** What the composer is given besides its text. */
    composer(
      view: ViewHost,
      composer: ComposerController,
      conversation: Conversation,
      context: PanelContext,
    ): ComposerExtras {
      const files = context.state.config?.features.attachments
        ? composerFiles(view, conversation, context)
        : undefined;
      const emoji = emojiOf(view).render({ composer, localizer: withEmojiTexts(context.localizer) });
      return { ...files, props: { ...files?.props, tools: [files?.props.tools, emoji] } };
    },
  };
}
