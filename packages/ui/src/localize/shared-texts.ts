// The English texts of the views both sides share: transcript and composer. Everything else has its own dictionary,
// so that the widget carries no text of the inbox.

import { composerTexts } from './composer-texts.ts';
import { transcriptTexts } from './transcript-texts.ts';

export const sharedTexts = { ...transcriptTexts, ...composerTexts } as const;

export type SharedKey = keyof typeof sharedTexts;
