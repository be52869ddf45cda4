// What the parts that arrive later share: their texts, their tokens, skeletons, buttons with words.

import { buttonStyles, extension, laterTexts, moreTokens, skeletonStyles } from '@globalchat/ui';
import type { LaterKey, Localizer, PanelKey } from '@globalchat/ui';

export type LaterLocalizer = Localizer<PanelKey | LaterKey>;

export const withLaterTexts = extension(laterTexts);

export const laterStyles = [moreTokens, skeletonStyles, buttonStyles];
