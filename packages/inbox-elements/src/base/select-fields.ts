// Narrows a store to what one element shows, by a shallow comparison.
import type { ReadableStore } from '@globalchat/core';

/**
 * A view of `store` that notifies only when a field of what `pick` returns is another value.
 * `pick` runs at each change of the store: it must be cheap and return an object of references.
 */
export function selectFields<Snapshot, Fields extends object>(
  store: ReadableStore<Snapshot>,
  pick: (snapshot: Snapshot) => Fields,
): ReadableStore<Fields> {
  let last = pick(store.get());
  const refresh = (): Fields => {
    const next = pick(store.get());
    if (!sameFields(last, next)) last = next;
    return last;
  };
  return {
    get: refresh,
    subscribe(listener) {
      let heard = refresh();
      return store.subscribe(() => {
        const next = refresh();
        if (next === heard) return;
        heard = next;
        listener();
      });
    },
  };
}

function sameFields(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => Object.is(value, right[key]));
}
