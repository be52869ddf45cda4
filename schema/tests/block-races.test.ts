// Risk: two calls about one person at the same moment, of which one undoes what the other did: a block that misses a
// conversation, an erasure of something that has just come to life.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { lockWaiter, overlap } from './support/lock-waiter.ts';
import type { Call } from './support/lock-waiter.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let key: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  key = (await world.service.rpc('rotate_identity_key', { widget_id: world.widget })).key as string;
});
after(() => database.stop());

const personOf = async (session: string): Promise<string> =>
  (await world.agent.rpc('session_details', { session_id: session })).session.visitor_id as string;
const opening = (caller: Caller, session: string): Call => [
  caller,
  'open_session',
  { widget_id: world.widget, session_id: session },
];
const blocking = (visitor: string): Call => [world.agent, 'block_visitor', { visitor_id: visitor }];
const identifying = (caller: Caller, sub: string): Call => [
  caller,
  'identify',
  { widget_id: world.widget, token: sign(claimsFor(world.widget, { sub }), key) },
];

/** Whoever is blocked writes nothing, and every list says so. */
async function assertBlocked(visitor: Caller, session: string): Promise<void> {
  const refusal = await visitor.refused('send_message', {
    session_id: session,
    message_id: randomUUID(),
    content: 'x',
  });
  assert.deepEqual([refusal.status, refusal.code], [403, 'blocked']);
  const { session: summary } = await world.agent.rpc('session_details', { session_id: session });
  assert.ok(summary.visitor_blocked_at);
}

describe('a block', () => {
  it('reaches a conversation that is opened in the same moment', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const opened = randomUUID();
    await overlap(database, opening(visitor, opened), blocking(await personOf(id)));
    for (const session of [id, opened]) await assertBlocked(visitor, session);
  });

  it('refuses a conversation that waits for it', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const late = randomUUID();
    const answer = await overlap(database, blocking(await personOf(id)), opening(visitor, late));
    assert.equal(answer.status === 'rejected' && answer.reason.hint, 'blocked');
    assert.deepEqual([...(await database.owner`select from global_chat_sessions where id = ${late}`)], []);
  });

  it('reaches the browser that turns out to be theirs in the same moment', async () => {
    const sub = randomUUID();
    const [phone, laptop] = [await newVisitor(database), await newVisitor(database)];
    const { id } = await startConversation(phone, world.widget);
    await phone.rpc(...(identifying(phone, sub).slice(1) as [string, Record<string, unknown>]));
    const { id: other } = await startConversation(laptop, world.widget);
    await overlap(database, identifying(laptop, sub), blocking(await personOf(id)));
    await assertBlocked(phone, id);
    await assertBlocked(laptop, other);
  });

  it('reaches the person whom a blocked browser turns out to be in the same moment', async () => {
    const sub = randomUUID();
    const [phone, laptop] = [await newVisitor(database), await newVisitor(database)];
    const { id } = await startConversation(phone, world.widget);
    await phone.rpc(...(identifying(phone, sub).slice(1) as [string, Record<string, unknown>]));
    const { id: other } = await startConversation(laptop, world.widget);
    await overlap(database, identifying(laptop, sub), blocking(await personOf(other)));
    await assertBlocked(phone, id);
    await assertBlocked(laptop, other);
  });

  it('takes the conversation before the agent’s bucket, as an answer of the same agent does', async () => {
    const { id } = await startConversation(await newVisitor(database), world.widget);
    const visitor_id = await personOf(id);
    let blocked: Promise<PromiseSettledResult<Answer>[]> | undefined;
    await database.owner.begin(async (sql) => {
      await sql`select from global_chat_sessions where id = ${id} for no key update`;
      blocked = Promise.allSettled([world.agent.rpc('block_visitor', { visitor_id })]);
      await lockWaiter(database);
      await sql`select global_chat_private.take_agent_token(${world.agent.id})`;
    });
    assert.equal((await blocked)?.[0]?.status, 'fulfilled');
  });

  it('is kept of somebody who erases themselves in the same moment', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const answer = await overlap(database, [visitor, 'erase_me', {}], blocking(await personOf(id)));
    assert.ok(answer.status === 'fulfilled' && answer.value.blocked_at);
    const again = await visitor.refused('open_session', {
      widget_id: world.widget,
      session_id: randomUUID(),
    });
    assert.equal(again.code, 'blocked');
  });
});

describe('an erasure', () => {
  it('of somebody who opens a conversation meanwhile lets them start anew', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const person = await personOf(id);
    const opened = randomUUID();
    const answer = await overlap(
      database,
      [world.admin, 'erase_visitor', { visitor_id: person }],
      opening(visitor, opened),
    );
    assert.equal(answer.status, 'fulfilled');
    assert.notEqual(await personOf(opened), person);
    await send(visitor, opened, 'Hello again');
  });
});

describe('retention', () => {
  before(async () => {
    await database.owner`update global_chat_tenants set retention_days = 30 where id = ${world.tenant}`;
  });
  after(async () => {
    await database.owner`update global_chat_tenants set retention_days = null`;
  });
  const age = async (session: string): Promise<void> => {
    await database.owner`
      update global_chat_sessions
      set status = 'resolved', resolved_at = now() - interval '60 days', created_at = now() - interval '60 days',
        last_message_at = now() - interval '60 days', updated_at = now() - interval '60 days'
      where id = ${session}`;
    await database.owner`
      update global_chat_visitors set last_seen_at = now() - interval '60 days'
      where id = (select visitor_id from global_chat_sessions where id = ${session})`;
  };

  it('keeps a conversation that is reopened in the same moment', async () => {
    const visitor = await newVisitor(database);
    const [{ id }, gone] = [
      await startConversation(visitor, world.widget),
      await startConversation(await newVisitor(database), world.widget),
    ];
    for (const session of [id, gone.id]) await age(session);
    await overlap(
      database,
      [visitor, 'send_message', { session_id: id, message_id: randomUUID(), content: 'I am back' }],
      [world.service, 'apply_retention', { dry_run: false }],
    );
    const left = await database.owner<{ id: string }[]>`
      select id from global_chat_sessions where id in (${id}, ${gone.id})`;
    assert.deepEqual(
      left.map((session) => session.id),
      [id],
    );
    assert.equal((await visitor.rpc('sync', { session_id: id })).messages.length, 2);
  });

  it('keeps a visitor who comes back in the same moment', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    await age(id);
    const opened = randomUUID();
    await overlap(database, opening(visitor, opened), [world.service, 'apply_retention', { dry_run: false }]);
    await send(visitor, opened, 'I am back');
  });
});

describe('a name that is proven', () => {
  it('is not overwritten by one that is claimed in the same moment', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const person = await personOf(id);
    let claimed: Promise<unknown> | undefined;
    await database.owner.begin(async (transaction) => {
      await transaction`update global_chat_visitors set name = 'Proven', verified = true where id = ${person}`;
      claimed = visitor.rpc('update_visitor', { session_id: id, visitor: { name: 'Forged' } });
      await lockWaiter(database);
    });
    await claimed;
    const { visitor: known } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual([known.name, known.verified], ['Proven', true]);
  });
});
