// Risk: a note or a canned reply is lost, changed by somebody else, or reaches somebody it should not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

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
    const here = await startConversation(world.visitor, world.widget);
    for (const session_id of [here.id, there.id])
      names.push((await world.agent.rpc('add_note', { session_id, content: 'x' })).author_name);
    assert.deepEqual(names, ['Agent', 'Agent elsewhere']);
    await database.owner`delete from global_chat_agents where tenant_id = ${world.otherTenant} and user_id = ${world.agent.id}`;
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
    const bye = { tenant_id: world.tenant, shortcut: 'bye', content: 'Bye' };
    const { id, shared: isShared } = await world.agent.rpc('save_canned_reply', bye);
    const unsaid = await world.agent.rpc('save_canned_reply', { ...bye, shared: null, reply_id: id });
    assert.deepEqual([isShared, unsaid.shared], [true, true]);
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
