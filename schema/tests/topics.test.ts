// Risk: somebody listens in on a conversation or forges an event. Topics × callers × join, write, presence; and names that
// look like ours.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { mayHear, maySpeak } from './support/probes.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  session = (await startConversation(world.visitor, world.widget)).id;
  await startConversation(world.otherVisitor, world.widget);
});
after(() => database.stop());

const CALLERS = [
  'anon',
  'visitor',
  'otherVisitor',
  'agent',
  'admin',
  'otherAgent',
  'outsider',
  'removedAgent',
  'anonymousMember',
] as const;
type Name = (typeof CALLERS)[number];
const TEAM: readonly Name[] = ['agent', 'admin'];

const TOPICS: readonly {
  readonly topic: string;
  readonly of: () => string;
  readonly hear: readonly Name[];
  readonly speak: readonly Name[];
  readonly present?: readonly Name[];
}[] = [
  { topic: 'session', of: () => session, hear: ['visitor', ...TEAM], speak: [] },
  { topic: 'typing:visitor', of: () => session, hear: ['visitor', ...TEAM], speak: ['visitor'] },
  { topic: 'typing:agent', of: () => session, hear: ['visitor', ...TEAM], speak: TEAM },
  { topic: 'inbox', of: () => world.tenant, hear: TEAM, speak: [] },
  { topic: 'presence', of: () => world.tenant, hear: TEAM, speak: TEAM, present: TEAM },
  { topic: 'widget', of: () => world.widget, hear: CALLERS, speak: [] },
];

for (const { topic, of, hear, speak, present = [] } of TOPICS) {
  describe(`${topic}:<id>`, () => {
    for (const name of CALLERS) {
      const caller = (): Caller => world[name];
      it(`${name} ${hear.includes(name) ? 'hears' : 'does not hear'} it`, async () => {
        assert.equal(await mayHear(database, caller(), `${topic}:${of()}`, 'broadcast'), hear.includes(name));
      });
      it(`${name} ${speak.includes(name) ? 'writes' : 'does not write'} it`, async () => {
        assert.equal(
          await maySpeak(database, caller(), `${topic}:${of()}`, 'broadcast'),
          speak.includes(name),
        );
      });
      it(`${name} is ${present.includes(name) ? '' : 'not '}present in it`, async () => {
        assert.equal(
          await mayHear(database, caller(), `${topic}:${of()}`, 'presence'),
          present.includes(name),
        );
        assert.equal(
          await maySpeak(database, caller(), `${topic}:${of()}`, 'presence'),
          present.includes(name),
        );
      });
    }
  });
}

describe('names that look like ours', () => {
  const disguises = (): string[] => [
    `Session:${session}`,
    `SESSION:${session}`,
    `session:${session.toUpperCase()}`,
    `session:${session} `,
    ` session:${session}`,
    `session:${session}:x`,
    `session:${session}\n`,
    `session::${session}`,
    `session:{${session}}`,
    `session:${session.replaceAll('-', '')}`,
    `session:${randomUUID()}`,
    'session:',
    'session',
    'session:*',
    `typing:${session}`,
    `typing:other:${session}`,
    `inbox:${session}`,
    `presence:${session}`,
    `inbox:${world.tenant}/`,
    `widget:${world.tenant}`,
    `other:${world.widget}`,
    `typing:other:${world.widget}`,
    `gchat:session:${session}`,
    '',
    'x'.repeat(10_000),
  ];

  it('open nothing, to participants neither', async () => {
    for (const topic of disguises()) {
      for (const caller of [world.anon, world.visitor, world.agent, world.outsider]) {
        for (const extension of ['broadcast', 'presence'] as const) {
          assert.equal(
            await mayHear(database, caller, topic, extension),
            false,
            JSON.stringify(topic.slice(0, 80)),
          );
          assert.equal(
            await maySpeak(database, caller, topic, extension),
            false,
            JSON.stringify(topic.slice(0, 80)),
          );
        }
      }
    }
  });

  it('with another extension open nothing', async () => {
    const other = 'postgres_changes' as 'broadcast';
    assert.equal(await mayHear(database, world.visitor, `session:${session}`, other), false);
    assert.equal(await maySpeak(database, world.agent, `typing:agent:${session}`, other), false);
    for (const kind of ['inbox', 'presence']) {
      assert.equal(await mayHear(database, world.agent, `${kind}:${world.tenant}`, other), false);
      assert.equal(await maySpeak(database, world.agent, `${kind}:${world.tenant}`, other), false);
    }
    assert.equal(await mayHear(database, world.anon, `widget:${world.widget}`, other), false);
  });
});

describe('changes of who somebody is', () => {
  it('a removed agent hears nothing any more', async () => {
    const topic = `inbox:${world.otherTenant}`;
    assert.equal(await mayHear(database, world.otherAgent, topic, 'broadcast'), true);
    await database.owner`update global_chat_agents set tenant_id = ${world.tenant} where user_id = ${world.otherAgent.id}`;
    assert.equal(await mayHear(database, world.otherAgent, topic, 'broadcast'), false);
    await database.owner`update global_chat_agents set tenant_id = ${world.otherTenant} where user_id = ${world.otherAgent.id}`;
  });

  it('a blocked visitor still hears, and types no more', async () => {
    const visitor = world.otherVisitor;
    const { id } = await startConversation(visitor, world.widget);
    assert.equal(await maySpeak(database, visitor, `typing:visitor:${id}`, 'broadcast'), true);
    const { session: summary } = await world.agent.rpc('session_details', { session_id: id });
    await world.agent.rpc('block_visitor', { visitor_id: summary.visitor_id });
    assert.equal(await maySpeak(database, visitor, `typing:visitor:${id}`, 'broadcast'), false);
    assert.equal(await mayHear(database, visitor, `session:${id}`, 'broadcast'), true);
  });
});

describe("a host's own policies", () => {
  before(async () => {
    await database.superuser`create policy "Host: all for everybody" on realtime.messages using (true) with check (true)`;
  });
  after(async () => {
    await database.superuser`drop policy "Host: all for everybody" on realtime.messages`;
  });

  it('however wide, do not open our topics', async () => {
    for (const { topic, of, hear, speak, present = [] } of TOPICS) {
      for (const name of CALLERS) {
        assert.equal(
          await mayHear(database, world[name], `${topic}:${of()}`, 'broadcast'),
          hear.includes(name),
          `${name} ${topic}`,
        );
        assert.equal(
          await maySpeak(database, world[name], `${topic}:${of()}`, 'broadcast'),
          speak.includes(name),
          `${name} ${topic}`,
        );
        const isPresent = present.includes(name);
        assert.equal(await mayHear(database, world[name], `${topic}:${of()}`, 'presence'), isPresent);
        assert.equal(await maySpeak(database, world[name], `${topic}:${of()}`, 'presence'), isPresent);
        const other = 'postgres_changes' as 'broadcast';
        assert.equal(await mayHear(database, world[name], `${topic}:${of()}`, other), false);
        assert.equal(await maySpeak(database, world[name], `${topic}:${of()}`, other), false);
      }
    }
  });

  it('keep working for topics of their own', async () => {
    for (const topic of ['room:1', 'session:42', `session:${randomUUID()}`, 'presence:lobby', 'inbox']) {
      assert.equal(await mayHear(database, world.outsider, topic, 'broadcast'), true, topic);
      assert.equal(await maySpeak(database, world.outsider, topic, 'broadcast'), true, topic);
    }
  });
});
