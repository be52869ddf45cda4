// The English texts of what goes wrong in a conversation; which code says which is in the widget's i18n/error-texts.ts. Those
// of the inbox are in inbox.ts.

export const errorTexts = {
  retry: 'Retry',
  offline: 'You’re offline. We’ll send your messages when you’re back.',
  connecting: 'Connecting…',
  cannotConnect: 'Chat can’t connect. A blocker or this network stops it.',
  noStorage: 'Your browser blocks storage. This chat ends with the page.',
  tooFast: 'You’re sending quickly. Wait {n} s.',
  notAllowed: 'This chat doesn’t accept messages from you.',
  somethingFailed: 'That didn’t work. Try again.',
} as const;
