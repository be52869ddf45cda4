// Risk: an upgrade fails, changes something it should not, or depends on what was there before.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { demo, migrations, seedDemo } from '../src/index.ts';
import { describeCatalog } from './support/catalog.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { underTest } from './support/mutants.ts';

describe('the migrations', () => {
  let database: TestDatabase;
  let fresh: string[];

  before(async () => {
    database = await startDatabase();
    fresh = await describeCatalog(database.superuser);
  });
  after(() => database.stop());

  it('run again without a change', async () => {
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(await describeCatalog(database.superuser), fresh);
  });

  it('run again in a project whose functions and tables were opened by hand', async () => {
    await database.owner`grant all on all tables in schema public to anon`;
    await database.owner`grant execute on all functions in schema global_chat_private to public`;
    await database.owner`grant all on all tables in schema global_chat_private to anon`;
    await database.owner`grant all on schema global_chat_private to public`;
    await database.owner`grant insert, update on global_chat_messages to authenticated`;
    await database.owner`create function public.host_greeting() returns text language sql as 'select 1::text'`;
    await database.superuser`create schema host`;
    await database.superuser`create function host.global_chat_like() returns text language sql as 'select 1::text'`;
    await database.superuser`alter function host.global_chat_like() owner to postgres`;
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(await describeCatalog(database.superuser), fresh);
    for (const name of ['public.host_greeting()', 'host.global_chat_like()']) {
      const [row] =
        await database.superuser`select has_function_privilege('anon', ${name}, 'execute') as may`;
      assert.equal(row?.['may'], true, `${name} is not ours`);
    }
  });

  it('keep the data', async () => {
    const agentIds: Record<string, string> = {};
    for (const agent of demo.agents) {
      const [row] =
        await database.superuser`insert into auth.users (id, email) values (gen_random_uuid(), ${agent.email}) returning id`;
      agentIds[agent.email] = String(row?.['id']);
    }
    const count = async (): Promise<unknown> =>
      (
        await database.owner`
        select (select count(*) from global_chat_sessions) as sessions, (select count(*) from global_chat_messages) as messages,
          (select count(*) from global_chat_visitors) as visitors, (select count(*) from global_chat_agents) as agents,
          (select count(*) from global_chat_notes) as notes, (select count(*) from global_chat_canned_replies) as replies`
      )[0];
    await seedDemo(database.owner, { agentIds });
    const before = await count();
    await seedDemo(database.owner, { agentIds });
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(await count(), before);
    assert.equal((before as { sessions: number }).sessions, 30);
  });

  it('each run alone over the whole', async () => {
    for (const migration of underTest(await migrations()))
      await applyMigrations(database.url('postgres'), [migration]);
    assert.deepEqual(await describeCatalog(database.superuser), fresh);
  });
});
