// A clock that runs faster than the world, so that half a minute of patience passes in a second. Counts what still waits.

import type { Clock } from '../src/environment/environment.ts';

export interface QuickClock extends Clock {
  /** Timers that have neither run nor been cleared. */
  pending(): number;
}

export function createQuickClock(factor: number): QuickClock {
  const start = Date.now();
  const timers = new Set<unknown>();
  return {
    now: () => start + (Date.now() - start) * factor,
    setTimeout(callback, delay) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        callback();
      }, delay / factor);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer);
      clearTimeout(timer as NodeJS.Timeout);
    },
    pending: () => timers.size,
  };
}
