/** The filter grammar: every operator, negated too, on what it should and should not match. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { postgresChangesFilter } from '@supabase/supabase-js';
import { DRAIN_TABLE, drained, listenTo } from './changes-harness.ts';
import type { Listener } from './changes-harness.ts';
import { VERSIONS, freshTopic, startBackend } from './harness.ts';
import type { Backend } from './harness.ts';
import { RawSocket } from './raw-socket.ts';

/** The rows every filter is tried on, by id. */
const ROWS = `
  (1, 'apple',   10,  true,  '2026-01-01T00:00:00Z', '{"k": 1}', '{1,2}', 1.5,  '11111111-1111-4111-8111-111111111111', 'Mixed'),
  (2, 'Apple',   20,  false, '2026-06-01T00:00:00Z', null,       '{}',    2.5,  '22222222-2222-4222-8222-222222222222', 'mixed'),
  (3, 'a,b',     30,  null,  null,                   null,       null,    null, null,                                   null),
  (4, '(x)',     -5,  null,  null,                   null,       null,    null, null,                                   null),
  (5, null,      null, null, null,                   null,       null,    null, null,                                   null),
  (6, 'say "hi"', 6,  null,  null,                   null,       null,    null, null,                                   null),
  (7, '',        7,   null,  null,                   null,       null,    null, null,                                   null),
  (8, ' spaced ', 8,  null,  null,                   null,       null,    null, null,                                   null),
  (9, 'back\\slash', 9, null, null,                  null,       null,    null, null,                                   null),
  (10, 'ü_%',    100, null,  null,                   null,       null,    null, null,                                   null)`;

/** Filter and the ids of the rows it lets through. */
const CASES: readonly (readonly [string, readonly number[]])[] = [
  ['', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['   ', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['text=eq.apple', [1]],
  ['text=neq.apple', [2, 3, 4, 6, 7, 8, 9, 10]],
  ['text=not.eq.apple', [2, 3, 4, 6, 7, 8, 9, 10]],
  ['text=not.neq.apple', [1]],
  ['n=eq.10', [1]],
  ['n=eq.010', [1]],
  ['n=lt.7', [4, 6]],
  ['n=lte.7', [4, 6, 7]],
  ['n=gt.20', [3, 10]],
  ['n=gte.20', [2, 3, 10]],
  ['n=not.gt.7', [4, 6, 7]],
  ['n=gt.-6,n=lt.7', [4, 6]],
  ['n=in.(10,20,99)', [1, 2]],
  ['n=not.in.(10,20)', [3, 4, 6, 7, 8, 9, 10]],
  ['n=in.()', []],
  ['text=in.("a,b","(x)",apple)', [1, 3, 4]],
  ['text=in.("say \\"hi\\"")', [6]],
  ['text=eq."a,b"', [3]],
  ['text=eq."(x)"', [4]],
  ['text=eq.(x)', [4]],
  ['text=eq."say \\"hi\\""', [6]],
  ['text=eq."back\\\\slash"', [9]],
  ['text=eq.back\\slash', [9]],
  ['text=eq.', [7]],
  ['text=eq.""', [7]],
  ['text=eq." spaced "', [8]],
  ['text=like.%pp%', [1, 2]],
  ['text=like.a%', [1, 3]],
  ['text=not.like.a%', [2, 4, 6, 7, 8, 9, 10]],
  ['text=ilike.APPLE', [1, 2]],
  ['text=not.ilike.apple', [3, 4, 6, 7, 8, 9, 10]],
  ['text=match.^a', [1, 3]],
  ['text=imatch.^A', [1, 2, 3]],
  ['text=not.match.^a', [2, 4, 6, 7, 8, 9, 10]],
  ['text=match."^(apple|say)"', [1, 6]],
  ['text=is.null', [5]],
  ['text=not.is.null', [1, 2, 3, 4, 6, 7, 8, 9, 10]],
  ['flag=is.true', [1]],
  ['flag=is.false', [2]],
  ['flag=is.unknown', [3, 4, 5, 6, 7, 8, 9, 10]],
  ['flag=not.is.true', [2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['flag=eq.true', [1]],
  ['flag=eq.f', [2]],
  ['text=isdistinct.apple', [2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['text=not.isdistinct.apple', [1]],
  ['at=gt.2026-03-01', [2]],
  ['at=eq.2026-01-01T01:00:00+01:00', [1]],
  ['amount=eq.1.50', [1]],
  ['uid=eq.22222222-2222-4222-8222-222222222222', [2]],
  ['uid=in.(11111111-1111-4111-8111-111111111111)', [1]],
  ['list=eq."{1,2}"', [1]],
  ['data=eq.{"k":1}', [1]],
  ['ci=eq.MIXED', [1, 2]],
  ['ci=like.mix%', [1, 2]],
  ['text=like.a%,n=gte.10,text=neq."a,b"', [1]],
  [' text=eq.apple , n=eq.10 ', [1]],
  ['odd column=eq.x=y.z', [1]],
];

const TABLE = `
  create extension if not exists citext with schema extensions;
  create table public.rows (
    id int primary key, text text, n int, flag bool, at timestamptz, data jsonb, list int4[], amount numeric, uid uuid, ci citext,
    "odd column" text generated always as (case when id = 1 then 'x=y.z' end) stored, secret text, raw json, doc xml);
  alter table public.rows replica identity full;
  revoke select on public.rows from anon;
  grant select (id, text, n, flag, at, data, list, amount, uid, ci, "odd column", raw) on public.rows to anon;
  alter publication supabase_realtime set (publish_generated_columns = stored);
  alter publication supabase_realtime add table public.rows;
`;

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`${DRAIN_TABLE} ${TABLE}`);
});
after(() => backend.stop());

const ids = (listener: Listener, side: 'new' | 'old' = 'new'): unknown[] =>
  (listener.changes[0] ?? []).map((change) => change[side]['id']);

describe('a filter', () => {
  let inserts: Listener[];
  let deletes: Listener[];
  before(async () => {
    const table = { schema: 'public', table: 'rows' };
    inserts = await Promise.all(
      CASES.map(([filter]) => listenTo(backend, [{ ...table, event: 'INSERT', filter }])),
    );
    deletes = await Promise.all(
      CASES.map(([filter]) =>
        listenTo(backend, [{ ...table, event: 'DELETE', filter }], { version: '1.0.0' }),
      ),
    );
    await backend.sql.unsafe(
      `insert into public.rows (id, text, n, flag, at, data, list, amount, uid, ci) values ${ROWS}`,
    );
    await backend.sql`delete from public.rows`;
    await drained(backend);
  });

  for (const [index, [filter, expected]] of CASES.entries()) {
    it(`"${filter}" lets through ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      const [insert, gone] = [inserts[index], deletes[index]];
      assert.ok(insert && gone);
      assert.deepEqual(
        insert.system.map(({ message }) => message),
        ['Subscribed to PostgreSQL'],
      );
      assert.deepEqual(ids(insert), expected);
      assert.deepEqual(ids(gone, 'old'), expected);
    });
  }
});

describe('an update', () => {
  it('is judged by its new values', async () => {
    const table = { schema: 'public', table: 'rows', event: 'UPDATE' };
    const [before, now] = await Promise.all(
      ['n=eq.1', 'n=eq.2'].map((filter) => listenTo(backend, [{ ...table, filter }])),
    );
    await backend.sql`insert into public.rows (id, n) values (50, 1)`;
    await backend.sql`update public.rows set n = 2 where id = 50`;
    await backend.sql`delete from public.rows`;
    await drained(backend);
    assert.ok(before && now);
    assert.deepEqual([ids(before), ids(now)], [[], [50]]);
  });
});

describe('the filter builder of supabase-js', () => {
  it('says what the server understands', async () => {
    const filters = [
      postgresChangesFilter().eq('text', 'a,b'),
      postgresChangesFilter().in('text', ['a,b', '(x)', 'say "hi"', 'back\\slash']),
      postgresChangesFilter().not('text', 'is', null).gte('n', 20).lt('n', 100),
      postgresChangesFilter().eq('text', ' spaced '),
      postgresChangesFilter().isDistinct('text', 'apple').is('flag', null).imatch('text', '^(SAY|Ü)'),
    ];
    const table = { schema: 'public', table: 'rows', event: 'INSERT' };
    const listeners = await Promise.all(
      filters.map((filter) => listenTo(backend, [{ ...table, filter: filter.build() }])),
    );
    await backend.sql.unsafe(
      `insert into public.rows (id, text, n, flag, at, data, list, amount, uid, ci) values ${ROWS}`,
    );
    await backend.sql`delete from public.rows`;
    await drained(backend);
    assert.deepEqual(
      listeners.map((listener) => ids(listener)),
      [[3], [3, 4, 6, 9], [2, 3], [8], [6, 10]],
    );
  });
});

/** Bindings and the reason the client is told. */
const MISTAKES: readonly (readonly [Record<string, unknown>, RegExp])[] = [
  [{ filter: 'text=foo.hey' }, /^Error parsing `filter` params: \["foo", "hey"\]$/],
  [{ filter: 'undefined' }, /^Error parsing `filter` params: \["undefined"\]$/],
  [{ filter: 'text=eq' }, /^Error parsing `filter` params: \["eq"\]$/],
  [{ filter: 'n=eq.1,,n=eq.2' }, /^Error parsing `filter` params: filter must not contain empty segments/],
  [
    { filter: 'n=in.1,2' },
    /^Error parsing `filter` params: `in` filter value must be wrapped by parentheses$/,
  ],
  [
    { filter: 'nothing=eq.1' },
    /Exception: ERROR P0001 \(raise_exception\) invalid column for filter nothing$/,
  ],
  [{ filter: 'secret=eq.1' }, /ERROR P0001 \(raise_exception\) invalid column for filter secret$/],
  [
    { filter: 'n=eq.many' },
    /ERROR 22P02 \(invalid_text_representation\) invalid input syntax for type integer: "many"$/,
  ],
  [{ filter: 'n=in.(1,x)' }, /ERROR 22P02 \(invalid_text_representation\)/],
  [{ filter: `n=in.(${[...Array(101).keys()].join()})` }, /too many values for `in` filter. Maximum 100$/],
  [{ filter: 'n=like.1%' }, /operator like requires a text-compatible column type, got integer$/],
  [{ filter: 'n=imatch.1' }, /operator imatch requires a text-compatible column type, got integer$/],
  [{ filter: 'text=match.(' }, /invalid regular expression for match filter: /],
  [{ filter: 'n=is.true' }, /is true filter requires a boolean column, got integer$/],
  [{ filter: 'n=is.5' }, /invalid value for is filter: must be null, true, false, or unknown$/],
  [{ filter: 'raw=gt.1' }, /ERROR 42883 \(undefined_function\)/],
  [{ filter: 'at=gt.tomorrowish' }, /ERROR 22007 \(invalid_datetime_format\)/],
  [{ select: ['nothing'] }, /ERROR P0001 \(raise_exception\) invalid column for select nothing$/],
  [{ select: ['secret'] }, /invalid column for select secret$/],
  [{ select: 'id' }, /^Error parsing `select` params: expected a list of column name strings/],
  [{ table: '*', select: ['id'] }, /^Column selection is not supported for wildcard subscriptions/],
  [
    { table: undefined, filter: 'id=eq.1' },
    /^No subscription params provided\. Please provide at least a `schema` or `table` to subscribe to: %\{/,
  ],
  [{ schema: undefined, table: undefined }, /^No subscription params provided\./],
  [
    { table: 'unpublished', event: 'INSERT', filter: 'id=not.eq.1' },
    /^Unable to subscribe to changes with given parameters\. Please check Realtime is enabled for the given connect parameters: \[event: INSERT, schema: public, table: unpublished, filters: \[\{"id", "eq", "1", true\}\], select: nil\]$/,
  ],
];

describe('a binding that cannot work', () => {
  for (const version of VERSIONS) {
    it(`is told why, while the channel stays (${version})`, async () => {
      const socket = await RawSocket.open(backend.url, { version });
      for (const [mistake, text] of MISTAKES) {
        const topic = `realtime:${freshTopic()}`;
        const joinRef = await socket.join(topic, {
          config: {
            broadcast: { ack: true },
            postgres_changes: [{ event: '*', schema: 'public', table: 'rows', ...mistake }],
          },
        });
        const { payload } = await socket.next((frame) => frame.topic === topic && frame.event === 'system');
        assert.deepEqual(
          { ...payload, message: null },
          {
            extension: 'postgres_changes',
            status: 'error',
            message: null,
            channel: topic.slice('realtime:'.length),
          },
        );
        assert.match(String(payload['message']), text);
        const answer = await socket.request(
          topic,
          'broadcast',
          { type: 'broadcast', event: 'e', payload: {} },
          joinRef,
        );
        assert.equal(answer.payload['status'], 'ok');
      }
      socket.close();
    });
  }
});
