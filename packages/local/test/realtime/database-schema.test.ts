/** The database side: installed twice, a day later, without its partitions, and seen by the wrong roles. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { installRealtimeSchema } from '../../src/realtime/index.ts';
import { maintainPartitions } from '../../src/realtime/database/partitions.ts';
import { freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend } from './harness.ts';

const DAY_MS = 86_400_000;

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

async function partitions(): Promise<string[]> {
  const rows = await backend.admin<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'realtime.messages'::regclass order by 1`;
  return rows.map(({ name }) => name);
}

const nameOf = (time: number): string =>
  `realtime.messages_${new Date(time).toISOString().slice(0, 10).replaceAll('-', '_')}`;

it('keeps messages, policies and grants when it is installed again', async () => {
  await backend.sql`create policy "mine" on realtime.messages for select to authenticated using (true)`;
  await backend.sql`select realtime.send('{"kept": true}', 'e', 'kept')`;
  await Promise.all([installRealtimeSchema(backend.admin), installRealtimeSchema(backend.admin)]);
  const [row] =
    await backend.sql`select count(*)::int as messages, (select count(*)::int from pg_policies where policyname = 'mine') as policies
    from realtime.messages where topic = 'kept'`;
  assert.deepEqual({ ...row }, { messages: 1, policies: 1 });
});

it('has partitions from yesterday to three days ahead', async () => {
  const today = Date.now();
  assert.deepEqual(
    await partitions(),
    [-1, 0, 1, 2, 3].map((day) => nameOf(today + day * DAY_MS)),
  );
});

it('moves on with the days, and drops what is older than 72 hours', async () => {
  const now = Date.now();
  const start = now - (now % DAY_MS);
  await maintainPartitions(backend.admin, new Date(start + 2 * DAY_MS));
  assert.deepEqual(
    await partitions(),
    [-1, 0, 1, 2, 3, 4, 5].map((day) => nameOf(now + day * DAY_MS)),
  );
  await maintainPartitions(backend.admin, new Date(start + 3 * DAY_MS));
  assert.equal((await partitions())[0], nameOf(now));
  await maintainPartitions(backend.admin, new Date(start + 4 * DAY_MS - 1));
  assert.equal((await partitions())[0], nameOf(now));
  await maintainPartitions(backend.admin, new Date(start + 4 * DAY_MS));
  assert.equal((await partitions())[0], nameOf(now + DAY_MS));
  await maintainPartitions(backend.admin, new Date(now));
});

it('says so when the partition of today is missing', async () => {
  const today = nameOf(Date.now());
  await backend.admin.unsafe(`drop table ${today}`);
  try {
    const channel = backend
      .client({ token: await signToken() })
      .channel(freshTopic(), { config: { private: true } });
    await assert.rejects(subscribed(channel), {
      message: 'MissingPartition: Realtime was unable to find the expected messages partition',
    });
    await backend.sql`select realtime.send('{}', 'e', 'nowhere')`;
  } finally {
    await maintainPartitions(backend.admin);
  }
});

it('shows messages to nobody but those a policy lets in', async () => {
  await backend.sql`select realtime.send('{}', 'e', 'private:1')`;
  const [seen] = await backend.sql.begin(async (sql) => {
    await sql`set local role anon`;
    return sql`select count(*)::int as count from realtime.messages`;
  });
  assert.equal(seen?.['count'], 0);
  for (const statement of [
    'delete from realtime.messages',
    'truncate realtime.messages',
    `select * from ${nameOf(Date.now())}`,
    'create table realtime.t (a int)',
  ]) {
    await assert.rejects(
      backend.sql.begin(async (sql) => {
        await sql`set local role authenticated`;
        await sql.unsafe(statement);
      }),
      { code: '42501' },
      statement,
    );
  }
});

it('takes one payload per message', async () => {
  await assert.rejects(
    backend.sql`insert into realtime.messages (topic, extension, payload, binary_payload) values ('t', 'broadcast', '{}', '\\x00')`,
    { code: '23514' },
  );
});

it('needs a database that can be decoded', async () => {
  const { startRealtime } = await import('../../src/realtime/index.ts');
  const { startPostgres } = await import('../../src/postgres/start.ts');
  const plain = await startPostgres({ settings: ['wal_level=replica'] });
  try {
    await assert.rejects(
      startRealtime({
        databaseUrl: plain.url(),
        verifyToken: () => Promise.reject(new Error('no token')),
        resolveKey: () => null,
      }),
      {
        message: 'Realtime needs PostgreSQL with wal_level = logical',
      },
    );
  } finally {
    await plain.stop();
  }
});
