// Risk: what a page tells of its visitor is told to the wrong people, forged for another one, or fills the team's lists.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { overlap } from './support/lock-waiter.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let visitor: Caller;
let session: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  visitor = await newVisitor(database);
  session = (await startConversation(visitor, world.widget, ['Hello'])).id;
});
after(() => database.stop());

const event = (more: Answer = {}): Answer => ({ id: randomUUID(), name: 'looked', ...more });

/** Limits are tested by themselves below. */
async function track(events: unknown, wanted = session): Promise<Answer> {
  await database.owner`delete from global_chat_private.rate_buckets`;
  return visitor.rpc('track', { session_id: wanted, events });
}

async function kept(wanted = session): Promise<Answer[]> {
  return (await world.agent.rpc('session_details', { session_id: wanted })).session.visitor_events;
}

/** The topics on which something was broadcast meanwhile. */
async function toldBy(run: () => Promise<unknown>): Promise<string[]> {
  const [last] = await database.owner<{ place: string | null }[]>`
    select max(place) as place from testing.broadcasts`;
  await run();
  const rows = await database.owner<{ topic: string }[]>`
    select topic from testing.broadcasts where place > ${last?.place ?? 0} order by place`;
  return rows.map(({ topic }) => topic);
}

async function emptySession(): Promise<string> {
  return (await startConversation(visitor, world.widget, ['Again'])).id;
}

describe('an event', () => {
  it('is kept with its name, its values and the time of the database', async () => {
    const id = await emptySession();
    const properties = { sku: 'A-1', price: 9.5, gift: true, none: null };
    const given = event({ name: '  Added to cart ', properties, age_ms: 60_000 });
    await track([given, event({ properties: null })], id);
    const [first, second] = await kept(id);
    assert.deepEqual(
      [first.id, first.name, first.properties, second.properties],
      [given.id, 'Added to cart', properties, {}],
    );
    assert.deepEqual(Object.keys(first).sort(), ['at', 'id', 'name', 'properties']);
    const [age] = await database.owner`
      select extract(epoch from now() - ${first.at}::timestamptz)::float as seconds,
        extract(epoch from ${second.at}::timestamptz - ${first.at}::timestamptz)::float as apart`;
    assert.ok(Math.abs(age?.['seconds'] - 60) < 20, String(age?.['seconds']));
    assert.ok(Math.abs(age?.['apart'] - 60) < 1, String(age?.['apart']));
  });

  for (const [what, wrong] of [
    ['no list', { id: 1 }],
    ['null', null],
    ['an empty list', []],
    ['more than 20', Array.from({ length: 21 }, () => event())],
    ['a text for an event', ['looked']],
    ['a field that none has', [event({ evil: 1 })]],
    ['more than 1 KB', [event({ name: `looked${' '.repeat(1024)}` })]],
    ['no id', [{ name: 'looked' }]],
    ['an id that is none', [event({ id: 'x' })]],
    ['no name', [event({ name: null })]],
    ['a number for a name', [event({ name: 5 })]],
    ['a name of nothing to see', [event({ name: '\u200b' })]],
    ['a name of two lines', [event({ name: 'two\nlines' })]],
    ['a name with a control character', [event({ name: 'x\u0085y' })]],
    ['a name with a line separator', [event({ name: 'x\u2028y' })]],
    ['a name that is too long', [event({ name: 'x'.repeat(61) })]],
    ['values that are no object', [event({ properties: ['x'] })]],
    ['an object as a value', [event({ properties: { deep: { er: 1 } } })]],
    ['a list as a value', [event({ properties: { list: [1] } })]],
    ['values of more than 512 bytes', [event({ properties: { text: 'x'.repeat(510) } })]],
    ['an age of the future', [event({ age_ms: -1 })]],
    ['an age of more than a day', [event({ age_ms: 86_400_001 })]],
    ['a broken age', [event({ age_ms: 1.5 })]],
    ['a good one and a bad one', [event(), event({ name: '' })]],
  ] as const) {
    it(`is refused: ${what}`, async () => {
      const before = await kept();
      await database.owner`delete from global_chat_private.rate_buckets`;
      const { code } = await visitor.refused('track', { session_id: session, events: wrong });
      assert.equal(code, 'invalid_argument');
      assert.deepEqual(await kept(), before);
    });
  }

  it('may be as large as is allowed', async () => {
    const id = await emptySession();
    const properties = { text: 'x'.repeat(512 - '{"text": ""}'.length) };
    await track([event({ name: 'x'.repeat(60), properties, age_ms: 86_400_000 })], id);
    assert.equal((await kept(id)).length, 1);
  });
});

describe('of many events', () => {
  it('the newest twenty stay, oldest first, each once', async () => {
    const id = await emptySession();
    const old = Array.from({ length: 20 }, (_, place) =>
      event({ name: `old ${place}`, age_ms: (30 - place) * 1000 }),
    );
    await track(old, id);
    await track([old[5], event({ name: 'new' })], id);
    const names = (await kept(id)).map(({ name }) => name);
    assert.deepEqual(names, [...old.slice(1).map(({ name }) => name), 'new']);
  });

  it('as many stay as are 4 KB together', async () => {
    const id = await emptySession();
    const large = { text: 'x'.repeat(480) };
    await track(
      Array.from({ length: 12 }, (_, place) =>
        event({ name: `large ${place}`, properties: large, age_ms: (30 - place) * 1000 }),
      ),
      id,
    );
    const events = await kept(id);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['large 6', 'large 7', 'large 8', 'large 9', 'large 10', 'large 11'],
    );
    assert.ok(JSON.stringify(events).length <= 4096);
  });

  it('those of two tabs at the same moment all stay', async () => {
    const id = await emptySession();
    const told = (name: string): [Caller, string, Answer] => [
      visitor,
      'track',
      { session_id: id, events: [event({ name })] },
    ];
    assert.equal((await overlap(database, told('first'), told('second'))).status, 'fulfilled');
    const names = (await kept(id)).map(({ name }) => name);
    assert.deepEqual(names.sort(), ['first', 'second']);
  });

  it('one that comes again changes nothing and tells nobody', async () => {
    const id = await emptySession();
    const once = event();
    await track([once], id);
    const before = (await world.agent.rpc('session_details', { session_id: id })).session;
    const told = await toldBy(() => track([{ ...once, name: 'Another' }], id));
    assert.deepEqual(told, []);
    const after = (await world.agent.rpc('session_details', { session_id: id })).session;
    assert.deepEqual([after.team_rev, after.visitor_events], [before.team_rev, before.visitor_events]);
  });
});

describe('what a visitor did', () => {
  it('is told to the inbox alone, and takes no rev of the conversation', async () => {
    const id = await emptySession();
    const before = await visitor.rpc('sync', { session_id: id });
    const told = await toldBy(() => track([event({ name: 'secret deed' })], id));
    assert.ok(told.length > 0);
    for (const topic of told) assert.match(topic, /^inbox:/);
    const after = await visitor.rpc('sync', { session_id: id });
    assert.deepEqual(after, before);
    for (const answer of [after, await visitor.rpc('my_sessions', { widget_id: world.widget })])
      assert.ok(!JSON.stringify(answer).includes('secret deed'));
  });

  it('cannot be told by anybody else', async () => {
    const events = [event()];
    const others = [world.otherVisitor, world.agent, world.otherAgent, world.outsider, world.removedAgent];
    for (const caller of others)
      assert.equal((await caller.refused('track', { session_id: session, events })).code, 'not_found');
    assert.equal((await visitor.refused('track', { session_id: randomUUID(), events })).code, 'not_found');
    // Without a user nobody may call it at all.
    for (const caller of [world.anon, world.service])
      assert.equal((await caller.refused('track', { session_id: session, events })).code, '42501');
  });

  it('is refused from whoever is blocked, and after twenty in a row', async () => {
    const id = await emptySession();
    await database.owner`delete from global_chat_private.rate_buckets`;
    const tell = (): Promise<Answer> => visitor.rpc('track', { session_id: id, events: [event()] });
    for (let call = 0; call < 20; call++) await tell();
    const refusal = await visitor.refused('track', { session_id: id, events: [event()] });
    assert.equal(refusal.code, 'rate_limited');
    const { session: row } = await world.agent.rpc('session_details', { session_id: id });
    await database.owner`delete from global_chat_private.rate_buckets`;
    await world.agent.rpc('block_visitor', { visitor_id: row.visitor_id });
    assert.equal((await visitor.refused('track', { session_id: id, events: [event()] })).code, 'blocked');
    await world.agent.rpc('block_visitor', { visitor_id: row.visitor_id, blocked: false });
  });
});

describe('the message beside the launcher that a conversation answers', () => {
  const answered = async (metadata: Answer): Promise<string | null> => {
    const session_id = randomUUID();
    await (await newVisitor(database)).rpc('open_session', { widget_id: world.widget, session_id, metadata });
    return (await world.agent.rpc('session_details', { session_id })).answered_trigger;
  };

  it('is read in the owner’s words, and none where the name is made up', async () => {
    await database.owner`
      update global_widget_config
      set teaser_text = 'Need a hand?', triggers = '[{"id": "pricing", "message": "Questions about prices?"}]'
      where id = ${world.widget}`;
    assert.equal(await answered({ trigger: 'pricing' }), 'Questions about prices?');
    assert.equal(await answered({ trigger: 'teaser' }), 'Need a hand?');
    assert.equal(await answered({ trigger: 'forged' }), null);
    assert.equal(await answered({}), null);
    await database.owner`update global_widget_config set teaser_text = '' where id = ${world.widget}`;
    assert.equal(await answered({ trigger: 'teaser' }), null);
  });
});
