// What a conversation is read in: loaded with the first that is chosen.
import { ownMessagesStyles } from './own-messages.styles.ts';
import { proofBadgeStyles } from './proof-badge.ts';
import { markdownStyles, messageOptionsStyles, noteStyles, transcriptStyles } from '@globalchat/ui';

export { OwnMessages } from './own-messages.ts';
export { FoundPlace } from './found-place.ts';
export { TranscriptController, noteRow } from '@globalchat/ui';
export { proofBadge } from './proof-badge.ts';

export const styles = [
  ...transcriptStyles,
  markdownStyles,
  noteStyles,
  proofBadgeStyles,
  messageOptionsStyles,
  ownMessagesStyles,
];
