// Key-value storage that never throws: the browser's where it allows it, memory where it does not.

import type { KeyValueStorage } from './environment.ts';

export function createMemoryStorage(): KeyValueStorage {
  const values: Record<string, string> = {};
  return {
    getItem: (key) => values[key] ?? null,
    setItem: (key, value) => void (values[key] = value),
    removeItem: (key) => void delete values[key],
    keys: () => Object.keys(values),
  };
}

/**
 * @param find The storage to prefer, looked up at each call: already naming `localStorage` may throw.
 * Reading may work while writing is refused (full, private mode), so each call falls back by itself.
 */
export function createGuardedStorage(find: () => KeyValueStorage): KeyValueStorage {
  const memory = createMemoryStorage();
  return {
    getItem: (key) => memory.getItem(key) ?? attempt(() => find().getItem(key)) ?? null,
    setItem(key, value) {
      memory.setItem(key, value);
      attempt(() => {
        find().setItem(key, value);
        memory.removeItem(key);
      });
    },
    removeItem(key) {
      memory.removeItem(key);
      attempt(() => find().removeItem(key));
    },
    keys: () => [memory, attempt(find) ?? memory].flatMap((one) => one.keys?.() ?? Object.keys(one)),
  };
}

/** Undefined when there is no storage here, or when the browser forbids it: both are ordinary. */
function attempt<Value>(use: () => Value): Value | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
