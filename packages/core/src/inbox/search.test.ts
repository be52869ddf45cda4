// Risk: a search finds what it should not, misses what it should find, or tears the words out of the text.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';
import { readSearchPage } from '../transport/supabase/rows/search.ts';
import { summaryRow } from '../../test/wire-rows.ts';

const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;
const zoe = { ...ada, userId: 'u-zoe', displayName: 'Zoe' };

async function arrange() {
  const scene = createScene({ agents: [ada] });
  scene.backend.addTenant({ id: 't2', name: 'Globex', agents: [zoe], widgetId: 'w2' });
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  for (const content of ['Is the lake cabin free?', 'With <b>two</b> dogs at the LAKE'])
    await conversation.send({ content });
  await scene.clock.settle();
  const { inbox, transport } = scene.agent({ userId: 'u-ada' });
  return { scene, inbox, transport, sessionId: conversation.id };
}

test('finds words by their beginning in messages and notes, newest first, page by page', async () => {
  const { scene, inbox, sessionId } = await arrange();
  await inbox.start();
  await inbox.thread(sessionId).addNote('Lakeside regular');
  const first = await inbox.search('lak', { pageSize: 2 });
  const second = await inbox.search('lak', { pageSize: 2, cursor: first.cursor });
  assert.deepEqual([...first.hits, ...second.hits].map(({ kind, seq }) => [kind, seq]).sort(), [
    ['message', 1],
    ['message', 2],
    ['note', null],
  ]);
  assert.equal(second.cursor, null);
  assert.deepEqual((await inbox.search('cabin zebra')).hits, []);
  assert.deepEqual((await inbox.search('  !? ')).hits, []);
  assert.deepEqual((await inbox.search('lake', { filters: { status: 'resolved' } })).hits, []);
  scene.end();
});

test('a snippet is the text itself, cut where the words are', async () => {
  const { scene, inbox } = await arrange();
  await inbox.start();
  const [hit] = (await inbox.search('two lake')).hits;
  assert.deepEqual(hit?.snippet, [
    { text: 'With <b>', match: false },
    { text: 'two', match: true },
    { text: '</b> dogs at the ', match: false },
    { text: 'LAKE', match: true },
  ]);
  scene.end();
});

test('finds nothing in another tenant, and nothing for nobody', async () => {
  const { scene, inbox, transport } = await arrange();
  await assert.rejects(inbox.search('lake'), { code: 'not_signed_in' });
  const theirs = scene.agent({ userId: 'u-zoe' });
  await theirs.inbox.start();
  assert.deepEqual((await theirs.inbox.search('lake')).hits, []);
  await inbox.start();
  transport.faults.failNext('search', 'rate_limited');
  await assert.rejects(inbox.search('lake'), { code: 'rate_limited' });
  scene.end();
});

test('an answer of another shape is no page, and a broken hit is left out', () => {
  assert.equal(readSearchPage({ sessions: [] }), null);
  const hit = { kind: 'note', id: 'n1', at: '2026-01-05T09:00:00Z', seq: null, session: summaryRow };
  const snippet = [{ text: 'a', match: true }, { text: 7, match: true }, { text: 'b', match: 'yes' }, null];
  const page = readSearchPage({
    hits: [{ ...hit, snippet }, { ...hit, kind: 'file' }, { ...hit, session: {} }, null],
    cursor: { at: 'x', id: 'y' },
  });
  assert.deepEqual(page?.cursor, { at: 'x', id: 'y' });
  assert.deepEqual(
    page?.hits.map(({ id, kind, at, seq, snippet: parts }) => [id, kind, at, seq, parts]),
    [
      [
        'n1',
        'note',
        Date.UTC(2026, 0, 5, 9),
        null,
        [
          { text: 'a', match: true },
          { text: 'b', match: false },
        ],
      ],
    ],
  );
});
