import assert from 'node:assert/strict';
import test from 'node:test';
import { createIdSource } from './ids.ts';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids are UUIDs of version 7 that carry their time', () => {
  const id = createIdSource(() => 0x0123_4567_89ab)();
  assert.match(id, SHAPE);
  assert.ok(id.startsWith('01234567-89ab-7'));
});

test('ids sort in the order they were made, also when the clock stands or is set back', () => {
  let time = Date.UTC(2026, 0, 1);
  const next = createIdSource(() => time);
  const ids: string[] = [];
  for (let count = 0; count < 10_000; count += 1) {
    if (count % 3000 === 2999) time -= 86_400_000;
    if (count % 7 === 0) time += 1;
    ids.push(next());
  }
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, SHAPE);
});

test('two sources never make the same id', () => {
  const a = createIdSource(() => 1);
  const b = createIdSource(() => 1);
  assert.notEqual(a(), b());
});
