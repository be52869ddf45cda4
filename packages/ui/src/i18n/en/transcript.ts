// The English texts of the transcript.

import type { sendingTexts } from './sending.ts';

export const transcriptTexts = {
  you: 'You',
  team: 'Team',
  visitor: 'Visitor',
  newMessages: { one: '{n} new message', other: '{n} new messages' },
  newLine: 'New',
  toNewest: 'Jump to the newest message',
  typing: '{name} is typing',
  deleted: 'Message deleted',
  edited: 'Edited',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  notSent: 'Not sent.',
  stillTrying: 'Not sent yet. Next try: {time}',
  retry: 'Retry',
  discard: 'Delete',
  download: 'Download',
  openImage: 'Open image {name}',
  closeImage: 'Close image',
} as const;

export type TranscriptKey = keyof typeof transcriptTexts | keyof typeof sendingTexts;
