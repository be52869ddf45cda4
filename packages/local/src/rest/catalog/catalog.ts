/**
 * What the Data API knows of the database: tables, functions and relationships of the schemas it serves. Rights are not
 * part of it; the database checks those on every request.
 */
import { readFileSync } from 'node:fs';
import type { Sql, TransactionSql } from 'postgres';
import { keyOf } from './objects.ts';
import type { Argument, Column, Routine, Table } from './objects.ts';
import { originsOf } from './view-columns.ts';
import type { OriginTable, ViewColumns, ViewRow } from './view-columns.ts';
import { relationshipsOf } from './relationships.ts';
import type { ForeignKeyRow, Relationship } from './relationships.ts';

export interface Catalog {
  readonly tables: ReadonlyMap<string, Table>;
  /** Overloads together. */
  readonly routines: ReadonlyMap<string, readonly Routine[]>;
  /** By the table they begin at. */
  readonly relationships: ReadonlyMap<string, readonly Relationship[]>;
}

/** The statements stay in `src`, which is published: this path holds for the sources and for the build. */
const FOLDER = new URL('../../../src/rest/catalog/', import.meta.url);
const statements = new Map<string, string>();

function statement(name: string): string {
  let text = statements.get(name);
  if (text === undefined) statements.set(name, (text = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8')));
  return text;
}

/**
 * @param sql a superuser's pool
 * @param schemas those that requests may name
 * @param searchPath more schemas, whose views and computed columns take part
 */
export async function readCatalog(
  sql: Sql,
  schemas: readonly string[],
  searchPath: readonly string[],
): Promise<Catalog> {
  return await sql.begin('isolation level repeatable read read only', async (transaction) => {
    await transaction.unsafe(`set local search_path = ''`); // so that types are written with their schema
    const all = [...new Set([...schemas, ...searchPath])];
    const tables = await rows<TableRow>(transaction, 'tables', [schemas]);
    const keys = await rows<ForeignKeyRow>(transaction, 'foreign_keys', []);
    const views = await rows<ViewRow>(transaction, 'views', [all]);
    const routines = (await rows<RoutineRow>(transaction, 'functions', [all])).map(toRoutine);
    const origins = originsOf(views);
    const tableIds = [...new Set(origins.flatMap(({ columns }) => columns.map(({ tableId }) => tableId)))];
    const shown = tableIds.length === 0 ? [] : await rows<OriginTable>(transaction, 'origins', [tableIds]);
    return assemble(new Set(schemas), { tables, keys, origins, shown, routines });
  });
}

async function rows<Row>(transaction: TransactionSql, name: string, parameters: unknown[]): Promise<Row[]> {
  return [...(await transaction.unsafe(statement(name), parameters as never[]))] as Row[];
}

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly writable: number;
  readonly key: readonly string[];
  readonly columns: readonly Column[];
}

interface RoutineRow {
  readonly schema: string;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly volatility: 'i' | 's' | 'v';
  readonly is_set: boolean;
  readonly is_composite: boolean;
  readonly is_void: boolean;
  readonly returns_schema: string;
  readonly returns: string;
  readonly returns_many: boolean;
  readonly returns_table: boolean | null;
  readonly row_schema: string | null;
  readonly row_table: string | null;
  readonly settings: readonly string[];
}

function toRoutine(row: RoutineRow): Routine {
  const { schema, name, args, volatility, settings } = row;
  return {
    schema,
    name,
    args,
    volatility,
    settings,
    isSet: row.is_set,
    isComposite: row.is_composite,
    isVoid: row.is_void,
    returns: { schema: row.returns_schema, name: row.returns },
    returnsMany: row.returns_many,
    returnsTable: row.returns_table === true,
    ofRow:
      row.row_schema === null || row.row_table === null
        ? undefined
        : { schema: row.row_schema, name: row.row_table },
  };
}

interface Read {
  readonly tables: readonly TableRow[];
  readonly keys: readonly ForeignKeyRow[];
  readonly origins: readonly ViewColumns[];
  readonly shown: readonly OriginTable[];
  readonly routines: readonly Routine[];
}

function assemble(exposed: ReadonlySet<string>, read: Read): Catalog {
  const viewKeys = keysOfViews(read);
  const tables = new Map<string, Table>();
  for (const row of read.tables) {
    tables.set(keyOf(row), {
      ...row,
      columns: new Map(row.columns.map((column) => [column.name, column])),
      key: viewKeys.get(keyOf(row)) ?? row.key,
    });
  }
  const routines = new Map<string, Routine[]>();
  for (const routine of read.routines) {
    if (!exposed.has(routine.schema) || !isCallable(routine)) continue;
    const overloads = routines.get(keyOf(routine)) ?? [];
    overloads.push(routine);
    routines.set(keyOf(routine), overloads);
  }
  for (const overloads of routines.values()) overloads.sort(inOrder);
  return { tables, routines, relationships: relationshipsOf({ ...read, exposed, tables }) };
}

/** Few arguments first, then by their names and types. */
function inOrder(one: Routine, other: Routine): number {
  const signature = ({ args }: Routine): string =>
    args.map(({ name, shown }) => `${name} ${shown}`).join(', ');
  return one.args.length - other.args.length || (signature(one) < signature(other) ? -1 : 1);
}

/** One that takes a nameless row is a computed column only. */
function isCallable({ args, ofRow }: Routine): boolean {
  return ofRow === undefined || args.every(({ name }) => name !== '');
}

/** The columns of a view that show the whole primary key of a table. */
function keysOfViews({ origins, shown }: Read): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const view of origins) {
    for (const table of shown) {
      const columns = table.key.map(
        (name) =>
          view.columns.find(
            ({ tableId, attribute }) => tableId === table.id && table.columns[attribute] === name,
          )?.name,
      );
      if (columns.length === 0 || columns.includes(undefined)) continue;
      keys.set(keyOf(view), [...(keys.get(keyOf(view)) ?? []), ...(columns as string[])]);
    }
  }
  return keys;
}
