// The English texts of what can be done with one message.

/** Of the button beside a message. */
export const messageOptionTexts = { messageOptions: 'Message options' } as const;

export const messageActionTexts = {
  ...messageOptionTexts,
  editMessage: 'Edit',
  editing: 'Edit message',
  saveEdit: 'Save',
  deleteQuestion: 'Delete this message?',
  editExpired: 'This message can no longer be changed.',
  editedElsewhere: 'This message was changed elsewhere. It now says:',
  deletedElsewhere: 'This message was deleted elsewhere.',
  wordsKept: 'What you wrote is still here.',
} as const;
