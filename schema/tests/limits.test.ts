// Risk: spam gets through, or an honest visitor is locked out; a page that is not listed uses the widget.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
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

async function limit(settings: Readonly<Record<string, number>>): Promise<void> {
  await database.owner`update global_widget_config set ${database.owner(settings)} where id = ${world.widget}`;
}

/** Lets time pass for a bucket by dating back its last refill. */
async function wait(seconds: number): Promise<void> {
  await database.owner`update global_chat_private.rate_buckets set refilled_at = refilled_at - make_interval(secs => ${seconds})`;
}

describe('messages', () => {
  it('stop after the burst, say when to try again, and come back', async () => {
    await limit({ message_burst: 3, messages_per_second: 0.5 });
    const { id } = await startConversation(await newVisitor(database), world.widget, []);
    const visitor = await newVisitor(database);
    const own = await startConversation(visitor, world.widget, ['1', '2', '3']);
    const refused = await visitor.refused('send_message', {
      session_id: own.id,
      message_id: randomUUID(),
      content: '4',
    });
    assert.deepEqual([refused.status, refused.code], [429, 'rate_limited']);
    const pause = Number(refused.details['retry_after_ms']);
    assert.ok(pause > 1000 && pause <= 2000, String(pause));
    await wait(pause / 1000);
    await send(visitor, own.id, '4');
    assert.equal(
      (await visitor.refused('send_message', { session_id: own.id, message_id: randomUUID(), content: '5' }))
        .status,
      429,
    );
    await wait(3600);
    for (const content of ['5', '6', '7']) await send(visitor, own.id, content);
    assert.equal(
      (await visitor.refused('send_message', { session_id: own.id, message_id: randomUUID(), content: '8' }))
        .status,
      429,
      'never more than the burst',
    );
    await send(world.agent, id, 'Agents are not held to it');
  });

  it('a repeated id costs nothing, and neither does a refused call', async () => {
    await limit({ message_burst: 2, messages_per_second: 0.01 });
    const visitor = await newVisitor(database);
    const { id, messages } = await startConversation(visitor, world.widget, ['1']);
    for (let round = 0; round < 5; round++) await send(visitor, id, '1', messages[0].id as string);
    for (let round = 0; round < 5; round++)
      await visitor.refused('send_message', { session_id: id, message_id: randomUUID(), content: '' });
    await send(visitor, id, '2');
    assert.equal(
      (await visitor.refused('edit_message', { message_id: messages[0].id, content: 'New' })).status,
      429,
      'edits count',
    );
  });

  it('sent at once by many connections are not let through together', async () => {
    await limit({ message_burst: 5, messages_per_second: 0.01 });
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, []);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => send(visitor, id, String(index))),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 5);
  });

  it('of one visitor do not hold up another', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, ['Fine']);
    assert.equal((await send(visitor, id, 'Also fine')).message.seq, 2);
  });
});

describe('sessions', () => {
  it('stop after the burst of a visitor', async () => {
    await limit({ message_burst: 1000, session_burst: 2, sessions_per_second: 0.01 });
    const visitor = await newVisitor(database);
    const first = await startConversation(visitor, world.widget, []);
    await startConversation(visitor, world.widget, []);
    const refused = await visitor.refused('open_session', {
      widget_id: world.widget,
      session_id: randomUUID(),
    });
    assert.deepEqual([refused.status, refused.code], [429, 'rate_limited']);
    assert.ok(Number(refused.details['retry_after_ms']) > 90_000);
    assert.equal(
      (await visitor.rpc('open_session', { widget_id: world.widget, session_id: first.id })).id,
      first.id,
    );
  });

  it('stop at the ceiling of the tenant, for everybody', async () => {
    await limit({ session_burst: 100, tenant_sessions_per_minute: 4 });
    await database.owner`delete from global_chat_private.rate_buckets`;
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, async () => startConversation(await newVisitor(database), world.widget, [])),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 4);
    await wait(60);
    await startConversation(await newVisitor(database), world.widget, []);
    await startConversation(await newVisitor(database), world.otherWidget, []);
    await limit({ tenant_sessions_per_minute: 100_000 });
  });
});

describe('new visitors', () => {
  it('of one browser are ten at once, however they were made', async () => {
    const { id } = await newVisitor(database);
    const count = (amount: number): Promise<unknown> => database.owner`
      select global_chat_private.count_new_visitor(${id}, ${world.tenant}, null) from generate_series(1, ${amount}::int)`;
    await count(10);
    await assert.rejects(count(1), { hint: 'rate_limited' });
  });

  it('that tokens tell of count as well', async () => {
    const { id } = await newVisitor(database);
    const meet = (from: number, to: number): Promise<unknown> => database.owner`
      select global_chat_private.ensure_person(${id}, ${world.tenant}, jsonb_build_object('sub', ${id}::text || number))
      from generate_series(${from}::int, ${to}::int) as number`;
    await meet(1, 10);
    // Whom somebody met already is nobody new.
    await meet(1, 10);
    await assert.rejects(meet(11, 11), { hint: 'rate_limited' });
  });
});

describe('buckets', () => {
  it('go when they are full and of no day that counts, so many at a time', async () => {
    const { owner } = database;
    await owner`delete from global_chat_private.rate_buckets`;
    await owner`
      insert into global_chat_private.rate_buckets (kind, subject, tokens, refilled_at, full_at, day)
      select kind, gen_random_uuid(), 1, now(), now() + full_in * interval '1 hour', global_chat_private.today() + days
      from (values ('full', -1, null), ('full yesterday', -1, -1), ('full today', -1, 0), ('in use', 1, null),
        ('in use of yesterday', 1, -1)) as bucket (kind, full_in, days)`;
    const left = async (most: number): Promise<string[]> => {
      await owner`select global_chat_private.forget_full_buckets(${most})`;
      const rows = await owner<
        { kind: string }[]
      >`select kind from global_chat_private.rate_buckets order by kind`;
      return rows.map(({ kind }) => kind);
    };
    assert.equal((await left(1)).length, 4);
    assert.deepEqual(await left(100), ['full today', 'in use', 'in use of yesterday']);
    await owner`delete from global_chat_private.rate_buckets`;
  });
});

describe('agents', () => {
  it('send no more than their bucket holds', async () => {
    const agent = randomUUID();
    // Some come back while they are taken.
    await assert.rejects(
      database.owner`select global_chat_private.take_agent_token(${agent}) from generate_series(1, 200)`,
      { hint: 'rate_limited' },
    );
  });

  it('have a wide bucket of their own', async () => {
    const { id } = await startConversation(await newVisitor(database), world.widget, []);
    await database.owner`delete from global_chat_private.rate_buckets where kind = 'agent'`;
    const { message } = await send(world.agent, id, 'first');
    for (let index = 0; index < 119; index++) await send(world.agent, id, String(index));
    await database.owner`update global_chat_private.rate_buckets set tokens = 0, refilled_at = now() + interval '1 hour' where kind = 'agent'`;
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    for (const [rpc, args] of [
      ['block_visitor', { visitor_id: session.visitor_id }],
      ['save_view', { tenant_id: world.tenant, name: 'x', filters: {} }],
    ] as const) {
      assert.equal((await world.agent.refused(rpc, args)).status, 429, rpc);
    }
    const bulk = { session_ids: [id], changes: { tags: ['x'] } };
    assert.equal((await world.agent.refused('update_sessions', bulk)).status, 429);
    const edit = { message_id: message.id as string, content: 'x' };
    assert.equal((await world.agent.refused('edit_message', edit)).status, 429);
    assert.equal(
      (await world.agent.refused('send_message', { session_id: id, message_id: randomUUID(), content: 'x' }))
        .status,
      429,
    );
    assert.equal((await world.agent.refused('add_note', { session_id: id, content: 'x' })).status, 429);
    assert.equal(
      (await world.agent.refused('update_session', { session_id: id, changes: { tags: ['x'] } })).status,
      429,
    );
    await database.owner`delete from global_chat_private.rate_buckets where kind = 'agent'`;
  });
});

describe('allowed_domains', () => {
  before(() => limit({ session_burst: 10_000, message_burst: 10_000 }));
  const allow = (domains: string[]): Promise<unknown> =>
    database.owner`update global_widget_config set allowed_domains = ${domains} where id = ${world.widget}`;

  for (const [domains, origin, allowed] of [
    [[], 'https://anything.example', true],
    [['example.com'], 'https://example.com', true],
    [['example.com'], 'https://example.com:8443', true],
    [['example.com'], 'http://EXAMPLE.com', true],
    [['example.com'], 'https://www.example.com', false],
    [['*.example.com'], 'https://www.example.com', true],
    [['*.example.com'], 'https://a.b.example.com', true],
    [['*.example.com'], 'https://example.com', false],
    [['*.example.com'], 'https://badexample.com', false],
    [['example.com'], 'https://example.com.evil.net', false],
    [['example.com'], 'https://evil.net/example.com', false],
    [['example.com'], 'https://example.com@evil.net', false],
    [['example.com'], 'https://evil.net#example.com', false],
    [['example.com'], 'https://evil.net?https://example.com', false],
    [['example.com'], 'null', false],
    [['example.com'], '', false],
    [['example.com'], 'example.com', false],
    [['localhost', 'example.com'], 'http://localhost:5173', true],
    [['xn--bcher-kva.example'], 'https://xn--bcher-kva.example', true],
  ] as const) {
    it(`${JSON.stringify(domains)} ${allowed ? 'lets in' : 'keeps out'} ${JSON.stringify(origin)}`, async () => {
      await allow([]);
      const visitor = await newVisitor(database);
      const { id } = await startConversation(visitor, world.widget);
      await allow([...domains]);
      const there = visitor.from(origin);
      assert.equal(
        (await world.anon.from(origin).rpc('widget_config', { widget_id: world.widget })).allowed,
        allowed,
      );
      if (allowed) {
        await startConversation(there, world.widget);
        await send(there, id, 'x');
      } else {
        const opening = await there.refused('open_session', {
          widget_id: world.widget,
          session_id: randomUUID(),
        });
        assert.deepEqual([opening.status, opening.code], [403, 'origin_not_allowed']);
        const again = await there.refused('open_session', { widget_id: world.widget, session_id: id });
        assert.equal(again.code, 'origin_not_allowed');
        const sending = await there.refused('send_message', {
          session_id: id,
          message_id: randomUUID(),
          content: 'x',
        });
        assert.equal(sending.code, 'origin_not_allowed');
      }
    });
  }

  it('are no secret to agents, and no hindrance; and never shown to others', async () => {
    await allow(['secret-customer.example']);
    const { id } = await startConversation(
      world.visitor.from('https://secret-customer.example'),
      world.widget,
    );
    await send(world.agent.from('https://inbox.example'), id, 'Agents work elsewhere');
    const config = JSON.stringify(await world.anon.rpc('widget_config', { widget_id: world.widget }));
    for (const word of ['secret-customer', 'burst', 'per_second', 'per_minute', 'tenant'])
      assert.equal(config.includes(word), false, word);
    await allow([]);
  });
});
