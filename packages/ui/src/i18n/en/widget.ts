// All English texts of the widget: what a translation is complete against. The panel starts with those of conversation.ts;
// the others are files of their own because the code that shows them brings them along, with `extension` of localizer.ts.

import { conversationTexts } from './conversation.ts';
import { emojiTexts } from './emoji.ts';
import { fileTexts } from './files.ts';
import { limitTexts } from './limits.ts';
import { messageActionTexts } from './message-actions.ts';
import { screenTexts } from './screens.ts';
import { sendingTexts } from './sending.ts';
import { transcriptTexts } from './transcript.ts';
import { windowTexts } from './window.ts';

export const widgetTexts = {
  ...conversationTexts,
  ...sendingTexts,
  ...transcriptTexts,
  ...fileTexts,
  ...emojiTexts,
  ...screenTexts,
  ...limitTexts,
  ...messageActionTexts,
  ...windowTexts,
} as const;

export type WidgetKey = keyof typeof widgetTexts;
