/**
 * Owns how long a read takes: the whole call over one connection, and its part inside PostgreSQL.
 */
import type { Sql } from 'postgres';
import type { Call, Case } from './calls.ts';
import { actAs, run } from './plans.ts';

/** Medians in milliseconds. */
export interface Timing {
  /** From the driver's question to its answer: what the Data API waits for. */
  readonly call: number;
  /** The statement's execution time by PostgreSQL's own clock. */
  readonly inside: number;
}

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

/** After one run that warms up, `runs` of each kind, taking the cases in turn; slow calls are run less often. */
export async function measure(sql: Sql, call: Call, cases: readonly Case[], runs: number): Promise<Timing> {
  const calls: number[] = [];
  const insides: number[] = [];
  const deadline = performance.now() + 6_000;
  for (let turn = 0; turn < runs && (turn < 10 || performance.now() < deadline); turn++) {
    const example = cases[turn % cases.length];
    if (example === undefined) break;
    await actAs(sql, call, example, async (transaction) => {
      await run(transaction, call, example);
      const started = performance.now();
      await run(transaction, call, example);
      calls.push(performance.now() - started);
      const [row] = await transaction.unsafe(`explain (analyze, timing off, format json) ${call.statement}`, [
        ...call.values(example),
      ] as never[]);
      const [plan] = row?.['QUERY PLAN'] as { 'Execution Time': number }[];
      if (plan !== undefined) insides.push(plan['Execution Time']);
    });
  }
  return { call: median(calls), inside: median(insides) };
}
