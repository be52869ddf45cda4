// The English texts of the emoji button.

export const emojiTexts = {
  emoji: 'Emoji',
} as const;

export type EmojiKey = keyof typeof emojiTexts;
