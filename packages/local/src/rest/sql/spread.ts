/**
 * Resources that are spread into their parent (`...rel(a, b)`): which columns they give it, and aggregates, which
 * belong to the resource they end up in.
 */
import type { Aggregate, ColumnItem } from '../grammar/select.ts';
import { outputName } from '../plan/read-node.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { ident, join, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';
import { directionSql } from './order.ts';

/** A column that a resource has for its parent. */
interface Output {
  readonly name: string;
  readonly aggregate: Aggregate | undefined;
  readonly aggregateCast: string | undefined;
}

/** The alias of a column: the one asked for, the last key of its JSON path, or the aggregate's name in a spread. */
export function defaultAlias({ alias, field, aggregate }: ColumnItem, node: ReadNode): string | undefined {
  if (alias !== undefined) return alias;
  if (aggregate !== undefined) return node.spread === undefined ? undefined : aggregate;
  if (field.path.length === 0) return undefined;
  return field.path.findLast(({ isIndex }) => !isIndex)?.key ?? field.name;
}

export function aggregateSql(
  { aggregate, aggregateCast }: Pick<ColumnItem, 'aggregate' | 'aggregateCast'>,
  value: Fragment,
): Fragment {
  if (aggregate === undefined) return value;
  const result = sql`${raw(aggregate.toUpperCase())}(${value})`;
  return aggregateCast === undefined ? result : sql`CAST(${result} AS ${raw(aggregateCast)})`;
}

function outputsOf(node: ReadNode): Output[] {
  return [
    ...node.items.map((item) => ({
      name: defaultAlias(item, node) ?? item.field.name,
      aggregate: item.aggregate,
      aggregateCast: item.aggregateCast,
    })),
    ...node.children.flatMap((child) =>
      child.spread === undefined
        ? [{ name: outputName(child), aggregate: undefined, aggregateCast: undefined }]
        : outputsOf(child),
    ),
  ];
}

function outputColumn(child: ReadNode, name: string): Fragment {
  return sql`${ident(child.link?.as ?? '')}.${name === '*' ? raw('*') : ident(name)}`;
}

/** The columns of `child` among those of `node`. */
export function spreadSelects(child: ReadNode, node: ReadNode): Fragment[] {
  return outputsOf(child).map((output) => {
    const column = outputColumn(child, output.name);
    // A parent that is spread itself passes aggregates on.
    if (output.aggregate === undefined || node.spread === 'one') return column;
    return sql`${aggregateSql(output, column)} AS ${ident(output.name)}`;
  });
}

/** Whether rows are grouped: by an aggregate of the resource itself, or of one that is spread into it. */
export function hasAggregates(items: readonly ColumnItem[], node: ReadNode): boolean {
  return (
    items.some(({ aggregate }) => aggregate !== undefined) ||
    node.children.some(
      (child) => child.spread === 'one' && outputsOf(child).some(({ aggregate }) => aggregate !== undefined),
    )
  );
}

/** What rows with a spread resource are grouped by. */
export function spreadGroups(child: ReadNode): Fragment[] {
  return outputsOf(child)
    .filter(({ aggregate }) => aggregate === undefined)
    .map(({ name }) => outputColumn(child, name));
}

/** One list for each column of a resource that has many rows. */
export function spreadListSelects(child: ReadNode): Fragment[] {
  const order = child.orders.map((term, index) => {
    const column = outputColumn(child, `${child.link?.as ?? ''}_${term.field.name}_${index + 1}`);
    return sql`${column}${directionSql(term)}`;
  });
  const ordered = order.length === 0 ? raw('') : sql` ORDER BY ${join(order, ', ')}`;
  return outputsOf(child).map(
    ({ name }) =>
      sql`COALESCE(json_agg(${outputColumn(child, name)}${ordered}), '[]')::jsonb AS ${ident(name)}`,
  );
}
