import assert from 'node:assert/strict';
import test from 'node:test';
import { select, shallowEqual } from '../observable/select.ts';
import { createStore } from '../observable/store.ts';

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('many changes in a row are one notification, and none when nothing changed', async () => {
  const store = createStore({ a: 1, b: 1 });
  let heard = 0;
  store.subscribe(() => (heard += 1));
  store.patch({ a: 2 });
  store.patch({ b: 2 });
  assert.deepEqual([store.get(), heard], [{ a: 2, b: 2 }, 0]);
  await settle();
  assert.equal(heard, 1);
  const before = store.get();
  store.patch({ a: 2, b: 2 });
  store.update((current) => current);
  await settle();
  assert.equal(store.get(), before);
  assert.equal(heard, 1);
});

test('snapshots cannot be changed from outside', () => {
  const store = createStore({ a: 1 });
  assert.throws(() => (store.get().a = 2), TypeError);
});

test('a part is heard of only when it is another value', async () => {
  const store = createStore({ a: 1, b: 1 });
  const part = select(store, ({ a }) => a);
  let heard = 0;
  const stop = part.subscribe(() => (heard += 1));
  store.patch({ b: 2 });
  await settle();
  assert.equal(heard, 0);
  store.patch({ a: 2 });
  await settle();
  assert.deepEqual([part.get(), heard], [2, 1]);
  stop();
  store.patch({ a: 3 });
  await settle();
  assert.equal(heard, 1);
});

test('several fields are the same object until one of them changes', async () => {
  const store = createStore({ a: 1, b: 1, c: 1 });
  const part = select(store, ({ a, b }) => ({ a, b }), shallowEqual);
  let heard = 0;
  part.subscribe(() => (heard += 1));
  const before = part.get();
  store.patch({ c: 2 });
  await settle();
  assert.equal(part.get(), before);
  assert.equal(heard, 0);
  store.patch({ b: 2 });
  await settle();
  assert.deepEqual([part.get(), heard], [{ a: 1, b: 2 }, 1]);
});

test('whoever unsubscribes while being told, or is unsubscribed by another, hears no more', async () => {
  const store = createStore({ a: 1 });
  const heard: string[] = [];
  const stopFirst = store.subscribe(() => {
    heard.push('first');
    stopFirst();
    stopSecond();
  });
  const stopSecond = store.subscribe(() => heard.push('second'));
  store.patch({ a: 2 });
  await settle();
  store.patch({ a: 3 });
  await settle();
  assert.deepEqual(heard, ['first']);
});

test("one reader's exception does not keep the others from hearing", async () => {
  const store = createStore({ a: 1 });
  const reported = new Promise<Error>((resolve) => process.setUncaughtExceptionCaptureCallback(resolve));
  let heard = 0;
  store.subscribe(() => {
    throw new Error('mine');
  });
  store.subscribe(() => (heard += 1));
  store.patch({ a: 2 });
  const { message } = await reported;
  process.setUncaughtExceptionCaptureCallback(null);
  assert.equal(message, 'mine');
  assert.equal(heard, 1);
});
