/**
 * INSERT, UPDATE and DELETE. They return only the columns that the request needs, because RETURNING takes the right to
 * read.
 */
import type { Table } from '../catalog/objects.ts';
import type { Condition } from '../grammar/filters.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { BODY_ROWS, bodySql } from './body.ts';
import type { BodyField } from './body.ts';
import { conditionSql } from './conditions.ts';
import { columnOf } from './field.ts';
import { ident, join, qualified, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';

export interface WriteBase {
  readonly table: Table;
  readonly conditions: readonly Condition[];
  /** Columns to return; none = only how many rows there are. */
  readonly returning: readonly string[];
}

export interface WriteBody {
  readonly text: string;
  readonly fields: readonly BodyField[];
  readonly defaults: boolean;
}

export interface Insert extends WriteBase, WriteBody {
  readonly kind: 'insert';
  readonly onConflict: { readonly columns: readonly string[]; readonly merge: boolean } | undefined;
}

export interface Update extends WriteBase, WriteBody {
  readonly kind: 'update';
}

export interface Delete extends WriteBase {
  readonly kind: 'delete';
}

export type Write = Insert | Update | Delete;

export function writeSql(write: Write): Fragment {
  const target = qualified(write.table);
  const returning = returns(write);
  if (write.kind === 'delete') return sql`DELETE FROM ${target}${where(write)} ${returning}`;
  if (write.kind === 'insert') return sql`INSERT INTO ${target}${insertSql(write)} ${returning}`;
  if (write.fields.length === 0) {
    // Nothing to set is no statement in SQL.
    const columns = write.returning.length === 0 ? raw('NULL') : returnedColumns(write);
    return sql`SELECT ${columns} FROM ${target} WHERE false`;
  }
  const sets = join(
    write.fields.map(({ name }) => sql`${ident(name)} = ${columnOf(BODY_ROWS, name)}`),
    ', ',
  );
  return sql`UPDATE ${target} SET ${sets} ${bodySql(write.text, write.fields, write)}${where(write)} ${returning}`;
}

function insertSql(write: Insert): Fragment {
  const { fields, conditions, onConflict } = write;
  const columns =
    fields.length === 0
      ? raw('')
      : sql` (${join(
          fields.map(({ name }) => ident(name)),
          ', ',
        )})`;
  const values = join(
    fields.map(({ name }) => columnOf(BODY_ROWS, name)),
    ', ',
  );
  const merges = onConflict?.merge === true;
  const wheres = [
    ...(merges ? [counted(1)] : []),
    // Those of a PUT: what it writes must be what it names.
    ...conditions.map((one) => conditionSql(one, { rows: BODY_ROWS, table: write.table })),
  ];
  const filter = wheres.length === 0 ? raw('') : sql` WHERE ${join(wheres, ' AND ')}`;
  return sql`${columns} SELECT ${values} ${bodySql(write.text, fields, write)}${filter}${conflict(write)}`;
}

function conflict({ onConflict, fields }: Insert): Fragment {
  if (onConflict === undefined || onConflict.columns.length === 0) return raw('');
  const key = join(
    onConflict.columns.map((name) => ident(name)),
    ', ',
  );
  if (!onConflict.merge || fields.length === 0) return sql` ON CONFLICT (${key}) DO NOTHING`;
  const sets = join(
    fields.map(({ name }) => sql`${ident(name)} = EXCLUDED.${ident(name)}`),
    ', ',
  );
  return sql` ON CONFLICT (${key}) DO UPDATE SET ${sets} WHERE ${counted(-1)}`;
}

/** The setting that counts inserted rows: one more for each that is tried, one less for each that was there. */
export const INSERTED_COUNT = raw(`nullif(current_setting('pgrst.inserted', true), '')::int`);

/** Always true. */
function counted(change: 1 | -1): Fragment {
  return sql`set_config('pgrst.inserted', (coalesce(${INSERTED_COUNT}, 0) + ${raw(`(${change})`)})::text, true) <> ''`;
}

function where({ conditions, table }: WriteBase): Fragment {
  if (conditions.length === 0) return raw('');
  return sql` WHERE ${join(
    conditions.map((one) => conditionSql(one, { rows: table, table })),
    ' AND ',
  )}`;
}

function returns(write: WriteBase): Fragment {
  return write.returning.length === 0 ? raw('RETURNING 1') : sql`RETURNING ${returnedColumns(write)}`;
}

function returnedColumns({ table, returning }: WriteBase): Fragment {
  return join(
    returning.map((name) => columnOf(table, name)),
    ', ',
  );
}

/** The columns that reading the tree from returned rows takes: its own, and those its relationships begin at. */
export function neededColumns(root: ReadNode, key: readonly string[]): string[] {
  const own = root.items.map(({ field }) => field.name);
  if (own.includes('*')) return ['*'];
  const links = root.children.map(({ link }) => link?.relationship);
  // A function of the row may need any of it.
  if (links.some((relationship) => relationship?.kind === 'computed')) return ['*'];
  const joins = links.flatMap((relationship) => {
    if (relationship === undefined || relationship.kind === 'computed') return [];
    const pairs = relationship.kind === 'many-to-many' ? relationship.fromColumns : relationship.columns;
    return pairs.map(([column]) => column);
  });
  return [...new Set([...own, ...joins, ...key])].sort();
}
