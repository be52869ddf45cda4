import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const backend = await startTestBackend({
  migrations: [
    {
      name: 'counter',
      sql: `create table public.counts (n int); grant all on public.counts to anon;
        create function public.shout(n int) returns void language sql security definer as
          $$ select realtime.send(jsonb_build_object('n', n), 'said', 'room', false) $$;`,
    },
  ],
});
const { local } = backend;
const clients: SupabaseClient[] = [];
afterEach(async () => {
  await local.faults.clear();
  await Promise.all(clients.splice(0).map((one) => one.removeAllChannels()));
});

const counted = async (): Promise<number> =>
  Number((await local.sql`select count(*) from public.counts`)[0]?.['count']);
const insert = (): Promise<Response> =>
  backend.request('/rest/v1/counts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"n":1}',
  });

interface Member {
  readonly channel: RealtimeChannel;
  readonly heard: number[];
  readonly statuses: string[];
  /** Its socket, as rules and filters know it. */
  readonly socket: number;
}

async function join(heartbeatIntervalMs?: number): Promise<Member> {
  const client =
    heartbeatIntervalMs === undefined
      ? backend.client()
      : createClient(local.apiUrl, local.publishableKey, { realtime: { heartbeatIntervalMs } });
  let socket = -1;
  const undo = local.faults.frames((frame) => {
    socket = Math.max(socket, frame.socket.id);
    return undefined;
  });
  clients.push(client);
  const heard: number[] = [];
  const statuses: string[] = [];
  const channel = client.channel('room');
  channel.on('broadcast', { event: 'said' }, ({ payload }) => heard.push((payload as { n: number }).n));
  channel.subscribe((status) => statuses.push(status));
  await until(() => statuses.length > 0);
  undo();
  return { channel, heard, statuses, socket };
}

test('a refused request does nothing, a lost answer does everything', async () => {
  const before = await counted();
  const undo = local.faults.requests(({ method }) => (method === 'POST' ? 'refuse' : undefined));
  await assert.rejects(insert());
  assert.equal(await counted(), before);
  undo();
  local.faults.requests(({ method }) => (method === 'POST' ? 'lose-answer' : undefined));
  await assert.rejects(insert());
  assert.equal(await counted(), before + 1);
  await local.faults.clear();
  assert.equal((await insert()).status, 201);
});

test('a black hole never answers, a delay answers later, a status answers itself', async () => {
  local.faults.requests((request) => (request.headers.has('x-hole') ? 'black-hole' : undefined));
  local.faults.requests((request) => (request.headers.has('x-late') ? { delay: 300 } : undefined));
  local.faults.requests((request) => (request.headers.has('x-busy') ? { status: 503 } : undefined));
  const ask = (header: string, signal?: AbortSignal): Promise<Response> =>
    backend.request('/rest/v1/counts', {
      headers: { [header]: '1' },
      ...(signal === undefined ? {} : { signal }),
    });
  await assert.rejects(ask('x-hole', AbortSignal.timeout(500)), { name: 'TimeoutError' });
  const begun = performance.now();
  assert.equal((await ask('x-late')).status, 200);
  assert.ok(performance.now() - begun >= 290);
  assert.equal((await ask('x-busy')).status, 503);
  assert.equal((await ask('x-nothing')).status, 200);
});

test('frames are dropped, doubled and delayed', async () => {
  const { heard } = await join();
  const shout = (n: number): PromiseLike<unknown> => backend.client().rpc('shout', { n });
  local.faults.frames(({ direction, event, data }) => {
    if (direction !== 'out' || event !== 'broadcast') return undefined;
    const n = Number(/"n": ?(\d)/.exec(data.toString())?.[1]);
    if (n === 1) return 'drop';
    if (n === 2) return { copies: 2 };
    if (n === 3) return { delay: 300 };
    return undefined;
  });
  for (const n of [1, 2, 3, 4]) await shout(n);
  await until(() => heard.length >= 4);
  assert.deepEqual(heard, [2, 2, 4, 3]);
});

test('joins are refused, and allowed again', async () => {
  const undo = local.faults.joins(({ topic }) => (topic === 'room' ? 'not today' : undefined));
  const { statuses } = await join();
  assert.equal(statuses[0], 'CHANNEL_ERROR');
  undo();
  await until(() => statuses.includes('SUBSCRIBED'), undefined, { patience: 20_000 });
});

test('what the database says while replication is stopped is lost, and heard again afterwards', async () => {
  const { heard } = await join();
  await local.faults.stopReplication();
  await backend.client().rpc('shout', { n: 1 });
  await local.faults.resumeReplication();
  await until(async () => {
    await backend.client().rpc('shout', { n: 2 });
    return heard.includes(2);
  });
  assert.equal(heard.includes(1), false);
});

test('sockets are cut and come back', async () => {
  const { statuses, heard } = await join();
  local.faults.disconnect('cut');
  await until(() => statuses.filter((status) => status === 'SUBSCRIBED').length >= 2, undefined, {
    patience: 20_000,
  });
  await until(async () => {
    await backend.client().rpc('shout', { n: 5 });
    return heard.includes(5);
  });
});

test('one client is hurt, and the other hears everything in order', async () => {
  const [one, other] = [await join(), await join()];
  local.faults.frames(({ socket, event, data }) => {
    if (socket.id !== one.socket || event !== 'broadcast') return undefined;
    return /"n": ?1/.test(data.toString()) ? { delay: 300 } : undefined;
  });
  for (const n of [1, 2]) await backend.client().rpc('shout', { n });
  await until(() => one.heard.length === 2 && other.heard.length === 2);
  assert.deepEqual(
    [one.heard, other.heard],
    [
      [2, 1],
      [1, 2],
    ],
  );
  local.faults.disconnect('restart', ({ id }) => id === one.socket);
  await until(() => one.statuses.filter((status) => status === 'SUBSCRIBED').length === 2, undefined, {
    patience: 20_000,
  });
  assert.deepEqual(other.statuses, ['SUBSCRIBED']);
});

test('a half-open socket says nothing and hears nothing, until its client notices by itself', async () => {
  const member = await join(300);
  local.faults.frames(({ socket }) => (socket.id === member.socket ? 'drop' : undefined));
  await backend.client().rpc('shout', { n: 1 });
  await until(() => member.statuses.filter((status) => status === 'SUBSCRIBED').length === 2, undefined, {
    patience: 20_000,
  });
  assert.deepEqual(member.heard, [], 'what was said meanwhile is lost');
  await until(async () => {
    await backend.client().rpc('shout', { n: 2 });
    return member.heard.includes(2);
  });
});

test('tokens end for those they are meant for, who are told', async () => {
  const [one, other] = [await join(), await join()];
  local.faults.expireTokens(({ id }) => id === one.socket);
  await until(() => one.statuses.includes('CLOSED'));
  assert.deepEqual(other.statuses, ['SUBSCRIBED']);
});

test('the database dies and comes back, and nobody has to be told twice', async () => {
  const { heard } = await join();
  await insert();
  const before = await counted();
  await local.faults.restartDatabase('crash');
  await until(async () => (await insert()).status === 201);
  assert.ok((await counted()) > before, 'what was committed is there');
  await until(
    async () => {
      await backend.client().rpc('shout', { n: 7 });
      return heard.includes(7);
    },
    undefined,
    { patience: 20_000 },
  );
});

test('clear ends every fault there is', async () => {
  local.faults.requests(() => 'refuse');
  local.faults.frames(() => 'drop');
  local.faults.joins(() => 'no');
  await local.faults.stopReplication();
  await local.faults.clear();
  const { statuses, heard } = await join();
  assert.deepEqual(statuses, ['SUBSCRIBED']);
  await until(async () => {
    await backend.client().rpc('shout', { n: 8 });
    return heard.includes(8);
  });
});
