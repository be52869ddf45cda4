// A part of a store as a store of its own.

import type { ReadableStore } from './store.ts';

/**
 * Notifies only when `pick`'s result is another value; until then `get` returns the same one, as `useSyncExternalStore` and
 * its like demand.
 * @param pick Runs at each change of the store: it must be cheap.
 * @param isEqual `shallowEqual` where `pick` makes an object of several fields.
 */
export function select<Snapshot, Part>(
  store: ReadableStore<Snapshot>,
  pick: (snapshot: Snapshot) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): ReadableStore<Part> {
  let last = pick(store.get());
  const get = (): Part => {
    const next = pick(store.get());
    if (!isEqual(last, next)) last = next;
    return last;
  };
  return {
    get,
    subscribe(listener) {
      let notified = get();
      return store.subscribe(() => {
        const next = get();
        if (Object.is(next, notified)) return;
        notified = next;
        listener();
      });
    },
  };
}

/** Both have the same fields with the same values. */
export function shallowEqual(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => Object.is(value, right[key]));
}
