/** Names a field of a row in SQL: a column, or a step into its JSON. */
import type { TableName } from '../catalog/objects.ts';
import type { Field, JsonStep } from '../grammar/names.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { ident, param, qualified, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';

/** A set of rows, and the types of its columns as far as they are known. */
export type Rows = Pick<ReadNode, 'rows' | 'table'>;

export function typeOf({ table }: Rows, { name }: Field): string | undefined {
  return table?.columns.get(name)?.type;
}

export function columnOf(rows: TableName, name: string): Fragment {
  return name === '*' ? sql`${qualified(rows)}.*` : sql`${qualified(rows)}.${ident(name)}`;
}

export function fieldOf(source: Rows, field: Field): Fragment {
  const column = columnOf(source.rows, field.name);
  if (field.path.length === 0) return column;
  const type = typeOf(source, field);
  // A column that is JSON already is left as it is, or its indexes could not be used.
  const start = type === 'json' || type === 'jsonb' ? column : sql`to_jsonb(${column})`;
  return field.path.reduce(step, start);
}

function step(value: Fragment, { asText, key, isIndex }: JsonStep): Fragment {
  const arrow = raw(asText ? '->>' : '->');
  return isIndex ? sql`${value}${arrow}${param(key)}::int` : sql`${value}${arrow}${param(key)}`;
}
