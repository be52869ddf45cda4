// The texts that the lazy screens share, apart from their looks: the first button to a menu needs a word of them.

import { extension, screenTexts } from '@globalchat/ui';
import type { ScreenKey, Localizer, ConversationKey } from '@globalchat/ui';

export type ScreenLocalizer = Localizer<ConversationKey | ScreenKey>;

export const withScreenTexts = extension(screenTexts);
