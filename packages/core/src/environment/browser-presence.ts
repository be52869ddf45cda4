// Whether the page has a network, is looked at, or woke from sleep. Owns the page's events; outside a page it is always
// online and visible and never calls back.

import type { Clock, Presence, PresenceReason } from '../environment.ts';

const TICK = 30_000;
/** Browsers slow a hidden page's timers to one a minute; only a longer pause is sleep. */
const SLEEP = 120_000;

export function createBrowserPresence(clock: Clock): Presence {
  const page = typeof document === 'undefined' ? null : document;
  const isVisible = (): boolean => page === null || (page.visibilityState === 'visible' && page.hasFocus());

  return {
    isOnline: () => typeof navigator === 'undefined' || navigator.onLine !== false,
    isVisible,
    subscribe(listener) {
      if (page === null) return () => undefined;
      const stop = new AbortController();
      const listen = (target: EventTarget, type: string, reason: () => PresenceReason | null): void =>
        target.addEventListener(
          type,
          () => {
            const known = reason();
            if (known) listener(known);
          },
          { signal: stop.signal },
        );

      let visible = isVisible();
      const look = (): PresenceReason | null => {
        if (visible === isVisible()) return null;
        visible = !visible;
        return visible ? 'visible' : 'hidden';
      };
      listen(page, 'visibilitychange', look);
      listen(window, 'focus', look);
      listen(window, 'blur', look);
      listen(window, 'online', () => 'online');
      listen(window, 'offline', () => 'offline');
      window.addEventListener('pageshow', (event) => event.persisted && listener('wake'), {
        signal: stop.signal,
      });

      let last = clock.now();
      let timer: unknown = null;
      const tick = (): void => {
        const now = clock.now();
        const slept = now - last > SLEEP;
        last = now;
        timer = clock.setTimeout(tick, TICK);
        if (slept) listener('wake');
      };
      timer = clock.setTimeout(tick, TICK);

      return () => {
        stop.abort();
        clock.clearTimeout(timer);
      };
    },
  };
}
