// Whether the page has a network, is looked at, or woke from sleep. Owns the page's events; outside a page it is always
// online and visible and never calls back.

import type { Clock, Presence } from './environment.ts';

const WAKE_CHECK_INTERVAL_MS = 30_000;
/** Browsers slow a hidden page's timers to one a minute; only a longer pause is sleep. */
const SLEEP_THRESHOLD_MS = 120_000;

export function createBrowserPresence(clock: Clock): Presence {
  const page = typeof document === 'undefined' ? null : document;
  const isVisible = (): boolean => page === null || (page.visibilityState === 'visible' && page.hasFocus());

  return {
    isOnline: () => typeof navigator === 'undefined' || navigator.onLine !== false,
    isVisible,
    subscribe(listener) {
      if (page === null) return () => undefined;
      const stop = new AbortController();
      const { signal } = stop;
      let visible = isVisible();
      const look = (): void => {
        if (visible === isVisible()) return;
        visible = !visible;
        listener(visible ? 'visible' : 'hidden');
      };
      page.addEventListener('visibilitychange', look, { signal });
      for (const type of ['focus', 'blur']) window.addEventListener(type, look, { signal });
      for (const reason of ['online', 'offline'] as const) {
        window.addEventListener(reason, () => listener(reason), { signal });
      }
      window.addEventListener('pageshow', (event) => event.persisted && listener('wake'), { signal });

      let last = clock.now();
      let timer: unknown = null;
      const tick = (): void => {
        const now = clock.now();
        const slept = now - last > SLEEP_THRESHOLD_MS;
        last = now;
        timer = clock.setTimeout(tick, WAKE_CHECK_INTERVAL_MS);
        if (slept) listener('wake');
      };
      timer = clock.setTimeout(tick, WAKE_CHECK_INTERVAL_MS);

      return () => {
        stop.abort();
        clock.clearTimeout(timer);
      };
    },
  };
}
