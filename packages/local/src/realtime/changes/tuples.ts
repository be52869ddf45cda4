/** The values of one change by column, before they have meaning: which are known, and how large they are together. */
import type { RowChange, TupleValue } from '../replication/pgoutput.ts';

/** Text as PostgreSQL prints it, or null, by column. A column that is not in here is not known. */
export type Tuple = ReadonlyMap<string, string | null>;

const EMPTY_TUPLE: Tuple = new Map();

/** The row after the change; empty for DELETE. Large values that did not change are not known. */
export function newTuple({ relation, new: values }: RowChange): Tuple {
  return tupleOf(relation.columns, values ?? []);
}

/**
 * The identity of the row before the change. When an UPDATE did not touch the key the stream leaves the old
 * row out, and the key of the new one is the old one too.
 */
export function oldTuple(change: RowChange): Tuple {
  const { kind, relation, new: newValues, old, oldIsKeyOnly } = change;
  if (kind === 'INSERT') return EMPTY_TUPLE;
  const values = old ?? newValues ?? [];
  const isKeyOnly = old === undefined || oldIsKeyOnly === true;
  return tupleOf(relation.columns, values, isKeyOnly);
}

/** Bytes of all values. */
export function sizeOf({ new: newValues = [], old = [] }: RowChange): number {
  return [...newValues, ...old].reduce((total, value) => total + (value?.length ?? 0), 0);
}

function tupleOf(
  columns: RowChange['relation']['columns'],
  values: readonly TupleValue[],
  isKeyOnly = false,
): Tuple {
  const known = new Map<string, string | null>();
  columns.forEach(({ name, isKey }, index) => {
    const value = values[index];
    if (value !== undefined && (isKey || !isKeyOnly)) known.set(name, value);
  });
  return known;
}
