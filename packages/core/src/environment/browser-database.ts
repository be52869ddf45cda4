// The one IndexedDB database of an origin, for all widgets. Owns its layout and the strict durability.

import { GlobalChatError } from '../errors.ts';

const DATABASE_NAME = 'globalchat';

/** `outbox`: messages in the order of their keys · `identities`: texts by key. */
export type DatabaseStore = 'outbox' | 'identities';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE_NAME, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result } = request;
      if (oldVersion < 1) {
        // Keys count up by themselves: they are the order, whatever the clock says.
        const outbox = result.createObjectStore('outbox', { autoIncrement: true });
        outbox.createIndex('id', 'id', { unique: true });
        outbox.createIndex('scope', 'scope');
      }
      result.createObjectStore('identities');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(refused(request.error));
  });
}

/**
 * One transaction, on the disk when the promise resolves. Resolves with undefined where nothing was ever stored, unless
 * `create` is set. Opened for each piece of work: a connection that is kept would be in the way of other tabs, and breaks
 * unseen. Rejects with `storage_unavailable`.
 */
export async function runOnDatabase(
  name: DatabaseStore,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
  create = false,
): Promise<unknown> {
  // Looking must not store anything.
  if (!create && !(await indexedDB.databases()).some((known) => known.name === DATABASE_NAME))
    return undefined;
  const database = await open();
  return new Promise((resolve, reject) => {
    // `strict`: complete only when the operating system says that it is on the disk.
    const transaction = database.transaction(name, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(refused(transaction.error));
  }).finally(() => database.close());
}

function refused(cause: DOMException | null): GlobalChatError {
  return new GlobalChatError('storage_unavailable', 'The browser refused to store the message.', { cause });
}
