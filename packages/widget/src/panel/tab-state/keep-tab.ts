// Keeps what this tab shows of the chat, from the visitor's first act in it: whether it is open, which screen or
// conversation, and the message under the reader's eyes. Drafts are core's.

import { tabKey, writeTabEntry } from './tab-entry.ts';
import type { TabOptions } from './tab-entry.ts';

/** Pixels from the end that still count as being there. */
const END_DISTANCE_PX = 40;

export function keepTab({ chat, host, navigation, signal }: TabOptions): void {
  // This code may come when the widget is gone.
  if (signal.aborted) return;
  const key = tabKey(chat);
  const save = (): void => {
    const open = host.hasAttribute('open');
    const { conversation, screen } = navigation;
    const entry = {
      open,
      page: pageOf(),
      shown: conversation?.id ?? screen,
      place: placeIn(host.shadowRoot),
    };
    // Closed, it is only of use to whoever has conversations.
    writeTabEntry(key, open || chat.hasIdentity() ? JSON.stringify(entry) : null);
  };
  addEventListener('pagehide', save, { signal });
  // A phone may end a page that is in the background without a word.
  document.addEventListener('visibilitychange', save, { signal });
  for (const type of ['gc-open', 'gc-close']) host.addEventListener(type, save, { signal });
  save();
}

/** The address without the mark of a place in it. */
export const pageOf = (): string => location.href.split('#')[0]!;

/** The first message that is seen and where it stands, or nothing for the end. */
function placeIn(root: ShadowRoot): readonly [id: string, top: number] | undefined {
  const scroller = root.querySelector('.transcript');
  if (!scroller?.clientHeight) return undefined;
  if (scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= END_DISTANCE_PX) return undefined;
  const { top: edge } = scroller.getBoundingClientRect();
  for (const message of scroller.querySelectorAll<HTMLElement>('[data-id]')) {
    const { bottom, top } = message.getBoundingClientRect();
    if (bottom > edge) return [message.dataset['id']!, Math.round(top - edge)];
  }
  return undefined;
}
