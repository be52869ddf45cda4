// What a visitor chose for this widget on this device: one small entry of the key-value storage, which core forgets
// with the visitor. It is read as if a stranger had written it.

import { storageKey } from '@globalchat/core';
import type { KeyValueStorage } from '@globalchat/core';

export interface Preferences {
  readonly muted: boolean;
  /** Whether the desktop tells of answers; null until somebody chose. */
  readonly notify: boolean | null;
  /** Used last, first. */
  readonly emoji: readonly string[];
}

export interface PreferenceStore {
  readonly get: () => Preferences;
  readonly set: (changes: Partial<Preferences>) => void;
  readonly clear: () => void;
}

/** More than that nobody wrote here on purpose. */
const MAX_STORED_CHARACTERS = 2000;

export function createPreferenceStore(storage: KeyValueStorage, widgetId: string): PreferenceStore {
  const key = storageKey(`${widgetId}:preferences`);
  const read = (): Partial<Record<keyof Preferences, unknown>> => {
    const text = storage.getItem(key) ?? '';
    try {
      const value: unknown = JSON.parse(text.length > MAX_STORED_CHARACTERS ? '' : text);
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      // Nothing yet, or somebody else's text under our key: as if nothing had been chosen.
      return {};
    }
  };
  const get = (): Preferences => {
    const { muted, emoji, notify } = read();
    return {
      muted: muted === true,
      notify: typeof notify === 'boolean' ? notify : null,
      emoji: Array.isArray(emoji) ? emoji.filter((one): one is string => typeof one === 'string') : [],
    };
  };
  return {
    get,
    set: (changes) => storage.setItem(key, JSON.stringify({ ...get(), ...changes })),
    clear: () => storage.removeItem(key),
  };
}
