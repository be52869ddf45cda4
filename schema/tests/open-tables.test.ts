// Risk: choosing postgres_changes opens more than it needs, does not close again, or is forgotten by an upgrade.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { migrations } from '../src/index.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { underTest } from './support/mutants.ts';

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

/** The tables that signed-in callers may read. */
async function open(): Promise<string[]> {
  const tables = await database.owner<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname ~ '^global_'
      and has_any_column_privilege('authenticated', oid, 'select') order by 1`;
  return tables.map(({ name }) => name);
}

describe('postgres_changes', () => {
  it('opens tables with it, closes them with it, and running the schema again keeps what was chosen', async () => {
    assert.deepEqual(await open(), []);
    await database.owner`select global_chat_private.use_postgres_changes(true)`;
    const chosen = await open();
    assert.deepEqual(chosen, [
      'global_chat_messages',
      'global_chat_notes',
      'global_chat_sessions',
      'global_widget_config',
    ]);
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(await open(), chosen);
    await database.owner`select global_chat_private.use_postgres_changes(false)`;
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(await open(), []);
  });

  it('opens no table for other publications, nor for a table of that name elsewhere', async () => {
    const { owner, superuser } = database;
    await superuser.unsafe(`create publication other for table public.global_chat_notes;
      create schema elsewhere; create table elsewhere.global_chat_sessions (id int);
      alter publication supabase_realtime add table elsewhere.global_chat_sessions`);
    await owner`select global_chat_private.grant_published_tables()`;
    assert.deepEqual(await open(), []);
    // Nor is it taken for ours when ours are published.
    await owner`select global_chat_private.use_postgres_changes(true)`;
    await owner`select global_chat_private.use_postgres_changes(false)`;
    const published =
      await owner`select schemaname, tablename from pg_publication_tables where pubname = 'supabase_realtime'`;
    assert.deepEqual([...published], [{ schemaname: 'elsewhere', tablename: 'global_chat_sessions' }]);
  });
});

it('the planner knows no values of a column that holds what people are called, said or were tagged with', async () => {
  const columns = await database.owner<{ name: string }[]>`
    select relname || '.' || attname as name
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relname = any (array[
        'global_chat_visitors', 'global_chat_sessions', 'global_chat_messages', 'global_chat_notes'
      ])
      and attnum > 0 and not attisdropped and coalesce(attstattarget, -1) <> 0
      and atttypid::regtype::text in ('text', 'text[]', 'json', 'jsonb', 'bytea') order by 1`;
  assert.deepEqual(
    columns.map(({ name }) => name),
    [
      'global_chat_messages.sender_type',
      'global_chat_sessions.last_message_by',
      'global_chat_sessions.priority',
      'global_chat_sessions.status',
    ],
  );
});
