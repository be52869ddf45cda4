/**
 * Runs the statement of a plan as the caller, in one transaction, which is rolled back when the result has too many
 * rows or not exactly one.
 */
import type { Sql, TransactionSql } from 'postgres';
import type { Plan } from './plan/plan.ts';
import { apiErrors } from './api-error.ts';
import type { ApiRequest } from './request/api-request.ts';
import { affectedLimit } from './request/preferences.ts';
import type { SettingsStatement } from './request-settings.ts';
import { statementSql, explainSql } from './sql/statement.ts';
import type { StatementRow } from './sql/statement.ts';
import { render } from './sql/fragment.ts';
import type { Fragment } from './sql/fragment.ts';

export interface RunOptions {
  /** What the transaction begins with. */
  readonly settings: SettingsStatement;
  /** `schema.function` that runs before every request (`db-pre-request`). */
  readonly preRequest: string | undefined;
  readonly maxRows: number;
}

export interface PlanResult {
  readonly row: StatementRow;
  readonly page: number;
  readonly total: number | undefined;
}

/** The plan that the caller asked for in place of rows. */
export interface ExplainResult {
  readonly plan: string;
}

/** Carries a result out of a transaction that must not be kept. */
class RolledBack extends Error {
  readonly value: PlanResult | ExplainResult;

  constructor(value: PlanResult | ExplainResult) {
    super('rolled back because of Prefer: tx=rollback');
    this.value = value;
  }
}

export async function runPlan(
  sql: Sql,
  request: ApiRequest,
  plan: Plan,
  options: RunOptions,
): Promise<PlanResult | ExplainResult> {
  const isolation = plan.routine?.settings
    .find((one) => one.startsWith('default_transaction_isolation='))
    ?.split('=')[1];
  const mode = `${isolation === undefined ? '' : `isolation level ${isolation} `}${plan.readOnly ? 'read only' : 'read write'}`;
  try {
    return await sql.begin(mode, async (transaction): Promise<PlanResult | ExplainResult> => {
      const result = await work(transaction, request, plan, options);
      if (request.preferences.tx !== 'rollback') return result;
      await transaction`set constraints all immediate`;
      throw new RolledBack(result);
    });
  } catch (thrown) {
    if (thrown instanceof RolledBack) return thrown.value;
    throw thrown;
  }
}

async function work(
  sql: TransactionSql,
  request: ApiRequest,
  plan: Plan,
  { settings, preRequest, maxRows }: RunOptions,
): Promise<PlanResult | ExplainResult> {
  const statement = statementSql(plan.parts);
  const { media, preferences } = request;
  const first = sql.unsafe(settings.text, settings.values, { prepare: true });
  const check = preRequest === undefined ? undefined : sql.unsafe(`select ${preRequest}()`);
  // Sent together: the database answers them in order, and the second fails if the first did.
  if (media.plan !== undefined) {
    const [, , lines] = await Promise.all([first, check, send(sql, explainSql(statement, media.plan))]);
    return { plan: lines.map((line) => `${onlyValue(line)}\n`).join('') };
  }
  const [, , rows] = await Promise.all([first, check, send(sql, statement)]);
  const row = rows[0] as unknown as StatementRow;
  const page = Number(row.page);
  if (media.kind === 'object' && request.action !== 'put' && page !== 1) throw apiErrors.notSingular(page);
  if (request.action === 'put' && page !== 1) throw apiErrors.putKey();
  const most =
    request.action === 'read' || request.action === 'insert' ? undefined : affectedLimit(preferences);
  if (most !== undefined && page > most) throw apiErrors.tooManyAffected(page);
  return { row, page, total: await totalOf(sql, row, plan, maxRows) };
}

/** Of a row with one column, as EXPLAIN answers. */
function onlyValue(row: unknown): string {
  return String(Object.values(row as Readonly<Record<string, string>>)[0]);
}

function send(sql: TransactionSql, statement: Fragment): ReturnType<TransactionSql['unsafe']> {
  const { text, values } = render(statement);
  return sql.unsafe(text, values);
}

async function totalOf(
  sql: TransactionSql,
  { total }: StatementRow,
  { estimate }: Plan,
  maxRows: number,
): Promise<number | undefined> {
  const counted = total === null ? undefined : Number(total);
  if (estimate === undefined || (counted !== undefined && counted <= maxRows)) return counted;
  const [line] = await send(sql, explainSql(estimate, { format: 'JSON', options: [] }));
  const [explained] = JSON.parse(onlyValue(line)) as { Plan: { 'Plan Rows': number } }[];
  return Math.max(counted ?? 0, explained?.Plan['Plan Rows'] ?? 0);
}
