// Messages of the team that arrive while the visitor is elsewhere: a count before the page's title, and a soft sound
// where the owner has sounds on and the visitor has not muted them. Nothing is told of what was there already, of what
// the visitor wrote, or of what is being looked at.

import type { Environment, Session, VisitorChat, VisitorChatState } from '@globalchat/core';
import { createSound, pageTitle } from '@globalchat/ui';
import type { PreferenceStore } from '../settings/preferences.ts';
import { createSoundThrottle } from './sound-throttle.ts';

export interface UnreadNotifierOptions {
  readonly chat: VisitorChat;
  readonly environment: Environment;
  readonly preferences: PreferenceStore;
  /** What was there before this was loaded. */
  readonly knownState: VisitorChatState;
  readonly signal: AbortSignal;
}

export function startUnreadNotifier({
  chat,
  environment,
  preferences,
  knownState,
  signal,
}: UnreadNotifierOptions): void {
  if (signal.aborted) return;
  const { presence } = environment;
  const sound = createSound(signal);
  const soundThrottle = createSoundThrottle({
    name: `globalchat:${chat.widgetId}:sound`,
    environment,
    isWanted: () =>
      chat.get().config?.features.sounds === true && !preferences.get().muted && sound.isAllowed(),
    play: sound.play,
    signal,
  });
  /** This widget, among those that count in the title. */
  const titleKey = {};
  let before = knownState;
  let stopWaitingForReturn: (() => void) | null = null;

  const restoreTitle = (): void => {
    if (!stopWaitingForReturn) return;
    stopWaitingForReturn();
    stopWaitingForReturn = null;
    pageTitle().set(titleKey, 0);
  };

  const onChatChange = (): void => {
    const now = chat.get();
    const hasArrived = newlyAnswered(before, now) !== undefined;
    const isUnseen = now.unread > before.unread;
    before = now;
    if (hasArrived && isUnseen) {
      soundThrottle.request();
      if (!presence.isVisible())
        stopWaitingForReturn ??= presence.subscribe(() => presence.isVisible() && restoreTitle());
    } else if (hasArrived && presence.isVisible()) soundThrottle.markSeen();
    // Also when it was read in another tab.
    if (stopWaitingForReturn) pageTitle().set(titleKey, now.unread);
  };

  const unsubscribe = chat.subscribe(onChatChange);
  signal.addEventListener(
    'abort',
    () => {
      unsubscribe();
      restoreTitle();
    },
    { once: true },
  );
  onChatChange();
}

/** What is seen for the first time was there already: a conversation begins with what the visitor writes. */
export function newlyAnswered(before: VisitorChatState, now: VisitorChatState): Session | undefined {
  return now.sessions.find(({ id, lastSeq, lastMessageBy }) => {
    const known = before.sessions.find((session) => session.id === id);
    return known !== undefined && lastSeq > known.lastSeq && lastMessageBy === 'agent';
  });
}
