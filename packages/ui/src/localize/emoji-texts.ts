// The English texts of the emoji button. They come with the part that shows it.

export const emojiTexts = {
  emoji: 'Emoji',
} as const;

export type EmojiKey = keyof typeof emojiTexts;
