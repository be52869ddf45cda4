// Clocks for tests, of the shape of core's `Clock`. The one that stands still is `createManualClock` of
// @globalchat/core/testing.

interface TimerClock {
  now(): number;
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
}

type Timer = ReturnType<typeof setTimeout>;

export const systemClock: TimerClock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (handle) => clearTimeout(handle as Timer),
};

/** Minutes of patience pass in seconds, and the moment after them at normal speed. */
export interface ScaledClock extends TimerClock {
  /** From now on so many times as fast as the world, for timers that wait already, too. */
  setFactor(factor: number): void;
  /** Resolves when this clock has moved on by so much. */
  pass(milliseconds: number): Promise<void>;
  /** Timers that have neither run nor been cleared. */
  pending(): number;
}

interface Waiting {
  /** By this clock. */
  readonly due: number;
  readonly callback: () => void;
  timer: Timer;
}

export function createScaledClock(startFactor = 1): ScaledClock {
  const waiting = new Set<Waiting>();
  let factor = startFactor;
  let origin = { real: Date.now(), scaled: Date.now() };

  const start = (due: number, callback: () => void): Timer =>
    setTimeout(callback, (due - clock.now()) / factor);
  const clock: ScaledClock = {
    now: () => origin.scaled + (Date.now() - origin.real) * factor,
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
      origin = { real: Date.now(), scaled: clock.now() };
      factor = next;
      for (const entry of waiting) {
        clearTimeout(entry.timer);
        entry.timer = start(entry.due, entry.callback);
      }
    },
    pass: (milliseconds) => new Promise((resolve) => void clock.setTimeout(resolve, milliseconds)),
    pending: () => waiting.size,
  };
  return clock;
}
