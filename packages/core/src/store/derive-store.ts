// A store made of others: computed when asked, remembered while nothing under it changed.

import type { ReadableStore } from './store.ts';

/** @param compute Must depend on nothing but the sources. */
export function deriveStore<Snapshot extends object>(
  sources: readonly ReadableStore<unknown>[],
  compute: () => Snapshot,
): ReadableStore<Snapshot> {
  let inputs: readonly unknown[] = [];
  let snapshot: Snapshot | null = null;

  const get = (): Snapshot => {
    const now = sources.map((source) => source.get());
    if (!snapshot || now.some((input, index) => input !== inputs[index])) {
      inputs = now;
      snapshot = Object.freeze(compute());
    }
    return snapshot;
  };

  return {
    get,
    subscribe(listener) {
      let last = get();
      const hear = (): void => {
        const next = get();
        if (next === last) return;
        last = next;
        listener();
      };
      const stops = sources.map((source) => source.subscribe(hear));
      return () => stops.forEach((stop) => stop());
    },
  };
}
