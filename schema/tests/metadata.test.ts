// Risk: context that piles up locks its visitor out, or the newest of it is lost and the oldest kept.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

const long = (size: number): string => 'x'.repeat(size);

async function open(visitor: Caller, metadata: Readonly<Record<string, unknown>>): Promise<string> {
  const session_id = randomUUID();
  await visitor.rpc('open_session', { widget_id: world.widget, session_id, metadata });
  return session_id;
}

/** What the team sees of the person and of the session. */
async function seen(session_id: string): Promise<{ person: string[]; session: string[] }> {
  const { session, visitor } = await world.agent.rpc('session_details', { session_id });
  for (const metadata of [session.visitor_metadata, visitor.metadata])
    assert.ok(JSON.stringify(metadata).length <= 2048);
  return {
    person: Object.keys((visitor.metadata.attributes ?? {}) as object).sort(),
    session: Object.keys((session.visitor_metadata.attributes ?? {}) as object).sort(),
  };
}

describe('context that is too much together', () => {
  it('never refuses an opening: the attributes of longest ago go', async () => {
    const visitor = await newVisitor(database);
    for (const name of ['a', 'b', 'c', 'd']) await open(visitor, { [name]: long(900) });
    const last = await open(visitor, { e: long(900) });
    assert.deepEqual(await seen(last), { person: ['d', 'e'], session: ['e'] });
  });

  it('keeps what was set again lately, with its newest value', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, []);
    const tell = (metadata: Readonly<Record<string, unknown>>): Promise<unknown> =>
      visitor.rpc('update_visitor', { session_id: id, metadata });
    await tell({ b: long(600) });
    await tell({ a: long(600) });
    await tell({ b: long(600) });
    await tell({ c: long(600) });
    await tell({ d: long(600) });
    assert.deepEqual(await seen(id), { person: ['b', 'c', 'd'], session: ['b', 'c', 'd'] });
    await tell({ b: 'new', e: long(600) });
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.equal(session.visitor_metadata.attributes.b, 'new');
    assert.deepEqual((await seen(id)).session, ['b', 'c', 'd', 'e']);
  });

  it('of known keys drops those that are missed least, and consent never before them', async () => {
    const visitor = await newVisitor(database);
    const id = await open(visitor, {
      consent_at: '2026-01-01T00:00:00Z',
      page_title: long(900),
      plan: 'pro',
    });
    const tell = (metadata: Readonly<Record<string, unknown>>): Promise<unknown> =>
      visitor.rpc('update_visitor', { session_id: id, metadata });
    await tell({ referrer: long(900) });
    await tell({ page_url: long(1000) });
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual(Object.keys(session.visitor_metadata as object).sort(), [
      'consent_at',
      'page_title',
      'page_url',
    ]);
  });

  it('is what is more than 2,048 bytes as they are stored, in one call or together', async () => {
    const alone = 2048 - '{"attributes": {"a": ""}}'.length;
    const both = 2048 - '{"attributes": {"a": "", "b": ""}}'.length;
    const visitor = await newVisitor(database);
    const id = await open(visitor, { a: long(alone) });
    const tell = (metadata: Readonly<Record<string, unknown>>): Promise<unknown> =>
      visitor.rpc('update_visitor', { session_id: id, metadata });
    await assert.rejects(tell({ a: long(alone + 1) }), /larger than 2048 bytes/);
    await tell({ a: long(1000) });
    await tell({ b: long(both - 1000) });
    assert.deepEqual(await seen(id), { person: ['a', 'b'], session: ['a', 'b'] });
    await tell({ b: long(both - 999) });
    assert.deepEqual(await seen(id), { person: ['b'], session: ['b'] });
  });

  it('may be attributes alone, or a null, which says nothing', async () => {
    const id = await open(await newVisitor(database), { attributes: { plan: 'pro' } });
    assert.deepEqual((await seen(id)).session, ['plan']);
    const { id: other } = await startConversation(world.visitor, world.widget, []);
    await world.visitor.query(`select public.global_chat_update_visitor($1, metadata => 'null')`, [other]);
    assert.deepEqual((await seen(other)).session, []);
  });

  it('in one call alone is still refused', async () => {
    const visitor = await newVisitor(database);
    const refused = await visitor.refused('open_session', {
      widget_id: world.widget,
      session_id: randomUUID(),
      metadata: { a: long(2100) },
    });
    assert.deepEqual(
      [refused.status, refused.code, refused.details],
      [400, 'invalid_argument', { field: 'metadata' }],
    );
  });

  it('that says nothing new makes no event', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, []);
    const tell = (metadata: Readonly<Record<string, unknown>>): Promise<{ rev: number }> =>
      visitor.rpc('update_visitor', { session_id: id, metadata });
    const { rev } = await tell({ a: 1, b: 2 });
    assert.equal((await tell({ a: 1 })).rev, rev);
  });

  it('of one conversation moves nothing in another', async () => {
    const order = async (id: string): Promise<unknown> =>
      (await database.owner`select attribute_order from global_chat_sessions where id = ${id}`)[0]?.[
        'attribute_order'
      ];
    const visitor = await newVisitor(database);
    const [one, two] = [await open(visitor, { a: 1, b: 2 }), await open(visitor, { a: 1, b: 2 })];
    await visitor.rpc('update_visitor', { session_id: one, metadata: { a: 1 } });
    assert.deepEqual([await order(one), await order(two)], [['b', 'a'], []]);
  });
});

describe('what a visitor told before', () => {
  it('stays when something else is told', async () => {
    const visitor = await newVisitor(database);
    const id = await open(visitor, {});
    const told = async (details: Readonly<Record<string, string>>): Promise<unknown> => {
      await visitor.rpc('update_visitor', { session_id: id, visitor: details });
      const { visitor: person } = await world.agent.rpc('session_details', { session_id: id });
      return [person.name, person.email];
    };
    assert.deepEqual(await told({ name: 'Ida' }), ['Ida', null]);
    assert.deepEqual(await told({ email: 'ida@example.com' }), ['Ida', 'ida@example.com']);
    assert.deepEqual(await told({ name: 'Ida B.' }), ['Ida B.', 'ida@example.com']);
  });
});
