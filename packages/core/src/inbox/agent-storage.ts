// What agents leave in a browser: under whose name it is, and what of it stays when somebody starts. Loaded when the inbox
// starts.

import type { KeyValueStorage } from '../environment/environment.ts';
import { storageKey } from '../environment/storage-keys.ts';
import type { Membership } from '../types.ts';

type Owner = Pick<Membership, 'tenantId' | 'userId'>;

export function ownerOf(project: string, { tenantId, userId }: Owner): string {
  return `inbox:${project}:${tenantId}:${userId}`;
}

/**
 * In this project nothing is left of what others typed or chose in this browser, nor of this agent's work for a team that is
 * theirs no more.
 */
export function keepOnly(storage: KeyValueStorage, project: string, memberships: readonly Owner[]): void {
  const kept = memberships.map((membership) => storageKey(`${ownerOf(project, membership)}:`));
  for (const key of storage.keys?.() ?? [])
    if (key.startsWith(storageKey(`inbox:${project}:`)) && !kept.some((path) => key.startsWith(path)))
      storage.removeItem(key);
}
