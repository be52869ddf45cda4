// The chat as this tab had it on the page before. What the page itself asked for wins, and the focus stays in the page. On a
// screen that the chat would cover it only opens where it was left: after a reload, not over another page.

import type { VisitorChat } from '@globalchat/core';
import { SMALL_SCREEN } from '../frame/panel-frame.ts';
import { keepTab, pageOf } from './keep-tab.ts';
import { readTabEntry, tabKey } from './tab-entry.ts';
import type { TabOptions } from './tab-entry.ts';
import { returnToPlace } from './return-to-place.ts';

interface TabEntry {
  readonly open?: unknown;
  readonly page?: unknown;
  /** The id of a conversation, or a screen. */
  readonly shown?: unknown;
  readonly place?: unknown;
}

/** @param acted Aborts when somebody uses what shows: they are not taken away from it. */
export function restoreTab(tab: TabOptions, acted: AbortSignal): void {
  const { signal } = tab;
  void restore(tab, acted).then(() => keepTab(tab));
  // The page comes back as it was left, and another one may have gone on since.
  addEventListener('pageshow', ({ persisted }) => persisted && void restore(tab), { signal });
}

/** @param acted Without one the page comes back. */
async function restore(tab: TabOptions, acted?: AbortSignal): Promise<void> {
  const { chat, host, navigation, signal } = tab;
  const { open = true, page, place, shown } = parse(readTabEntry(tabKey(chat)));
  const { hidden, o: opened } = host;
  await known(chat, signal);
  const isBack = !acted;
  const isShown = host.hasAttribute('open');
  // Meanwhile somebody opened or closed it, went elsewhere in it or wrote.
  if (signal.aborted || host.o !== opened) return;
  if (isShown && acted && (acted.aborted || isChosen(tab))) return;
  const mayOpen = open === true && !hidden && (page === pageOf() || !matchMedia(SMALL_SCREEN).matches);
  const isDecided = !isBack && opened !== undefined;
  if (isBack && open !== true && isShown) return host.removeAttribute('open');
  const session = chat.get().sessions.find(({ id }) => id === shown);
  if (session) {
    if (isShown || mayOpen || session.status !== 'resolved') navigation.showConversation(session.id);
  } else if (shown === 'home') navigation.showHome();
  // Nothing was sent in it, or what was is still on its way. Where something is to be read, that stays.
  else if (shown && !navigation.conversation?.get().messages[0]) navigation.showConversation();
  if (mayOpen && !isShown && !isDecided) {
    host.restoring = true;
    host.addEventListener('gc-open', () => (host.restoring = false), { once: true });
    host.setAttribute('open', '');
  }
  if (session && !session.visitorUnread) returnToPlace(host.shadowRoot, place, signal);
}

/** Whether it shows what is shown only to whoever chose it, or a text under somebody's fingers. */
function isChosen({ chat, host, navigation: { conversation, screen } }: TabOptions): boolean {
  const { restored, sessions } = chat.get();
  const [newest] = sessions;
  if (conversation?.get().draft && host.shadowRoot.activeElement?.matches('textarea')) return true;
  if (!screen) return false;
  if (!newest) return restored && screen === 'home';
  const isOnly = sessions.length === 1 && newest.status !== 'resolved';
  return isOnly ? conversation?.id !== newest.id : screen === 'conversation';
}

function parse(text: string | null): TabEntry {
  try {
    return Object(JSON.parse(text ?? '{}')) as TabEntry;
  } catch {
    // Somebody else's text under our key.
    return { open: false };
  }
}

/** Until it is known which conversations there are, or that it cannot be known now. */
function known(chat: VisitorChat, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      const { error, restored } = chat.get();
      if (!restored && !error && chat.hasIdentity() && !signal.aborted) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = chat.subscribe(check);
    signal.addEventListener('abort', check);
    check();
  });
}
