// The outbox without a disk: for Node, workers without storage, refused storage and tests.

import type { OutboxItem, OutboxStorage } from './outbox-storage.ts';

/** @param options.durable What the storage claims; tests that keep it over a simulated reload set it. */
export function createMemoryOutboxStorage(options: { readonly durable?: boolean } = {}): OutboxStorage {
  // A Map keeps the order of insertion, also when a value is replaced.
  const items = new Map<string, OutboxItem>();
  return {
    durable: options.durable ?? false,
    load: async (scope) => [...items.values()].filter((item) => item.scope === scope),
    add: async (item) => void items.set(item.id, item),
    replace: async (item) => {
      if (items.has(item.id)) items.set(item.id, item);
    },
    remove: async (id) => void items.delete(id),
    clear: async (scope) => {
      for (const item of [...items.values()]) if (item.scope === scope) items.delete(item.id);
    },
  };
}
