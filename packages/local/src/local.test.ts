import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import postgres from 'postgres';
import { clientsOf, newEmail } from '../test/backend.ts';
import { startLocal } from './local.ts';
import { until } from '../../../tools/test-kit/until.ts';

const NOTES = {
  name: 'notes',
  sql: `create table if not exists public.notes (id bigint generated always as identity primary key, body text);
    insert into storage.buckets (id, name) values ('files', 'files') on conflict do nothing;`,
};

test('data, users and files survive a stop and a start; migrations run again', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'gc-local-'));
  let running: { stop(): Promise<void> } | undefined;
  t.after(async () => {
    await running?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const first = await startLocal({ dataDir, migrations: [NOTES] });
  const email = newEmail();
  await first.createUser({ email, password: 'secret1' });
  const writer = clientsOf(first).client(first.secretKey);
  await writer.from('notes').insert({ body: 'kept' });
  await writer.storage.from('files').upload('a.txt', 'kept too');
  await first.stop();
  const second = (running = await startLocal({ dataDir, migrations: [NOTES] }));
  const reader = clientsOf(second).client(second.secretKey);
  assert.deepEqual((await reader.from('notes').select('body')).data, [{ body: 'kept' }]);
  assert.equal(await (await reader.storage.from('files').download('a.txt')).data?.text(), 'kept too');
  const { error } = await clientsOf(second).client().auth.signInWithPassword({ email, password: 'secret1' });
  assert.equal(error, null);
});

test('two backends in one process know nothing of each other', async (t) => {
  const [one, two] = await Promise.all([
    startLocal({ migrations: [NOTES] }),
    startLocal({ jwtSecret: 'another secret of at least 32 characters!' }),
  ]);
  t.after(() => Promise.all([one.stop(), two.stop()]));
  await clientsOf(one).client(one.secretKey).from('notes').insert({ body: 'here' });
  assert.equal((await clientsOf(two).client(two.secretKey).from('notes').select()).error?.code, 'PGRST205');
  const { client } = await clientsOf(one).visitor();
  const token = (await client.auth.getSession()).data.session?.access_token ?? '';
  const foreign = await clientsOf(two).request('/auth/v1/user', {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(foreign.status, 403);
  await one.stop();
  assert.equal((await clientsOf(two).request('/auth/v1/health')).status, 200);
});

test('everything recovers when the database is killed', async (t) => {
  const local = await startLocal({ migrations: [NOTES] });
  t.after(() => local.stop());
  const { client } = await clientsOf(local).visitor();
  const heard: string[] = [];
  const channel = client.channel('room', { config: { broadcast: { self: true } } });
  channel.on('broadcast', { event: 'hi' }, () => heard.push('hi'));
  await new Promise<void>(
    (resolve) => void channel.subscribe((status) => String(status) === 'SUBSCRIBED' && resolve()),
  );
  await local.restartDatabase('crash');
  await until(async () => (await clientsOf(local).request('/rest/v1/notes')).status === 200);
  await until(async () => (await clientsOf(local).client().auth.signInAnonymously()).error === null);
  await until(
    async () => (await clientsOf(local).client(local.secretKey).storage.listBuckets()).error === null,
  );
  await until(async () => {
    await channel.send({ type: 'broadcast', event: 'hi', payload: {} });
    return heard.length > 0;
  });
  await local.sql`create table public.after_crash (id int)`;
  await until(
    async () => (await clientsOf(local).client(local.secretKey).from('after_crash').select()).error === null,
  );
  await client.removeAllChannels();
});

test('a failing migration stops the start, with its name, and leaves nothing', async () => {
  const before = process.listenerCount('exit');
  await assert.rejects(startLocal({ migrations: [{ name: '0007_typo', sql: 'create tabel x ()' }] }), {
    name: 'LocalError',
    code: 'migration_failed',
    message: /0007_typo/,
  });
  assert.equal(process.listenerCount('exit'), before);
});

test('the printed connection string is that of role postgres, and stopping ends it', async () => {
  const local = await startLocal();
  const sql = postgres(local.databaseUrl, { max: 1, connect_timeout: 1 });
  assert.deepEqual(
    [...(await sql`select current_user::text as who, current_setting('is_superuser') as super`)],
    [{ who: 'postgres', super: 'off' }],
  );
  await local.stop();
  await local.stop();
  await assert.rejects(sql`select 1`);
  await sql.end({ timeout: 0 });
  await assert.rejects(fetch(local.apiUrl));
});

test('no host but loopback is ever contacted', async (t) => {
  const contacted = new Set<string>();
  const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => unknown;
  // Every connection of this process goes through here: HTTP, the database, whatever a library might try.
  t.mock.method(Socket.prototype, 'connect', function (this: Socket, ...args: unknown[]) {
    const [first] = args.flat() as [unknown];
    if (first !== null && typeof first === 'object')
      contacted.add(String((first as { host?: string }).host ?? 'localhost'));
    else contacted.add(typeof args[1] === 'string' ? args[1] : 'localhost');
    return Reflect.apply(connect, this, args) as Socket;
  });
  const local = await startLocal({ migrations: [NOTES] });
  const { client } = await clientsOf(local).visitor();
  await client.from('notes').select();
  await client.auth.signInWithOtp({ email: newEmail() });
  await clientsOf(local).client(local.secretKey).storage.from('files').upload('x', 'x');
  await local.stop();
  assert.deepEqual(
    [...contacted].filter((host) => !['127.0.0.1', 'localhost', '::1'].includes(host)),
    [],
  );
  assert.ok(contacted.has('127.0.0.1'));
});
