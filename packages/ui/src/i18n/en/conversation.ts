// The English texts of the widget's launcher, header and conversation, needed from its first opening on. `{n}` chooses
// the plural form.

import { composerTexts } from './composer.ts';

export const conversationTexts = {
  ...composerTexts,
  // Launcher and panel
  openChat: 'Open chat',
  closeChat: 'Close chat',
  chat: 'Chat',
  unread: { one: '{n} unread message', other: '{n} unread messages' },
  back: 'Back',
  // Presence
  onlineShort: 'Online · replies in about {n} min',
  online: 'Online',
  away: 'We’re away right now',
  // Conversation
  conversationWith: 'Conversation with {name}',
  askUs: 'Ask us anything',
  teamReads: '{names} read along.',
  repliesTake: { one: 'Replies take about {n} minute.', other: 'Replies take about {n} minutes.' },
  message: 'Message',
  sendMessage: 'Send message',
  writeMessage: 'Write a message…',
  leaveMessage: 'Leave a message…',
  // What goes wrong
  retry: 'Retry',
  offline: 'You’re offline. We’ll send your messages when you’re back.',
  connecting: 'Connecting…',
  cannotConnect: 'Chat can’t connect. A blocker or this network stops it.',
  noStorage: 'Your browser blocks storage. This chat ends with the page.',
  tooFast: 'You’re sending quickly. Wait {n} s.',
  notAllowed: 'This chat doesn’t accept messages from you.',
  somethingFailed: 'That didn’t work. Try again.',
} as const;

export type ConversationKey = keyof typeof conversationTexts;
