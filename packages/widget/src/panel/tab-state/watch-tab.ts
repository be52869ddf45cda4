// Whether there is something to remember of this tab, or to find again in it: what does either is loaded only then.

import { forgetTab, readTabEntry, tabKey, writeTabEntry } from './tab-entry.ts';
import type { TabOptions } from './tab-entry.ts';

/** An open chat in which nobody did anything yet. */
const OPEN_ENTRY = '{}';

export function watchTab(tab: TabOptions): void {
  const { chat, host, signal } = tab;
  const key = tabKey(chat);
  const ignore = (): void => undefined;
  const acted = new AbortController();
  const onAct = (act: (event: Event) => void): void => {
    for (const type of ['pointerdown', 'keydown'])
      host.shadowRoot.addEventListener(type, act, { signal: AbortSignal.any([signal, acted.signal]) });
  };
  if (readTabEntry(key)) {
    // Whoever only opens it wants it as it was.
    onAct(({ target }) => (target as Element).closest('.view') && acted.abort());
    import('./restore-tab.ts').then(({ restoreTab }) => restoreTab(tab, acted.signal), ignore);
  } else
    onAct(() => {
      acted.abort();
      import('./keep-tab.ts').then(({ keepTab }) => keepTab(tab), ignore);
    });
  host.addEventListener('gc-reset', () => forgetTab(chat), { signal });
  // Opened, and left at once by a link of the page. Who keeps more writes it after this.
  addEventListener(
    'pagehide',
    () => {
      if (host.hasAttribute('open') && navigator.userActivation?.hasBeenActive)
        writeTabEntry(key, OPEN_ENTRY);
    },
    { signal },
  );
}
