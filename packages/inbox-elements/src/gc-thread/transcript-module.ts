// What a conversation is read in: loaded with the first that is chosen.
import { markdownStyles, noteStyles, transcriptStyles } from '@globalchat/ui';

export { TranscriptController, noteRow } from '@globalchat/ui';

export const styles = [...transcriptStyles, markdownStyles, noteStyles];
