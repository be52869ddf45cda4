// The only observable of the library. Owns one immutable snapshot and who hears of a new one. For parts of it there is select.ts.

/** What a reader gets: fits React's useSyncExternalStore, Svelte's store contract needs only a wrapper. */
export interface ReadableStore<Snapshot> {
  readonly get: () => Snapshot;
  /** Calls back after each change, at most once per microtask. Returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface Store<Snapshot> extends ReadableStore<Snapshot> {
  /** The one door for change. Returning the same snapshot notifies nobody. */
  update(reduce: (current: Snapshot) => Snapshot): void;
  /** Sets some fields. Notifies nobody when each has its value already. */
  readonly patch: (fields: Partial<Snapshot>) => void;
}

export function createStore<Snapshot>(initial: Snapshot): Store<Snapshot> {
  let current = Object.freeze(initial);
  let scheduled = false;
  const listeners = new Set<() => void>();

  const notify = (): void => {
    scheduled = false;
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener();
      } catch (error) {
        // One reader's mistake is reported, and kept from the others.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  const store: Store<Snapshot> = {
    get: () => current,
    subscribe(listener) {
      // A wrapper, so that one function subscribed twice is heard twice and removed once.
      const entry = (): void => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    update(reduce) {
      const next = reduce(current);
      if (next === current) return;
      current = Object.freeze(next);
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(notify);
    },
    patch(fields) {
      const keys = Object.keys(fields) as (keyof Snapshot)[];
      store.update((now) =>
        keys.every((key) => Object.is(now[key], fields[key])) ? now : { ...now, ...fields },
      );
    },
  };
  return store;
}
