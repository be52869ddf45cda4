// The English texts of the composer.

export const composerTexts = {
  charactersLeft: { one: '{n} character left', other: '{n} characters left' },
  tooLong: {
    one: 'This message is too long by {n} character.',
    other: 'This message is too long by {n} characters.',
  },
} as const;

export type ComposerKey = keyof typeof composerTexts;
