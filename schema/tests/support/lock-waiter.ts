/**
 * Owns the moment in which one call waits for another: races are played by holding a transaction open until then.
 */
import assert from 'node:assert/strict';
import type { Answer, Caller } from './caller.ts';
import type { TestDatabase } from './database.ts';

/** Until somebody waits for a lock in this database. */
export async function lockWaiter({ superuser }: TestDatabase): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const [row] = await superuser`
      select count(*)::int as waiting from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    if (Number(row?.['waiting']) > 0) return;
    assert.ok(Date.now() < deadline, 'nobody waits');
  }
}

export type Call = readonly [caller: Caller, name: string, args: Readonly<Record<string, unknown>>];

/** Makes the first call, and commits it when the second one waits for it. Answers what became of the second. */
export async function overlap(
  database: TestDatabase,
  [caller, name, args]: Call,
  second: Call,
): Promise<PromiseSettledResult<Answer>> {
  let waiting: Promise<PromiseSettledResult<Answer>[]> | undefined;
  await caller.act(async (sql) => {
    const keys = Object.keys(args).map((argument, index) => `${argument} => $${String(index + 1)}`);
    await sql.unsafe(`select public.global_chat_${name}(${keys.join(', ')})`, Object.values(args) as never[]);
    waiting = Promise.allSettled([second[0].rpc(second[1], second[2])]);
    await lockWaiter(database);
  });
  const [settled] = (await waiting) ?? [];
  assert.ok(settled);
  return settled;
}
