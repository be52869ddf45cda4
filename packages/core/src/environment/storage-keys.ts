// The names of everything that is kept in a browser's storages. Each says whose it is, and goes when that one leaves.

import type { KeyValueStorage } from './environment.ts';

/**
 * @param path Whose it is, and what. A visitor is the id of their widget, an agent `inbox:<tenant id>:<user id>`. The owner
 * alone is what stays until the server has heard of a sign-out: a visitor's tokens.
 */
export const storageKey = (path: string): string => `globalchat:${path}`;

/** Removes what is kept under an owner, or any other path; not what is kept under one of the paths to `spare`. */
export function wipeStorage(storage: KeyValueStorage, path: string, spare: readonly string[] = []): void {
  const isUnder = (key: string, owner: string): boolean => key.startsWith(storageKey(`${owner}:`));
  storage
    .keys?.()
    .filter((key) => isUnder(key, path) && !spare.some((owner) => isUnder(key, owner)))
    .forEach((key) => storage.removeItem(key));
}
