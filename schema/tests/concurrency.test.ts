// Risk: writers at once, or a connection that dies, leave a hole, a double or a lost update. seq and rev are dense, always.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import type { Caller } from './support/caller.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';
import { lockWaiter } from './support/lock-waiter.ts';
import type { WriterPlan } from './support/writer.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

/** Checks one session against itself: counters without a hole, one event per rev. */
async function assertDense(session: string): Promise<{ seqs: number[]; rev: number }> {
  const rows = await database.owner<{ seq: number; rev: number }[]>`
    select seq, rev from global_chat_messages where session_id = ${session} order by seq`;
  const [state] = await database.owner<{ last_seq: number; rev: number }[]>`
    select last_seq, rev from global_chat_sessions where id = ${session}`;
  const seqs = rows.map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    Array.from({ length: rows.length }, (_, index) => index + 1),
  );
  assert.equal(state?.last_seq, rows.length);
  const heard = (await broadcasts(database, `session:${session}`)).map(
    ({ payload }) => payload.rev as number,
  );
  assert.deepEqual(
    heard.sort((a, b) => a - b),
    Array.from({ length: state?.rev ?? 0 }, (_, index) => index + 1),
  );
  return { seqs, rev: state?.rev ?? 0 };
}

describe('eight writers on one session', () => {
  it('leave dense counters, every message once, in the order of their times', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    const sent: string[] = [];
    const writers: readonly Caller[] = [
      world.visitor,
      world.agent,
      world.visitor,
      world.admin,
      world.visitor,
      world.agent,
      world.visitor,
      world.admin,
    ];
    await Promise.all(
      writers.map(async (writer, number) => {
        for (let index = 0; index < 10; index++) {
          const message = randomUUID();
          sent.push(message);
          await send(writer, id, `${String(number)} ${String(index)}`, message);
          // A retry whose first answer was lost.
          if (index % 3 === 0) await send(writer, id, 'retry', message);
          if (index % 4 === 0) await writer.rpc('mark_read', { session_id: id, seq: index });
        }
      }),
    );
    const { seqs } = await assertDense(id);
    assert.equal(seqs.length, 80);
    const stored = await database.owner<{ id: string; created_at: Date }[]>`
      select id, created_at from global_chat_messages where session_id = ${id} order by seq`;
    assert.deepEqual(stored.map((row) => row.id).sort(), [...sent].sort());
    const times = stored.map((row) => row.created_at.getTime());
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });

  it('a reader who follows by rev misses nothing while they write', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    const seen = new Map<string, number>();
    let since = 1;
    let writing = true;
    const follow = async (): Promise<void> => {
      for (;;) {
        const last = !writing;
        const answer = await world.agent.rpc('sync', { session_id: id, since_rev: since, page_size: 7 });
        for (const message of answer.messages) seen.set(message.id as string, message.seq as number);
        assert.ok((answer.rev as number) >= since);
        since = answer.rev as number;
        if (last && answer.complete === true) return;
      }
    };
    const following = follow();
    await Promise.all(
      Array.from({ length: 8 }, async (_, number) => {
        for (let index = 0; index < 8; index++)
          await send(number % 2 ? world.agent : world.visitor, id, String(index));
      }),
    );
    writing = false;
    await following;
    assert.equal(seen.size, 64);
    assert.deepEqual(
      [...seen.values()].sort((a, b) => a - b),
      Array.from({ length: 64 }, (_, index) => index + 1),
    );
  });
});

/** Runs a writer until all its messages are acknowledged, however often it dies; tells how often that was. */
async function writeThroughDeaths(plan: WriterPlan, acknowledged: string[]): Promise<number> {
  let left = [...plan.messages];
  for (let deaths = 0; deaths < 60; deaths++) {
    const child = spawn(
      process.execPath,
      ['--conditions=source', fileURLToPath(new URL('support/writer.ts', import.meta.url))],
      {
        env: { ...process.env, WRITER_PLAN: JSON.stringify({ ...plan, messages: left }) },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    const done = new Set(output.split('\n').filter((line) => line !== ''));
    acknowledged.push(...done);
    left = left.filter((message) => !done.has(message));
    if (left.length === 0) return deaths;
  }
  throw new Error('The writer never finished.');
}

describe('connections that are killed', () => {
  it('lose nothing that was acknowledged and leave no half of anything', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    const other = await startConversation(world.visitor, world.widget, []);
    const acknowledged: string[] = [];
    const plans = [world.visitor, world.agent, world.visitor, world.admin].map(({ claims }, index) => ({
      url: database.url(),
      claims,
      session: index < 3 ? id : other.id,
      messages: Array.from({ length: 40 }, () => randomUUID()),
    }));
    const writing = Promise.all(plans.map((plan) => writeThroughDeaths(plan, acknowledged)));
    let finished = false;
    void writing.finally(() => (finished = true));
    let kills = 0;
    while (!finished && kills < 8) {
      const [killed] = await database.superuser`
        select count(pg_terminate_backend(pid))::int as amount from (
          select pid from pg_stat_activity where query like '%global_chat_send_message%' and pid <> pg_backend_pid() and state = 'active'
            and datname = current_database() limit 1
        ) as victims`;
      kills += Number(killed?.['amount']);
    }
    const deaths = (await writing).reduce((sum, each) => sum + each, 0);
    assert.ok(deaths > 0, 'nothing was killed, so nothing was tested');
    assert.equal((await assertDense(id)).seqs.length, 120);
    assert.equal((await assertDense(other.id)).seqs.length, 40);
    const planned = plans.flatMap(({ messages }) => messages).sort();
    const stored = await database.owner<
      { id: string }[]
    >`select id from global_chat_messages where id = any (${planned}) order by id`;
    assert.deepEqual(
      stored.map((row) => row.id),
      planned,
    );
    assert.deepEqual([...new Set(acknowledged)].sort(), planned);
  });
});

describe('sending while the team or the host changes the person', () => {
  it('never waits in a circle', async () => {
    const { key } = await world.service.rpc('rotate_identity_key', { widget_id: world.widget });
    for (let round = 0; round < 8; round++) {
      const visitor = await newVisitor(database);
      const { id } = await startConversation(visitor, world.widget, []);
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      const visitor_id = session.visitor_id as string;
      await database.owner`
        update global_chat_visitors set last_seen_at = now() - interval '1 hour' where id = ${visitor_id}`;
      const token = sign(claimsFor(world.widget, { sub: `person ${String(round)}` }), key as string);
      await Promise.all([
        ...['1', '2', '3', '4'].map((words) => send(visitor, id, words)),
        visitor.rpc('identify', { widget_id: world.widget, token }),
        world.agent.rpc('block_visitor', { visitor_id, blocked: false }),
        world.admin.rpc('update_session', { session_id: id, changes: { priority: 'high' } }),
      ]);
      await assertDense(id);
    }
  });
});

describe('blocking and identifying', () => {
  it('lock the sessions before the visitor, as sending does', async () => {
    const { key } = await world.service.rpc('rotate_identity_key', { widget_id: world.widget });
    const token = sign(claimsFor(world.widget, { sub: randomUUID() }), key as string);
    for (const change of ['block', 'identify']) {
      const visitor = await newVisitor(database);
      const { id } = await startConversation(visitor, world.widget, []);
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      const visitor_id = session.visitor_id as string;
      let changing: Promise<unknown> | undefined;
      await database.owner.begin(async (sql) => {
        await sql`select from global_chat_sessions where id = ${id} for update`;
        changing =
          change === 'block'
            ? world.agent.rpc('block_visitor', { visitor_id })
            : visitor.rpc('identify', { widget_id: world.widget, token });
        await lockWaiter(database);
        // A call that has touched the visitor already would make this wait, and the two of us for each other.
        await sql`set local lock_timeout = '1s'`;
        await sql`update global_chat_visitors set last_seen_at = now() where id = ${visitor_id}`;
      });
      await changing;
    }
  });
});

describe('one message id in two sessions at once', () => {
  it('is taken by one of them', async () => {
    const [one, two] = await Promise.all(
      [world.visitor, world.otherVisitor].map((visitor) => startConversation(visitor, world.widget, [])),
    );
    for (let round = 0; round < 8; round++) {
      const message = randomUUID();
      const results = await Promise.allSettled([
        send(world.visitor, one?.id ?? '', 'x', message),
        send(world.otherVisitor, two?.id ?? '', 'x', message),
      ]);
      assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    }
    for (const session of [one, two]) await assertDense(session?.id ?? '');
  });
});

describe('a message against a change of status', () => {
  it('in either order leaves a session that agrees with itself', async () => {
    for (let round = 0; round < 15; round++) {
      const { id } = await startConversation(world.visitor, world.widget, ['Hello']);
      const resolve = world.agent.rpc('update_session', { session_id: id, changes: { status: 'resolved' } });
      const write = send(world.visitor, id, 'Wait');
      await Promise.all([resolve, write]);
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      assert.equal(session.status === 'resolved', session.resolved_at !== null);
      await assertDense(id);
    }
  });

  it('eight tabs that each tell one thing about the visitor keep all of it', async () => {
    const { id } = await startConversation(world.visitor, world.widget, []);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await Promise.all(
      keys.map((key) => world.visitor.rpc('update_visitor', { session_id: id, metadata: { [key]: true } })),
    );
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual(Object.keys(session.visitor_metadata.attributes as object).sort(), keys);
    await assertDense(id);
  });

  it('an edit against a delete leaves a tombstone', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, messages } = await startConversation(world.visitor, world.widget, ['Hello']);
      const message_id = messages[0].id as string;
      await Promise.allSettled([
        world.visitor.rpc('edit_message', { message_id, content: 'New' }),
        world.visitor.rpc('delete_message', { message_id }),
      ]);
      const [row] =
        await database.owner`select content, deleted_at from global_chat_messages where id = ${message_id}`;
      assert.equal(row?.['content'], '');
      assert.ok(row['deleted_at']);
      await assertDense(id);
    }
  });
});
