// The checker against histories made by hand: every kind of damage is seen, and a clean history is left alone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, type StoredMessage } from './checker.ts';
import { History, type RenderedMessage } from './history.ts';

const row = (id: string, seq: number): StoredMessage => ({
  id,
  session: 's',
  seq,
  content: id,
  deleted: false,
});
const shown = (id: string, seq: number | null, delivery = 'sent'): RenderedMessage => ({
  id,
  seq,
  content: id,
  delivery,
  deleted: false,
});

function judge(options: {
  sent?: readonly string[];
  acknowledged?: readonly string[];
  failed?: readonly string[];
  stored?: readonly StoredMessage[];
  lists?: readonly (readonly RenderedMessage[])[];
}) {
  const history = new History();
  for (const id of options.sent ?? []) history.invoke('Ida', 's', id, id);
  for (const id of options.acknowledged ?? []) history.settle(id, 'ok');
  for (const id of options.failed ?? []) history.settle(id, 'fail');
  for (const messages of options.lists ?? [])
    history.render({ client: 'Ida', session: 's', at: 0, messages, durable: true });
  const { lost, duplicated, misordered, unexpected } = check(history, options.stored ?? []);
  return {
    lost: lost.length,
    duplicated: duplicated.length,
    misordered: misordered.length,
    unexpected: unexpected.length,
  };
}
const CLEAN = { lost: 0, duplicated: 0, misordered: 0, unexpected: 0 };

describe('the checker', () => {
  it('leaves a clean history alone', () => {
    const stored = [row('a', 1), row('b', 2)];
    const lists = [
      [shown('a', null, 'pending')],
      [shown('a', 1), shown('b', null, 'pending')],
      [shown('a', 1, 'read'), shown('b', 2)],
    ];
    assert.deepEqual(judge({ sent: ['a', 'b'], acknowledged: ['a', 'b'], stored, lists }), CLEAN);
  });
  it('misses an acknowledged message that is not stored', () => {
    assert.deepEqual(judge({ sent: ['a'], acknowledged: ['a'] }), { ...CLEAN, lost: 1 });
  });
  it('misses a taken message that ended neither stored nor failed', () => {
    assert.deepEqual(judge({ sent: ['a'] }), { ...CLEAN, lost: 1 });
  });
  it('misses a stored message in the last list', () => {
    const stored = [row('a', 1), row('b', 2)];
    assert.deepEqual(
      judge({ sent: ['a', 'b'], acknowledged: ['a', 'b'], stored, lists: [[shown('a', 1)]] }),
      { ...CLEAN, lost: 1 },
    );
  });
  it('sees one message stored twice', () => {
    const stored = [row('a', 1), { ...row('b', 2), content: 'a' }];
    assert.deepEqual(judge({ sent: ['a', 'b'], stored }), { ...CLEAN, duplicated: 1 });
  });
  it('sees two bubbles of one message', () => {
    const lists = [[shown('a', 1), shown('a', null)]];
    assert.deepEqual(judge({ sent: ['a'], stored: [row('a', 1)], lists }), { ...CLEAN, duplicated: 1 });
  });
  it('sees a hole shown as contiguous', () => {
    const stored = [row('a', 1), row('b', 2), row('c', 3)];
    const lists = [
      [shown('a', 1), shown('c', 3)],
      [shown('a', 1), shown('b', 2), shown('c', 3)],
    ];
    assert.deepEqual(judge({ sent: ['a', 'b', 'c'], stored, lists }), { ...CLEAN, misordered: 1 });
  });
  it('sees a waiting message above a stored one', () => {
    const lists = [
      [shown('b', null, 'pending'), shown('a', 1)],
      [shown('a', 1), shown('b', 2)],
    ];
    assert.deepEqual(judge({ sent: ['a', 'b'], stored: [row('a', 1), row('b', 2)], lists }), {
      ...CLEAN,
      misordered: 1,
    });
  });
  it('sees a sender overtaking himself', () => {
    assert.deepEqual(judge({ sent: ['a', 'b'], stored: [row('b', 1), row('a', 2)] }), {
      ...CLEAN,
      misordered: 1,
    });
  });
  it('sees a seq that is missing', () => {
    assert.deepEqual(judge({ sent: ['a', 'b'], stored: [row('a', 1), row('b', 3)] }), {
      ...CLEAN,
      misordered: 1,
    });
  });
  it('sees a row that nobody sent', () => {
    assert.deepEqual(judge({ stored: [row('a', 1)] }), { ...CLEAN, unexpected: 1 });
  });
  it('sees a bubble that claims to be stored', () => {
    // Showing it as sent also acknowledges it.
    assert.deepEqual(judge({ sent: ['a'], failed: ['a'], lists: [[shown('a', 1)]] }), {
      ...CLEAN,
      lost: 1,
      unexpected: 1,
    });
  });
  it('sees an edit and a deletion that somebody missed', () => {
    const lists = [[shown('a', 1), shown('b', 2)]];
    const stored = [
      { ...row('a', 1), content: 'a, edited' },
      { ...row('b', 2), content: '', deleted: true },
    ];
    assert.deepEqual(judge({ sent: ['a', 'b'], stored, lists }), { ...CLEAN, lost: 2 });
  });
  it('sees a list that lets go of what it showed', () => {
    const stored = [row('a', 1), row('b', 2), row('c', 3)];
    const all = stored.map(({ id, seq }) => shown(id, seq));
    for (const after of [all.slice(1), all.slice(0, 2)])
      assert.ok(judge({ sent: ['a', 'b', 'c'], stored, lists: [all, after, all] }).lost > 0);
  });
  it('sees a tombstone that speaks again', () => {
    const lists = [[{ ...shown('a', 1), deleted: true }], [shown('a', 1)]];
    assert.deepEqual(judge({ sent: ['a'], stored: [row('a', 1)], lists }), { ...CLEAN, unexpected: 1 });
  });
  it('counts a message as taken once it was shown, and knows a row of a page that died before it said so', () => {
    const history = new History();
    history.attempt('Ida', 's', 'seen');
    history.attempt('Ida', 's', 'unseen');
    history.attempt('Ida', 's', 'never taken');
    const messages = [{ ...shown('a', null, 'pending'), content: 'seen' }];
    history.render({ client: 'Ida', session: 's', at: 0, messages, durable: true });
    const verdict = check(history, [{ ...row('b', 1), content: 'unseen' }]);
    assert.deepEqual(
      [verdict.lost.length, verdict.unexpected.length, verdict.recovered, verdict.operations],
      // The last list lacks the row, too.
      [2, 0, 1, 2],
    );
  });
  it('excuses only what the page had said that it could not keep', () => {
    const history = new History();
    history.invoke('Ida', 's', 'a', 'a');
    history.render({
      client: 'Ida',
      session: 's',
      at: 0,
      messages: [shown('a', null, 'pending')],
      durable: false,
    });
    history.died('Ida');
    assert.deepEqual([check(history, []).lost.length, check(history, []).excused], [0, 1]);
  });
  it('sees a delivery that goes back', () => {
    const lists = [[shown('a', 1, 'read')], [shown('a', 1, 'sent')]];
    assert.deepEqual(judge({ sent: ['a'], stored: [row('a', 1)], lists }), { ...CLEAN, unexpected: 1 });
  });
  it('sees a failure that was none', () => {
    assert.deepEqual(judge({ sent: ['a'], failed: ['a'], acknowledged: ['a'], stored: [row('a', 1)] }), {
      ...CLEAN,
      unexpected: 1,
    });
  });
});
