import assert from 'node:assert/strict';
import { test } from 'node:test';
import postgres from 'postgres';
import { startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const backend = await startTestBackend();

test('a new table, a new column and a new function are served without a restart', async () => {
  const { local } = backend;
  const admin = backend.client(local.secretKey);
  assert.equal((await admin.from('later').select()).error?.code, 'PGRST205');
  await local.sql`create table public.later (id int primary key)`;
  await until(async () => (await admin.from('later').select()).error === null);
  await local.sql`alter table public.later add column extra jsonb default '{}'`;
  await until(
    async () =>
      (await admin.from('later').insert({ id: 1, extra: 'text' }).select('extra')).data?.[0]?.['extra'] ===
      'text',
  );
  await local.sql`create function public.answer() returns int language sql as 'select 42'`;
  await until(async () => (await admin.rpc('answer')).data === 42);
  await local.sql`drop table public.later`;
  await until(async () => (await admin.from('later').select()).error?.code === 'PGRST205');
});

test('NOTIFY pgrst reads again what no event tells of', async () => {
  const { local } = backend;
  const admin = backend.client(local.secretKey);
  // Notifications arrive in order: once this table is served, none from before is still on its way.
  await local.sql`create table public.marker (id int)`;
  await until(async () => (await admin.from('marker').select()).error === null);
  await local.sql`alter event trigger pgrst_ddl_watch disable`;
  await local.sql`create table public.quiet (id int)`;
  assert.equal((await admin.from('quiet').select()).error?.code, 'PGRST205');
  await local.sql`notify pgrst, 'reload schema'`;
  await until(async () => (await admin.from('quiet').select()).error === null);
  await local.sql`alter event trigger pgrst_ddl_watch enable`;
});

test('a schema that changes in the middle of many requests never leaves an old one behind', async () => {
  const { local } = backend;
  const admin = backend.client(local.secretKey);
  for (let round = 0; round < 5; round += 1) {
    const table = `burst_${round}`;
    const traffic = Promise.all(Array.from({ length: 20 }, () => admin.from(table).select()));
    await local.sql.unsafe(`create table public.${table} (id int)`);
    await traffic;
    await until(async () => (await admin.from(table).select()).error === null, undefined, { patience: 3000 });
  }
});

test('settings of a role apply to its requests', async () => {
  const { local } = backend;
  await local.sql`create function public.timeout() returns text language sql as $$ select current_setting('statement_timeout') $$`;
  await local.sql`alter role authenticated set statement_timeout = '4s'`;
  await local.sql`notify pgrst, 'reload config'`;
  const { client } = await backend.visitor();
  await until(async () => (await client.rpc('timeout')).data === '4s');
  await local.sql`alter role authenticated set statement_timeout = '8s'`;
});

test('settings of the Data API are those of its login role', async () => {
  const { local } = backend;
  const project = postgres(local.databaseUrl, { max: 1 });
  await project`create table public.sums as select g as n from generate_series(1, 20) g`;
  const admin = backend.client(local.secretKey);
  await until(async () => (await admin.from('sums').select('n.sum()')).error?.code === 'PGRST123');
  await project`alter role authenticator set pgrst.db_aggregates_enabled = 'true'`;
  await project`alter role authenticator set pgrst.db_max_rows = '5'`;
  await project`notify pgrst, 'reload config'`;
  await project.end();
  await until(async () => (await admin.from('sums').select('n.sum()')).data?.[0] !== undefined);
  await until(async () => (await admin.from('sums').select()).data?.length === 5);
});

test('tables of other schemas with the same name do not stand in for those of public', async () => {
  const { local } = backend;
  await local.sql.unsafe(`
    create table public.users (id int primary key, nick text);
    create table public.messages (id int primary key, author int references public.users, body text);
    insert into public.users values (1, 'ada'); insert into public.messages values (1, 1, 'hi');
    grant all on public.users, public.messages to service_role;`);
  const admin = backend.client(local.secretKey);
  await until(async () => (await admin.from('messages').select('body, users(*)')).error === null);
  const { data } = await admin.from('messages').select('body, users(*)');
  assert.deepEqual(data, [{ body: 'hi', users: { id: 1, nick: 'ada' } }]);
});
