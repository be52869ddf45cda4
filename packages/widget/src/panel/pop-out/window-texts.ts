// The texts of the menu and of what it reports, with those of the chat in a window.

import { extension, windowTexts } from '@globalchat/ui';
import type { ConversationKey, Localizer, ScreenKey, WindowKey } from '@globalchat/ui';
import type { WidgetLocalizer } from '../i18n/localization.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';

const extend = extension(windowTexts);

export const withWindowTexts = (
  localizer: WidgetLocalizer,
): Localizer<ConversationKey | ScreenKey | WindowKey> => extend(withScreenTexts(localizer));
