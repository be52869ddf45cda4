// The English texts of the views both sides share: transcript, composer, files and emoji. Everything else has its own
// dictionary, so that the widget carries no text of the inbox.

import { composerTexts } from './composer.ts';
import { emojiTexts } from './emoji.ts';
import { fileTexts } from './files.ts';
import { sendingTexts } from './sending.ts';
import { transcriptTexts } from './transcript.ts';

export const sharedTexts = {
  ...sendingTexts,
  ...transcriptTexts,
  ...composerTexts,
  ...fileTexts,
  ...emojiTexts,
} as const;

export type SharedKey = keyof typeof sharedTexts;
