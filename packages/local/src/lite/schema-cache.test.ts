import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, startTestBackend } from '../../test/backend.ts';

const backend = await startTestBackend();

test('a new table, a new column and a new function are served without a restart', async () => {
  const { local } = backend;
  const admin = backend.client(local.secretKey);
  assert.equal((await admin.from('later').select()).error?.code, 'PGRST205');
  await local.sql`create table public.later (id int primary key)`;
  await eventually(async () => (await admin.from('later').select()).error === null);
  await local.sql`alter table public.later add column extra jsonb default '{}'`;
  await eventually(
    async () =>
      (await admin.from('later').insert({ id: 1, extra: 'text' }).select('extra')).data?.[0]?.['extra'] ===
      'text',
  );
  await local.sql`create function public.answer() returns int language sql as 'select 42'`;
  await eventually(async () => (await admin.rpc('answer')).data === 42);
  await local.sql`drop table public.later`;
  await eventually(async () => (await admin.from('later').select()).error?.code === 'PGRST205');
});

test('NOTIFY pgrst reads again what no event tells of', async () => {
  const { local } = backend;
  const admin = backend.client(local.secretKey);
  await local.sql`alter event trigger pgrst_ddl_watch disable`;
  await local.sql`create table public.quiet (id int)`;
  assert.equal((await admin.from('quiet').select()).error?.code, 'PGRST205');
  await local.sql`notify pgrst, 'reload schema'`;
  await eventually(async () => (await admin.from('quiet').select()).error === null);
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
    await eventually(async () => (await admin.from(table).select()).error === null, 3000);
  }
});

test('settings of a role apply to its requests', async () => {
  const { local } = backend;
  await local.sql`create function public.timeout() returns text language sql as $$ select current_setting('statement_timeout') $$`;
  await local.sql`alter role authenticated set statement_timeout = '4s'`;
  await local.sql`notify pgrst, 'reload config'`;
  const { client } = await backend.visitor();
  await eventually(async () => (await client.rpc('timeout')).data === '4s');
  await local.sql`alter role authenticated set statement_timeout = '8s'`;
});
