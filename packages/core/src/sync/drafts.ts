// What was typed and not sent, kept over reloads: one small entry of the key-value storage for all sessions of one person.

import type { KeyValueStorage } from '../environment/environment.ts';

export interface Drafts {
  get(sessionId: string): string;
  /** An empty text forgets it. */
  set(sessionId: string, text: string): void;
}

/** Older drafts make room, so that the entry stays small whatever happens. */
const MAX_DRAFTS = 50;

/** @param keyOf Where they are kept now; empty while it is not known who types, and nothing is. */
export function createDrafts(storage: KeyValueStorage, keyOf: () => string): Drafts {
  const read = (): Record<string, string> => {
    try {
      // An object whatever is there: no text and no number has anything under the id of a session.
      return Object(JSON.parse(storage.getItem(keyOf()) ?? '{}')) as Record<string, string>;
    } catch {
      // Somebody else's text under our key, or no storage: as if nothing had been typed.
      return {};
    }
  };
  return {
    get(sessionId) {
      const text = read()[sessionId];
      return typeof text === 'string' ? text : '';
    },
    set(sessionId, text) {
      const key = keyOf();
      const { [sessionId]: before = '', ...others } = read();
      if (!key || before === text) return;
      const entries = Object.entries({ ...others, ...(text && { [sessionId]: text }) }).slice(-MAX_DRAFTS);
      if (entries.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(Object.fromEntries(entries)));
    },
  };
}
