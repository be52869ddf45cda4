// Risk: under load over thousands of sessions, with connections that are killed and calls that are repeated, a message is
// lost or doubled; or agents who change the same sessions at once overwrite each other or wait in a circle.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import postgres from 'postgres';
import { crashSafeSocket } from '../../packages/local/src/postgres/driver-socket.ts';
import { Caller } from './support/caller.ts';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { Random } from './support/random.ts';
import { broadcasts, buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

const WRITERS = 8;
const SESSIONS = 5000;
/** Each costs a writer a new connection. */
const MOST_KILLS = 15;

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  await database.owner`update global_widget_config set messages_per_second = 10000`;
});
// Agents may do 120 things at once, and each test wants as many.
beforeEach(() => database.superuser`delete from global_chat_private.rate_buckets`);
after(() => database.stop());

/** Sessions as `open_session` leaves them, of one visitor. */
async function openMany(amount: number): Promise<string[]> {
  const { id } = await startConversation(world.visitor, world.widget, []);
  const rows = await database.owner<{ id: string }[]>`
    insert into global_chat_sessions (tenant_id, widget_id, visitor_id)
    select tenant_id, widget_id, visitor_id from global_chat_sessions, generate_series(1, ${amount}) where id = ${id}
    returning id`;
  return rows.map((row) => row.id);
}

/** Says every message, however often its connection is killed, and always under the same id. */
async function insist(
  caller: Caller,
  plan: readonly { readonly session: string; readonly message: string }[],
): Promise<number> {
  let failures = 0;
  for (const { session: session_id, message: message_id } of plan) {
    for (;;) {
      try {
        const { message } = await caller.rpc('send_message', { session_id, message_id, content: 'x' });
        assert.equal(message.id, message_id);
        break;
      } catch (error) {
        const { code = '' } = error as { code?: string };
        // Killed by the administrator, or the driver's words for a connection that went away.
        if (!/^(57P01|CONNECTION_CLOSED|CONNECTION_ENDED|ECONNRESET|EPIPE)$/.test(code)) throw error;
        failures += 1;
      }
    }
  }
  return failures;
}

interface Storm {
  readonly kills: number;
  readonly failures: number;
}

/** Eight writers, each on a connection of its own, of which one at a time is killed in the middle of something. */
async function storm(sessions: readonly string[], each: number): Promise<Storm & { messages: string[] }> {
  const random = new Random(sessions.length);
  const people = [world.visitor, world.agent, world.visitor, world.admin];
  const plans = Array.from({ length: WRITERS }, (_, number) => ({
    // Agents may write 120 messages at once.
    person: people[number % people.length] ?? world.visitor,
    steps: Array.from({ length: number % 2 === 0 ? each : Math.min(each, 50) }, () => ({
      session: random.pick(sessions),
      message: randomUUID(),
    })),
  }));
  const connections = plans.map(() =>
    postgres(database.url(), {
      max: 1,
      onnotice: () => undefined,
      connection: { application_name: 'writer' },
      ...crashSafeSocket,
    }),
  );
  let writing = true;
  const working = Promise.all(
    plans.map(({ person, steps }, index) => {
      const connection = connections[index];
      assert.ok(connection);
      return insist(new Caller(connection, person.claims, {}), steps);
    }),
  ).finally(() => (writing = false));
  let kills = 0;
  const killing = (async () => {
    while (writing && kills < MOST_KILLS) {
      const [row] = await database.superuser`
        select count(pg_terminate_backend(pid))::int as amount from (
          select pid from pg_stat_activity
          where application_name = 'writer' and state = 'active' and datname = current_database()
            and query like '%global_chat_send_message%'
          order by random() limit 1
        ) as victim`;
      kills += Number(row?.['amount']);
      // The next one when some of them got further.
      await database.superuser`select pg_sleep(0.03)`;
    }
  })();
  const failures = (await working).reduce((sum, each) => sum + each, 0);
  await killing;
  await Promise.all(connections.map((connection) => connection.end({ timeout: 1 })));
  return { kills, failures, messages: plans.flatMap(({ steps }) => steps.map(({ message }) => message)) };
}

/** Every message once, seq and rev without a hole, and one event for each rev. */
async function assertWhole(sessions: readonly string[], messages: readonly string[]): Promise<void> {
  const stored = await database.owner<{ id: string }[]>`
    select id from global_chat_messages where session_id = any (${sessions as string[]}) order by id`;
  assert.deepEqual(
    stored.map(({ id }) => id),
    [...messages].sort(),
  );
  const wrong = await database.superuser`
    select session.id, session.last_seq, session.rev, written.*, heard.*
    from global_chat_sessions as session
    left join lateral (
      select count(*) as amount, max(seq) as newest, max(rev) as newest_rev
      from global_chat_messages where session_id = session.id
    ) as written on true
    left join lateral (
      select count(*) as events, count(distinct payload ->> 'rev') as revs, max((payload ->> 'rev')::bigint) as newest_heard
      from testing.broadcasts where topic = 'session:' || session.id
    ) as heard on true
    where session.id = any (${sessions as string[]}) and (
      session.last_seq <> amount or coalesce(newest, 0) <> amount or session.rev <> amount + 1
      or events <> amount or revs <> amount or coalesce(newest_heard, 1) <> session.rev
    )`;
  assert.deepEqual([...wrong], []);
}

describe('eight writers whose connections are killed', () => {
  it('on one session lose and double nothing', async () => {
    const sessions = await openMany(1);
    const { kills, failures, messages } = await storm(sessions, 150);
    await assertWhole(sessions, messages);
    assert.ok(kills >= 5 && failures >= 3, `only ${String(kills)} kills, ${String(failures)} felt`);
  });

  it(`on ${String(SESSIONS)} sessions lose and double nothing`, async () => {
    const sessions = await openMany(SESSIONS);
    // An index for the look at every event.
    await database.superuser`create index on testing.broadcasts (topic)`;
    const { kills, failures, messages } = await storm(sessions, 300);
    await assertWhole(sessions, messages);
    assert.ok(kills >= 5 && failures >= 3, `only ${String(kills)} kills, ${String(failures)} felt`);
  });
});

describe('agents who change the same sessions at once', () => {
  const FIELDS = ['status', 'priority', 'assigned_to', 'tags'] as const;

  it('one by one and in bulk, each change is on top of the one before, and nobody waits in a circle', async () => {
    const sessions = await openMany(12);
    const random = new Random(1);
    const change = (): Record<string, unknown> =>
      random.pick([
        () => ({ status: random.pick(['open', 'pending', 'resolved']) }),
        () => ({ priority: random.pick(['low', 'normal', 'high', 'urgent']) }),
        () => ({ assigned_to: random.pick([null, world.agent.id, world.admin.id]) }),
        () => ({ tags: [String(random.below(1000))] }),
        () => ({ status: 'pending', assigned_to: world.agent.id }),
      ])();
    /** The calls that answered with a session and its counters: the one that made it, and those that changed nothing since. */
    const answered = new Map<string, Record<string, unknown>[]>();
    const counters = ({ id, rev, team_rev }: Answer): string => [id, rev, team_rev].join();
    const note = (changes: Record<string, unknown>, states: readonly Answer[]): void => {
      for (const state of states) {
        const key = counters(state);
        answered.set(key, [...(answered.get(key) ?? []), changes]);
      }
    };
    const work = async (agent: Caller): Promise<void> => {
      for (let turn = 0; turn < 25; turn++) {
        const changes = change();
        if (random.chance(0.4)) {
          const session_ids = sessions.filter(() => random.chance(0.5)).sort(() => random.next() - 0.5);
          note(changes, await agent.rpc('update_sessions', { session_ids, changes }));
        } else {
          note(changes, [await agent.rpc('update_session', { session_id: random.pick(sessions), changes })]);
        }
      }
    };
    const agents = [world.agent, world.admin, world.agent, world.admin];
    await Promise.all(agents.map(work));

    for (const session of sessions) {
      const events = (await broadcasts(database, `inbox:${world.tenant}`))
        .map(({ payload }) => payload.session)
        .filter((state: Answer) => state?.id === session && state.rev + state.team_rev > 1)
        .sort((a: Answer, b: Answer) => a.rev - b.rev || a.team_rev - b.team_rev);
      let before: Answer = { status: 'open', priority: 'normal', assigned_to: null, tags: [] };
      for (const [index, state] of events.entries()) {
        assert.equal(state.rev + state.team_rev, index + 2, 'one event for each change');
        const changed = FIELDS.filter(
          (field) => JSON.stringify(state[field]) !== JSON.stringify(before[field]),
        );
        assert.ok(changed.length > 0, 'a counter is a change');
        const calls = answered.get(counters(state)) ?? [];
        assert.ok(
          calls.some((asked) =>
            changed.every((field) => JSON.stringify(asked[field]) === JSON.stringify(state[field])),
          ),
          `no call for ${changed.join()} made this: ${JSON.stringify(calls)}`,
        );
        before = state;
      }
      const { session: now } = await world.agent.rpc('session_details', { session_id: session });
      for (const field of FIELDS) assert.deepEqual(now[field], before[field]);
      assert.equal(now.rev + now.team_rev, events.length + 1);
    }
  });
});
