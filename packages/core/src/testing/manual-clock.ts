// Time that stands still until a test moves it. Owns the order of timers.

import type { Clock } from '../environment/environment.ts';

/** Node's own way is much quicker than a timer, which takes a millisecond at least. */
const nextTurn: (resolve: () => void) => void =
  (globalThis as { setImmediate?: (resolve: () => void) => void }).setImmediate ??
  ((resolve) => globalThis.setTimeout(resolve, 0));

export interface ManualClock extends Clock {
  /** Moves the time on, running each timer at its own moment, and lets promises settle after each. */
  advance(milliseconds: number): Promise<void>;
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>;
  /** Sets the time without running timers, as a device that slept or a person who changed the clock. */
  jump(milliseconds: number): void;
  /** How many timers wait; zero after a clean end. */
  pending(): number;
}

/** @param start Epoch milliseconds at the beginning. */
export function createManualClock(start = Date.UTC(2026, 0, 5, 9, 0, 0)): ManualClock {
  let time = start;
  let handles = 0;
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();

  const next = (until: number): { handle: number; at: number; callback: () => void } | null => {
    let found: { handle: number; at: number; callback: () => void } | null = null;
    for (const [handle, timer] of timers) {
      if (timer.at <= until && (found === null || timer.at < found.at)) found = { handle, ...timer };
    }
    return found;
  };

  const clock: ManualClock = {
    now: () => time,
    setTimeout(callback, delay) {
      handles += 1;
      timers.set(handles, { at: time + Math.max(0, delay), callback });
      return handles;
    },
    clearTimeout: (handle) => void timers.delete(handle as number),
    async settle() {
      // Twice around the real event loop: a promise chain of any length ends within one turn, a task it starts in the next.
      for (let turn = 0; turn < 2; turn += 1) await new Promise<void>(nextTurn);
    },
    async advance(milliseconds) {
      const until = time + milliseconds;
      await clock.settle();
      for (let due = next(until); due; due = next(until)) {
        timers.delete(due.handle);
        time = Math.max(time, due.at);
        due.callback();
        await clock.settle();
      }
      time = until;
    },
    jump: (milliseconds) => void (time += milliseconds),
    pending: () => timers.size,
  };
  return clock;
}
