/** A server and its clients through restarts of the database, lost sockets, stopped replication and faults. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { RealtimeFaults } from '../../src/realtime/index.ts';
import { VERSIONS, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

const faults: { current: RealtimeFaults } = { current: {} };

let backend: Backend;
before(async () => {
  backend = await startBackend({
    timings: { replicationReadyMs: 300 },
    faults: {
      inbound: (frame, pass) => (faults.current.inbound ?? ((_, go) => go()))(frame, pass),
      outbound: (frame, pass) => (faults.current.outbound ?? ((_, go) => go()))(frame, pass),
      refuseJoin: (join) => faults.current.refuseJoin?.(join) ?? null,
    },
  });
  await backend.sql.unsafe(`
    create table public.notes (id bigint generated always as identity primary key, title text);
    alter publication supabase_realtime add table public.notes;
    create policy "signed in hear" on realtime.messages for select to authenticated using (true);
    create policy "signed in speak" on realtime.messages for insert to authenticated with check (true);
  `);
});
after(() => backend.stop());
beforeEach(() => {
  faults.current = {};
});

const settle = async (work: () => Promise<unknown>): Promise<boolean> =>
  work().then(
    () => true,
    () => false,
  );

for (const how of ['fast', 'crash'] as const) {
  it(`lives through a ${how} restart of the database`, async () => {
    const topic = freshTopic();
    const client = backend.client({ token: await signToken() });
    const received: string[] = [];
    const channel = client.channel(topic, {
      config: { private: true, broadcast: { ack: true, self: true } },
    });
    channel.on('broadcast', { event: '*' }, ({ event }) => received.push(event));
    channel.on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'notes' }, () =>
      received.push('change'),
    );
    const system: string[] = [];
    channel.on('system', {}, ({ message }: { message: string }) => system.push(message));
    await subscribed(channel);
    await until(() => system.includes('Subscribed to PostgreSQL'));
    await backend.database.restart(how);
    // What is asked of the database in the moment after its end is lost, so a client says it again.
    await until(async () => {
      await channel.send({ type: 'broadcast', event: 'from a client', payload: {} });
      return received.includes('from a client');
    });
    await until(async () => {
      await settle(() => backend.sql`select realtime.send('{}', 'from the database', ${topic})`.execute());
      return received.includes('from the database');
    });
    await until(async () => {
      await settle(() => backend.sql`insert into public.notes (title) values ('x')`.execute());
      return received.includes('change');
    });
    assert.equal(channel.state, 'joined');
  });
}

it('refuses a join while its role is missing, and lets the client in when it is back', async () => {
  await backend.admin`alter role authenticated rename to away`;
  const token = await signToken();
  const client = backend.client({ token });
  const statuses: string[] = [];
  try {
    await client.realtime.setAuth();
    client.channel(freshTopic(), { config: { private: true } }).subscribe((status) => statuses.push(status));
    await until(() => statuses.includes('CHANNEL_ERROR'));
  } finally {
    await backend.admin`alter role away rename to authenticated`;
  }
  await until(() => statuses.includes('SUBSCRIBED'));
});

it('serves public channels without a database, and says what private ones miss', async () => {
  const lonely = await startBackend();
  try {
    await lonely.sql.unsafe(
      'create table public.t (id int primary key); alter publication supabase_realtime add table public.t;',
    );
    const early = lonely.client({ token: await signToken() }).channel(freshTopic());
    await subscribed(early);
    await lonely.database.stop();
    const open = lonely.client().channel(freshTopic(), { config: { broadcast: { ack: true, self: true } } });
    open.on('postgres_changes', { event: '*', schema: 'public', table: 't' }, () => undefined);
    await subscribed(open);
    assert.equal(await open.send({ type: 'broadcast', event: 'e', payload: {} }), 'ok');
    const closed = lonely
      .client({ token: await signToken() })
      .channel(freshTopic(), { config: { private: true } });
    await assert.rejects(subscribed(closed), {
      message: 'UnableToConnectToProject: Realtime was unable to connect to the project database',
    });
  } finally {
    await lonely.stop();
  }
});

describe('stopped replication', () => {
  for (const version of VERSIONS) {
    it(`is told to a channel that waits for it, which is closed (${version})`, async () => {
      await backend.realtime.control.stopReplication();
      try {
        const socket = await RawSocket.open(backend.url, { version });
        const topic = `realtime:${freshTopic()}`;
        const joinRef = await socket.join(topic, { config: { broadcast: { replication_ready: true } } });
        const { payload } = await socket.next(({ event }) => event === 'system');
        assert.deepEqual(
          [payload['status'], payload['message']],
          ['error', 'Replication connection was not established in time'],
        );
        assert.equal((await socket.next(({ event }) => event === 'phx_close')).ref, joinRef);
        socket.close();
      } finally {
        await backend.realtime.control.resumeReplication();
      }
    });
  }

  it('goes on where it is resumed, and announces itself to who waits', async () => {
    const topic = freshTopic();
    const received: string[] = [];
    await backend.realtime.control.stopReplication();
    const channel = backend
      .client({ token: await signToken() })
      .channel(topic, { config: { private: true, broadcast: { replication_ready: true } } });
    channel.on('broadcast', { event: '*' }, ({ event }) => received.push(event));
    channel.on('system', {}, ({ message }: { message: string }) => received.push(message));
    await subscribed(channel);
    await backend.sql`select realtime.send('{}', 'missed', ${topic})`;
    await backend.realtime.control.resumeReplication();
    await until(() => received.length === 1);
    await backend.sql`select realtime.send('{}', 'heard', ${topic})`;
    await until(() => received.length === 2);
    assert.deepEqual(received, ['Replication connection established', 'heard']);
  });
});

describe('a disconnect', () => {
  for (const version of VERSIONS) {
    it(`by a restart is announced to every channel (${version})`, async () => {
      const socket = await RawSocket.open(backend.url, { version });
      await socket.join(`realtime:${freshTopic()}`);
      backend.realtime.control.disconnect('restart');
      const { payload } = await socket.next(({ event }) => event === 'system');
      assert.deepEqual(payload, {
        extension: 'system',
        status: 'ok',
        message: 'Server requested disconnect',
      });
      assert.equal(await socket.closed, 1012);
    });
  }

  it('by a cut reaches those it is meant for, who come back', async () => {
    const [first, second] = [backend.client(), backend.client({ version: '1.0.0' })];
    const joins = { first: 0, second: 0 };
    first
      .channel(freshTopic())
      .subscribe((status) => (joins.first += Number(String(status) === 'SUBSCRIBED')));
    second
      .channel(freshTopic())
      .subscribe((status) => (joins.second += Number(String(status) === 'SUBSCRIBED')));
    await until(() => joins.first === 1 && joins.second === 1);
    backend.realtime.control.disconnect('cut', ({ version }) => version === '1.0.0');
    await until(() => joins.second === 2);
    assert.equal(joins.first, 1);
  });
});

it('expires tokens on demand', async () => {
  const statuses: string[] = [];
  const client = backend.client({ token: await signToken() });
  await client.realtime.setAuth();
  client.channel(freshTopic(), { config: { private: true } }).subscribe((status) => statuses.push(status));
  await until(() => statuses.includes('SUBSCRIBED'));
  backend.realtime.control.expireTokens(({ role }) => role === 'anon');
  await until(() => statuses.includes('CLOSED'));
});

describe('a fault hook', () => {
  const talk = async (): Promise<{ say: (n: number) => Promise<unknown>; heard: number[] }> => {
    const topic = freshTopic();
    const [speaker, listener] = [backend.client().channel(topic), backend.client().channel(topic)];
    const heard: number[] = [];
    listener.on('broadcast', { event: 'n' }, ({ payload }) => heard.push((payload as { n: number }).n));
    await subscribed(speaker);
    await subscribed(listener);
    return { say: (n) => speaker.send({ type: 'broadcast', event: 'n', payload: { n } }), heard };
  };

  it('drops, duplicates and delays what leaves', async () => {
    const { say, heard } = await talk();
    let count = 0;
    faults.current.outbound = ({ event }, pass) => {
      if (event !== 'broadcast') return pass();
      count += 1;
      if (count === 1) return;
      if (count === 2) [pass, pass].forEach((go) => go());
      else setTimeout(pass, 60 - count * 10);
    };
    for (const n of [1, 2, 3, 4]) await say(n);
    await until(() => heard.length === 4);
    assert.deepEqual(heard, [2, 2, 4, 3]);
  });

  it('drops what comes in, and sees its topic and socket', async () => {
    const { say, heard } = await talk();
    const seen: unknown[] = [];
    faults.current.inbound = ({ event, socket }, pass) => {
      if (event === 'broadcast' && seen.push([socket.role, socket.version]) === 1) return;
      pass();
    };
    await say(1);
    await say(2);
    await until(() => heard.length === 1);
    assert.deepEqual([heard, seen[0]], [[2], ['anon', '2.0.0']]);
  });

  it('refuses joins', async () => {
    faults.current.refuseJoin = ({ topic }) => (topic.startsWith('closed') ? 'closed today' : null);
    await assert.rejects(subscribed(backend.client().channel('closed:1')), {
      message: 'Unauthorized: closed today',
    });
    await subscribed(backend.client().channel(freshTopic('open')));
  });
});

it('ends a channel in which something failed so that the client joins again', async () => {
  const statuses: string[] = [];
  const channel = backend.client().channel(freshTopic(), { config: { broadcast: { ack: true } } });
  channel.subscribe((status) => statuses.push(status));
  await until(() => statuses.includes('SUBSCRIBED'));
  let hasFailed = false;
  faults.current.outbound = ({ event }, pass) => {
    if (event === 'phx_reply' && !hasFailed) {
      hasFailed = true;
      throw new Error('on purpose');
    }
    pass();
  };
  void channel.send({ type: 'broadcast', event: 'e', payload: {} });
  await until(() => statuses.length === 3);
  assert.deepEqual(statuses, ['SUBSCRIBED', 'CHANNEL_ERROR', 'SUBSCRIBED']);
});
