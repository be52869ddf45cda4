/**
 * Finds the relationship of every embedded resource of a tree, and what follows from it: aliases, columns for `*`, row
 * limits. Throws for what has no single meaning.
 */
import { keyOf } from '../catalog/objects.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isToOne } from '../catalog/relationships.ts';
import type { ColumnItem } from '../grammar/select.ts';
import { apiErrors } from '../api-error.ts';
import { findRelationship } from './find-relationship.ts';
import { outputName } from './read-node.ts';
import type { ReadNode } from './read-node.ts';

export interface ResolveOptions {
  readonly schema: string;
  readonly aggregates: boolean;
  /** Most rows of any resource; absent for writes, whose rows are all returned. */
  readonly maxRows: number | undefined;
}

export function resolveRelationships(root: ReadNode, catalog: Catalog, options: ResolveOptions): void {
  link(root, catalog, options.schema);
  expandStars(root, false);
  check(root, options.aggregates);
  if (options.maxRows !== undefined) limit(root, options.maxRows);
}

function link(node: ReadNode, catalog: Catalog, schema: string): void {
  // The rows of a write or a function have the table's name as their alias, and relationships are those of the table.
  const origin = node.depth === 0 ? node.rows.name : node.from.name;
  for (const child of node.children) {
    const relationship = findRelationship(catalog, { schema, origin, target: child.name, hint: child.hint });
    child.from = relationship.to;
    child.table = catalog.tables.get(keyOf(relationship.to));
    child.link = {
      relationship,
      as: `${relationship.from.name}_${outputName(child)}_${child.depth}`,
      parent: node.rows,
    };
    child.rows =
      relationship.kind === 'many-to-many'
        ? relationship.to
        : { schema: '', name: `${relationship.to.name}_${child.depth}` };
    if (child.spread !== undefined && !isToOne(relationship)) child.spread = 'many';
    link(child, catalog, schema);
  }
  for (const { relation } of node.orders) if (relation !== undefined) checkRelatedOrder(node, relation);
}

function checkRelatedOrder(node: ReadNode, relation: string): void {
  const child = node.children.find((one) => outputName(one) === relation);
  if (child?.link === undefined) throw apiErrors.notEmbedded(relation);
  if (!isToOne(child.link.relationship)) throw apiErrors.relatedOrder(node.from.name, relation);
}

/** `*` beside an aggregate must be grouped by, and in a list per column it must be taken apart: by its columns. */
function expandStars(node: ReadNode, hasAggregate: boolean): void {
  const expands =
    hasAggregate || node.spread === 'many' || node.items.some(({ aggregate }) => aggregate !== undefined);
  const { table } = node;
  if (expands && table !== undefined) {
    node.items = node.items.flatMap((item): readonly ColumnItem[] =>
      item.field.name === '*' && item.aggregate === undefined
        ? [...table.columns.keys()].map((name) => ({ ...item, field: { name, path: [] } }))
        : [item],
    );
  }
  for (const child of node.children) expandStars(child, expands);
}

function check(node: ReadNode, aggregates: boolean): void {
  const aggregated = node.items.some(({ aggregate }) => aggregate !== undefined);
  if (aggregated && !aggregates) throw apiErrors.aggregatesOff();
  if (node.spread === 'many' && (aggregated || hoists(node))) {
    throw apiErrors.notImplemented('Aggregates are not implemented for one-to-many or many-to-many spreads.');
  }
  for (const child of node.children) check(child, aggregates);
}

/** Whether a spread resource below brings an aggregate up to this one. */
function hoists(node: ReadNode): boolean {
  return node.children.some(
    (child) =>
      child.spread === 'one' &&
      (child.items.some(({ aggregate }) => aggregate !== undefined) || hoists(child)),
  );
}

function limit(node: ReadNode, maxRows: number): void {
  node.limit = Math.min(node.limit ?? maxRows, maxRows);
  for (const child of node.children) limit(child, maxRows);
}
