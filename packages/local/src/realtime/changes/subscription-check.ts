/**
 * Whether bindings can work: the table is published, columns exist and may be read, values fit their types.
 * Checked when a channel subscribes, so that a bad filter fails there and not in the middle of the stream.
 */
import type postgres from 'postgres';
import { sqlStateOf } from '../api-error.ts';
import { BindingError, describeBinding } from './binding.ts';
import type { Binding } from './binding.ts';
import { loadTable } from './catalog.ts';
import type { TableColumn } from './catalog.ts';
import type { Condition } from './filter-parser.ts';
import { IS_KEYWORDS, conditionSql } from './filter-sql.ts';

/** The publication a project adds its tables to. */
export const PUBLICATION = 'supabase_realtime';

/** The hosted service's limit. */
const MAX_IN_FILTER_VALUES = 100;
const PATTERN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['like', '~~'],
  ['ilike', '~~'],
  ['match', '~'],
  ['imatch', '~*'],
]);

/** SQLSTATEs a wrong value can cause, with the names errors show. */
const CONDITION_NAMES: Readonly<Record<string, string>> = {
  '2201B': 'invalid_regular_expression',
  '22003': 'numeric_value_out_of_range',
  '22007': 'invalid_datetime_format',
  '22008': 'datetime_field_overflow',
  '22P02': 'invalid_text_representation',
  '42704': 'undefined_object',
  '42883': 'undefined_function',
};

/** A rule of ours that a binding breaks; shown as PostgreSQL shows RAISE. */
class BindingRuleError extends Error {}

/** @throws BindingError for bindings that cannot work; errors of the connection as they are */
export async function checkBindings(
  sql: postgres.Sql,
  bindings: readonly Binding[],
  role: string,
): Promise<void> {
  for (const binding of bindings) await checkBinding(sql, binding, role);
}

async function checkBinding(sql: postgres.Sql, binding: Binding, role: string): Promise<void> {
  try {
    await sql`select quote_ident(${role})::regrole`;
    const tables = await publishedTables(sql, binding);
    if (tables.length === 0) {
      throw new BindingError(
        `Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ${describeBinding(binding)}`,
      );
    }
    if (binding.conditions.length === 0 && binding.select === null) return;
    for (const oid of tables) await checkColumns(sql, binding, oid, role);
  } catch (error) {
    throw toApiError(error, binding);
  }
}

async function publishedTables(sql: postgres.Sql, { schema, table }: Binding): Promise<number[]> {
  const rows = await sql<{ oid: number }[]>`
    select format('%I.%I', schemaname, tablename)::regclass::oid::int8::float8 as oid
    from pg_publication_tables
    where pubname = ${PUBLICATION}
      and ${schema} in ('*', schemaname::text) and ${table} in ('*', tablename::text)`;
  return rows.map(({ oid }) => oid);
}

async function checkColumns(
  sql: postgres.Sql,
  { conditions, select }: Binding,
  oid: number,
  role: string,
): Promise<void> {
  const table = await loadTable(sql, oid, [role]);
  const readable = new Map(
    table?.columns
      .filter(({ selectableBy }) => selectableBy.has(role))
      .map((column) => [column.name, column]),
  );
  for (const condition of conditions) {
    const column = readable.get(condition.column);
    if (column === undefined) throw new BindingRuleError(`invalid column for filter ${condition.column}`);
    await checkCondition(sql, condition, column);
  }
  for (const name of select ?? [])
    if (!readable.has(name)) throw new BindingRuleError(`invalid column for select ${name}`);
}

async function checkCondition(sql: postgres.Sql, condition: Condition, column: TableColumn): Promise<void> {
  const { operator, value } = condition;
  if (operator === 'is') return checkKeyword(value, column);
  const symbol = PATTERN_OPERATORS.get(operator);
  if (symbol !== undefined) await requirePatternOperator(sql, operator, symbol, column);
  if (operator === 'match' || operator === 'imatch') await requireRegularExpression(sql, operator, value);
  // There is no row yet: an absent value of the column's type shows whether the comparison exists, and the
  // cast stands on its own because a comparison with nothing may never look at its other side.
  const type = operator === 'in' ? `${column.castType}[]` : column.castType;
  await sql.unsafe(
    `select ${conditionSql(condition, column, `null::${column.castType}`, '$1::text')}, $1::text::${type} is null`,
    [value],
  );
  if (operator === 'in') await requireShortList(sql, value, column);
}

function checkKeyword(value: string, { typeName, castType }: TableColumn): void {
  if (!(IS_KEYWORDS as readonly string[]).includes(value)) {
    throw new BindingRuleError('invalid value for is filter: must be null, true, false, or unknown');
  }
  if (value !== 'null' && typeName !== 'bool')
    throw new BindingRuleError(`is ${value} filter requires a boolean column, got ${castType}`);
}

async function requirePatternOperator(
  sql: postgres.Sql,
  operator: string,
  symbol: string,
  { castType }: TableColumn,
): Promise<void> {
  const [found] =
    await sql`select 1 from pg_operator where oprname = ${symbol} and oprleft = ${castType}::regtype limit 1`;
  if (found === undefined)
    throw new BindingRuleError(
      `operator ${operator} requires a text-compatible column type, got ${castType}`,
    );
}

async function requireRegularExpression(sql: postgres.Sql, operator: string, value: string): Promise<void> {
  try {
    await sql`select '' ~ ${value}::text`;
  } catch (error) {
    if (sqlStateOf(error) === null) throw error;
    throw new BindingRuleError(
      `invalid regular expression for ${operator} filter: ${(error as Error).message}`,
    );
  }
}

async function requireShortList(sql: postgres.Sql, value: string, { castType }: TableColumn): Promise<void> {
  const [row] = await sql.unsafe(`select coalesce(cardinality($1::text::${castType}[]), 0)::int as size`, [
    value,
  ]);
  if (Number(row?.['size']) > MAX_IN_FILTER_VALUES)
    throw new BindingRuleError(`too many values for \`in\` filter. Maximum ${MAX_IN_FILTER_VALUES}`);
}

function toApiError(error: unknown, binding: Binding): unknown {
  const text = exceptionText(error);
  if (text === null) return error;
  return new BindingError(
    `Unable to subscribe to changes with given parameters. An exception happened so please check your connect parameters: ${describeBinding(binding)}. Exception: ${text}`,
  );
}

function exceptionText(error: unknown): string | null {
  if (error instanceof BindingRuleError) return `ERROR P0001 (raise_exception) ${error.message}`;
  const state = sqlStateOf(error);
  if (state === null || !(error instanceof Error)) return null;
  const name = CONDITION_NAMES[state];
  return `ERROR ${state} ${name === undefined ? '' : `(${name}) `}${error.message}`;
}
