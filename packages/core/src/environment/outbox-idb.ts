// The outbox on disk.

import { runOnDatabase } from './browser-database.ts';
import type { OutboxItem, OutboxStorage } from './outbox-storage.ts';

export function createIndexedDbOutboxStorage(): OutboxStorage {
  const each = async (index: string, key: string, change: (row: IDBCursorWithValue) => void): Promise<void> =>
    void (await runOnDatabase('outbox', 'readwrite', (store) => {
      const request = store.index(index).openCursor(key);
      request.onsuccess = () => {
        if (!request.result) return;
        change(request.result);
        request.result.continue();
      };
      return request;
    }));

  return {
    // Without a database every call is refused, and the outbox works from memory. Where a page is refused it, naming it throws.
    durable: 'indexedDB' in globalThis,
    // Within one index key, rows come in the order of their primary key.
    load: async (scope) =>
      ((await runOnDatabase('outbox', 'readonly', (store) => store.index('scope').getAll(scope))) ??
        []) as readonly OutboxItem[],
    add: async (item) => void (await runOnDatabase('outbox', 'readwrite', (store) => store.add(item), true)),
    replace: (item) => each('id', item.id, (row) => row.update(item)),
    remove: (id) => each('id', id, (row) => row.delete()),
    clear: (scope) => each('scope', scope, (row) => row.delete()),
  };
}
