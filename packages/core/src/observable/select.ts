// A part of a store as a store of its own.

import type { ReadableStore } from './store.ts';

/** Notifies only when `pick`'s result is another value. */
export function select<Snapshot, Part>(
  store: ReadableStore<Snapshot>,
  pick: (snapshot: Snapshot) => Part,
): ReadableStore<Part> {
  const get = (): Part => pick(store.get());
  return {
    get,
    subscribe(listener) {
      let last = get();
      return store.subscribe(() => {
        const next = get();
        if (Object.is(next, last)) return;
        last = next;
        listener();
      });
    },
  };
}
