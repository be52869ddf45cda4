/** What a subscriber may see of a change: rows by row level security, columns by grants. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DRAIN_TABLE, drained, listenTo } from './changes-harness.ts';
import type { Change, ChangeListenerOptions, Listener } from './changes-harness.ts';
import { SECRET_KEY, VERSIONS, signToken, startBackend } from './harness.ts';
import type { Backend } from './harness.ts';
import { until } from './harness.ts';

const ANN = '00000000-0000-4000-8000-000000000a22';
const BOB = '00000000-0000-4000-8000-000000000b0b';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    ${DRAIN_TABLE}
    create table public.private_notes (id int primary key, owner uuid, body text);
    alter table public.private_notes enable row level security;
    create policy "own notes" on public.private_notes for select to authenticated using (owner = auth.uid());
    create table public.full_notes (id int primary key, owner uuid, body text);
    alter table public.full_notes enable row level security;
    alter table public.full_notes replica identity full;
    create policy "own notes" on public.full_notes for select to authenticated using (owner = auth.uid());
    create table public.broken_notes (id int primary key);
    alter table public.broken_notes enable row level security;
    create policy "raises" on public.broken_notes for select to authenticated using (1 / (id - id) = 1);
    create table public.payroll (id int primary key, name text, salary int);
    revoke all on public.payroll from anon, authenticated;
    grant select (id, name) on public.payroll to anon;
    grant select (name) on public.payroll to authenticated;
    create table public.by_full (id int primary key, label text);
    alter table public.by_full replica identity full;
    alter publication supabase_realtime add table public.private_notes, public.full_notes, public.broken_notes, public.payroll, public.by_full;
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
  describe(`row level security (${version})`, () => {
    const base = version === '2.0.0' ? 100 : 200;

    it('shows rows to whom the policies show them, inserted and updated', async () => {
      const [ann, bob, anon, service] = [
        await all('private_notes', { version, token: await signToken({ sub: ANN }) }),
        await all('private_notes', { version, token: await signToken({ sub: BOB }) }),
        await all('private_notes', { version }),
        await all('private_notes', { version, key: SECRET_KEY }),
      ];
      await backend.sql`insert into public.private_notes values (${base}, ${ANN}, 'a'), (${base + 1}, ${BOB}, 'b')`;
      await backend.sql`update public.private_notes set body = 'c' where id in (${base}, ${base + 1})`;
      await drained(backend);
      const note = (id: number, owner: string, body: string): object => ({ id, owner, body });
      assert.deepEqual(brief(ann), [
        ['INSERT', note(base, ANN, 'a'), {}],
        ['UPDATE', note(base, ANN, 'c'), { id: base }],
      ]);
      assert.deepEqual(brief(bob), [
        ['INSERT', note(base + 1, BOB, 'b'), {}],
        ['UPDATE', note(base + 1, BOB, 'c'), { id: base + 1 }],
      ]);
      assert.deepEqual(anon, []);
      assert.equal(service.length, 4);
    });

    it('follows a row that changes hands', async () => {
      await backend.sql`insert into public.private_notes values (${base + 2}, ${ANN}, 'a')`;
      const [ann, bob] = [
        await all('private_notes', { version, token: await signToken({ sub: ANN }) }),
        await all('private_notes', { version, token: await signToken({ sub: BOB }) }),
      ];
      await backend.sql`update public.private_notes set owner = ${BOB} where id = ${base + 2}`;
      await drained(backend);
      assert.deepEqual([ann.length, bob.length], [0, 1]);
    });

    it('tells every listener of a delete, but only the key', async () => {
      for (const table of ['private_notes', 'full_notes']) {
        await backend.sql`insert into public.${backend.sql(table)} values (${base + 3}, ${ANN}, 'secret')`;
        const [bob, anon] = [
          await all(table, { version, token: await signToken({ sub: BOB }) }),
          await all(table, { version }),
        ];
        await backend.sql`delete from public.${backend.sql(table)} where id = ${base + 3}`;
        await drained(backend);
        assert.deepEqual(brief(bob), [['DELETE', {}, { id: base + 3 }]]);
        assert.deepEqual(brief(anon), brief(bob));
      }
    });

    it('shows old values of an update with full identity to those who see the row', async () => {
      await backend.sql`insert into public.full_notes values (${base + 4}, ${ANN}, 'a')`;
      const [ann, bob] = [
        await all('full_notes', { version, token: await signToken({ sub: ANN }) }),
        await all('full_notes', { version, token: await signToken({ sub: BOB }) }),
      ];
      await backend.sql`update public.full_notes set body = 'b' where id = ${base + 4}`;
      await drained(backend);
      assert.deepEqual(
        ann.map(({ old }) => old),
        [{ id: base + 4, owner: ANN, body: 'a' }],
      );
      assert.deepEqual(bob, []);
    });

    it('skips a row that is gone when it is asked about', async () => {
      const ann = await all('private_notes', {
        version,
        event: 'INSERT',
        token: await signToken({ sub: ANN }),
      });
      await backend.sql.begin(async (sql) => {
        await sql`insert into public.private_notes values (${base + 5}, ${ANN}, 'a')`;
        await sql`delete from public.private_notes where id = ${base + 5}`;
      });
      await drained(backend);
      assert.deepEqual(ann, []);
    });

    it('hides rows whose policy raises, and goes on', async () => {
      const ann = await all('broken_notes', {
        version,
        event: 'INSERT',
        token: await signToken({ sub: ANN }),
      });
      const service = await all('broken_notes', { version, event: 'INSERT', key: SECRET_KEY });
      await backend.sql`insert into public.broken_notes values (${base})`;
      await drained(backend);
      assert.deepEqual([ann.length, service.length], [0, 1]);
    });
  });

  describe(`columns (${version})`, () => {
    const base = version === '2.0.0' ? 300 : 400;

    it('are told to whom they are granted', async () => {
      const { changes, channel } = await listenTo(backend, [{ schema: 'public', table: 'payroll' }], {
        version,
      });
      await backend.sql`insert into public.payroll values (${base}, 'x', 1000)`;
      await backend.sql`update public.payroll set salary = 2000 where id = ${base}`;
      await until(() => changes[0]?.length === 2);
      assert.deepEqual(brief(changes[0] ?? []), [
        ['INSERT', { id: base, name: 'x' }, {}],
        ['UPDATE', { id: base, name: 'x' }, { id: base }],
      ]);
      await channel.unsubscribe();
    });

    it('say 401 when not even the key is granted, whatever the filter', async () => {
      const signedIn = await all('payroll', { version, token: await signToken(), filter: 'name=eq.nobody' });
      await backend.sql`insert into public.payroll values (${base + 1}, 'x', 1000)`;
      await backend.sql`update public.payroll set salary = 1 where id = ${base + 1}`;
      await until(() => signedIn.length === 2);
      assert.deepEqual(
        signedIn.map(({ errors, new: now, old, commit_timestamp: at }) => ({ errors, now, old, at })),
        [
          { errors: ['Error 401: Unauthorized'], now: {}, old: {}, at: null },
          { errors: ['Error 401: Unauthorized'], now: {}, old: {}, at: null },
        ],
      );
    });

    it('are cut to a selection, the key always in it, in old values too', async () => {
      const [full, narrow, other] = [
        await all('by_full', { version }),
        await all('by_full', { version, select: ['label'], filter: `id=eq.${base}` }),
        await all('by_full', { version, select: ['id'], filter: 'label=eq.b' }),
      ];
      await backend.sql`insert into public.by_full values (${base}, 'a')`;
      await backend.sql`update public.by_full set label = 'b' where id = ${base}`;
      await backend.sql`delete from public.by_full where id = ${base}`;
      await drained(backend);
      assert.equal(full.length, 3);
      assert.deepEqual(brief(narrow), brief(full));
      assert.deepEqual(brief(other), [
        ['UPDATE', { id: base }, { id: base }],
        ['DELETE', {}, { id: base }],
      ]);
    });
  });
}

it('looks at row level security and grants as they are when the change is told', async () => {
  await backend.sql.unsafe(
    'create table public.later (id int primary key, a text); alter publication supabase_realtime add table public.later;',
  );
  const changes = await all('later');
  await backend.sql`insert into public.later values (1, 'x')`;
  await until(() => changes.length === 1);
  await backend.sql.unsafe(
    'revoke select on public.later from anon; grant select (id) on public.later to anon;',
  );
  await backend.sql`insert into public.later values (2, 'x')`;
  await until(() => changes.length === 2);
  await backend.sql`alter table public.later enable row level security`;
  await backend.sql`insert into public.later values (3, 'x')`;
  await drained(backend);
  assert.deepEqual(
    changes.map(({ new: now }) => now),
    [{ id: 1, a: 'x' }, { id: 2 }],
  );
});
