// The outbox on disk: one IndexedDB database for all widgets of an origin. Owns its layout and the strict durability;
// refuses to create the database before the first item, and to know what an item means.

import { GlobalChatError } from '../errors.ts';
import type { OutboxItem, OutboxStorage } from './outbox-storage.ts';

const DATABASE = 'globalchat';
const STORE = 'outbox';

export function createIndexedDbOutboxStorage(): OutboxStorage {
  let opened: Promise<IDBDatabase | null> | null = null;

  const connect = (create: boolean): Promise<IDBDatabase | null> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      let absent = false;
      request.onupgradeneeded = () => {
        if (create) {
          // Keys count up by themselves: they are the order, whatever the clock says.
          const store = request.result.createObjectStore(STORE, { autoIncrement: true });
          store.createIndex('id', 'id', { unique: true });
          store.createIndex('scope', 'scope');
        } else {
          // Aborting leaves no database behind: looking must not store anything.
          absent = true;
          request.transaction?.abort();
        }
      };
      request.onsuccess = () => {
        const database = request.result;
        // Another tab deletes it, or the browser closed it: let go, and open again when needed.
        const forget = (): void => {
          database.close();
          opened = null;
        };
        database.onversionchange = forget;
        database.onclose = forget;
        resolve(database);
      };
      request.onerror = () => (absent ? resolve(null) : reject(refused(request.error)));
    });

  const open = async (create: boolean): Promise<IDBDatabase | null> => {
    const mine = (opened ??= connect(create));
    const database = await mine.catch((error: unknown) => {
      if (opened === mine) opened = null;
      throw error;
    });
    if (database) return database;
    if (opened === mine) opened = null;
    return create ? open(true) : null;
  };

  const run = async <Value>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore, give: (value: Value) => void) => void,
    nothing: Value,
    create = false,
  ): Promise<Value> => {
    const database = await open(create);
    if (!database) return nothing;
    return new Promise((resolve, reject) => {
      // `strict`: complete only when the operating system says that it is on the disk.
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      let result = nothing;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(refused(transaction.error));
      work(transaction.objectStore(STORE), (value) => {
        result = value;
      });
    });
  };

  const cursor = (index: string, key: string, each: (cursor: IDBCursorWithValue) => void): Promise<void> =>
    run<void>(
      'readwrite',
      (store) => {
        const request = store.index(index).openCursor(key);
        request.onsuccess = () => {
          if (!request.result) return;
          each(request.result);
          request.result.continue();
        };
      },
      undefined,
    );

  return {
    // Without a database every call is refused, and the outbox works from memory.
    durable: typeof indexedDB !== 'undefined',
    load: (scope) =>
      run<readonly OutboxItem[]>(
        'readonly',
        (store, give) => {
          const request = store.index('scope').getAll(scope);
          // Within one index key, rows come in the order of their primary key.
          request.onsuccess = () => give(request.result as OutboxItem[]);
        },
        [],
      ),
    add: (item) => run<void>('readwrite', (store) => void store.add(item), undefined, true),
    replace: (item) => cursor('id', item.id, (row) => void row.update(item)),
    remove: (id) => cursor('id', id, (row) => void row.delete()),
    clear: (scope) => cursor('scope', scope, (row) => void row.delete()),
  };
}

function refused(cause: DOMException | null): GlobalChatError {
  return new GlobalChatError('storage_unavailable', 'The browser refused to store the message.', { cause });
}
