// The transcript as a part of its own: a new conversation is written in before there is anything to read.

import { extension, TranscriptController, transcriptStyles as styles, transcriptTexts } from '@globalchat/ui';

const withTranscriptTexts = extension(transcriptTexts);

export { styles, TranscriptController, withTranscriptTexts };
