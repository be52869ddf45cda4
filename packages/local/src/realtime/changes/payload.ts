/** The JSON of one change as one role may read it, cut to the columns a binding selected. */
import type { RowChange } from '../replication/pgoutput.ts';
import type { TableColumn, TableInfo } from './catalog.ts';
import type { EvaluatedChange } from './evaluation.ts';

/** Why a change is sent without its values; clients see the text. */
export type PayloadProblem = 'Error 400: Bad Request, no primary key' | 'Error 401: Unauthorized';

export interface PayloadOptions {
  readonly kind: RowChange['kind'];
  readonly committedAt: Date;
  readonly table: TableInfo;
  readonly role: string;
  readonly select: readonly string[] | null;
  readonly isTooLarge: boolean;
}

const TOO_LARGE = 'Error 413: Payload Too Large';
/** Of a change that is too large, values up to this many bytes are still sent, as on the hosted service. */
const SMALL_VALUE_BYTES = 64;

/** Why this role gets changes of this kind without values; null when it gets them. */
export function problemOf(kind: RowChange['kind'], table: TableInfo, role: string): PayloadProblem | null {
  if (kind === 'DELETE') return null;
  const keys = table.columns.filter(({ isPrimaryKey }) => isPrimaryKey);
  if (keys.length === 0) return 'Error 400: Bad Request, no primary key';
  return keys.every(({ selectableBy }) => selectableBy.has(role)) ? null : 'Error 401: Unauthorized';
}

/** The `data` of a frame for a change that may be shown. JSON text. */
export function changePayload(options: PayloadOptions, values: Pick<EvaluatedChange, 'new' | 'old'>): string {
  const { kind, committedAt, table, role, select, isTooLarge } = options;
  const columns = table.columns.filter(
    ({ name, isPrimaryKey, selectableBy }) =>
      selectableBy.has(role) && (select === null || isPrimaryKey || select.includes(name)),
  );
  const head = headOf(kind, table, committedAt.toISOString());
  const described = columns.map(({ name, typeName }) => ({ name, type: typeName }));
  const errors = isTooLarge ? [TOO_LARGE] : null;
  const parts = [`"columns":${JSON.stringify(described)}`, `"errors":${JSON.stringify(errors)}`];
  if (kind !== 'DELETE')
    parts.push(
      `"record":${recordJson(columns, (name) => values.new.get(name) ?? values.old.get(name), isTooLarge)}`,
    );
  if (kind !== 'INSERT') {
    // Policies cannot be asked about a row that is gone, so only its key is sent.
    const shown =
      kind === 'DELETE' && table.hasRowSecurity
        ? columns.filter(({ isPrimaryKey }) => isPrimaryKey)
        : columns;
    parts.push(`"old_record":${recordJson(shown, (name) => values.old.get(name), isTooLarge)}`);
  }
  return `{${head},${parts.join(',')}}`;
}

/** The `data` of a frame that says only what went wrong. JSON text. */
export function problemPayload(kind: RowChange['kind'], table: TableInfo, problem: PayloadProblem): string {
  const old = kind === 'UPDATE' ? ',"old_record":{}' : '';
  return `{${headOf(kind, table, null)},"columns":[],"errors":${JSON.stringify([problem])},"record":{}${old}}`;
}

function headOf(kind: RowChange['kind'], { schema, name }: TableInfo, timestamp: string | null): string {
  return `"schema":${JSON.stringify(schema)},"table":${JSON.stringify(name)},"type":"${kind}","commit_timestamp":${JSON.stringify(timestamp)}`;
}

function recordJson(
  columns: readonly TableColumn[],
  read: (name: string) => string | undefined,
  isTooLarge: boolean,
): string {
  const fields: string[] = [];
  for (const { name } of columns) {
    const value = read(name);
    if (value === undefined || (isTooLarge && Buffer.byteLength(value) > SMALL_VALUE_BYTES)) continue;
    fields.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${fields.join(',')}}`;
}
