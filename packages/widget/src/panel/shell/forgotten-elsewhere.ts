// Another tab forgot the visitor, by `reset()` or by erasing their data: what this one shows is nobody's any more, and what
// were written into it could not arrive.

import { forgetTab } from '../tab-state/tab-entry.ts';
import type { TabOptions } from '../tab-state/tab-entry.ts';

export function leaveWhenForgotten({ chat, host, navigation, signal }: TabOptions): void {
  let wasKnown = chat.get().restored;
  const unsubscribe = chat.subscribe(() => {
    const isForgotten = wasKnown && !chat.get().restored;
    wasKnown = chat.get().restored;
    if (isForgotten) forgetTab(chat);
    // Whoever is forgotten by this tab has left the conversation before.
    if (!isForgotten || !navigation.conversation) return;
    navigation.reset();
    // Once all of it is forgotten.
    queueMicrotask(() => {
      if (!signal.aborted) navigation.setVisible(host.placement === 'inline' || host.hasAttribute('open'));
    });
  });
  signal.addEventListener('abort', unsubscribe, { once: true });
}
