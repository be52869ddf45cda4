// Risk: a conversation comes out wrong: sender, order, status, counters, events, or a repeated call that counts twice.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('opening', () => {
  it('makes the visitor and the session once', async () => {
    const visitor = await newVisitor(database);
    const args = {
      widget_id: world.widget,
      session_id: randomUUID(),
      visitor: { name: ' Ida ', email: 'ida@example.com', client_visitor_id: 'browser-7' },
      metadata: { page_url: '/x', utm: 'y' },
    };
    const first = await visitor.rpc('open_session', args);
    assert.equal(first.id, args.session_id);
    assert.equal(first.visitor_name, 'Ida');
    assert.deepEqual([first.status, first.rev, first.last_seq, first.last_message_by], ['open', 1, 0, null]);
    assert.deepEqual(await visitor.rpc('open_session', { ...args, visitor: { name: 'Eva' } }), first);
    assert.deepEqual(await visitor.rpc('my_sessions', { widget_id: world.widget }), [first]);
    assert.equal((await broadcasts(database, `session:${args.session_id}`)).length, 1);

    const { session } = await world.agent.rpc('session_details', { session_id: args.session_id });
    assert.equal(session.client_visitor_id, 'browser-7');
    assert.deepEqual(session.visitor_metadata, { page_url: '/x', attributes: { utm: 'y' } });
  });

  it('in five tabs at once makes one visitor', async () => {
    const visitor = await newVisitor(database);
    await Promise.all([1, 2, 3, 4, 5].map(() => startConversation(visitor, world.widget, [])));
    assert.equal((await visitor.rpc('my_sessions', { widget_id: world.widget })).length, 5);
    const [row] =
      await database.owner`select count(*)::int as visitors from global_chat_private.visitor_auth where auth_uid = ${visitor.id}`;
    assert.equal(row?.['visitors'], 1);
  });

  it('with the same id from two tabs makes one session', async () => {
    const visitor = await newVisitor(database);
    const id = randomUUID();
    const open = (): Promise<unknown> =>
      visitor.rpc('open_session', { widget_id: world.widget, session_id: id });
    const answers = await Promise.all([open(), open(), open()]);
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  });

  it('with the same id by two visitors at once gives it to one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const args = { widget_id: world.widget, session_id: randomUUID() };
      const results = await Promise.allSettled(
        [world.visitor, world.otherVisitor].map((visitor) => visitor.rpc('open_session', args)),
      );
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    }
  });

  it('with the id of somebody else is refused', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    const stranger = await newVisitor(database);
    assert.equal(
      (await stranger.refused('open_session', { widget_id: world.widget, session_id: id })).code,
      'id_conflict',
    );
    assert.equal(
      (await world.visitor.refused('open_session', { widget_id: world.otherWidget, session_id: id })).code,
      'id_conflict',
    );
  });

  it('a session keeps what the visitor tells later', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    const told = await world.visitor.rpc('update_visitor', {
      session_id: id,
      visitor: { email: 'a@b.example' },
      metadata: { locale: 'de' },
    });
    assert.equal(told.visitor_email, 'a@b.example');
    assert.equal(told.rev, 3);
    const again = await world.visitor.rpc('update_visitor', {
      session_id: id,
      visitor: { email: 'a@b.example' },
      metadata: { locale: 'de' },
    });
    assert.equal(again.rev, 3, 'nothing new, nothing counted');
    const events = await broadcasts(database, `session:${id}`);
    assert.deepEqual(
      events.map((event) => event.payload.rev),
      [1, 2, 3],
    );
  });
});

describe('writing', () => {
  let session: string;
  beforeEach(async () => {
    session = (await startConversation(world.visitor, world.widget, [])).id;
  });

  it('by an agent bears the name that they have in this tenant', async () => {
    await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name)
      values (${world.otherTenant}, ${world.agent.id}, 'Agent elsewhere')`;
    for (const [widget, colleague, names] of [
      [world.widget, world.admin, ['Agent', 'Admin']],
      [world.otherWidget, world.otherAgent, ['Agent elsewhere', 'Other']],
    ] as const) {
      const { id } = await startConversation(world.visitor, widget);
      for (const [place, caller] of [world.agent, colleague].entries())
        assert.equal((await send(caller, id, 'Hello')).message.sender_name, names[place]);
    }
    await database.owner`delete from global_chat_agents where user_id = ${world.agent.id} and tenant_id = ${world.otherTenant}`;
  });

  it('stamps the sender from the caller', async () => {
    const said = await send(world.visitor, session, 'Hello');
    assert.deepEqual(
      [said.message.sender_type, said.message.sender_name, said.message.seq, said.rev],
      ['visitor', 'Ida', 1, 2],
    );
    assert.equal('sender_id' in said.message, false);
    const reply = await send(world.agent, session, 'Hi');
    assert.deepEqual(
      [reply.message.sender_type, reply.message.sender_name, reply.message.seq, reply.rev],
      ['agent', 'Agent', 2, 3],
    );
    assert.equal(reply.message.sender_id, world.agent.id);
    assert.equal(reply.session.agent_name, 'Agent');
  });

  it('twice with one id stores one row and tells once', async () => {
    const id = randomUUID();
    const first = await send(world.visitor, session, 'Hello', id);
    const again = await send(world.visitor, session, 'Something else', id);
    assert.deepEqual(again, first);
    const together = randomUUID();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => send(world.visitor, session, 'At once', together)),
    );
    assert.deepEqual(new Set(answers.map(({ message }) => message.seq)), new Set([2]));
    assert.equal((await broadcasts(database, `session:${session}`)).length, 3);
  });

  it('with an id that is taken elsewhere is refused', async () => {
    const other = await startConversation(world.otherVisitor, world.widget);
    const own = await startConversation(world.visitor, world.widget);
    const taken = other.messages[0].id as string;
    assert.equal(
      (await world.visitor.refused('send_message', { session_id: session, message_id: taken, content: 'x' }))
        .code,
      'id_conflict',
    );
    const mine = own.messages[0].id as string;
    assert.equal(
      (await world.visitor.refused('send_message', { session_id: session, message_id: mine, content: 'x' }))
        .code,
      'id_conflict',
    );
    assert.equal(
      (await world.agent.refused('send_message', { session_id: own.id, message_id: mine, content: 'x' }))
        .code,
      'id_conflict',
    );
  });

  it('moves the status: a reply hands over, the visitor takes back, even after snooze and resolve', async () => {
    await send(world.visitor, session, 'Hello');
    const replied = (await send(world.agent, session, 'Hi')).session;
    assert.equal(replied.status, 'pending');
    const firstReply = replied.first_reply_at as string;
    assert.ok(firstReply);
    await world.agent.rpc('update_session', {
      session_id: session,
      changes: { status: 'resolved', snoozed_until: null },
    });
    const still = (await send(world.agent, session, 'One more thing')).session;
    assert.equal(still.status, 'resolved');
    assert.equal(still.first_reply_at, firstReply);
    assert.ok(still.resolved_at);
    await world.agent.rpc('update_session', {
      session_id: session,
      changes: { snoozed_until: new Date(Date.now() + 3_600_000).toISOString() },
    });
    await send(world.visitor, session, 'Again');
    const { session: reopened } = await world.agent.rpc('session_details', { session_id: session });
    assert.deepEqual([reopened.status, reopened.resolved_at, reopened.snoozed_until], ['open', null, null]);
  });

  it('counts as reading what came before', async () => {
    await send(world.visitor, session, 'One');
    await send(world.visitor, session, 'Two');
    const reply = (await send(world.agent, session, 'Three')).session;
    assert.deepEqual([reply.agent_read_seq, reply.visitor_read_seq, reply.last_seq], [3, 2, 3]);
  });

  it('tells every participant exactly once per rev, and visitors nothing of the team', async () => {
    const private_ = [
      'sender_id',
      'tenant_id',
      'tags',
      'assigned_to',
      'priority',
      'snoozed_until',
      'visitor_id',
    ];
    await send(world.visitor, session, 'One');
    await send(world.agent, session, 'Two');
    await world.agent.rpc('update_session', {
      session_id: session,
      changes: { tags: ['vip'], assigned_to: world.agent.id, priority: 'high' },
    });
    await world.visitor.rpc('mark_read', { session_id: session, seq: 2 });
    await world.visitor.rpc('mark_read', { session_id: session, seq: 1 });
    await world.agent.rpc('add_note', { session_id: session, content: 'psst' });
    await world.visitor.rpc('rate_session', { session_id: session, score: 4 });
    const events = await broadcasts(database, `session:${session}`);
    assert.deepEqual(
      events.map(({ event, payload }) => [payload.rev, event]),
      [
        [1, 'session'],
        [2, 'message'],
        [3, 'message'],
        [4, 'receipt'],
        [5, 'session'],
      ],
    );
    const heard = JSON.stringify(events);
    for (const word of [...private_.map((key) => `"${key}"`), world.tenant, world.agent.id, 'vip', 'psst']) {
      assert.equal(heard.includes(word), false, word);
    }
    assert.deepEqual(
      events.map(({ payload }) => payload.session.rev),
      [1, 2, 3, 4, 5],
    );
    const inbox = await broadcasts(database, `inbox:${world.tenant}`);
    const ours = inbox.filter(({ payload }) => (payload.session?.id ?? payload.session_id) === session);
    assert.deepEqual(
      ours.map(({ event, payload }) => `${event as string} ${String(payload.rev ?? '')}`),
      ['session 1', 'session 2', 'session 3', 'session 3', 'session 4', 'note ', 'session 5'],
    );
    assert.deepEqual(ours[3]?.payload.session.tags, ['vip']);
  });

  it('goes on when the broadcast fails', async () => {
    await database.superuser`alter table realtime.messages add constraint refuse_all check (false) not valid`;
    try {
      assert.equal((await send(world.visitor, session, 'Heard by nobody')).message.seq, 1);
    } finally {
      await database.superuser`alter table realtime.messages drop constraint refuse_all`;
    }
    assert.equal((await world.agent.rpc('sync', { session_id: session })).messages.length, 1);
  });
});

describe('a list of conversations', () => {
  it('of a visitor holds the newest fifty', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    await database.owner`
      insert into global_chat_sessions (tenant_id, widget_id, visitor_id, created_at)
      select tenant_id, widget_id, visitor_id, created_at - number * interval '1 day'
      from global_chat_sessions, generate_series(1, 50) as number where id = ${id}`;
    const listed = await visitor.rpc('my_sessions', { widget_id: world.widget });
    assert.equal(listed.length, 50);
    assert.equal(listed[0].id, id);
  });
});

describe('what a visitor tells of themselves', () => {
  it('is at most two kilobytes, blanks included', async () => {
    const visitor = await newVisitor(database);
    const details = { name: ' '.repeat(2048) };
    const { id } = await startConversation(visitor, world.widget);
    for (const [rpc, args] of [
      ['open_session', { widget_id: world.widget, session_id: randomUUID(), visitor: details }],
      ['update_visitor', { session_id: id, visitor: details }],
    ] as const) {
      const refused = await visitor.refused(rpc, args);
      assert.deepEqual([refused.code, refused.details], ['invalid_argument', { field: 'visitor' }], rpc);
    }
  });
});
