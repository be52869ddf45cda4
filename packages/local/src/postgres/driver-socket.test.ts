// A database that dies in the middle of transactions must cost their queries, not the process or the pool.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { crashSafeSocket } from './driver-socket.ts';
import { startPostgres } from './start.ts';
import type { Postgres } from './start.ts';

let database: Postgres;
before(async () => {
  database = await startPostgres({});
});
after(() => database.stop());

/** A connection that just went takes queries for another moment, and rejects them; whoever asks again is answered. */
async function ask(sql: postgres.Sql): Promise<unknown> {
  for (;;) {
    try {
      return await sql`select 1 as one`;
    } catch (error) {
      if ((error as { code?: string }).code !== 'CONNECTION_CLOSED') throw error;
    }
  }
}

/** Kills the database under open transactions and resolves with what the pool can still do afterwards. */
async function surviveCrash(sql: postgres.Sql): Promise<unknown> {
  const uncaught: unknown[] = [];
  const remember = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', remember);
  try {
    const inFlight = Array.from({ length: 4 }, () =>
      sql.begin(async (transaction) => transaction`select pg_sleep(30)`),
    );
    while (
      (
        await sql`select 1 from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid()`
      ).length < 4
    );
    await Promise.all([
      database.restart('crash'),
      ...inFlight.map((query) => assert.rejects(Promise.resolve(query))),
    ]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(sql)));
    return { uncaught: uncaught.length, answers: answers.length };
  } finally {
    process.off('uncaughtException', remember);
  }
}

test('a crash rejects what is in flight, and the pool goes on', { timeout: 30_000 }, async () => {
  const sql = postgres(database.url(), { max: 5, onnotice: () => undefined, ...crashSafeSocket });
  assert.deepEqual(await surviveCrash(sql), { uncaught: 0, answers: 10 });
  await sql.end({ timeout: 1 });
});

for (const [when, after] of [
  ['while it is busy elsewhere', async (): Promise<unknown> => delay(100)],
  [
    'and catches what its query said, to ask again',
    async (sql: postgres.TransactionSql): Promise<unknown> => {
      await delay(100);
      return sql`select 1`.catch(() => delay(100));
    },
  ],
] as const) {
  test(
    `a transaction whose connection goes ${when} is rejected, and costs nobody else`,
    { timeout: 30_000 },
    async () => {
      const sql = postgres(database.url(), { max: 3, onnotice: () => undefined, ...crashSafeSocket });
      const killer = postgres(database.url(), { max: 1, ...crashSafeSocket });
      const uncaught: unknown[] = [];
      const remember = (error: unknown): void => void uncaught.push(error);
      process.on('uncaughtException', remember);
      // Twice, so that the statements which end a transaction are prepared ones.
      await Promise.all([1, 2, 3].map(() => sql.begin((transaction) => transaction`select pg_sleep(0.1)`)));
      const transactions = [1, 2, 3].map(() =>
        sql.begin(async (transaction) => {
          const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
          await killer`select pg_terminate_backend(${row?.pid ?? 0})`;
          await after(transaction);
          // Long enough to be written at once.
          await transaction`select ${'x'.repeat(2000)}::text`;
        }),
      );
      const outcomes = await Promise.allSettled(transactions);
      await delay(100);
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(sql)));
      process.off('uncaughtException', remember);
      assert.deepEqual(
        [outcomes.map(({ status }) => status), uncaught, answers.length],
        [['rejected', 'rejected', 'rejected'], [], 10],
      );
      await sql.end({ timeout: 1 });
      await killer.end({ timeout: 1 });
    },
  );
}
