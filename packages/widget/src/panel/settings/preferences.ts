// What a visitor chose for this widget on this device: one small entry of the key-value storage, which core forgets with
// the visitor. Owns reading it back as if a stranger had written it.

import type { KeyValueStorage } from '@globalchat/core';

export interface Kept {
  readonly muted: boolean;
  /** Used last, first. */
  readonly emoji: readonly string[];
}

export interface Preferences {
  readonly get: () => Kept;
  readonly set: (changes: Partial<Kept>) => void;
  readonly clear: () => void;
}

/** More than that nobody wrote here on purpose. */
const LIMIT = 2000;

export function createPreferences(storage: KeyValueStorage, widgetId: string): Preferences {
  const key = `globalchat:${widgetId}:preferences`;
  const read = (): Partial<Record<keyof Kept, unknown>> => {
    const text = storage.getItem(key) ?? '';
    try {
      const value: unknown = JSON.parse(text.length > LIMIT ? '' : text);
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      // Nothing yet, or somebody else's text under our key: as if nothing had been chosen.
      return {};
    }
  };
  const get = (): Kept => {
    const { muted, emoji } = read();
    return {
      muted: muted === true,
      emoji: Array.isArray(emoji) ? emoji.filter((one): one is string => typeof one === 'string') : [],
    };
  };
  return {
    get,
    set: (changes) => storage.setItem(key, JSON.stringify({ ...get(), ...changes })),
    clear: () => storage.removeItem(key),
  };
}
