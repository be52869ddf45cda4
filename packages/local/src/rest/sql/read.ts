/**
 * The SELECT of a tree of resources, with one lateral subquery for each that is embedded. How rows are written out is
 * in `statement.ts`.
 */
import type { TableName } from '../catalog/objects.ts';
import { isToOne } from '../catalog/relationships.ts';
import type { ColumnItem } from '../grammar/select.ts';
import { outputName } from '../plan/read-node.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { conditionSql } from './conditions.ts';
import { columnOf, fieldOf } from './field.ts';
import { ident, join, param, qualified, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';
import { orderSql } from './order.ts';
import {
  aggregateSql,
  defaultAlias,
  hasAggregates,
  spreadGroups,
  spreadListSelects,
  spreadSelects,
} from './spread.ts';

const ALL: ColumnItem = {
  kind: 'column',
  field: { name: '*', path: [] },
  alias: undefined,
  cast: undefined,
  aggregate: undefined,
  aggregateCast: undefined,
};

export function readSql(node: ReadNode): Fragment {
  const items = node.items.length === 0 && node.children.length === 0 ? [ALL] : node.items;
  const selects = [
    ...items.map((item) => selectItem(item, node)),
    ...(node.spread === 'many' ? spreadOrderSelects(node) : []),
    ...node.children.flatMap((child) => childSelects(child, node)),
  ];
  const where = wheres(node);
  return join(
    [
      sql`SELECT ${join(selects, ', ')} FROM ${source(node)}`,
      ...node.children.map(joined),
      ...(where.length === 0 ? [] : [sql`WHERE ${join(where, ' AND ')}`]),
      ...groupBy(items, node),
      ...(node.spread === 'many' ? [] : orderSql(node)),
      ...range(node),
    ],
    ' ',
  );
}

/** What a node's rows come from, with the table that joins it to its parent. */
export function source({ from, rows, link }: ReadNode): Fragment {
  const { relationship, parent } = link ?? {};
  if (relationship?.kind === 'computed') {
    const row = sql`${ident(parent?.name ?? '')}::${qualified(relationship.from)}`;
    return sql`${qualified(relationship.routine)}(${row}) AS ${ident(rows.name)}`;
  }
  const named = rows.schema === '' ? sql`${qualified(from)} AS ${ident(rows.name)}` : qualified(from);
  return relationship?.kind === 'many-to-many' ? sql`${named}, ${qualified(relationship.junction)}` : named;
}

/** How a node's rows belong to a row of its parent. */
export function joinConditions({ rows, link }: ReadNode): Fragment[] {
  if (link === undefined || link.relationship.kind === 'computed') return [];
  const { relationship, parent } = link;
  const same = (one: TableName, column: string, other: TableName, otherColumn: string): Fragment =>
    sql`${columnOf(one, column)} = ${columnOf(other, otherColumn)}`;
  if (relationship.kind !== 'many-to-many') {
    return relationship.columns.map(([own, other]) => same(rows, other, parent, own));
  }
  const { junction, fromColumns, toColumns } = relationship;
  return [
    ...toColumns.map(([own, inJunction]) => same(junction, inJunction, rows, own)),
    ...fromColumns.map(([own, inJunction]) => same(junction, inJunction, parent, own)),
  ];
}

function wheres(node: ReadNode): Fragment[] {
  return [...node.conditions.map((one) => conditionSql(one, node)), ...joinConditions(node)];
}

function selectItem(item: ColumnItem, node: ReadNode): Fragment {
  const alias = defaultAlias(item, node);
  const isRow = item.field.name === '*' && item.aggregate === 'count' && node.spread !== undefined;
  const field = isRow ? qualified(node.rows) : fieldOf(node, item.field);
  const value = item.cast === undefined ? field : sql`CAST(${field} AS ${raw(item.cast)})`;
  // The aggregates of a spread resource are those of the resource it is spread into.
  const whole = node.spread === 'one' ? value : aggregateSql(item, value);
  return alias === undefined ? whole : sql`${whole} AS ${ident(alias)}`;
}

function childSelects(child: ReadNode, node: ReadNode): Fragment[] {
  const as = ident(child.link?.as ?? '');
  if (child.spread !== undefined) return spreadSelects(child, node);
  if (isEmpty(child)) return [];
  const value = givesOne(child) ? sql`row_to_json(${as}.*)::jsonb` : sql`COALESCE(${as}.${as}, '[]')`;
  return [sql`${value} AS ${ident(outputName(child))}`];
}

/** Embedded for its filters only: `select=*,rel()`. */
function isEmpty(node: ReadNode): boolean {
  return node.items.length === 0 && node.children.every(isEmpty);
}

function givesOne({ link }: ReadNode): boolean {
  return link !== undefined && isToOne(link.relationship);
}

function joined(child: ReadNode): Fragment {
  const as = ident(child.link?.as ?? '');
  const isInner = child.join === 'inner';
  const kind = raw(isInner ? 'INNER JOIN LATERAL' : 'LEFT JOIN LATERAL');
  if (givesOne(child)) return sql`${kind} (${readSql(child)}) AS ${as} ON TRUE`;
  const on = isInner ? sql`${as} IS NOT NULL` : raw('TRUE');
  const selects = [
    sql`json_agg(${as})::jsonb AS ${as}`,
    ...(child.spread === 'many' ? spreadListSelects(child) : []),
  ];
  return sql`${kind} (SELECT ${join(selects, ', ')} FROM (${readSql(child)}) AS ${as}) AS ${as} ON ${on}`;
}

/** What the lists of a spread resource are ordered by must be among its columns. */
function spreadOrderSelects(node: ReadNode): Fragment[] {
  return node.orders.map(({ field, relation }, index) => {
    const owner = node.children.find((child) => outputName(child) === relation);
    const value =
      owner === undefined
        ? fieldOf(node, field)
        : columnOf({ schema: '', name: owner.link?.as ?? '' }, field.name);
    return sql`${value} AS ${ident(`${node.link?.as ?? ''}_${field.name}_${index + 1}`)}`;
  });
}

function groupBy(items: readonly ColumnItem[], node: ReadNode): Fragment[] {
  if (node.spread === 'one' || !hasAggregates(items, node)) return [];
  const terms = [
    ...items
      .filter(({ aggregate }) => aggregate === undefined)
      .map((item) => {
        const alias = defaultAlias(item, node);
        return alias === undefined ? fieldOf(node, item.field) : ident(alias);
      }),
    ...node.children.flatMap((child) => {
      if (child.spread !== undefined) return spreadGroups(child);
      return isEmpty(child) ? [] : [ident(outputName(child))];
    }),
  ];
  return terms.length === 0 ? [] : [sql`GROUP BY ${join(terms, ', ')}`];
}

function range({ limit, offset }: ReadNode): Fragment[] {
  if (limit === undefined && offset === 0) return [];
  const most = limit === undefined ? raw('ALL') : param(String(limit));
  return [sql`LIMIT ${most} OFFSET ${param(String(offset))}`];
}

/**
 * Rows of the root that the request means, whatever its range: for counting. Inner joins become conditions.
 *
 * @param limit counts no further than this
 */
export function countSql(node: ReadNode, limit?: number): Fragment {
  const where = [
    ...node.conditions.map((one) =>
      conditionSql(
        one,
        node,
        (child, present) => sql`${raw(present ? '' : 'NOT ')}EXISTS (${countSql(child)})`,
      ),
    ),
    ...joinConditions(node),
    ...node.children
      .filter((child) => child.join === 'inner')
      .map((child) => sql`EXISTS (${countSql(child)})`),
  ];
  const filter = where.length === 0 ? raw('') : sql` WHERE ${join(where, ' AND ')}`;
  return sql`SELECT 1 FROM ${source(node)}${filter}${raw(limit === undefined ? '' : ` LIMIT ${limit}`)}`;
}
