// The English texts of what can be done with one message.

export const messageActionTexts = {
  editMessage: 'Edit',
  editing: 'Edit message',
  saveEdit: 'Save',
  deleteQuestion: 'Delete this message?',
  editExpired: 'This message can no longer be changed.',
} as const;

export type MessageActionsKey = keyof typeof messageActionTexts;
