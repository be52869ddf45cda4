// Risk: a page or a gap loses, repeats or misplaces a message; a read position goes back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

const seqs = (answer: Answer): number[] => answer.messages.map((message: Answer) => message.seq as number);
const revs = (answer: Answer): number[] => answer.messages.map((message: Answer) => message.rev as number);
const words = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `Message ${String(index + 1)}`);

describe('sync', () => {
  it('gives the newest page, then page after page to the beginning', async () => {
    const { id } = await startConversation(world.visitor, world.widget, words(25));
    const seen: number[] = [];
    let page = await world.visitor.rpc('sync', { session_id: id, page_size: 10 });
    assert.deepEqual([page.rev, page.complete, page.session.last_seq], [26, true, 25]);
    for (;;) {
      seen.unshift(...seqs(page));
      if (page.has_more !== true) break;
      page = await world.visitor.rpc('sync', { session_id: id, page_size: 10, before_seq: seen[0] });
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
  });

  it('has no more when a page ends exactly at the beginning', async () => {
    const { id } = await startConversation(world.visitor, world.widget, words(4));
    assert.equal((await world.visitor.rpc('sync', { session_id: id, page_size: 4 })).has_more, false);
    assert.equal((await world.visitor.rpc('sync', { session_id: id, page_size: 3 })).has_more, true);
    const before = await world.visitor.rpc('sync', { session_id: id, page_size: 3, before_seq: 1 });
    assert.deepEqual([before.messages, before.has_more], [[], false]);
  });

  it('after a rev gives what changed, by rev, in portions', async () => {
    const { id, messages } = await startConversation(world.visitor, world.widget, words(6));
    await world.visitor.rpc('edit_message', { message_id: messages[1].id, content: 'New' });
    await world.visitor.rpc('delete_message', { message_id: messages[0].id });
    await world.agent.rpc('mark_read', { session_id: id, seq: 6 });
    const all = await world.visitor.rpc('sync', { session_id: id, since_rev: 3 });
    assert.deepEqual(revs(all), [4, 5, 6, 7, 8, 9]);
    assert.deepEqual(seqs(all), [3, 4, 5, 6, 2, 1]);
    assert.deepEqual([all.rev, all.complete], [10, true]);

    let since = 0;
    const portions: number[] = [];
    for (let round = 0; round < 10; round++) {
      const part = await world.visitor.rpc('sync', { session_id: id, since_rev: since, page_size: 2 });
      portions.push(...revs(part));
      since = part.rev as number;
      if (part.complete === true) break;
      assert.equal(part.rev, portions.at(-1), 'the rev is that of the last message in the portion');
    }
    assert.equal(since, 10);
    assert.deepEqual(portions, [4, 5, 6, 7, 8, 9]);
  });

  it('after the present rev gives nothing but the session', async () => {
    const { id } = await startConversation(world.visitor, world.widget, words(2));
    for (const since of [3, 4, 1_000_000]) {
      const answer = await world.visitor.rpc('sync', { session_id: id, since_rev: since });
      assert.deepEqual([answer.messages, answer.rev, answer.complete], [[], 3, true]);
    }
  });

  it('keeps pages between 1 and 200, whatever is asked', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    await database.owner`
      insert into global_chat_messages (session_id, tenant_id, visitor_id, seq, rev, sender_type, content)
      select ${id}, tenant_id, visitor_id, n, n + 1, 'visitor', 'x' from global_chat_sessions, generate_series(1, 250) n where id = ${id}`;
    await database.owner`update global_chat_sessions set last_seq = 250, rev = 251 where id = ${id}`;
    for (const [asked, given] of [
      [0, 1],
      [-5, 1],
      [1000, 200],
      [2_147_483_647, 200],
      [null, 50],
    ] as const) {
      assert.equal(
        (await world.visitor.rpc('sync', { session_id: id, page_size: asked })).messages.length,
        given,
      );
    }
    const changed = await world.visitor.rpc('sync', { session_id: id, since_rev: 0, page_size: 200 });
    assert.deepEqual([changed.messages.length, changed.rev, changed.complete], [200, 201, false]);
  });

  it('shows agents who wrote, and visitors not', async () => {
    const { id } = await startConversation(world.visitor, world.widget, ['Hello']);
    await send(world.agent, id, 'Hi');
    const agents = await world.agent.rpc('sync', { session_id: id });
    assert.equal(agents.messages[1].sender_id, world.agent.id);
    assert.deepEqual(agents.session.tags, []);
    const visitors = JSON.stringify(await world.visitor.rpc('sync', { session_id: id }));
    for (const word of [
      'sender_id',
      'tenant_id',
      'tags',
      'assigned_to',
      'visitor_id',
      world.agent.id,
      world.tenant,
    ]) {
      assert.equal(visitors.includes(word), false, word);
    }
  });
});

describe('a message', () => {
  it('has the same keys wherever it comes from', async () => {
    const { id, messages } = await startConversation(world.visitor, world.widget, ['Hello']);
    const keys = (message: Answer): string[] => Object.keys(message as object).sort();
    const listed = (await world.visitor.rpc('sync', { session_id: id })).messages[0];
    assert.deepEqual(keys(listed), keys(messages[0]));
    assert.deepEqual(listed, messages[0]);
    const reply = (await send(world.agent, id, 'Hi')).message;
    const read = (await world.agent.rpc('sync', { session_id: id })).messages[1];
    assert.deepEqual(read, reply);
    assert.deepEqual(keys(reply), [...keys(listed), 'sender_id'].sort());
  });
});

describe('read and delivered', () => {
  it('move forward, one rev each, and never back or past the end', async () => {
    const { id } = await startConversation(world.visitor, world.widget, words(3));
    const delivered = await world.agent.rpc('mark_delivered', { session_id: id, seq: 2 });
    assert.deepEqual(
      [delivered.session.agent_delivered_seq, delivered.session.agent_read_seq, delivered.rev],
      [2, 0, 5],
    );
    const read = await world.agent.rpc('mark_read', { session_id: id, seq: 3 });
    assert.deepEqual([read.session.agent_delivered_seq, read.session.agent_read_seq, read.rev], [3, 3, 6]);
    for (const seq of [1, 0, -7, 3, 99, 9_007_199_254_740_993n, null]) {
      const same = await world.agent.rpc('mark_read', { session_id: id, seq });
      assert.deepEqual([same.session.agent_read_seq, same.rev], [3, 6]);
      assert.equal((await world.agent.rpc('mark_delivered', { session_id: id, seq })).rev, 6);
    }
    assert.deepEqual([read.session.visitor_read_seq, read.session.visitor_delivered_seq], [3, 3]);
  });

  it('belong to the side that calls', async () => {
    const { id } = await startConversation(world.visitor, world.widget, words(1));
    await send(world.agent, id, 'Hi');
    const { session } = await world.visitor.rpc('mark_read', { session_id: id, seq: 2 });
    assert.deepEqual([session.visitor_read_seq, session.agent_read_seq], [2, 2]);
    await send(world.visitor, id, 'More');
    const { session: unread } = await world.visitor.rpc('sync', { session_id: id });
    assert.equal(unread.agent_unread, 1);
  });

  it('called at once by many devices take one rev per step forward', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await startConversation(world.visitor, world.widget, words(5));
      const devices = Array.from({ length: 10 }, () => world.agent);
      await Promise.all(devices.map((agent) => agent.rpc('mark_read', { session_id: id, seq: 5 })));
      assert.equal((await world.agent.rpc('sync', { session_id: id })).rev, 7);
    }
  });
});

describe('own sessions', () => {
  it('are listed newest first, at most 50, of this widget only', async () => {
    const visitor = await newVisitor(database);
    const ids: string[] = [];
    for (let index = 0; index < 52; index++)
      ids.unshift((await startConversation(visitor, world.widget, [])).id);
    await startConversation(visitor, world.otherWidget);
    await send(visitor, ids[51] ?? '', 'The oldest speaks again');
    const listed = (await visitor.rpc('my_sessions', { widget_id: world.widget })).map(
      (session: Answer) => session.id as string,
    );
    assert.deepEqual(listed, [ids[51], ...ids.slice(0, 49)]);
    assert.equal((await visitor.rpc('my_sessions', { widget_id: world.otherWidget })).length, 1);
  });
});

describe('how far somebody got', () => {
  for (const part of ['visitor', 'agent'] as const) {
    it(`moves for the ${part} by what is new, and tells nothing otherwise`, async () => {
      const { id } = await startConversation(world.visitor, world.widget, ['1', '2']);
      // Writing is reading, so that the other side writes what there is to read.
      const writer = part === 'visitor' ? world.agent : world.visitor;
      for (const content of ['3', '4']) await send(writer, id, content);
      const mark = async (how: 'delivered' | 'read', seq: number): Promise<unknown> => {
        const { session, rev } = await world[part].rpc(`mark_${how}`, { session_id: id, seq });
        const other = part === 'visitor' ? 'agent' : 'visitor';
        assert.deepEqual([session[`${other}_delivered_seq`], session[`${other}_read_seq`]], [4, 4]);
        return [session[`${part}_delivered_seq`], session[`${part}_read_seq`], rev];
      };
      const [, read, rev] = (await mark('delivered', 3)) as [number, number, number];
      assert.deepEqual(await mark('delivered', 3), [3, read, rev]);
      assert.deepEqual(await mark('delivered', 1), [3, read, rev]);
      assert.deepEqual(await mark('read', 3), [3, 3, rev + 1]);
      assert.deepEqual(await mark('read', 3), [3, 3, rev + 1]);
      assert.deepEqual(await mark('delivered', 4), [4, 3, rev + 2]);
      assert.deepEqual(await mark('read', 9), [4, 4, rev + 3]);
    });
  }

  it('moves for an agent whom a blocked visitor wrote to, and for the visitor no more, without a word', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, ['1']);
    await send(world.agent, id, '2');
    await send(visitor, id, '3');
    const { session: before } = await world.agent.rpc('session_details', { session_id: id });
    await send(world.admin, id, '4');
    await world.agent.rpc('block_visitor', { visitor_id: before.visitor_id });
    const { rev } = await world.agent.rpc('mark_read', { session_id: id, seq: 1 });
    const answer = await visitor.rpc('mark_read', { session_id: id, seq: 4 });
    assert.deepEqual([answer.rev, answer.session.visitor_read_seq], [rev, 3]);
    await database.owner`update global_chat_sessions set agent_read_seq = 0 where id = ${id}`;
    const { session } = await world.agent.rpc('mark_read', { session_id: id, seq: 3 });
    assert.equal(session.agent_read_seq, 3);
  });
});
