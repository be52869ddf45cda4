// Messages of the team that arrive while the visitor is elsewhere: a count before the page's title, and a soft sound where
// the owner has sounds on and the visitor has not muted them. Owns what is news: never what was there already, never what
// the visitor wrote, never what is being looked at. Loaded when there is a conversation that news could come from.

import type { Environment, VisitorChat, VisitorChatState } from '@globalchat/core';
import { createSound, pageTitle } from '@globalchat/ui';
import { createBell } from './sound-turn.ts';
import type { Preferences } from '../settings/preferences.ts';

export interface NewsOptions {
  readonly chat: VisitorChat;
  readonly environment: Environment;
  readonly preferences: Preferences;
  /** What was there before this was loaded. */
  readonly known: VisitorChatState;
  readonly signal: AbortSignal;
}

export function watchNews({ chat, environment, preferences, known, signal }: NewsOptions): void {
  if (signal.aborted) return;
  const { presence } = environment;
  const sound = createSound(signal);
  const bell = createBell({
    name: `globalchat:${chat.widgetId}:bell`,
    environment,
    isWanted: () =>
      chat.get().config?.features.sounds === true && !preferences.get().muted && sound.isAllowed(),
    onRing: sound.play,
    signal,
  });
  /** This widget, among those that count in the title. */
  const self = {};
  let before = known;
  let stopWaiting: (() => void) | null = null;

  const back = (): void => {
    if (!stopWaiting) return;
    stopWaiting();
    stopWaiting = null;
    pageTitle().set(self, 0);
  };

  const changed = (): void => {
    const now = chat.get();
    const arrived = hasNewAnswer(before, now);
    const isUnseen = now.unread > before.unread;
    before = now;
    if (arrived && isUnseen) {
      bell.ring();
      if (!presence.isVisible()) stopWaiting ??= presence.subscribe(() => presence.isVisible() && back());
    } else if (arrived && presence.isVisible()) bell.seen();
    // Also when it was read in another tab.
    if (stopWaiting) pageTitle().set(self, now.unread);
  };

  const unsubscribe = chat.subscribe(changed);
  signal.addEventListener(
    'abort',
    () => {
      unsubscribe();
      back();
    },
    { once: true },
  );
  changed();
}

/** What is seen for the first time was there already: a conversation begins with what the visitor writes. */
function hasNewAnswer(before: VisitorChatState, now: VisitorChatState): boolean {
  return now.sessions.some(({ id, lastSeq, lastMessageBy }) => {
    const known = before.sessions.find((session) => session.id === id);
    return known !== undefined && lastSeq > known.lastSeq && lastMessageBy === 'agent';
  });
}
