// The transcript as a part of its own: a new conversation is written in before there is anything to read.

import {
  TranscriptController,
  transcriptStyles as styles,
  transcriptTexts,
  withFormats,
} from '@globalchat/ui';
import type { Localizer, PanelKey, TranscriptKey } from '@globalchat/ui';
import type { WidgetLocalizer } from './localization.ts';

const extended = new WeakMap<WidgetLocalizer, Localizer<PanelKey | TranscriptKey>>();

/** The localizer with the transcript's texts and formats; made once for each, since formatters are slow to make. */
function withTranscriptTexts(localizer: WidgetLocalizer): Localizer<PanelKey | TranscriptKey> {
  const known = extended.get(localizer) ?? withFormats(localizer.extend(transcriptTexts));
  extended.set(localizer, known);
  return known;
}

export { styles, TranscriptController, withTranscriptTexts };
