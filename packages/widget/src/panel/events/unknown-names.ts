// Says on the console which verbs and events there are not that a page called or listened to: once each, also those of
// before the panel was here.

import type { PanelHost } from '../../element/panel-contract.ts';
import { EVENT_NAMES } from '../../verbs-and-events.ts';

const watched = new WeakSet<PanelHost>();

export function warnOfUnknownNames(host: PanelHost): void {
  if (watched.has(host)) return;
  watched.add(host);
  const told = new Set(EVENT_NAMES);
  const check = (asked = ''): void => {
    // What stands before the first one is no name.
    for (const name of asked.split(',').slice(1)) {
      if (told.has(name)) continue;
      told.add(name);
      const what = name.startsWith('!') ? 'unknown_verb' : 'unknown_event';
      console.warn(`[Global Chat] ${what}: there is no "${name.replace('!', '')}".`);
    }
  };
  check(host.q);
  Object.defineProperty(host, 'q', { get: () => '', set: check });
}
