// Risk: a change by an agent is lost, half done or counted twice; a note or reply reaches somebody it should not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
const ids: string[] = [];

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  for (let index = 0; index < 12; index++) {
    ids.push(
      (await startConversation(await newVisitor(database), world.widget, [`Question ${String(index)}`])).id,
    );
  }
  await startConversation(world.otherVisitor, world.otherWidget);
  const change = (index: number, changes: Answer): Promise<Answer> =>
    world.agent.rpc('update_session', { session_id: ids[index], changes });
  await change(0, { status: 'resolved', tags: ['a'] });
  await change(1, { status: 'pending', tags: ['a', 'b'], assigned_to: world.agent.id });
  await change(2, {
    snoozed_until: new Date(Date.now() + 86_400_000).toISOString(),
    assigned_to: world.admin.id,
  });
  await change(3, { priority: 'urgent', assigned_to: world.agent.id });
  await world.agent.rpc('mark_read', { session_id: ids[4], seq: 1 });
});
after(() => database.stop());

async function list(filters: Answer = {}, rest: Answer = {}): Promise<{ numbers: number[]; answer: Answer }> {
  const answer = await world.agent.rpc('list_sessions', { tenant_id: world.tenant, filters, ...rest });
  return { numbers: answer.sessions.map((session: Answer) => ids.indexOf(session.id as string)), answer };
}

describe('changing sessions', () => {
  it('takes a team_rev only for what changes, and no rev that the visitor could see', async () => {
    const id = ids[8];
    const first = await world.agent.rpc('update_session', {
      session_id: id,
      changes: { tags: [' x ', 'x', 'y', ''], priority: 'low' },
    });
    assert.deepEqual([first.tags, first.priority, first.rev, first.team_rev], [['x', 'y'], 'low', 2, 1]);
    for (const same of [
      { tags: ['x', 'y'] },
      { priority: 'low' },
      {},
      { status: 'open' },
      { assigned_to: null },
    ]) {
      const { rev, team_rev } = await world.agent.rpc('update_session', { session_id: id, changes: same });
      assert.deepEqual([rev, team_rev], [2, 1], JSON.stringify(same));
    }
  });

  it('resolving ends the snooze and keeps the first time of resolving', async () => {
    const id = ids[9];
    await world.agent.rpc('update_session', {
      session_id: id,
      changes: { snoozed_until: new Date(Date.now() + 60_000).toISOString() },
    });
    const resolved = await world.agent.rpc('update_session', {
      session_id: id,
      changes: { status: 'resolved' },
    });
    assert.equal(resolved.snoozed_until, null);
    const again = await world.agent.rpc('update_session', {
      session_id: id,
      changes: { status: 'resolved', priority: 'high' },
    });
    assert.equal(again.resolved_at, resolved.resolved_at);
    const opened = await world.agent.rpc('update_session', { session_id: id, changes: { status: 'open' } });
    assert.equal(opened.resolved_at, null);
  });

  it('in bulk does all or nothing', async () => {
    const foreign = await startConversation(await newVisitor(database), world.otherWidget);
    const some = ids.slice(9, 12);
    const refused = await world.agent.refused('update_sessions', {
      session_ids: [...some, foreign.id],
      changes: { tags: ['bulk'] },
    });
    assert.equal(refused.code, 'not_found');
    assert.equal(
      (await world.agent.refused('update_sessions', { session_ids: [...some, randomUUID()], changes: {} }))
        .code,
      'not_found',
    );
    assert.deepEqual((await list({ tags: 'bulk' })).numbers, []);
    const done = await world.agent.rpc('update_sessions', {
      session_ids: [...some, some[0]],
      changes: { tags: ['bulk'], status: 'resolved' },
    });
    assert.deepEqual(
      done.map((session: Answer) => session.status),
      ['resolved', 'resolved', 'resolved'],
    );
    assert.deepEqual((await list({ tags: 'bulk' })).numbers.sort(), [10, 11, 9]);
    assert.deepEqual(
      await world.agent.rpc('update_sessions', { session_ids: [], changes: { status: 'open' } }),
      [],
    );
  });

  it('by several agents at once ends without deadlock, and with every change', async () => {
    const many = ids.slice(0, 8);
    for (let round = 0; round < 6; round++) {
      const tag = `raced ${String(round)}`;
      const reset = { priority: 'low', assigned_to: null, tags: [] };
      await world.agent.rpc('update_sessions', { session_ids: many, changes: reset });
      await Promise.all(
        [{ priority: 'high' }, { tags: [tag] }, { assigned_to: world.admin.id }].flatMap((changes, index) => [
          world.agent.rpc('update_sessions', { session_ids: many, changes }),
          world.admin.rpc('update_sessions', { session_ids: [...many].reverse(), changes }),
          world.admin.rpc('update_session', { session_id: many[index], changes }),
        ]),
      );
      const { answer } = await list({ tags: tag, priority: 'high', assigned_to: world.admin.id });
      assert.equal(answer.sessions.length, 8);
    }
  });
});

describe('the counts', () => {
  it('hold what is snoozed in one place only', async () => {
    const counts = async (): Promise<Answer> => (await list()).answer.counts;
    const { id } = await startConversation(world.visitor, world.widget);
    const change = (changes: Answer): Promise<unknown> =>
      world.agent.rpc('update_session', { session_id: id, changes });
    const before = await counts();
    await change({ snoozed_until: new Date(Date.now() + 60_000).toISOString() });
    assert.deepEqual(await counts(), { ...before, open: before.open - 1, snoozed: before.snoozed + 1 });
    await change({ status: 'pending' });
    assert.deepEqual(await counts(), { ...before, open: before.open - 1, snoozed: before.snoozed + 1 });
    await change({ snoozed_until: null });
    assert.deepEqual(await counts(), { ...before, open: before.open - 1, pending: before.pending + 1 });
    await change({ status: 'resolved' });
    assert.deepEqual(await counts(), { ...before, open: before.open - 1, resolved: before.resolved + 1 });
  });
});

describe('memberships', () => {
  it('are those of the caller, and none for an anonymous token', async () => {
    const [membership, ...others] = await world.admin.rpc('my_memberships');
    assert.deepEqual(others, []);
    assert.deepEqual(
      [membership.tenant_id, membership.tenant_name, membership.role, membership.user_id],
      [world.tenant, 'First', 'admin', world.admin.id],
    );
    for (const caller of [world.outsider, world.removedAgent, world.anonymousMember, world.visitor]) {
      assert.deepEqual(await caller.rpc('my_memberships'), []);
      const nobody = database.as({ role: 'authenticated' });
      assert.equal((await nobody.refused('my_memberships')).code, 'not_signed_in');
    }
    const team = await world.agent.rpc('team', { tenant_id: world.tenant });
    assert.deepEqual(
      team.map((agent: Answer) => agent.display_name),
      ['Admin', 'Agent', 'Nobody'],
    );
  });
});
