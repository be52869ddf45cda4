// A clock whose speed a test chooses, so that minutes of patience pass in seconds, and the moment after them at normal speed.
import type { Clock } from '../../src/environment/environment.ts';

export interface WarpClock extends Clock {
  /** From now on so many times as fast as the world, for timers that wait already, too. */
  setFactor(factor: number): void;
  /** Resolves when this clock has moved on by so much. */
  pass(milliseconds: number): Promise<void>;
}

interface Waiting {
  /** By this clock. */
  readonly due: number;
  readonly callback: () => void;
  timer: NodeJS.Timeout;
}

export function createWarpClock(): WarpClock {
  const waiting = new Set<Waiting>();
  let factor = 1;
  let origin = { real: Date.now(), warped: Date.now() };

  const start = (due: number, callback: () => void): NodeJS.Timeout =>
    setTimeout(callback, (due - clock.now()) / factor);
  const clock: WarpClock = {
    now: () => origin.warped + (Date.now() - origin.real) * factor,
    setTimeout(callback, delay) {
      const due = clock.now() + delay;
      const run = (): void => {
        waiting.delete(entry);
        callback();
      };
      const entry: Waiting = { due, callback: run, timer: start(due, run) };
      waiting.add(entry);
      return entry;
    },
    clearTimeout(handle) {
      if (!waiting.delete(handle as Waiting)) return;
      clearTimeout((handle as Waiting).timer);
    },
    setFactor(next) {
      origin = { real: Date.now(), warped: clock.now() };
      factor = next;
      for (const entry of waiting) {
        clearTimeout(entry.timer);
        entry.timer = start(entry.due, entry.callback);
      }
    },
    pass: (milliseconds) => new Promise((resolve) => void clock.setTimeout(resolve, milliseconds)),
  };
  return clock;
}
