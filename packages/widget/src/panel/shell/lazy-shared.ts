// What the parts that arrive later share: their texts, their tokens, skeletons, buttons with words.

import { buttonStyles, extension, screenTexts, moreTokens, skeletonStyles } from '@globalchat/ui';
import type { ScreenKey, Localizer, ConversationKey } from '@globalchat/ui';

export type LaterLocalizer = Localizer<ConversationKey | ScreenKey>;

export const withLaterTexts = extension(screenTexts);

export const laterStyles = [moreTokens, skeletonStyles, buttonStyles];
