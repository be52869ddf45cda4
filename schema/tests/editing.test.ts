// Risk: words of somebody else are changed, or deleted words stay; a rating is not the visitor's.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('editing and deleting', () => {
  it('changes the words, the preview and the rev, and tells', async () => {
    const { id, messages } = await startConversation(world.visitor, world.widget, ['Helo']);
    const edited = await world.visitor.rpc('edit_message', { message_id: messages[0].id, content: 'Hello' });
    assert.deepEqual(
      [edited.message.content, edited.message.rev, edited.message.seq, edited.rev],
      ['Hello', 3, 1, 3],
    );
    assert.ok(edited.message.edited_at);
    assert.equal(edited.session.last_message_preview, 'Hello');
    const same = await world.visitor.rpc('edit_message', { message_id: messages[0].id, content: 'Hello' });
    assert.equal(same.rev, 3);
    const based = { message_id: messages[0].id, content: 'Hallo' };
    const { code, status } = await world.visitor.refused('edit_message', { ...based, base_rev: 2 });
    assert.deepEqual([code, status], ['edit_conflict', 409]);
    const gone = await world.visitor.rpc('delete_message', { message_id: messages[0].id });
    assert.deepEqual(
      [gone.message.content, gone.message.attachments, gone.message.metadata, gone.rev],
      ['', [], {}, 4],
    );
    assert.ok(gone.message.deleted_at);
    assert.equal(gone.session.last_message_preview, '');
    assert.equal(
      (await world.visitor.refused('edit_message', { message_id: messages[0].id, content: 'Back' })).code,
      'not_found',
    );
    assert.equal(
      (await world.visitor.refused('delete_message', { message_id: messages[0].id })).code,
      'not_found',
    );
    assert.deepEqual(
      (await broadcasts(database, `session:${id}`)).map(({ event }) => event),
      ['session', 'message', 'message', 'message'],
    );
    const [stored] =
      await database.owner`select content from global_chat_messages where id = ${messages[0].id as string}`;
    assert.equal(stored?.['content'], '');
  });

  it('is for the author alone', async () => {
    const { id, messages } = await startConversation(world.visitor, world.widget, ['Mine']);
    const reply = (await send(world.agent, id, 'Ours')).message.id as string;
    for (const [caller, message] of [
      [world.agent, messages[0].id],
      [world.admin, reply],
      [world.otherVisitor, messages[0].id],
      [world.otherAgent, reply],
      [world.visitor, reply],
      [world.outsider, messages[0].id],
      [world.removedAgent, reply],
    ] as const) {
      assert.equal(
        (await caller.refused('edit_message', { message_id: message, content: 'x' })).code,
        'not_found',
      );
      assert.equal((await caller.refused('delete_message', { message_id: message })).code, 'not_found');
    }
  });

  it('is for the author in the part that wrote it, and for nobody who left', async () => {
    const { owner } = database;
    const { id } = await startConversation(world.visitor, world.widget);
    const elsewhere = await startConversation(world.outsider, world.widget);
    await owner`insert into global_chat_agents (tenant_id, user_id, display_name)
      values (${world.tenant}, ${world.outsider.id}, 'Newcomer')`;
    const { message } = await send(world.outsider, id, 'As an agent');
    await owner`delete from global_chat_agents where user_id = ${world.outsider.id}`;
    const edit = { message_id: message.id as string, content: 'Changed' };
    assert.equal((await world.outsider.refused('edit_message', edit)).code, 'not_found');
    // Theirs as a visitor, as by a token that names the same person in both browsers.
    await owner`update global_chat_sessions set visitor_id = (
      select visitor_id from global_chat_sessions where id = ${elsewhere.id}) where id = ${id}`;
    assert.equal((await world.outsider.refused('edit_message', edit)).code, 'not_found');
  });
});

describe('the time in which a visitor may change a message', () => {
  /** As old as this on the server's clock. */
  async function aged(id: string, age: string): Promise<void> {
    await database.owner`update global_chat_messages set created_at = clock_timestamp() - ${age}::interval
      where id = ${id}`;
  }
  const setMinutes = (minutes: number): Promise<unknown> =>
    database.owner`update global_widget_config set edit_minutes = ${minutes} where id = ${world.widget}`;
  after(() => setMinutes(5));

  it('is the widget’s, to the second, for editing and deleting alike', async () => {
    const { messages } = await startConversation(world.visitor, world.widget, ['Young', 'Old']);
    const [young, old] = messages.map(({ id }) => String(id)) as [string, string];
    await aged(young, '4 minutes 50 seconds');
    await aged(old, '5 minutes 1 second');
    const { code, status } = await world.visitor.refused('edit_message', { message_id: old, content: 'New' });
    assert.deepEqual([code, status], ['edit_expired', 403]);
    assert.equal((await world.visitor.refused('delete_message', { message_id: old })).code, 'edit_expired');
    await world.visitor.rpc('edit_message', { message_id: young, content: 'New' });
    await world.visitor.rpc('delete_message', { message_id: young });
    await setMinutes(6);
    await world.visitor.rpc('delete_message', { message_id: old });
  });

  it('tells a stranger nothing, and does not hold agents', async () => {
    const { id, messages } = await startConversation(world.visitor, world.widget, ['Old']);
    const reply = (await send(world.agent, id, 'Ours')).message.id as string;
    await Promise.all([aged(String(messages[0].id), '1 day'), aged(reply, '1 day')]);
    for (const stranger of [world.otherVisitor, world.outsider, world.agent])
      assert.equal(
        (await stranger.refused('delete_message', { message_id: messages[0].id })).code,
        'not_found',
      );
    await world.agent.rpc('edit_message', { message_id: reply, content: 'Still ours' });
    await world.agent.rpc('delete_message', { message_id: reply });
  });

  it('is none where the widget says so', async () => {
    await setMinutes(0);
    const { messages } = await startConversation(world.visitor, world.widget, ['Said']);
    const edit = { message_id: messages[0].id as string, content: 'Unsaid' };
    assert.equal((await world.visitor.refused('edit_message', edit)).code, 'edit_expired');
  });
});

describe('rating', () => {
  it('sent at once by many tabs counts once', async () => {
    for (let round = 0; round < 6; round++) {
      const { id } = await startConversation(world.visitor, world.widget, []);
      const tabs = Array.from({ length: 8 }, () => world.visitor);
      await Promise.all(tabs.map((visitor) => visitor.rpc('rate_session', { session_id: id, score: 5 })));
      assert.equal((await world.visitor.rpc('sync', { session_id: id })).rev, 2);
    }
  });

  it('is the visitor’s, from 1 to 5, and can be changed', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    const rated = await world.visitor.rpc('rate_session', { session_id: id, score: 4, comment: ' Good ' });
    assert.deepEqual([rated.rating, rated.rating_comment, rated.rev], [4, 'Good', 3]);
    assert.equal(
      (await world.visitor.rpc('rate_session', { session_id: id, score: 4, comment: 'Good' })).rev,
      3,
    );
    assert.equal((await world.visitor.rpc('rate_session', { session_id: id, score: 5 })).rating, 5);
    for (const score of [0, 6, -1, null]) {
      assert.equal(
        (await world.visitor.refused('rate_session', { session_id: id, score })).code,
        'invalid_argument',
      );
    }
    assert.equal((await world.agent.refused('rate_session', { session_id: id, score: 5 })).code, 'not_found');
    assert.equal(
      (await world.otherVisitor.refused('rate_session', { session_id: id, score: 5 })).code,
      'not_found',
    );
  });

  it('has a remark of at most 1,000 characters, which can be changed alone', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    const remark = async (comment: string): Promise<unknown> => {
      await world.visitor.rpc('rate_session', { session_id: id, score: 5, comment });
      return (await world.agent.rpc('session_details', { session_id: id })).session.rating_comment;
    };
    assert.equal(await remark('Good'), 'Good');
    assert.equal(await remark('x'.repeat(1000)), 'x'.repeat(1000));
    const long = { session_id: id, score: 5, comment: 'x'.repeat(1001) };
    assert.deepEqual((await world.visitor.refused('rate_session', long)).details, { field: 'comment' });
  });
});
