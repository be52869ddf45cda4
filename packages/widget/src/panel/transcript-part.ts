// The transcript as a part of its own: a new conversation is written in before there is anything to read.

import { TranscriptController, transcriptStyles as styles } from '@globalchat/ui';

export { styles, TranscriptController };
