// What the lazy screens share: their texts, their tokens, skeletons and buttons.

import { buttonStyles, extension, screenTexts, moreTokens, skeletonStyles } from '@globalchat/ui';
import type { ScreenKey, Localizer, ConversationKey } from '@globalchat/ui';

export type ScreenLocalizer = Localizer<ConversationKey | ScreenKey>;

export const withScreenTexts = extension(screenTexts);

export const screenStyles = [moreTokens, skeletonStyles, buttonStyles];
