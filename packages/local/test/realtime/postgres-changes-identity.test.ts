/** What identifies a row, what is told of old values, and of values that are too large. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DRAIN_TABLE, drained, listenTo } from './changes-harness.ts';
import type { Change, ChangeListenerOptions, Listener } from './changes-harness.ts';
import { VERSIONS, startBackend } from './harness.ts';
import type { Backend } from './harness.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    ${DRAIN_TABLE}
    create table public.by_default (a int, b int, label text, primary key (a, b));
    create table public.by_full (id int primary key, label text);
    alter table public.by_full replica identity full;
    create table public.by_index (id int primary key, code text not null unique, label text);
    alter table public.by_index replica identity using index by_index_code_key;
    create table public.keyless (label text);
    create table public.keyless_full (label text);
    alter table public.keyless_full replica identity full;
    create table public.big (id int primary key, body text, small text);
    alter table public.big alter column body set storage external;
    create table public.big_full (id int primary key, body text, small text);
    alter table public.big_full alter column body set storage external;
    alter table public.big_full replica identity full;
    alter publication supabase_realtime add table public.by_default, public.by_full, public.by_index, public.keyless, public.keyless_full, public.big, public.big_full;
  `);
});
after(() => backend.stop());

async function all(
  table: string,
  options: ChangeListenerOptions & { filter?: string; select?: string[]; event?: string } = {},
): Promise<Change[]> {
  const { filter, select, event = '*', ...who } = options;
  const binding = {
    schema: 'public',
    table,
    event,
    ...(filter === undefined ? {} : { filter }),
    ...(select === undefined ? {} : { select }),
  };
  return changesOf(await listenTo(backend, [binding], who));
}

const changesOf = ({ changes: [list = []] }: Listener): Change[] => list;
const brief = (changes: readonly Change[]): unknown[] =>
  changes.map(({ eventType, new: now, old }) => [eventType, now, old]);

for (const version of VERSIONS) {
  describe(`the identity of a row (${version})`, () => {
    const base = version === '2.0.0' ? 500 : 600;

    it('is its primary key by default, also when an update leaves it alone', async () => {
      const changes = await all('by_default', { version });
      await backend.sql`insert into public.by_default values (${base}, 1, 'x')`;
      await backend.sql`update public.by_default set label = 'y' where a = ${base}`;
      await backend.sql`update public.by_default set b = 2 where a = ${base}`;
      await backend.sql`delete from public.by_default where a = ${base}`;
      await drained(backend);
      assert.deepEqual(brief(changes), [
        ['INSERT', { a: base, b: 1, label: 'x' }, {}],
        ['UPDATE', { a: base, b: 1, label: 'y' }, { a: base, b: 1 }],
        ['UPDATE', { a: base, b: 2, label: 'y' }, { a: base, b: 1 }],
        ['DELETE', {}, { a: base, b: 2 }],
      ]);
    });

    it('is everything when it is full', async () => {
      const changes = await all('by_full', { version });
      await backend.sql`insert into public.by_full values (${base}, 'x')`;
      await backend.sql`update public.by_full set label = null where id = ${base}`;
      await backend.sql`delete from public.by_full where id = ${base}`;
      await drained(backend);
      assert.deepEqual(
        changes.map(({ old }) => old),
        [{}, { id: base, label: 'x' }, { id: base, label: null }],
      );
    });

    it('is the columns of an index when it uses one', async () => {
      const changes = await all('by_index', { version });
      await backend.sql`insert into public.by_index values (${base}, ${`c${base}`}, 'x')`;
      await backend.sql`update public.by_index set label = 'y' where id = ${base}`;
      await backend.sql`delete from public.by_index where id = ${base}`;
      await drained(backend);
      assert.deepEqual(
        changes.map(({ old }) => old),
        [{}, { code: `c${base}` }, { code: `c${base}` }],
      );
    });

    it('decides which filters a delete can meet', async () => {
      const [key, label, labelOfFull] = [
        await all('by_default', { version, event: 'DELETE', filter: `a=eq.${base + 1}` }),
        await all('by_default', { version, event: 'DELETE', filter: 'label=eq.x' }),
        await all('by_full', { version, event: 'DELETE', filter: 'label=eq.x' }),
      ];
      await backend.sql`insert into public.by_default values (${base + 1}, 1, 'x')`;
      await backend.sql`insert into public.by_full values (${base + 1}, 'x')`;
      await backend.sql`delete from public.by_default where a = ${base + 1}`;
      await backend.sql`delete from public.by_full where id = ${base + 1}`;
      await drained(backend);
      assert.deepEqual([key.length, label.length, labelOfFull.length], [1, 0, 1]);
    });

    it('is missing in a table without a key: 400 for what is written, values for what is deleted', async () => {
      const [keyless, full] = [
        await all('keyless', { version, filter: 'label=eq.other' }),
        await all('keyless_full', { version }),
      ];
      await backend.sql`insert into public.keyless values ('x')`;
      await backend.sql`insert into public.keyless_full values ('x')`;
      await backend.sql`update public.keyless_full set label = 'y'`;
      await backend.sql`delete from public.keyless_full`;
      await drained(backend);
      const problem = ['Error 400: Bad Request, no primary key'];
      assert.deepEqual(
        keyless.map(({ eventType, errors, new: now }) => [eventType, errors, now]),
        [['INSERT', problem, {}]],
      );
      assert.deepEqual(
        full.map(({ eventType, errors, old }) => [eventType, errors, old]),
        [
          ['INSERT', problem, {}],
          ['UPDATE', problem, {}],
          ['DELETE', null, { label: 'y' }],
        ],
      );
    });
  });

  describe(`large values (${version})`, () => {
    const base = version === '2.0.0' ? 700 : 800;
    const long = 'x'.repeat(10_000);

    it('that did not change are taken from the old row, or left out when it is not known', async () => {
      const [plain, full] = [
        await all('big', { version, event: 'UPDATE' }),
        await all('big_full', { version, event: 'UPDATE' }),
      ];
      const filtered = await all('big', { version, event: 'UPDATE', filter: 'body=not.is.null' });
      for (const table of ['big', 'big_full']) {
        await backend.sql`insert into public.${backend.sql(table)} values (${base}, ${long}, 'a')`;
        await backend.sql`update public.${backend.sql(table)} set small = 'b' where id = ${base}`;
      }
      await drained(backend);
      assert.deepEqual(
        plain.map(({ new: now }) => now),
        [{ id: base, small: 'b' }],
      );
      assert.deepEqual(
        full.map(({ new: now }) => now),
        [{ id: base, body: long, small: 'b' }],
      );
      assert.deepEqual(filtered, []);
    });

    it('beyond a megabyte are left out with 413', async () => {
      const changes = await all('big', { version, event: 'INSERT' });
      await backend.sql`insert into public.big values (${base + 1}, ${'é'.repeat(1_100_000)}, 'small')`;
      await until(() => changes.length === 1);
      assert.deepEqual(
        changes.map(({ new: now, errors }) => ({ now, errors })),
        [{ now: { id: base + 1, small: 'small' }, errors: ['Error 413: Payload Too Large'] }],
      );
    });
  });
}

it('follows a table whose columns change', async () => {
  await backend.sql.unsafe(
    'create table public.moving (id int primary key, a text); alter publication supabase_realtime add table public.moving;',
  );
  const changes = await all('moving', { filter: 'id=gt.0' });
  await backend.sql`insert into public.moving values (1, 'x')`;
  await backend.sql.unsafe(
    `alter table public.moving add column b int default 5; alter table public.moving rename column a to c;`,
  );
  await backend.sql`insert into public.moving values (2, 'y')`;
  await backend.sql.unsafe(
    `alter table public.moving drop column c; alter table public.moving alter column b type text;`,
  );
  await backend.sql`insert into public.moving values (3, 'z')`;
  await until(() => changes.length === 3);
  const [, , last] = changes.map(({ new: now }) => now);
  assert.deepEqual(last, { id: 3, b: 'z' });
  await backend.sql`drop table public.moving`;
  await drained(backend);
});
