import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import postgres from 'postgres';
import { eventually } from '../../test/backend.ts';
import { patientSocket } from '../postgres/driver-socket.ts';
import { startPostgres } from '../postgres/start.ts';
import { reserveTransactions } from './transactions.ts';

const database = await startPostgres();
const sql = postgres(database.url(), { max: 2, onnotice: () => undefined });
const pool = postgres(database.url(), { max: 1, onnotice: () => undefined, ...patientSocket });
reserveTransactions(pool);
after(async () => {
  await Promise.all([sql.end({ timeout: 1 }), pool.end({ timeout: 1 })]);
  await database.stop();
});
await sql`create table public.rows (id int)`;

const count = async (): Promise<number> =>
  Number((await sql`select count(*) from public.rows`)[0]?.['count']);

test('commit keeps, rollback and a bare release do not', async () => {
  for (const [end, kept] of [
    ['commit', 1],
    ['rollback', 1],
    [undefined, 1],
  ] as const) {
    const reserved = await pool.reserve();
    await reserved.unsafe('begin', []);
    await reserved.unsafe('insert into public.rows values (1)', []);
    if (end !== undefined) await reserved.unsafe(end, []);
    reserved.release();
    await pool`select 1`; // the only connection is free again
    assert.equal(await count(), kept, end);
  }
});

test('a failed statement leaves the connection usable', async () => {
  const reserved = await pool.reserve();
  await reserved.unsafe('begin', []);
  await assert.rejects(Promise.resolve(reserved.unsafe('select 1 / 0', [])), /division by zero/);
  await reserved.unsafe('rollback', []);
  reserved.release();
  assert.deepEqual([...(await pool`select 1 as one`)], [{ one: 1 }]);
});

for (const moment of ['in a statement', 'between two statements'] as const) {
  test(`a connection that is killed ${moment} is noticed, and the pool goes on`, async () => {
    const reserved = await pool.reserve();
    await reserved.unsafe('begin', []);
    const [row] = await reserved.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid', []);
    const pid = row?.pid ?? 0;
    const waiting =
      moment === 'in a statement'
        ? assert.rejects(Promise.resolve(reserved.unsafe('select pg_sleep(30)', [])))
        : undefined;
    if (waiting !== undefined) {
      while (
        (await sql`select 1 from pg_stat_activity where pid = ${pid} and query like '%pg_sleep%'`).length ===
        0
      );
    }
    await sql`select pg_terminate_backend(${pid})`;
    while ((await sql`select 1 from pg_stat_activity where pid = ${pid}`).length > 0);
    await waiting;
    await assert.rejects(Promise.resolve(reserved.unsafe('select 1', [])));
    await assert.rejects(Promise.resolve(reserved.unsafe('rollback', [])));
    reserved.release();
    // The driver gives the farewell of the old connection to the first who uses the new one.
    await eventually(() =>
      pool`select 1`.then(
        () => true,
        () => false,
      ),
    );
  });
}
