// What a conversation is read in: loaded with the first that is chosen.
import { proofBadgeStyles } from './proof-badge.ts';
import { markdownStyles, noteStyles, transcriptStyles } from '@globalchat/ui';

export { FoundPlace } from './found-place.ts';
export { TranscriptController, noteRow } from '@globalchat/ui';
export { proofBadge } from './proof-badge.ts';

export const styles = [...transcriptStyles, markdownStyles, noteStyles, proofBadgeStyles];
