import assert from 'node:assert/strict';
import test from 'node:test';
import { createIndexedDbOutboxStorage } from './outbox-idb.ts';

test('a page where even asking for the database throws gets its outbox, whose calls are refused', async () => {
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get() {
      throw new DOMException('refused', 'SecurityError');
    },
  });
  try {
    const storage = createIndexedDbOutboxStorage();
    await assert.rejects(storage.load('anybody'), { name: 'SecurityError' });
  } finally {
    Reflect.deleteProperty(globalThis, 'indexedDB');
  }
});
