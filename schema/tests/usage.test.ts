// Risk: one visitor or one address uses up what a tenant may use in a day; nobody is told before, or agents are silenced.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { completeUpload } from './support/probes.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('the bytes that a visitor may still store today', () => {
  const left = async (tenant: string, { id }: Caller): Promise<number> =>
    Number(
      (await database.owner`select global_chat_private.file_bytes_left(${tenant}, ${id}) as bytes`)[0]?.[
        'bytes'
      ],
    );
  const store = async (owner: Caller, session: string, size: number): Promise<void> =>
    completeUpload(database, owner, `${world.tenant}/${session}/${randomUUID()}/a.txt`, {
      metadata: { mimetype: 'text/plain', size },
    });

  it('are what is left of their tenth and of the tenant’s day, whether a message carries the file or not', async () => {
    await database.owner`update global_chat_tenants set file_bytes_per_day = 1000`;
    const [one, two] = [await newVisitor(database), await newVisitor(database)];
    assert.equal(await left(world.tenant, one), 100);
    const { id } = await startConversation(one, world.widget, []);
    await store(one, id, 60);
    await store(world.agent, id, 900);
    assert.deepEqual([await left(world.tenant, one), await left(world.tenant, two)], [40, 100]);
    await database.owner`update global_chat_tenants set file_bytes_per_day = 130`;
    assert.equal(await left(world.tenant, two), 13);
    await database.owner`update global_chat_tenants set file_bytes_per_day = 65`;
    assert.deepEqual([await left(world.tenant, one), await left(world.tenant, two)], [0, 5]);
    assert.equal(await left(world.otherTenant, one), 7);
    await database.owner`update global_chat_tenants set file_bytes_per_day = 1000`;
    await database.owner`update global_chat_private.rate_buckets set day = day - 1`;
    assert.equal(await left(world.tenant, one), 100, 'on another day');
    await database.owner`update global_chat_private.rate_buckets set day = day + 1`;
    await database.owner`update global_chat_tenants set file_bytes_per_day = 65`;
  });
});

describe('what visitors used of the day', () => {
  before(async () => {
    await database.owner`update global_chat_tenants set messages_per_day = 20, sessions_per_day = default where id = ${world.tenant}`;
  });

  it('is told to the team at four fifths, once for each kind, and names no visitor', async () => {
    const told = async (): Promise<unknown[]> =>
      (await broadcasts(database, `inbox:${world.tenant}`)).filter(({ event }) => event === 'usage');
    const warnings = async (): Promise<unknown[]> =>
      (await world.admin.rpc('audit_log', { tenant_id: world.tenant })).filter(
        ({ action }: { action: string }) => action === 'usage_warning',
      );
    for (let turn = 0; turn < 9; turn++) {
      const { id } = await startConversation(await newVisitor(database), world.widget, ['1', '2']);
      await send(world.agent, id, 'Agents do not count');
      assert.equal((await told()).length, turn < 7 ? 0 : 1, `after ${String(2 * turn + 2)}`);
    }
    const [entry, ...others] = (await warnings()) as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.['actor'], entry?.['subject'], entry?.['counts']],
      [null, world.tenant, { kind: 'messages', used: 16, limit: 20 }],
    );
    await database.owner`update global_chat_private.usage_warnings set day = day - 1`;
    await startConversation(await newVisitor(database), world.widget, ['19']);
    assert.equal((await warnings()).length, 2, 'again on another day');
  });

  it('is today’s, and their own tenant’s', async () => {
    const full = (tenant: string, day: number): Promise<unknown> => database.owner`
      insert into global_chat_private.usage_counts (tenant_id, day, kind, shard, amount)
      select ${tenant}, global_chat_private.today() - ${day}::int, 'messages', shard, 1000
      from generate_series(0, 15) as shard`;
    await full(world.tenant, 1);
    await full(world.otherTenant, 0);
    const visitor = await newVisitor(database);
    const { id, messages } = await startConversation(visitor, world.widget, ['20']);
    assert.equal(messages.length, 1);
    const next = { session_id: id, message_id: randomUUID(), content: '21' };
    assert.equal((await visitor.refused('send_message', next)).code, 'tenant_limit');
  });

  it('is read by admins and the secret key, and by nobody else', async () => {
    const { day, resets_at, messages, sessions, visitors, file_bytes } = await world.admin.rpc('usage', {
      tenant_id: world.tenant,
    });
    assert.equal(day, new Date().toISOString().slice(0, 10));
    assert.equal(new Date(resets_at as string).getTime(), new Date().setUTCHours(24, 0, 0, 0));
    assert.deepEqual([messages.used, messages.limit], [20, 20]);
    assert.ok(messages.warned_at);
    assert.deepEqual([sessions.used, sessions.limit, sessions.warned_at], [12, 2000, null]);
    assert.equal(visitors.used, 12);
    assert.deepEqual([file_bytes.used, file_bytes.limit], [60, 65]);
    await database.owner`delete from global_chat_private.usage_counts where tenant_id = ${world.otherTenant}`;
    const there = await world.otherAgent.rpc('usage', { tenant_id: world.otherTenant });
    assert.deepEqual(
      [there.messages.used, there.messages.warned_at],
      [0, null],
      'another tenant’s are their own',
    );
    assert.equal((await world.service.rpc('usage', { tenant_id: world.tenant })).messages.used, 20);
    for (const caller of [
      world.agent,
      world.otherAgent,
      world.outsider,
      world.visitor,
      world.removedAgent,
      world.anonymousMember,
    ])
      for (const tenant_id of [world.tenant, randomUUID()])
        assert.equal((await caller.refused('usage', { tenant_id })).code, 'not_allowed');
    assert.equal((await world.anon.refused('usage', { tenant_id: world.tenant })).code, '42501');
  });
});
