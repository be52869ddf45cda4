// Answers told by the desktop while the page is out of sight, to whoever asked for it. What is said is plain text to every
// desktop; a click brings the page to the front and opens the conversation.

import type { Environment, Session, VisitorChat } from '@globalchat/core';
import type { PreferenceStore } from '../settings/preferences.ts';
import type { TabOptions } from '../tab-state/tab-entry.ts';
import { isNotified } from './desktop-choice.ts';
import { newlyAnswered } from './unread-notifier.ts';

/** Characters of a message that are shown. */
const MAX_BODY_CHARACTERS = 200;
/** Marks that turn text around. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;

const watched = new WeakSet<VisitorChat>();

/** From now on, once. */
export function watchAnswers(
  tab: TabOptions,
  { presence }: Pick<Environment, 'presence'>,
  preferences: PreferenceStore,
): void {
  const { chat, signal } = tab;
  if (watched.has(chat) || signal.aborted) return;
  watched.add(chat);
  let before = chat.get();
  const unsubscribe = chat.subscribe(() => {
    const now = chat.get();
    const session = newlyAnswered(before, now);
    before = now;
    if (session && !presence.isVisible() && isNotified(preferences)) tell(tab, session);
  });
  signal.addEventListener('abort', unsubscribe, { once: true });
}

function tell({ chat, host, navigation, signal }: TabOptions, session: Session): void {
  const plain = (text: string): string => text.replace(DIRECTION_MARKS, '').slice(0, MAX_BODY_CHARACTERS);
  const title = plain(session.agentName ?? chat.get().config?.teamName ?? '');
  let notification: Notification;
  try {
    // One of a conversation, also from several tabs.
    notification = new Notification(title, {
      body: plain(session.lastMessagePreview ?? ''),
      tag: session.id,
    });
  } catch {
    // A browser that has the class, and refuses to make one.
    return;
  }
  notification.onclick = () => {
    window.focus();
    navigation.showConversation(session.id);
    host.setAttribute('open', '');
    notification.close();
  };
  signal.addEventListener('abort', () => notification.close(), { once: true });
}
