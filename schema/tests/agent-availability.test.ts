// Risk: the chat says online while nobody is there, or away while somebody is; it tells visitors who works and how many; and
// somebody else than an agent of this team says so.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { overlap } from './support/lock-waiter.ts';
import { broadcasts, buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
});
after(() => database.stop());
beforeEach(async () => {
  world = await buildWorld(database);
});

const availability = async (widget = world.widget): Promise<Answer> =>
  (await world.anon.rpc('widget_config', { widget_id: widget })).availability;
const isOnline = async (widget?: string): Promise<boolean> => (await availability(widget)).online;
const set = async (caller: Caller, wanted?: string): Promise<Answer> =>
  caller.rpc('set_availability', {
    tenant_id: world.tenant,
    ...(wanted !== undefined && { availability: wanted }),
  });
const told = async (widget = world.widget): Promise<number> =>
  (await broadcasts(database, `widget:${widget}`)).filter(({ event }) => event === 'config').length;
/** As if the agent's last heartbeat were so old. */
const heardAgo = (agent: Caller, seconds: number): Promise<unknown> =>
  database.owner`update global_chat_agents set last_heartbeat_at = clock_timestamp() - make_interval(secs => ${seconds})
    where user_id = ${agent.id}`;
const row = async (agent: Caller): Promise<{ availability: string; last_heartbeat_at: Date | null }> => {
  const [found] = await database.owner<{ availability: string; last_heartbeat_at: Date | null }[]>`
    select availability, last_heartbeat_at from global_chat_agents where user_id = ${agent.id}`;
  assert.ok(found);
  return found;
};

describe('a team whose inboxes never said a word', () => {
  it('is there by its hours alone, and so is another team after one did', async () => {
    assert.equal(await isOnline(), true);
    assert.equal((await availability()).changes_at, null);
    await set(world.agent, 'off');
    assert.equal(await isOnline(), false);
    assert.equal(await isOnline(world.otherWidget), true);
  });

  it('stays so when the owner says that it answers elsewhere', async () => {
    await database.owner`update global_chat_tenants set online_needs_agent = false where id = ${world.tenant}`;
    for (const state of ['away', 'online', 'off']) {
      await set(world.agent, state);
      assert.equal(await isOnline(), true);
    }
    assert.equal(await told(), 0);
  });
});

describe('within hours', () => {
  it('one agent who is online is enough; away, off and silence count as nobody', async () => {
    await set(world.agent, 'online');
    await set(world.admin, 'away');
    assert.equal(await isOnline(), true);
    for (const state of ['away', 'off']) {
      await set(world.agent, state);
      assert.equal(await isOnline(), false, state);
      await set(world.agent, 'online');
      assert.equal(await isOnline(), true);
    }
    await heardAgo(world.agent, 149);
    assert.equal(await isOnline(), true);
    await heardAgo(world.agent, 151);
    assert.equal(await isOnline(), false);
    await set(world.agent);
    assert.equal(await isOnline(), true);
  });

  it('somebody who never sent a heartbeat is not there, whatever the column says', async () => {
    await set(world.agent, 'off');
    assert.equal((await row(world.admin)).availability, 'online');
    assert.equal(await isOnline(), false);
  });

  it('names no opening while nobody is there, and asks again in two to three minutes at the latest', async () => {
    await set(world.agent, 'off');
    for (const state of ['off', 'online']) {
      await set(world.agent, state);
      const { online, next_open_at, changes_at } = await availability();
      assert.deepEqual([online, next_open_at], [state === 'online', null]);
      const wait = Date.parse(changes_at) - Date.now();
      assert.ok(wait > 100_000 && wait < 181_000, String(wait));
    }
  });

  it('ends with them, whoever is there', async () => {
    await set(world.agent, 'online');
    await database.owner`update global_widget_config set business_hours = '{}' where id = ${world.widget}`;
    const { online, changes_at } = await availability();
    assert.deepEqual([online, changes_at], [false, null]);
    const [closing] = await database.owner<{ at: string }[]>`
      select global_chat_private.availability(jsonb_populate_record(widget, '{
        "time_zone": "UTC", "business_hours": {"mon": [["09:00", "12:00"]]}
      }'), '2026-11-30T11:59Z') ->> 'changes_at' as at
      from global_widget_config as widget where id = ${world.widget}`;
    assert.equal(Date.parse(closing?.at ?? ''), Date.parse('2026-11-30T12:00Z'));
  });
});

describe('what visitors may learn', () => {
  it('is the same for one agent and for many, and at whatever time they were heard', async () => {
    const shape = async (): Promise<unknown> => {
      const { changes_at, ...rest } = await availability();
      assert.equal(typeof changes_at, 'string');
      return rest;
    };
    await set(world.agent, 'online');
    const one = await shape();
    await set(world.admin, 'online');
    await heardAgo(world.agent, 100);
    assert.deepEqual(await shape(), one);
    const config = JSON.stringify(await world.visitor.rpc('widget_config', { widget_id: world.widget }));
    assert.ok(!/heartbeat|"away"|needs_agent/.test(config));
    assert.ok(!config.includes(world.agent.id));
  });

  it('comes by one bare event when the first is there and when the last is gone, and not with each heartbeat', async () => {
    await set(world.agent, 'online');
    assert.equal(await told(), 0, 'they were told online before');
    await set(world.admin, 'online');
    await set(world.agent, 'away');
    await heardAgo(world.agent, 60);
    await set(world.agent);
    assert.equal(await told(), 0);
    await set(world.admin, 'off');
    assert.equal(await told(), 1);
    await set(world.agent, 'online');
    assert.equal(await told(), 2);
    const { id, ...payload } = (await broadcasts(database, `widget:${world.widget}`))[0]?.payload ?? {};
    assert.deepEqual([typeof id, payload], ['string', { changed: true }]);
    assert.equal(await told(world.otherWidget), 0);
  });

  it('comes too when whoever was there is taken off the team', async () => {
    await set(world.agent, 'online');
    await set(world.admin, 'away');
    await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: world.agent.id });
    assert.equal(await isOnline(), false);
    assert.equal(await told(), 1);
    assert.equal((await world.agent.refused('set_availability', { tenant_id: world.tenant })).status, 403);
    assert.equal(await isOnline(), false);
  });

  for (const [what, arrange] of [
    ['who was away', () => set(world.agent, 'away')],
    [
      'who was silent for long',
      async () => {
        await set(world.agent, 'online');
        await heardAgo(world.agent, 151);
      },
    ],
    [
      'who leaves a colleague behind',
      async () => {
        for (const agent of [world.agent, world.admin]) await set(agent, 'online');
      },
    ],
    [
      'whose team answers elsewhere',
      async () => {
        await database.owner`update global_chat_tenants set online_needs_agent = false where id = ${world.tenant}`;
        await set(world.agent, 'online');
      },
    ],
  ] as const) {
    it(`does not come when somebody ${what} is taken off the team`, async () => {
      await arrange();
      const before = await told();
      await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: world.agent.id });
      assert.equal(await told(), before);
    });
  }

  it('comes once of two who leave in the same moment', async () => {
    for (const agent of [world.agent, world.admin]) await set(agent, 'online');
    const away = { tenant_id: world.tenant, availability: 'away' };
    await overlap(database, [world.agent, 'set_availability', away], [world.admin, 'set_availability', away]);
    assert.deepEqual([await isOnline(), await told()], [false, 1]);
  });

  it('says away at the first word of an inbox whose agent is away', async () => {
    await set(world.agent, 'away');
    assert.equal(await told(), 1);
  });
});

describe('a heartbeat', () => {
  it('keeps what the agent chose, on whatever device, and tells it', async () => {
    assert.deepEqual(await set(world.agent), { availability: 'online' });
    await set(world.agent, 'off');
    assert.deepEqual(await set(world.agent), { availability: 'off' });
    const [membership] = await world.agent.rpc('my_memberships', {});
    assert.equal(membership.availability, 'off');
  });

  it('writes only what is news: another choice, or a stamp that is older than half a minute', async () => {
    await set(world.agent, 'online');
    await heardAgo(world.agent, 29);
    const { last_heartbeat_at: before } = await row(world.agent);
    await set(world.agent);
    await set(world.agent, 'online');
    assert.deepEqual((await row(world.agent)).last_heartbeat_at, before);
    await set(world.agent, 'away');
    assert.notDeepEqual((await row(world.agent)).last_heartbeat_at, before);
    await heardAgo(world.agent, 31);
    const { last_heartbeat_at: old } = await row(world.agent);
    await set(world.agent);
    assert.notDeepEqual((await row(world.agent)).last_heartbeat_at, old);
  });

  it('is refused to everybody but an agent of this team, and changes nothing', async () => {
    const { agent } = world;
    await set(agent, 'off');
    for (const name of [
      'anon',
      'visitor',
      'outsider',
      'removedAgent',
      'otherAgent',
      'anonymousMember',
      'service',
    ] as const) {
      await world[name].refused('set_availability', { tenant_id: world.tenant, availability: 'online' });
      assert.equal(await isOnline(), false, name);
    }
    assert.equal((await agent.refused('set_availability', { tenant_id: randomUUID() })).status, 403);
    const { code } = await agent.refused('set_availability', {
      tenant_id: world.tenant,
      availability: 'busy',
    });
    assert.equal(code, 'invalid_argument');
    assert.equal((await row(agent)).availability, 'off');
  });

  it('of somebody in two teams counts for the one that it is for', async () => {
    await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name)
      values (${world.otherTenant}, ${world.agent.id}, 'Both')`;
    for (const person of [world.otherAgent, world.agent])
      await person.rpc('set_availability', { tenant_id: world.otherTenant, availability: 'off' });
    await set(world.agent, 'online');
    assert.deepEqual([await isOnline(), await isOnline(world.otherWidget)], [true, false]);
    for (const [tenant_id, availability] of [
      [world.tenant, 'online'],
      [world.otherTenant, 'off'],
    ])
      assert.deepEqual(await world.agent.rpc('set_availability', { tenant_id, availability: null }), {
        availability,
      });
  });
});
