// All English texts of the widget together: what a translation is complete against.

import { emojiTexts } from './emoji-texts.ts';
import { fileTexts } from './file-texts.ts';
import { laterTexts } from './later-texts.ts';
import { panelTexts } from './panel-texts.ts';
import { transcriptTexts } from './transcript-texts.ts';

export const widgetTexts = {
  ...panelTexts,
  ...transcriptTexts,
  ...fileTexts,
  ...emojiTexts,
  ...laterTexts,
} as const;

export type WidgetKey = keyof typeof widgetTexts;
