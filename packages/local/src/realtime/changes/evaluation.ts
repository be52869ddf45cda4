/**
 * Evaluates values and conditions in PostgreSQL: one query per table and batch turns texts into JSON and conditions into
 * booleans. Runs with the server's own rights and reads no rows of the table.
 */
import type postgres from 'postgres';
import type { TableColumn, TableInfo } from './catalog.ts';
import type { Condition } from './filter-parser.ts';
import { conditionSql, jsonSql } from './filter-sql.ts';
import type { Tuple } from './tuples.ts';

/** A change as it goes in: conditions are evaluated on the new row, or on the old one of a DELETE. */
export interface EvaluationInput {
  readonly kind: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly new: Tuple;
  readonly old: Tuple;
}

/** A change as it comes out. */
export interface EvaluatedChange {
  /** JSON text by column, for the columns known. */
  readonly new: ReadonlyMap<string, string>;
  readonly old: ReadonlyMap<string, string>;
  /** In the order of the conditions asked. False for null and for columns not known. */
  readonly conditionResults: readonly boolean[];
}

interface Row {
  new: (string | null)[];
  old: (string | null)[];
  condition_results: (boolean | null)[];
}

export async function evaluate(
  sql: postgres.ISql,
  table: TableInfo,
  conditions: readonly Condition[],
  inputs: readonly EvaluationInput[],
): Promise<EvaluatedChange[]> {
  const positions = new Map(table.columns.map(({ name }, index) => [name, index]));
  const rows = inputs.map((input) => ({
    n: table.columns.map(({ name }) => input.new.get(name) ?? null),
    o: table.columns.map(({ name }) => input.old.get(name) ?? null),
    judged: input.kind === 'DELETE' ? 'o' : 'n',
  }));
  const conditionResults = conditions.map((condition, index) =>
    conditionResultSql(table.columns, positions, condition, index),
  );
  const answers = await sql.unsafe<Row[]>(
    `select ${jsonArray(table.columns, 'n')} as new, ${jsonArray(table.columns, 'o')} as old,
       to_json(array[${conditionResults.join(', ')}]::bool[]) as condition_results
     from json_array_elements($1::text::json) with ordinality as input (item, place),
       (select $2::text::json as list) as wanted
     order by place`,
    [JSON.stringify(rows), JSON.stringify(conditions.map(({ value }) => value))],
  );
  return inputs.map((input, index) => {
    const answer = answers[index];
    if (answer === undefined)
      throw new Error(`PostgreSQL evaluated ${answers.length} of ${inputs.length} changes`);
    const judged = input.kind === 'DELETE' ? input.old : input.new;
    return {
      new: known(table.columns, input.new, answer.new),
      old: known(table.columns, input.old, answer.old),
      conditionResults: conditions.map(
        ({ column }, position) => judged.has(column) && answer.condition_results[position] === true,
      ),
    };
  });
}

function jsonArray(columns: readonly TableColumn[], side: 'n' | 'o'): string {
  return `to_json(array[${columns.map((column, index) => jsonSql(column, `input.item->'${side}'->>${index}`)).join(', ')}]::text[])`;
}

/** A condition on a column the table has lost is never met. */
function conditionResultSql(
  columns: readonly TableColumn[],
  positions: ReadonlyMap<string, number>,
  condition: Condition,
  index: number,
): string {
  const position = positions.get(condition.column);
  const column = position === undefined ? undefined : columns[position];
  if (column === undefined || position === undefined) return 'false';
  const operand = `(input.item->(input.item->>'judged')->>${position})::${column.castType}`;
  return conditionSql(condition, column, operand, `wanted.list->>${index}`);
}

function known(
  columns: readonly TableColumn[],
  tuple: Tuple,
  json: readonly (string | null)[],
): Map<string, string> {
  const values = new Map<string, string>();
  columns.forEach(({ name }, index) => {
    if (tuple.has(name)) values.set(name, json[index] ?? 'null');
  });
  return values;
}
