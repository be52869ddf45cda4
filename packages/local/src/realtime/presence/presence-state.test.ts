/** Diffs that tell every change once, in the turn it happened. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PresenceState } from './presence-state.ts';
import type { PresenceDiff } from './presence-state.ts';

function board(): { presence: PresenceState; diffs: PresenceDiff[] } {
  const diffs: PresenceDiff[] = [];
  return { presence: new PresenceState((diff) => diffs.push(diff)), diffs };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it('gathers the changes of one turn in one diff', async () => {
  const { presence, diffs } = board();
  for (const key of ['a', 'b', 'a']) presence.track({}, key, {});
  await turn();
  assert.equal(diffs.length, 1);
  assert.deepEqual(
    Object.entries(diffs[0]?.joins ?? {}).map(([key, { metas }]) => [key, metas.length]),
    [
      ['a', 2],
      ['b', 1],
    ],
  );
});

it('does not tell of who came and went within a turn', async () => {
  const { presence, diffs } = board();
  const passerBy = {};
  presence.track(passerBy, 'a', {});
  presence.untrack(passerBy);
  await turn();
  assert.deepEqual(diffs, []);
});

it('leaves with what was told, not with what replaced it unseen', async () => {
  const { presence, diffs } = board();
  const someone = {};
  presence.track(someone, 'a', { n: 1 });
  await turn();
  presence.track(someone, 'a', { n: 2 });
  presence.track(someone, 'a', { n: 3 });
  await turn();
  assert.deepEqual(
    diffs[1]?.leaves['a']?.metas.map(({ n }) => n),
    [1],
  );
  assert.deepEqual(
    diffs[1]?.joins['a']?.metas.map(({ n }) => n),
    [3],
  );
});

it('keeps a key that looks like a part of the language', async () => {
  const { presence, diffs } = board();
  presence.track({}, '__proto__', { __proto__: null, constructor: 1 });
  await turn();
  assert.deepEqual(Object.keys(diffs[0]?.joins ?? {}), ['__proto__']);
  assert.deepEqual(Object.keys(presence.state()), ['__proto__']);
});

it('never lets a payload forge its reference', async () => {
  const { presence } = board();
  presence.track({}, 'a', { phx_ref: 'forged', phx_ref_prev: 'forged' });
  await turn();
  assert.notEqual(presence.state()['a']?.metas[0]?.phx_ref, 'forged');
});
