// localStorage where the browser allows it, memory where it does not. Owns that choice; refuses to throw for either.

import type { KeyValueStorage } from '../environment.ts';

export function createMemoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** Reading may work while writing is refused (full, private mode), so each call falls back by itself. */
export function createBrowserStorage(): KeyValueStorage {
  const memory = createMemoryStorage();
  return {
    getItem: (key) => memory.getItem(key) ?? attempt(() => localStorage.getItem(key)) ?? null,
    setItem(key, value) {
      const stored = attempt(() => {
        localStorage.setItem(key, value);
        return true;
      });
      if (stored) memory.removeItem(key);
      else memory.setItem(key, value);
    },
    removeItem(key) {
      memory.removeItem(key);
      attempt(() => localStorage.removeItem(key));
    },
  };
}

/** Undefined when there is no storage here, or when the browser forbids it: both are ordinary. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
