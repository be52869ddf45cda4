/**
 * Owns running a call as its caller, alone or with the plans of every statement inside, which auto_explain shows.
 */
import postgres from 'postgres';
import type { Sql, TransactionSql } from 'postgres';
import type { Call, Case } from './calls.ts';

/** Tables that grow with the crowd; reading one from end to end is what must not happen. */
const BIG = /^(global_chat_(messages|sessions|visitors|notes)|visitor_auth)$/;

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Node[];
}

class RollBack extends Error {}

/** Runs `work` in a transaction as the caller of this case, and takes back what it did. */
export async function actAs<T>(
  sql: Sql,
  call: Call,
  example: Case,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  let result: T | undefined;
  try {
    await sql.begin(async (transaction) => {
      const claims = example[call.as];
      if (call.prepare !== undefined)
        await transaction.unsafe(call.prepare, [...call.values(example)] as never[]);
      await transaction`
        select set_config('role', ${claims.role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('realtime.topic', ${call.topic?.(example) ?? ''}, true)`;
      result = await work(transaction);
      throw new RollBack();
    });
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
  }
  return result as T;
}

export function run(sql: TransactionSql, call: Call, example: Case): Promise<unknown> {
  return sql.unsafe(call.statement, [...call.values(example)] as never[], { prepare: true });
}

/**
 * What is wrong with the plans of everything that a call runs, its own statement and those inside its functions: big
 * tables read from end to end, indexes that are not used.
 * @param settings SQL that is run before, such as one that makes a small table count like a big one
 */
export async function faultsOf(url: string, call: Call, example: Case, settings = ''): Promise<string[]> {
  const nodes: Node[] = [];
  const sql = postgres(url, {
    max: 1,
    onnotice: ({ message }) => {
      const plan = /plan:\s*(\{[\s\S]*\})\s*$/.exec(message ?? '')?.[1];
      if (plan !== undefined) nodes.push((JSON.parse(plan) as { Plan: Node }).Plan);
    },
  });
  try {
    await sql
      .unsafe(
        `load 'auto_explain'; set auto_explain.log_nested_statements = on; set auto_explain.log_format = json;
      set auto_explain.log_level = notice; ${settings}`,
      )
      .simple();
    await actAs(sql, call, example, async (transaction) => {
      // The caller is no superuser, and may not switch it on.
      await transaction`select set_config('role', 'none', true)`;
      await transaction`select set_config('auto_explain.log_min_duration', '0', true)`;
      await transaction`select set_config('role', ${example[call.as].role}, true)`;
      nodes.length = 0;
      await run(transaction, call, example);
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
  const indexes = new Set<string>();
  const scanned = new Set<string>();
  const visit = (node: Node): void => {
    if (node['Index Name'] !== undefined) indexes.add(node['Index Name']);
    const table = node['Relation Name'] ?? '';
    if (node['Node Type'] === 'Seq Scan' && BIG.test(table)) scanned.add(table);
    node.Plans?.forEach(visit);
  };
  nodes.forEach(visit);
  return [
    ...[...scanned].map((table) => `reads all of ${table}`),
    ...call.indexes
      .filter((expected) => !expected.split('|').some((index) => indexes.has(index)))
      .map((expected) => `without ${expected}`),
  ];
}
