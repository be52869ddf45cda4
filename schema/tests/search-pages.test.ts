// Risk: going through the pages of a search leaves hits out or shows them twice; a name that is no longer somebody's finds them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

const search = (query: string, rest: Answer = {}): Promise<Answer> =>
  world.agent.rpc('search', { tenant_id: world.tenant, query, ...rest });

/** The ids of all hits, one a page. */
async function allHits(query: string, rest: Answer = {}): Promise<string[]> {
  const ids: string[] = [];
  let cursor: unknown = null;
  do {
    const page = await search(query, { page_size: 1, cursor, ...rest });
    ids.push(...page.hits.map((hit: Answer) => hit.id as string));
    cursor = page.cursor;
    assert.ok(ids.length <= 20);
  } while (cursor !== null);
  return ids;
}

const times = <Item>(amount: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: amount }, (_, index) => make(index));

describe('page after page', () => {
  it('messages, notes and people are all found, once', async () => {
    const visitor = await newVisitor(database);
    const { id, messages } = await startConversation(
      visitor,
      world.widget,
      times(5, (index) => `walrus ${String(index)}`),
    );
    const sent = messages.map((message) => message.id as string).reverse();
    assert.deepEqual(await allHits('walrus'), sent);
    assert.equal((await search('walrus', { page_size: 5 })).cursor, null);
    assert.deepEqual(await allHits('walrus', { filters: { status: 'open' } }), sent);

    const notes: string[] = [];
    for (const content of times(3, (index) => `heron ${String(index)}`))
      notes.push((await world.agent.rpc('add_note', { session_id: id, content })).id as string);
    assert.deepEqual(await allHits('heron'), notes.reverse());

    const sessions = [id];
    for (const word of ['two', 'three'])
      sessions.push((await startConversation(visitor, world.widget, [word])).id);
    await visitor.rpc('update_visitor', { session_id: id, visitor: { name: 'Quill' } });
    assert.deepEqual((await allHits('quill')).sort(), sessions.sort());
  });

  it('has at most a hundred hits, thirty unless it is told', async () => {
    const { id } = await startConversation(world.visitor, world.widget);
    await database.owner`
      insert into global_chat_messages (session_id, tenant_id, visitor_id, seq, rev, sender_type, content)
      select id, tenant_id, visitor_id, 100 + number, 100 + number, 'visitor', 'plover'
      from global_chat_sessions, generate_series(1, 120) as number where id = ${id}`;
    const amount = async (page_size: number | null): Promise<number> =>
      (await search('plover', { page_size })).hits.length as number;
    assert.deepEqual([await amount(500), await amount(null), await amount(0)], [100, 30, 1]);
  });

  it('refuses a cursor that is not whole', async () => {
    for (const cursor of [
      { id: randomUUID() },
      { at: new Date().toISOString() },
      { at: new Date().toISOString(), id: 'x' },
      { id: ' '.repeat(200) },
    ])
      assert.equal(
        (await world.agent.refused('search', { tenant_id: world.tenant, query: 'walrus', cursor })).code,
        'invalid_argument',
      );
  });
});

describe('people', () => {
  const sessionsOf = async (query: string): Promise<string[]> =>
    (await search(query)).hits.map((hit: Answer) => hit.session.id as string);

  it('are found by a name alone and by an address alone', async () => {
    const { id } = await startConversation(await newVisitor(database), world.widget, []);
    const rename = async (name: string | null, email: string | null): Promise<void> => {
      await database.owner`update global_chat_visitors set name = ${name}, email = ${email}
        where id = (select visitor_id from global_chat_sessions where id = ${id})`;
    };
    await rename('Marabou', null);
    assert.deepEqual(await sessionsOf('marabou'), [id]);
    await rename(null, 'jabiru@example.com');
    assert.deepEqual(await sessionsOf('jabiru'), [id]);
  });

  it('are not found by what they called themselves before they were known', async () => {
    const key = (await world.service.rpc('rotate_identity_key', { widget_id: world.widget })).key as string;
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, []);
    await visitor.rpc('update_visitor', { session_id: id, visitor: { name: 'Pretender' } });
    assert.deepEqual(await sessionsOf('pretender'), [id]);
    const token = sign(claimsFor(world.widget, { sub: randomUUID(), name: 'Sandpiper' }), key);
    await visitor.rpc('identify', { widget_id: world.widget, token });
    assert.deepEqual(await sessionsOf('pretender'), []);
    assert.deepEqual(await sessionsOf('sandpiper'), [id]);
  });
});

describe('long texts', () => {
  let visitor: Caller;
  before(async () => {
    visitor = await newVisitor(database);
  });

  async function only(query: string): Promise<Answer> {
    const { hits } = await search(query);
    assert.equal(hits.length, 1, query.slice(0, 20));
    return hits[0];
  }

  it('show what is around a match far inside, also among letters that fold into several or none', async () => {
    await startConversation(visitor, world.widget, [
      `${'ß '.repeat(700)}okapi${' ß'.repeat(700)}`,
      `ﬁ ﬁ ﬁ quagga`,
      `zorilla${'\u0301'.repeat(3900)}`,
    ]);
    assert.deepEqual((await only('okapi')).snippet, [
      { text: 'ß '.repeat(20), match: false },
      { text: 'okapi', match: true },
      { text: `${' ß'.repeat(31)} ß`, match: false },
    ]);
    assert.deepEqual((await only('quagga')).snippet, [
      { text: 'ﬁ ﬁ ﬁ ', match: false },
      { text: 'quagga', match: true },
    ]);
    const { snippet } = await only('zorilla');
    assert.ok(snippet.every(({ text }: Answer) => text.length <= 400));
  });

  it('of one long word are stored, and found by all of what one may ask', async () => {
    const words = ['ა'.repeat(2000), 'z'.repeat(150), `字${'y'.repeat(150)}`];
    await startConversation(visitor, world.widget, words);
    for (const word of words) await only(word);
  });
});
