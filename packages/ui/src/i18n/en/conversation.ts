// The English texts of the widget's launcher, header and conversation, needed from its first opening on. `{n}` chooses
// the plural form.

import { composerTexts } from './composer.ts';
import { errorTexts } from './errors.ts';

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
  ...errorTexts,
} as const;

export type ConversationKey = keyof typeof conversationTexts;
