// The outbox on disk: one IndexedDB database for all widgets of an origin. Owns its layout and the strict durability;
// refuses to create the database before the first item, and to know what an item means.

import { GlobalChatError } from '../errors.ts';
import type { OutboxItem, OutboxStorage } from './outbox-storage.ts';

const DATABASE = 'globalchat';
const STORE = 'outbox';

export function createIndexedDbOutboxStorage(): OutboxStorage {
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        // Keys count up by themselves: they are the order, whatever the clock says.
        const store = request.result.createObjectStore(STORE, { autoIncrement: true });
        store.createIndex('id', 'id', { unique: true });
        store.createIndex('scope', 'scope');
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(refused(request.error));
    });

  /** Opened for each piece of work: a connection that is kept would be in the way of other tabs, and breaks unseen. */
  const run = async (
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest,
    create = false,
  ): Promise<unknown> => {
    // Looking must not store anything.
    if (!create && !(await indexedDB.databases()).some(({ name }) => name === DATABASE)) return [];
    const database = await open();
    return new Promise((resolve, reject) => {
      // `strict`: complete only when the operating system says that it is on the disk.
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(refused(transaction.error));
    }).finally(() => database.close());
  };

  const each = async (index: string, key: string, change: (row: IDBCursorWithValue) => void): Promise<void> =>
    void (await run('readwrite', (store) => {
      const request = store.index(index).openCursor(key);
      request.onsuccess = () => {
        if (!request.result) return;
        change(request.result);
        request.result.continue();
      };
      return request;
    }));

  return {
    // Without a database every call is refused, and the outbox works from memory.
    durable: typeof indexedDB !== 'undefined',
    // Within one index key, rows come in the order of their primary key.
    load: async (scope) =>
      (await run('readonly', (store) => store.index('scope').getAll(scope))) as readonly OutboxItem[],
    add: async (item) => void (await run('readwrite', (store) => store.add(item), true)),
    replace: (item) => each('id', item.id, (row) => row.update(item)),
    remove: (id) => each('id', id, (row) => row.delete()),
    clear: (scope) => each('scope', scope, (row) => row.delete()),
  };
}

function refused(cause: DOMException | null): GlobalChatError {
  return new GlobalChatError('storage_unavailable', 'The browser refused to store the message.', { cause });
}
