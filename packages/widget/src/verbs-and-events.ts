// The names by which a page calls the chat: what `GlobalChat()` takes and the element has. Read by types, documentation and
// tests, and by the panel, which says what there is not; the first script has no room for lists.

import type { GlobalChatEventName } from './events.ts';

/** What a page tells the chat; all but `init` are methods of the element, in element/global-chat.ts. */
export const VERBS = [
  'init',
  'update',
  'open',
  'close',
  'toggle',
  'show',
  'hide',
  'identify',
  'setAttributes',
  'track',
  'prefill',
  'send',
  'setLocale',
  'setTheme',
  'on',
  'once',
  'off',
  'reset',
  'destroy',
] as const;

/** What a page asks the chat. */
export const GETTERS = ['state', 'unreadCount', 'session'] as const;

export type GlobalChatVerb = (typeof VERBS)[number] | (typeof GETTERS)[number];

const EVENTS: Readonly<Record<GlobalChatEventName, true>> = {
  ready: true,
  open: true,
  close: true,
  'before-send': true,
  send: true,
  message: true,
  unread: true,
  typing: true,
  session: true,
  status: true,
  rate: true,
  identify: true,
  attributes: true,
  consent: true,
  locale: true,
  'attachment-add': true,
  'attachment-remove': true,
  'attachment-progress': true,
  'attachment-error': true,
  trigger: true,
  error: true,
  reset: true,
};

/** Events by their names without `gc-`. */
export const EVENT_NAMES: readonly string[] = Object.keys(EVENTS);
