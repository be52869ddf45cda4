// Risk: the single file fails when pasted again, differs from the migrations, or touches what is not ours.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { migrations, schemaVersion } from '../src/index.ts';
import { describeCatalog } from './support/catalog.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

const pasted = await readFile(new URL('../global_chat_schema.sql', import.meta.url), 'utf8');

describe('the single file', () => {
  let database: TestDatabase;

  before(async () => {
    database = await startDatabase({ bare: true });
  });
  after(() => database.stop());

  it('pasted twice gives what the migrations give', async () => {
    const editor = postgres(database.url('postgres'), {
      max: 1,
      onnotice: (notice) => assert.fail(notice['message']),
    });
    await editor.unsafe(pasted).simple();
    const once = await describeCatalog(database.superuser);
    await editor.unsafe(pasted).simple();
    assert.deepEqual(await describeCatalog(database.superuser), once);
    await editor.end();

    const migrated = await startDatabase();
    assert.deepEqual(once, await describeCatalog(migrated.superuser));
    await migrated.stop();
  });

  it('says its version, and carries every migration', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal(schemaVersion, version);
    assert.ok(pasted.startsWith(`-- Global Chat ${version}:`));
    for (const { sql } of await migrations())
      assert.ok(pasted.includes(sql.trimEnd()), 'run: npm run schema');
  });
});

describe('a project that has things of its own', () => {
  it('keeps its tables, policies and grants', async () => {
    const database = await startDatabase({ bare: true });
    const host = database.owner;
    await host`create table public.orders (id int primary key)`;
    await host`alter table public.orders enable row level security`;
    await host`create policy "Everybody reads orders" on public.orders for select using (true)`;
    await host`create function public.global_counter() returns int language sql as 'select 1'`;
    const hosts = async (): Promise<unknown> =>
      (
        await database.superuser`
        select (select relacl::text from pg_class where relname = 'orders') as table_grants,
          (select proacl::text from pg_proc where proname = 'global_counter') as function_grants,
          (select count(*)::int from pg_policies where tablename = 'orders') as policies`
      )[0];
    const before = await hosts();
    await applyMigrations(database.url('postgres'), await migrations());
    assert.deepEqual(await hosts(), before);
    await database.stop();
  });
});
