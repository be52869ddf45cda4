/** The tree of resources that a request reads, the outermost at its root, with the filters, order and range of each. */
import type { Table, TableName } from '../catalog/objects.ts';
import type { Relationship } from '../catalog/relationships.ts';
import type { Condition } from '../grammar/filters.ts';
import type { OrderTerm } from '../grammar/order.ts';
import type { Scoped, Query } from '../grammar/query.ts';
import type { ColumnItem, JoinKind, ResourceItem, SelectItem } from '../grammar/select.ts';
import { apiErrors } from '../api-error.ts';

/** A node below the root, joined to its parent. */
export interface Link {
  readonly relationship: Relationship;
  /** Name of the joined subquery. */
  readonly as: string;
  /** How statements name the parent's rows. */
  readonly parent: TableName;
}

export interface ReadNode {
  /** As the request names it. */
  readonly name: string;
  readonly alias: string | undefined;
  readonly hint: string | undefined;
  readonly join: JoinKind | undefined;
  /** Whether its columns become columns of the parent: one value each, or lists. */
  spread: 'one' | 'many' | undefined;
  readonly depth: number;
  items: readonly ColumnItem[];
  readonly children: ReadNode[];
  conditions: Condition[];
  orders: readonly OrderTerm[];
  /** Most rows; absent = all. */
  limit: number | undefined;
  offset: number;
  /** What the rows come from. */
  from: TableName;
  /** How statements name its rows: an alias without schema, or `from` itself. */
  rows: TableName;
  /** What is known of its columns; absent for the result of many functions. */
  table: Table | undefined;
  link: Link | undefined;
}

/** The name that its parent's row has for it. */
export function outputName({ alias, name }: ReadNode): string {
  return alias ?? name;
}

export interface RootSource {
  readonly from: TableName;
  readonly rows: TableName;
  readonly table: Table | undefined;
}

/** The tree as the request describes it; relationships are found later. */
export function readTree(items: readonly SelectItem[], name: string, source: RootSource): ReadNode {
  const root = node({ name, alias: undefined, hint: undefined, join: undefined, spread: false, items }, 0);
  return Object.assign(root, source);
}

type Described = Omit<ResourceItem, 'kind'>;

function node({ name, alias, hint, join, spread, items }: Described, depth: number): ReadNode {
  const nowhere = { schema: '', name };
  return {
    name,
    alias,
    hint,
    join,
    spread: spread ? 'one' : undefined,
    depth,
    items: items.filter((item) => item.kind === 'column'),
    children: items.filter((item) => item.kind === 'resource').map((item) => node(item, depth + 1)),
    conditions: [],
    orders: [],
    limit: undefined,
    offset: 0,
    from: nowhere,
    rows: nowhere,
    table: undefined,
    link: undefined,
  };
}

export interface ApplyQueryOptions {
  /** Whether filters of the root belong to this tree; those of a write belong to the write. */
  readonly rootFilters: boolean;
  readonly ranges: boolean;
}

/** Hands conditions, orders and ranges to the nodes they name. Throws PGRST108 for a name that is not embedded. */
export function applyQuery(root: ReadNode, query: Query, { rootFilters, ranges }: ApplyQueryOptions): void {
  for (const { path, value } of query.conditions) {
    if (path.length === 0 && !rootFilters) continue;
    at(root, path).conditions.push(value);
  }
  for (const { path, value } of query.orders) at(root, path).orders = value;
  if (!ranges) return;
  for (const { path, value } of nested(query.ranges)) {
    const target = at(root, path);
    if (value.limit !== undefined) target.limit = value.limit;
    if (value.offset !== undefined) target.offset = value.offset;
  }
}

/** The root's range also depends on headers, and is set elsewhere. */
function nested<T>(all: readonly Scoped<T>[]): Scoped<T>[] {
  return all.filter(({ path }) => path.length > 0);
}

function at(root: ReadNode, path: readonly string[]): ReadNode {
  let current = root;
  for (const name of path) {
    const found = current.children.find((child) => child.name === name || child.alias === name);
    if (found === undefined) throw apiErrors.notEmbedded(name);
    current = found;
  }
  return current;
}
