// Risk: a change by an agent is lost, half done or counted twice; a note or reply reaches somebody it should not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, newVisitor, startConversation } from './support/world.ts';
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

describe('notes', () => {
  it('are written once per id, changed by their author, deleted by author or admin, and told to the team only', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    const note_id = randomUUID();
    const note = await world.agent.rpc('add_note', { session_id: id, content: 'First', note_id });
    assert.deepEqual(await world.agent.rpc('add_note', { session_id: id, content: 'Again', note_id }), note);
    assert.equal(
      (await world.admin.refused('add_note', { session_id: id, content: 'Mine', note_id })).code,
      'id_conflict',
    );
    assert.equal((await world.admin.refused('update_note', { note_id, content: 'Mine' })).code, 'not_found');
    assert.equal((await world.agent.rpc('update_note', { note_id, content: 'Second' })).content, 'Second');
    assert.deepEqual(
      (await world.agent.rpc('update_note', { note_id, mentions: [world.admin.id] })).mentions,
      [world.admin.id],
    );
    assert.equal((await world.agent.rpc('update_note', { note_id, content: 'Third' })).mentions.length, 1);
    await world.admin.rpc('delete_note', { note_id });
    assert.equal((await world.agent.refused('delete_note', { note_id })).code, 'not_found');
    const told = (await broadcasts(database, `inbox:${world.tenant}`)).filter(
      ({ event, payload }) => event === 'note' && payload.session_id === id,
    );
    assert.deepEqual(
      told.map(({ payload }) => [payload.note.content, payload.deleted]),
      [
        ['First', false],
        ['Second', false],
        ['Second', false],
        ['Third', false],
        ['Third', true],
      ],
    );
    assert.deepEqual(
      (await broadcasts(database, `session:${id}`)).map(({ event }) => event),
      ['session', 'message'],
    );
  });
});

describe('a note', () => {
  it('is its author’s and the admins’ to delete, and has a place of its own', async () => {
    const [one, two] = [
      await startConversation(world.visitor, world.widget),
      await startConversation(world.visitor, world.widget),
    ];
    assert.deepEqual((await world.agent.rpc('session_details', { session_id: one.id })).notes, []);
    const add = async (caller: World['agent'], session_id: string, note_id = randomUUID()): Promise<Answer> =>
      caller.rpc('add_note', { session_id, content: 'x', note_id });
    const [theirs, own] = [await add(world.admin, one.id), await add(world.agent, one.id)];
    const elsewhere = { session_id: two.id, content: 'x', note_id: own.id as string };
    assert.equal((await world.agent.refused('add_note', elsewhere)).code, 'id_conflict');
    assert.equal((await world.agent.refused('delete_note', { note_id: theirs.id })).code, 'not_found');
    await world.agent.rpc('delete_note', { note_id: own.id });
    await world.admin.rpc('delete_note', { note_id: theirs.id });
  });

  it('bears the name that its author has in this tenant', async () => {
    await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name)
      values (${world.otherTenant}, ${world.agent.id}, 'Agent elsewhere')`;
    const there = await startConversation(world.visitor, world.otherWidget);
    const names: unknown[] = [];
    for (const session_id of [ids[0], there.id])
      names.push((await world.agent.rpc('add_note', { session_id, content: 'x' })).author_name);
    assert.deepEqual(names, ['Agent', 'Agent elsewhere']);
    await database.owner`delete from global_chat_agents where tenant_id = ${world.otherTenant} and user_id = ${world.agent.id}`;
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

describe('a note’s id', () => {
  it('used by two agents at once goes to one of them', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    for (let round = 0; round < 8; round++) {
      const args = { session_id: id, content: 'x', note_id: randomUUID() };
      const results = await Promise.allSettled(
        [world.agent, world.admin].map((agent) => agent.rpc('add_note', args)),
      );
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    }
  });
});

describe('canned replies', () => {
  it('are shared by the team or one’s own', async () => {
    const save = (
      caller: World['agent'],
      shortcut: string,
      shared: boolean,
      reply_id: string | null = null,
    ): Promise<Answer> =>
      caller.rpc('save_canned_reply', {
        tenant_id: world.tenant,
        shortcut,
        content: `Text of ${shortcut}`,
        shared,
        reply_id,
      });
    const shared = await save(world.agent, 'hello', true);
    const own = await save(world.agent, 'hello', false);
    const shortcuts = async (caller: World['agent']): Promise<unknown[]> =>
      (await caller.rpc('list_canned_replies', { tenant_id: world.tenant })).map((reply: Answer) => [
        reply.shortcut,
        reply.shared,
      ]);
    assert.deepEqual(await shortcuts(world.agent), [
      ['hello', true],
      ['hello', false],
    ]);
    assert.deepEqual(await shortcuts(world.admin), [['hello', true]]);
    assert.equal((await save(world.admin, 'hi', true, shared.id)).shortcut, 'hi');
    const taken = { tenant_id: world.tenant, shortcut: 'hi', content: 'x' };
    assert.equal((await world.agent.refused('save_canned_reply', taken)).code, 'id_conflict');
    assert.equal(
      (await world.admin.refused('save_canned_reply', { ...taken, shortcut: 'ho', reply_id: own.id })).code,
      'not_found',
    );
    assert.equal(
      (await world.agent.refused('save_canned_reply', { ...taken, shortcut: 'Has Space' })).code,
      'invalid_argument',
    );
    const foreign = { tenant_id: world.otherTenant, shortcut: 'x', content: 'x', reply_id: shared.id };
    assert.equal((await world.otherAgent.refused('save_canned_reply', foreign)).code, 'not_found');
    assert.equal((await save(world.agent, 'hello', false, own.id)).id, own.id);
    assert.equal((await world.admin.refused('delete_canned_reply', { reply_id: own.id })).code, 'not_found');
    const { id, shared: isShared } = await world.agent.rpc('save_canned_reply', {
      tenant_id: world.tenant,
      shortcut: 'bye',
      content: 'Bye',
    });
    assert.equal(isShared, true);
    await world.admin.rpc('delete_canned_reply', { reply_id: id });
    assert.equal(
      (await world.agent.refused('save_canned_reply', { ...taken, shortcut: null })).code,
      'invalid_argument',
    );
    await world.admin.rpc('delete_canned_reply', { reply_id: shared.id });
    await world.agent.rpc('delete_canned_reply', { reply_id: own.id });
    assert.deepEqual(await shortcuts(world.admin), []);
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
