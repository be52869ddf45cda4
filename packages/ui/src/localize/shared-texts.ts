// The English texts of the views both sides share: transcript and composer. Everything else has its own dictionary,
// so that the widget carries no text of the inbox.

export const sharedTexts = {
  you: 'You',
  team: 'Team',
  visitor: 'Visitor',
  newMessages: { one: '{n} new message', other: '{n} new messages' },
  newLine: 'New',
  toNewest: 'Jump to the newest message',
  typing: '{name} is typing',
  deleted: 'Message deleted',
  edited: 'Edited',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  notSent: 'Not sent.',
  retry: 'Retry',
  discard: 'Delete',
  download: 'Download',
  openImage: 'Open image {name}',
  charactersLeft: { one: '{n} character left', other: '{n} characters left' },
  tooLong: {
    one: 'This message is too long by {n} character.',
    other: 'This message is too long by {n} characters.',
  },
} as const;

export type SharedKey = keyof typeof sharedTexts;
