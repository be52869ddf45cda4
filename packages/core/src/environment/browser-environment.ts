// What a page, a worker or Node has of what the library needs.

import { browserIdentities } from './browser-identities.ts';
import { createBrowserPresence } from './browser-presence.ts';
import { createGuardedStorage } from './browser-storage.ts';
import { createBrowserTabs } from './browser-tabs.ts';
import type { Clock, Environment } from './environment.ts';
import { createIndexedDbOutboxStorage } from './outbox-idb.ts';

/**
 * The environment of a page, a worker or Node: what was given, and what this place has for the rest.
 * Nothing is opened, stored or listened to before it is used.
 */
export function browserEnvironment(given: Partial<Environment> = {}): Environment {
  const clock = given.clock ?? systemClock;
  return {
    clock,
    storage: createGuardedStorage(() => given.storage ?? localStorage),
    identityStorage: given.identityStorage ?? browserIdentities,
    outboxStorage: given.outboxStorage ?? createIndexedDbOutboxStorage(),
    presence: given.presence ?? createBrowserPresence(clock),
    tabs: given.tabs ?? createBrowserTabs(),
    random: given.random ?? Math.random,
    // A bare reference would lose its receiver in browsers.
    fetch: given.fetch ?? ((...request) => globalThis.fetch(...request)),
    WebSocket: given.WebSocket ?? globalThis.WebSocket,
    // Whoever brings a fetch of their own means every request.
    XMLHttpRequest: given.XMLHttpRequest ?? (given.fetch ? undefined : globalThis.XMLHttpRequest),
    log: given.log ?? ((line) => console.log(line)),
  };
}

const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => globalThis.setTimeout(callback, delay),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as ReturnType<typeof globalThis.setTimeout>),
};
