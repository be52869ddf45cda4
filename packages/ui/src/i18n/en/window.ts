// The English texts of the chat in a window of its own.

export const windowTexts = {
  openInWindow: 'Open in a window',
  windowFailed:
    'The chat couldn’t open in a window. If your browser blocks pop-ups, allow them for this page.',
} as const;

export type WindowKey = keyof typeof windowTexts;
