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

/**
 * After one run that warms up, `runs` of each kind, taking the cases in turn; slow calls are run less often. Several calls
 * take turns, so that all of them meet the same moods of the machine.
 */
export async function measure(
  sql: Sql,
  measured: readonly Call[],
  cases: readonly Case[],
  runs: number,
): Promise<Timing[]> {
  const samples = measured.map((call) => ({ call, calls: [] as number[], insides: [] as number[] }));
  const deadline = performance.now() + 6000;
  for (let turn = 0; turn < runs && (turn < 10 || performance.now() < deadline); turn++) {
    const example = cases[turn % cases.length];
    if (example === undefined) break;
    for (const { call, calls, insides } of samples) {
      await actAs(sql, call, example, async (transaction) => {
        await run(transaction, call, example);
        const started = performance.now();
        await run(transaction, call, example);
        calls.push(performance.now() - started);
        const [row] = await transaction.unsafe(
          `explain (analyze, timing off, format json) ${call.statement}`,
          [...call.values(example)] as never[],
        );
        const [plan] = row?.['QUERY PLAN'] as { 'Execution Time': number }[];
        if (plan !== undefined) insides.push(plan['Execution Time']);
      });
    }
  }
  return samples.map(({ calls, insides }) => ({ call: median(calls), inside: median(insides) }));
}
