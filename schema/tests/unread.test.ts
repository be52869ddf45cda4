// Risk: a side is told of more or less than it has not read: deleted messages, own ones, a position in between.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { Random } from './support/random.ts';
import { buildWorld, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

type Unread = readonly [visitor: number, agent: number];

async function unread(session: string): Promise<Unread> {
  const { session: row } = await world.agent.rpc('sync', { session_id: session });
  return [row.visitor_unread, row.agent_unread];
}

/** By the rule itself: the other side's messages after the read position that are not deleted. */
async function recount(session: string): Promise<Unread> {
  const [row] = await database.owner`
    select
      count(*) filter (where sender_type = 'agent' and seq > visitor_read_seq)::int as visitor,
      count(*) filter (where sender_type = 'visitor' and seq > agent_read_seq)::int as agent
    from global_chat_messages join global_chat_sessions on global_chat_sessions.id = session_id
    where session_id = ${session} and deleted_at is null`;
  return [row?.['visitor'] as number, row?.['agent'] as number];
}

it('what a side wrote is unread by the other one until that reads or writes', async () => {
  const { id } = await startConversation(world.visitor, world.widget, ['One', 'Two']);
  assert.deepEqual(await unread(id), [0, 2]);
  await world.agent.rpc('mark_delivered', { session_id: id, seq: 2 });
  assert.deepEqual(await unread(id), [0, 2]);
  await world.agent.rpc('mark_read', { session_id: id, seq: 1 });
  assert.deepEqual(await unread(id), [0, 1]);
  await send(world.agent, id, 'Three');
  await send(world.agent, id, 'Four');
  assert.deepEqual(await unread(id), [2, 0]);
  await world.visitor.rpc('mark_read', { session_id: id, seq: 4 });
  assert.deepEqual(await unread(id), [0, 0]);
});

it('a deleted message is unread by nobody, and one that was read takes nothing away', async () => {
  const { id, messages } = await startConversation(world.visitor, world.widget, ['Read', 'Unread', 'Last']);
  await world.agent.rpc('mark_read', { session_id: id, seq: 1 });
  await world.visitor.rpc('delete_message', { message_id: messages[0].id });
  assert.deepEqual(await unread(id), [0, 2]);
  await world.visitor.rpc('delete_message', { message_id: messages[1].id });
  assert.deepEqual(await unread(id), [0, 1]);
  await world.visitor.rpc('edit_message', { message_id: messages[2].id, content: 'Changed' });
  assert.deepEqual(await unread(id), [0, 1]);
  await world.visitor.rpc('delete_message', { message_id: messages[2].id });
  assert.deepEqual(await unread(id), [0, 0]);
  const { sessions } = await world.agent.rpc('list_sessions', {
    tenant_id: world.tenant,
    filters: { unread: true },
  });
  assert.ok(sessions.every((session: { id: string }) => session.id !== id));
});

it('the same holds for what an agent wrote and takes back', async () => {
  const { id } = await startConversation(world.visitor, world.widget, ['Question']);
  const read = (await send(world.agent, id, 'Read')).message;
  const unreadOne = (await send(world.agent, id, 'Unread')).message;
  await send(world.agent, id, 'Last');
  await world.visitor.rpc('mark_read', { session_id: id, seq: read.seq });
  await world.agent.rpc('delete_message', { message_id: read.id });
  assert.deepEqual(await unread(id), [2, 0]);
  await world.agent.rpc('edit_message', { message_id: unreadOne.id, content: 'Changed' });
  assert.deepEqual(await unread(id), [2, 0]);
  await world.agent.rpc('delete_message', { message_id: unreadOne.id });
  assert.deepEqual(await unread(id), [1, 0]);
});

it('a deleted message ahead of where somebody has read to is not counted', async () => {
  const { id, messages } = await startConversation(world.visitor, world.widget, ['1', '2', '3', '4']);
  await world.visitor.rpc('delete_message', { message_id: messages[2].id });
  await world.agent.rpc('mark_read', { session_id: id, seq: 1 });
  assert.deepEqual(await unread(id), [0, 2]);
});

it('agrees with the rule after any order of sending, deleting and reading', async () => {
  const random = new Random(10);
  const { id } = await startConversation(world.visitor, world.widget, ['Begin']);
  const written: { readonly id: string; readonly author: World['visitor'] }[] = [];
  for (let step = 1; step <= 120; step++) {
    const actor = random.pick([world.visitor, world.agent]);
    const act = random.pick(['send', 'send', 'delete', 'read', 'delivered'] as const);
    const own = written.findIndex(({ author }) => author === actor);
    if (act === 'send') written.push({ id: (await send(actor, id, 'x')).message.id, author: actor });
    else if (act === 'delete' && own >= 0) {
      const [gone] = written.splice(own, 1);
      await actor.rpc('delete_message', { message_id: gone?.id });
    } else if (act !== 'delete') {
      const seq = random.below(step + 2);
      await actor.rpc(`mark_${act}`, { session_id: id, seq });
    }
    assert.deepEqual(await unread(id), await recount(id), `after step ${String(step)}, ${act}`);
  }
});
