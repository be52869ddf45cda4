// The names of everything that is kept in a browser's storages. Each says whose it is, and goes when that one leaves.

import type { KeyValueStorage } from './environment.ts';

/**
 * @param path Whose it is, and what. A visitor is the id of their widget, an agent `inbox:<project>:<tenant id>:<user id>`. The owner
 * alone is what stays until the server has heard of a sign-out: a visitor's tokens.
 */
export const storageKey = (path: string): string => `globalchat:${path}`;

/** Removes what is kept under an owner, or any other path. */
export function wipeStorage(storage: KeyValueStorage, path: string): void {
  storage.keys?.().forEach((key) => key.startsWith(storageKey(`${path}:`)) && storage.removeItem(key));
}
