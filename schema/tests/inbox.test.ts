// Risk: an agent's list misses, repeats or invents a session, counts wrong, or a bulk change is half done.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
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

describe('the list', () => {
  it('has every session of the tenant once, newest message first', async () => {
    const { numbers, answer } = await list();
    assert.deepEqual(numbers, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    assert.deepEqual(answer.counts, { open: 9, pending: 1, snoozed: 1, resolved: 1 });
    assert.equal(answer.cursor, null);
    await send(world.agent, ids[5] ?? '', 'Answer');
    assert.equal((await list()).numbers[0], 5);
    await world.agent.rpc('update_session', { session_id: ids[5], changes: { status: 'open' } });
    assert.equal((await list()).numbers[0], 5, 'a change of status is no message');
  });

  it('in pages gives the same as at once, also with equal times', async () => {
    await database.owner`update global_chat_sessions set last_message_at = '2026-01-01' where id = any (${ids.slice(6, 10)})`;
    const { numbers: all } = await list();
    for (const size of [1, 3, 4, 5, 12]) {
      const paged: number[] = [];
      let cursor: unknown = null;
      do {
        const { numbers, answer } = await list({}, { page_size: size, cursor });
        paged.push(...numbers);
        cursor = answer.cursor;
      } while (cursor !== null);
      assert.deepEqual(paged, all, `pages of ${String(size)}`);
    }
  });

  for (const [filters, expected] of [
    [{ status: 'open' }, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ status: 'open', snoozed: false }, [3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ snoozed: true }, [2]],
    [{ status: ['pending', 'resolved'] }, [0, 1]],
    [{ status: [] }, []],
    [{ assigned_to: 'me' }, [1, 3]],
    [{ assigned_to: 'nobody' }, [0, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ assigned_to: ['me', 'nobody'], status: 'open' }, [3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ tags: 'a' }, [0, 1]],
    [{ tags: ['a', 'b'] }, [1]],
    [{ tags: ['A'] }, []],
    [{ priority: 'urgent' }, [3]],
    [{ unread: false }, [4, 5]],
    [{ unread: true, priority: ['urgent', 'high'] }, [3]],
    [{ widget_id: randomUUID() }, []],
    [{ widget_id: 'nonsense' }, []],
    [{ updated_since: '2999-01-01T00:00:00Z' }, []],
    [{ status: null }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ] as const) {
    it(`obeys ${JSON.stringify(filters)}`, async () => {
      assert.deepEqual(
        (await list(filters)).numbers.sort((a, b) => a - b),
        expected,
      );
    });
  }

  it('knows where the caller is mentioned', async () => {
    const [{ user_id: me }] = await world.agent.rpc('my_memberships', {});
    const { id } = await world.agent.rpc('add_note', { session_id: ids[4], content: '@me', mentions: [me] });
    await world.agent.rpc('add_note', { session_id: ids[5], content: 'nobody' });
    assert.deepEqual((await list({ mentioned: true })).numbers, [4]);
    assert.deepEqual((await list({ mentioned: true, status: 'resolved' })).numbers, []);
    const { numbers, answer } = await list({ mentioned: false });
    assert.deepEqual([numbers.includes(4), numbers.length, answer.counts.open > 0], [false, 11, true]);
    await world.agent.rpc('delete_note', { note_id: id });
    assert.deepEqual((await list({ mentioned: true })).numbers, []);
  });

  it('finds what changed since a time, whatever the order', async () => {
    const { updated_at } = (await world.agent.rpc('session_details', { session_id: ids[7] })).session;
    await world.agent.rpc('update_session', { session_id: ids[7], changes: { tags: ['late'] } });
    const { numbers } = await list({ updated_since: updated_at });
    assert.ok(numbers.includes(7));
    assert.ok(!numbers.includes(6), 'created before, and not touched since');
  });

  it('takes person and widget by id, and counts by the same filters', async () => {
    assert.deepEqual((await list({ assigned_to: world.admin.id })).numbers, [2]);
    assert.deepEqual((await list({ assigned_to: world.admin.id.toUpperCase() })).numbers, [2]);
    const { answer } = await list({ assigned_to: 'me', status: 'resolved', widget_id: world.widget });
    assert.deepEqual(answer.counts, { open: 1, pending: 1, snoozed: 0, resolved: 0 });
  });

  it('never holds a session of another tenant', async () => {
    const { sessions } = await world.otherAgent.rpc('list_sessions', { tenant_id: world.otherTenant });
    assert.equal(sessions.length, 1);
    assert.deepEqual((await list({ widget_id: world.otherWidget })).numbers, []);
  });
});

describe('a session’s details', () => {
  it('are the notes in order and what the same person wrote before', async () => {
    const visitor = await newVisitor(database);
    const first = await startConversation(visitor, world.widget, ['Earlier']);
    const second = await startConversation(visitor, world.widget, ['Now']);
    await world.agent.rpc('add_note', {
      session_id: second.id,
      content: 'One',
      mentions: [world.admin.id, world.admin.id],
    });
    await world.admin.rpc('add_note', { session_id: second.id, content: 'Two' });
    const details = await world.agent.rpc('session_details', { session_id: second.id });
    assert.deepEqual(
      details.notes.map((note: Answer) => [note.content, note.author_name]),
      [
        ['One', 'Agent'],
        ['Two', 'Admin'],
      ],
    );
    assert.deepEqual(details.notes[0].mentions, [world.admin.id]);
    assert.deepEqual(
      details.previous.map((session: Answer) => [session.id, session.last_message_preview]),
      [[first.id, 'Earlier']],
    );
    const { id } = await startConversation(await newVisitor(database), world.widget);
    const { notes, previous } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual([notes, previous], [[], []]);
  });
});
