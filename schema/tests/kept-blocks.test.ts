// Risk: a block that is kept reaches somebody else, or one that is taken back takes others along.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
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

/** Answers with the id that the team knows them by. */
const block = async (visitor: Caller): Promise<string> => {
  const [row] = await database.owner<{ id: string }[]>`
    select visitor_id as id from global_chat_private.visitor_auth where auth_uid = ${visitor.id}`;
  await world.agent.rpc('block_visitor', { visitor_id: row?.id });
  return row?.id ?? '';
};
const identify = (visitor: Caller, claims: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const own = { ...claimsFor(world.widget, { sub: randomUUID() }), name: undefined, email: undefined };
  return visitor.rpc('identify', {
    widget_id: world.widget,
    token: sign({ ...own, ...claims }, key),
  });
};
const newPerson = async (claims: Readonly<Record<string, unknown>> = {}): Promise<Caller> => {
  const visitor = await newVisitor(database);
  await identify(visitor, claims);
  await startConversation(visitor, world.widget);
  return visitor;
};
/** Whether somebody may open another conversation. */
const isBlocked = async (visitor: Caller): Promise<boolean> => {
  try {
    await visitor.rpc('open_session', { widget_id: world.widget, session_id: randomUUID() });
    return false;
  } catch (error) {
    assert.equal((error as { hint?: string }).hint, 'blocked');
    return true;
  }
};

describe('a block', () => {
  it('of a person without an address reaches nobody else without one', async () => {
    const [blocked, other] = [await newPerson(), await newPerson()];
    await block(blocked);
    assert.deepEqual([await isBlocked(blocked), await isBlocked(other)], [true, false]);
  });

  it('of somebody who only claims an address does not reach whom it belongs to', async () => {
    const email = `${randomUUID()}@example.com`;
    const claiming = await newVisitor(database);
    await claiming.rpc('open_session', {
      widget_id: world.widget,
      session_id: randomUUID(),
      visitor: { email },
    });
    await block(claiming);
    assert.equal(await isBlocked(claiming), true);
    assert.equal(await isBlocked(await newPerson({ email })), false);
  });

  it('of a proven address reaches the same address in another browser', async () => {
    const email = `${randomUUID()}@example.com`;
    await block(await newPerson({ email }));
    const again = await newVisitor(database);
    await identify(again, { email });
    assert.equal(await isBlocked(again), true);
  });

  it('that is taken back leaves the others', async () => {
    const [one, two] = [await newPerson(), await newPerson()];
    const visitor_id = await block(one);
    await block(two);
    // What is kept must do without their rows.
    for (const person of [one, two]) await person.rpc('erase_me');
    await world.agent.rpc('block_visitor', { visitor_id, blocked: false });
    assert.deepEqual([await isBlocked(one), await isBlocked(two)], [false, true]);
  });

  it('marks the conversations of one person and of nobody else', async () => {
    const [blocked, other] = [await newPerson(), await newPerson()];
    const marked = async (visitor: Caller): Promise<boolean> => {
      const [{ id }] = await visitor.rpc('my_sessions', { widget_id: world.widget });
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      return session.visitor_blocked_at !== null;
    };
    const visitor_id = await block(blocked);
    assert.deepEqual([await marked(blocked), await marked(other)], [true, false]);
    await block(other);
    await world.agent.rpc('block_visitor', { visitor_id, blocked: false });
    assert.deepEqual([await marked(blocked), await marked(other)], [false, true]);
  });

  it('is what is asked for where nothing else is said, and is recorded however it was set', async () => {
    const person = await newPerson();
    const visitor_id = await block(person);
    await world.agent.rpc('block_visitor', { visitor_id, blocked: false });
    await world.agent.rpc('block_visitor', { visitor_id, blocked: null });
    assert.equal(await isBlocked(person), true);
    await database.owner`delete from global_chat_private.kept_blocks`;
    await world.agent.rpc('block_visitor', { visitor_id, blocked: false });
    await world.agent.rpc('block_visitor', { visitor_id, blocked: false });
    const entries = await world.admin.rpc('audit_log', { tenant_id: world.tenant });
    assert.deepEqual(
      entries
        .filter(({ subject }: { subject: string }) => subject === visitor_id)
        .map(({ action }: { action: string }) => action),
      ['unblock_visitor', 'block_visitor', 'unblock_visitor', 'block_visitor'],
    );
  });

  it('of nobody is refused, whoever is blocked already', async () => {
    await block(await newPerson());
    const unknown = await world.agent.refused('block_visitor', {
      visitor_id: randomUUID(),
      blocked: false,
    });
    assert.deepEqual([unknown.status, unknown.code], [404, 'not_found']);
  });
});
