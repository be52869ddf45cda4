// All English texts of the widget together: what a translation is complete against.

import { laterTexts } from './later-texts.ts';
import { panelTexts } from './panel-texts.ts';

export const widgetTexts = { ...panelTexts, ...laterTexts } as const;

export type WidgetKey = keyof typeof widgetTexts;
