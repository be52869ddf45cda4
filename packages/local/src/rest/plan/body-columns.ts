/** What a write says of a table's columns: which it sets, and which key makes rows the same. */
import type { Table } from '../catalog/objects.ts';
import type { Condition } from '../grammar/filters.ts';
import type { Query } from '../grammar/query.ts';
import { apiErrors } from '../api-error.ts';
import type { ApiRequest } from '../request/api-request.ts';
import type { BodyField } from '../sql/body.ts';
import type { Insert } from '../sql/write.ts';

/** Throws PGRST204. */
export function columnsOf(table: Table, names: readonly string[]): BodyField[] {
  return [...new Set(names)].sort().map((name) => {
    const column = table.columns.get(name);
    if (column === undefined) throw apiErrors.columnUnknown(table.name, name);
    return column;
  });
}

/** The filters of a PUT, which must name one row by its primary key. Throws PGRST105. */
export function primaryKeyConditions({ key }: Table, { conditions }: Query): Condition[] {
  const named = new Set<string>();
  for (const { path, value } of conditions) {
    const isKey =
      path.length === 0 &&
      value.kind === 'filter' &&
      !value.negated &&
      value.operation.kind === 'simple' &&
      value.operation.operator === '=' &&
      value.operation.quantifier === undefined;
    if (!isKey) throw apiErrors.putFilters();
    named.add(value.field.name);
  }
  if (key.length === 0 || named.size !== key.length || !key.every((name) => named.has(name))) {
    throw apiErrors.putFilters();
  }
  return conditions.map(({ value }) => value);
}

export function onConflict(table: Table, { action, preferences, query }: ApiRequest): Insert['onConflict'] {
  if (action === 'put') return { columns: table.key, merge: true };
  const { resolution } = preferences;
  if (resolution === undefined) return undefined;
  return { columns: query.onConflict ?? table.key, merge: resolution === 'merge-duplicates' };
}
