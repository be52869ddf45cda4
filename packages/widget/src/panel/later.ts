// What the parts that arrive later share: their texts, their tokens, skeletons, buttons with words.

import { buttonStyles, laterTexts, moreTokens, skeletonStyles, withFormats } from '@globalchat/ui';
import type { LaterKey, Localizer, PanelKey } from '@globalchat/ui';
import type { WidgetLocalizer } from './localization.ts';

export type LaterLocalizer = Localizer<PanelKey | LaterKey>;

const extended = new WeakMap<WidgetLocalizer, LaterLocalizer>();

/** The localizer with the later texts and formats; made once for each, since formatters are slow to make. */
export function withLaterTexts(localizer: WidgetLocalizer): LaterLocalizer {
  const known = extended.get(localizer) ?? withFormats(localizer.extend(laterTexts));
  extended.set(localizer, known);
  return known;
}

export const laterStyles = [moreTokens, skeletonStyles, buttonStyles];
