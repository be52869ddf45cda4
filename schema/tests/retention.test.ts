// Risk: retention deletes what somebody still needs, or keeps what should be gone. Everything that it looks at is there once on
// each side of its rule.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  await database.owner`update global_chat_tenants set retention_days = 30 where id = ${world.tenant}`;
});
after(() => database.stop());

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

async function addVisitor(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const row = { id: randomUUID(), tenant_id: world.tenant, last_seen_at: daysAgo(60), ...more };
  await database.owner`insert into global_chat_visitors ${database.owner(row)}`;
  return row.id;
}

async function addSession(visitor_id: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const row = {
    id: randomUUID(),
    tenant_id: world.tenant,
    widget_id: world.widget,
    visitor_id,
    status: 'resolved',
    created_at: daysAgo(60),
    resolved_at: daysAgo(50),
    updated_at: daysAgo(50),
    ...more,
  };
  await database.owner`insert into global_chat_sessions ${database.owner(row)}`;
  return row.id;
}

const addObject = (bucket_id: string, name: string, created_at: Date): Promise<unknown> =>
  database.superuser`insert into storage.objects (bucket_id, name, created_at) values (${bucket_id}, ${name}, ${created_at})`;

/** As the Storage API does it. */
const removeObjects = (): Promise<unknown> =>
  database.superuser.begin(async (sql) => {
    await sql`select set_config('storage.allow_delete_query', 'true', true)`;
    await sql`delete from storage.objects`;
  });

async function rest(table: string, ids: readonly string[]): Promise<boolean[]> {
  const rows = await database.owner.unsafe<{ id: string }[]>(`select id from ${table}`);
  return ids.map((id) => rows.some((row) => row.id === id));
}
const apply = (dry_run: boolean): Promise<unknown> => world.service.rpc('apply_retention', { dry_run });

describe('sessions and people', () => {
  it('go when they are past it by every measure, and only then', async () => {
    const elsewhere = { tenant_id: world.otherTenant };
    const gone = await addVisitor();
    const busy = await addVisitor();
    const person = await addVisitor();
    const kept = [
      busy,
      person,
      await addVisitor({ blocked_at: daysAgo(60) }),
      await addVisitor({ last_seen_at: daysAgo(10) }),
      await addVisitor(elsewhere),
      await addVisitor(elsewhere),
    ];
    const merged = await addVisitor({ merged_into: person });
    const sessions = [
      await addSession(gone),
      await addSession(busy, { resolved_at: null }),
      await addSession(busy, { last_message_at: daysAgo(10) }),
      await addSession(busy, { resolved_at: daysAgo(10) }),
      await addSession(busy, { resolved_at: null, updated_at: daysAgo(10) }),
      await addSession(busy, { status: 'open', resolved_at: null }),
      await addSession(kept[4] ?? '', { ...elsewhere, widget_id: world.otherWidget }),
    ];
    const file = `${world.tenant}/${sessions[0] ?? ''}/${randomUUID()}/a.png`;
    await database.superuser`insert into storage.buckets (id, name) values ('host', 'host')`;
    await addObject('global-chat', file, daysAgo(60));
    await addObject('host', file, daysAgo(60));

    const amounts = { tenant_id: world.tenant, sessions: 2, messages: 0, notes: 0, files: 1, visitors: 2 };
    assert.deepEqual(await apply(true), [amounts]);
    assert.deepEqual(await rest('global_chat_sessions', sessions), Array(7).fill(true));
    assert.deepEqual(await apply(false), [amounts]);
    assert.deepEqual(await rest('global_chat_sessions', sessions), [
      false,
      false,
      ...Array<boolean>(5).fill(true),
    ]);
    assert.deepEqual(await rest('global_chat_visitors', [gone, merged]), [false, false]);
    assert.deepEqual(await rest('global_chat_visitors', kept), Array(6).fill(true));

    // Now that nobody is merged into them any more.
    assert.deepEqual(await apply(false), [{ ...amounts, sessions: 0, files: 0, visitors: 1 }]);
    assert.deepEqual(await rest('global_chat_visitors', [person]), [false]);
    await addSession(busy);
    assert.deepEqual(await apply(false), [{ ...amounts, sessions: 1, files: 0, visitors: 0 }]);
    assert.deepEqual(await apply(false), []);
    await removeObjects();
  });
});

describe('leftovers', () => {
  it('of the counters go after thirty days, of erased files once their bytes are gone', async () => {
    const { owner } = database;
    await owner`delete from global_chat_private.erased_files`;
    for (const days of [30, 31]) {
      await owner`insert into global_chat_private.usage_counts (tenant_id, day, kind, shard, amount)
        values (${world.tenant}, global_chat_private.today() - ${days}::int, 'messages', 0, 1)`;
      await owner`insert into global_chat_private.usage_warnings (tenant_id, day, kind)
        values (${world.tenant}, global_chat_private.today() - ${days}::int, 'messages')`;
    }
    await addObject('global-chat', 'there', daysAgo(2));
    await addObject('host', 'at the host', daysAgo(2));
    for (const [path, days] of [
      ['there', 2],
      ['at the host', 2],
      ['gone', 2],
      ['gone lately', 0.5],
    ] as const)
      await owner`insert into global_chat_private.erased_files (path, erased_at) values (${path}, ${daysAgo(days)})`;
    await apply(false);
    const left = async (table: string, column: string): Promise<unknown[]> =>
      (await owner.unsafe(`select ${column} as value from global_chat_private.${table} order by 1`)).map(
        (row) => row['value'] as unknown,
      );
    const age = `global_chat_private.today() - day`;
    assert.deepEqual(await left('usage_counts', age), [30]);
    assert.deepEqual(await left('usage_warnings', age), [30]);
    assert.deepEqual(await left('erased_files', 'path'), ['gone lately', 'there']);
    await owner`delete from global_chat_private.erased_files`;
    await removeObjects();
  });

  it('among files are what was erased and what no message carries after a week', async () => {
    const leftover = (): Promise<string[]> => world.service.rpc('leftover_files');
    assert.deepEqual(await leftover(), []);
    const session = await addSession(await addVisitor());
    const message = randomUUID();
    const path = (name: string, of = message): string => `${world.tenant}/${session}/${of}/${name}`;
    const carried = JSON.stringify([{ path: path('carried.png') }]);
    await database.owner`
      insert into global_chat_messages (id, session_id, tenant_id, visitor_id, seq, rev, sender_type, content, attachments)
      select ${message}, id, tenant_id, visitor_id, 1, 2, 'visitor', '', ${carried}::text::jsonb
      from global_chat_sessions where id = ${session}`;
    for (const [bucket, name, days] of [
      ['global-chat', path('carried.png'), 60],
      ['global-chat', path('forgotten.png'), 60],
      ['global-chat', path('waiting.png'), 6],
      ['global-chat', path('unsent.png', randomUUID()), 60],
      ['global-chat', 'erased.png', 60],
      ['host', path('theirs.png'), 60],
      ['host', 'gone.png', 60],
    ] as const)
      await addObject(bucket, name, daysAgo(days));
    for (const name of ['erased.png', 'gone.png'])
      await database.owner`insert into global_chat_private.erased_files (path) values (${name})`;
    const names = (await leftover()).map((name) => name.split('/').at(-1));
    assert.deepEqual(names.sort(), ['erased.png', 'forgotten.png', 'unsent.png']);
    await removeObjects();
    await database.owner`delete from global_chat_private.erased_files`;
  });

  it('are told a thousand at a time', async () => {
    await database.superuser`insert into storage.objects (bucket_id, name, created_at)
      select 'global-chat', 'old ' || number, now() - interval '8 days' from generate_series(1, 1001) as number`;
    await database.superuser`insert into auth.users (id, is_anonymous, raw_user_meta_data, created_at)
      select gen_random_uuid(), true, '{"global_chat": true}', now() - interval '8 days' from generate_series(1, 1001)`;
    for (const rpc of ['leftover_files', 'leftover_users'])
      assert.equal((await world.service.rpc(rpc)).length, 1000, rpc);
    await database.superuser`delete from auth.users where raw_user_meta_data ? 'global_chat'`;
  });

  it('among users are no agents', async () => {
    const [agent, other] = [randomUUID(), randomUUID()];
    await database.superuser`insert into auth.users (id, is_anonymous, raw_user_meta_data, created_at)
      select id, true, '{"global_chat": true}', now() - interval '8 days' from unnest(${[agent, other]}::uuid[]) as id`;
    await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name) values (${world.tenant}, ${agent}, 'x')`;
    assert.deepEqual(await world.service.rpc('leftover_users'), [other]);
  });
});
