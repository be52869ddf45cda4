/**
 * The relationships between tables that requests may embed: from foreign keys, through views over them, through
 * junction tables, and from functions of a row (computed relationships).
 */
import { keyOf } from './objects.ts';
import type { Routine, Table, TableName } from './objects.ts';
import type { OriginTable, ViewColumns } from './view-columns.ts';

/** Pairs of a column here and a column there. */
export type ColumnPairs = readonly (readonly [own: string, other: string])[];

export interface KeyRelationship {
  readonly kind: 'many-to-one' | 'one-to-many' | 'one-to-one';
  readonly from: TableName;
  readonly to: TableName;
  readonly constraint: string;
  readonly columns: ColumnPairs;
  readonly toIsView: boolean;
  readonly fromIsView: boolean;
}

export interface JunctionRelationship {
  readonly kind: 'many-to-many';
  readonly from: TableName;
  readonly to: TableName;
  readonly junction: TableName;
  readonly constraints: readonly [string, string];
  /** Columns of `from` and of the junction. */
  readonly fromColumns: ColumnPairs;
  /** Columns of `to` and of the junction. */
  readonly toColumns: ColumnPairs;
}

export interface ComputedRelationship {
  readonly kind: 'computed';
  readonly from: TableName;
  readonly to: TableName;
  readonly routine: TableName;
  readonly toOne: boolean;
}

export type Relationship = KeyRelationship | JunctionRelationship | ComputedRelationship;

export interface ForeignKeyRow {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly table_id: number;
  readonly target_schema: string;
  readonly target: string;
  readonly target_id: number;
  readonly columns: ColumnPairs;
  readonly is_unique: boolean;
}

export interface RelationshipSources {
  readonly exposed: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly keys: readonly ForeignKeyRow[];
  readonly origins: readonly ViewColumns[];
  readonly shown: readonly OriginTable[];
  readonly routines: readonly Routine[];
}

/** Whether it leads to one row at most. */
export function isToOne(relationship: Relationship): boolean {
  if (relationship.kind === 'computed') return relationship.toOne;
  return relationship.kind === 'many-to-one' || relationship.kind === 'one-to-one';
}

export function isSelf({ from, to }: Relationship): boolean {
  return keyOf(from) === keyOf(to);
}

/** By the table they begin at, in a stable order. */
export function relationshipsOf(sources: RelationshipSources): Map<string, Relationship[]> {
  const { exposed, tables } = sources;
  const forward = sources.keys.flatMap((key) => withViews(key, sources));
  const all: Relationship[] = [
    ...forward,
    ...forward.map(inverse),
    ...junctionRelationships(forward, tables),
  ];
  const found = new Map<string, Relationship[]>();
  for (const one of all) {
    const inside = one.kind !== 'many-to-many' || exposed.has(one.junction.schema);
    if (exposed.has(one.from.schema) && exposed.has(one.to.schema) && inside) add(found, one);
  }
  for (const one of sources.routines.flatMap(computed)) {
    if (!exposed.has(one.from.schema) || !exposed.has(one.to.schema)) continue;
    // One of the same name as a table stands for it.
    const others = (found.get(keyOf(one.from)) ?? []).filter(
      ({ kind, to }) => kind === 'computed' || to.name !== one.routine.name,
    );
    found.set(keyOf(one.from), others);
    add(found, one);
  }
  return found;
}

function add(found: Map<string, Relationship[]>, one: Relationship): void {
  const list = found.get(keyOf(one.from)) ?? [];
  list.push(one);
  found.set(keyOf(one.from), list);
}

/** The key itself, and the same between the views that show its columns. */
function withViews(key: ForeignKeyRow, { origins, shown }: RelationshipSources): KeyRelationship[] {
  const kind = key.is_unique ? 'one-to-one' : 'many-to-one';
  const from = { schema: key.schema, name: key.table };
  const to = { schema: key.target_schema, name: key.target };
  const owns = key.columns.map(([own]) => own);
  const others = key.columns.map(([, other]) => other);
  const sides = (table: TableName, id: number, columns: readonly string[]): Side[] => [
    { table, columns, isView: false },
    ...origins.flatMap((view) =>
      columnsInView(
        view,
        shown.find((one) => one.id === id),
        columns,
      ).map((inView) => ({ table: view, columns: inView, isView: true })),
    ),
  ];
  return sides(from, key.table_id, owns).flatMap((near) =>
    sides(to, key.target_id, others).map((far) => ({
      kind,
      from: { schema: near.table.schema, name: near.table.name },
      to: { schema: far.table.schema, name: far.table.name },
      constraint: key.name,
      columns: near.columns.map((own, index) => [own, far.columns[index] ?? ''] as const),
      fromIsView: near.isView,
      toIsView: far.isView,
    })),
  );
}

interface Side {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly isView: boolean;
}

/** Every way in which the view shows all of these columns; none if it leaves one out. */
function columnsInView(
  view: ViewColumns,
  table: OriginTable | undefined,
  columns: readonly string[],
): string[][] {
  if (table === undefined) return [];
  let ways: string[][] = [[]];
  for (const name of columns) {
    const shownAs = view.columns.filter(
      ({ tableId, attribute }) => tableId === table.id && table.columns[attribute] === name,
    );
    ways = ways.flatMap((way) => shownAs.map((column) => [...way, column.name]));
  }
  return ways;
}

function inverse(one: KeyRelationship): KeyRelationship {
  return {
    kind: one.kind === 'one-to-one' ? 'one-to-one' : 'one-to-many',
    from: one.to,
    to: one.from,
    constraint: one.constraint,
    columns: one.columns.map(([own, other]) => [other, own] as const),
    fromIsView: one.toIsView,
    toIsView: one.fromIsView,
  };
}

/** Two tables are joined by a third whose primary key contains its keys to both. */
function junctionRelationships(
  forward: readonly KeyRelationship[],
  tables: ReadonlyMap<string, Table>,
): JunctionRelationship[] {
  const byTable = new Map<string, KeyRelationship[]>();
  for (const one of forward) {
    if (one.kind !== 'many-to-one') continue;
    const list = byTable.get(keyOf(one.from)) ?? [];
    list.push(one);
    byTable.set(keyOf(one.from), list);
  }
  const found: JunctionRelationship[] = [];
  for (const [table, keys] of byTable) {
    const primary = new Set(tables.get(table)?.key);
    for (const near of keys) {
      for (const far of keys) {
        if (near.constraint === far.constraint) continue;
        if (![...near.columns, ...far.columns].every(([own]) => primary.has(own))) continue;
        found.push({
          kind: 'many-to-many',
          from: near.to,
          to: far.to,
          junction: near.from,
          constraints: [near.constraint, far.constraint],
          fromColumns: near.columns.map(([own, other]) => [other, own] as const),
          toColumns: far.columns.map(([own, other]) => [other, own] as const),
        });
      }
    }
  }
  return found;
}

function computed(routine: Routine): ComputedRelationship[] {
  if (routine.ofRow === undefined || !routine.returnsTable) return [];
  const { ofRow: from, returns: to, schema, name, returnsMany } = routine;
  return [{ kind: 'computed', from, to, routine: { schema, name }, toOne: !returnsMany }];
}
