// All English texts of the widget together: what a translation is complete against.

import { laterTexts } from './later-texts.ts';
import { panelTexts } from './panel-texts.ts';
import { transcriptTexts } from './transcript-texts.ts';

export const widgetTexts = { ...panelTexts, ...transcriptTexts, ...laterTexts } as const;

export type WidgetKey = keyof typeof widgetTexts;
