/**
 * Finds the one relationship that an embedded resource means. Where several fit, the caller must name one (PGRST201).
 */
import type { Catalog } from '../catalog/catalog.ts';
import { keyOf } from '../catalog/objects.ts';
import { isSelf } from '../catalog/relationships.ts';
import type { KeyRelationship, Relationship } from '../catalog/relationships.ts';
import { closestName, closestOtherName } from '../closest-name.ts';
import { RestApiError } from '../api-error.ts';

export interface RelationshipQuery {
  readonly schema: string;
  /** Name of the table that embeds. */
  readonly origin: string;
  /** What the request calls the embedded resource: a table, a key, a column or a function. */
  readonly target: string;
  readonly hint: string | undefined;
}

/** In the order in which PostgREST lists them. */
const KIND_ORDER = ['one-to-many', 'many-to-one', 'one-to-one', 'many-to-many', 'computed'];

/** Throws PGRST200 if there is none, PGRST201 if there are several. */
export function findRelationship(catalog: Catalog, wanted: RelationshipQuery): Relationship {
  const { schema, origin } = wanted;
  const all = (catalog.relationships.get(keyOf({ schema, name: origin })) ?? []).filter(
    (one) => (one.kind === 'computed' ? one.routine.schema : one.to.schema) === schema,
  );
  const found = all.filter((one) => matches(one, wanted)).sort(inOrder);
  const [first] = found;
  if (first === undefined) throw notFoundError(catalog, wanted, all);
  if (found.length > 1) throw ambiguousError(wanted, found);
  return first;
}

function matches(one: Relationship, { target, hint }: RelationshipQuery): boolean {
  if (one.kind === 'computed') return one.routine.name === target;
  const isTarget = one.to.name === target;
  if (isSelf(one)) {
    // A key of a table to itself is two relationships: its table's name means the many, its column's name the one.
    if (hint === undefined) {
      return (
        (isTarget && one.kind === 'one-to-many') ||
        (one.kind === 'many-to-one' && onlyColumn(one, 0) === target)
      );
    }
    return isTarget && one.kind === 'one-to-many' && onlyColumn(one, 1) === hint;
  }
  if (hint === undefined) {
    if (isTarget) return true;
    return (
      one.kind !== 'many-to-many' &&
      !one.toIsView &&
      (one.constraint === target || onlyColumn(one, 0) === target)
    );
  }
  if (!isTarget) return false;
  if (one.kind === 'many-to-many') return one.junction.name === hint;
  return one.constraint === hint || onlyColumn(one, 0) === hint || onlyColumn(one, 1) === hint;
}

/** The column of a key of one column: 0 = here, 1 = there. */
function onlyColumn(one: Relationship, side: 0 | 1): string | undefined {
  if (one.kind === 'computed' || one.kind === 'many-to-many' || one.columns.length !== 1) return undefined;
  return one.columns[0]?.[side];
}

function inOrder(one: Relationship, other: Relationship): number {
  const rank = (relationship: Relationship): string =>
    `${relationship.to.name}\u0000${KIND_ORDER.indexOf(relationship.kind)}\u0000${nameOf(relationship)}`;
  return rank(one) < rank(other) ? -1 : 1;
}

function nameOf(one: Relationship): string {
  if (one.kind === 'computed') return one.routine.name;
  return one.kind === 'many-to-many' ? `${one.junction.name} ${one.constraints.join(' ')}` : one.constraint;
}

function notFoundError(
  catalog: Catalog,
  { schema, origin, target, hint }: RelationshipQuery,
  all: readonly Relationship[],
): RestApiError {
  const hinted = hint === undefined ? '' : `using the hint '${hint}' `;
  return new RestApiError(
    400,
    'PGRST200',
    `Could not find a relationship between '${origin}' and '${target}' in the schema cache`,
    {
      details: `Searched for a foreign key relationship between '${origin}' and '${target}' ${hinted}in the schema '${schema}', but no matches were found.`,
      hint: suggestion(catalog, { schema, origin, target }, all),
    },
  );
}

function suggestion(
  catalog: Catalog,
  { schema, origin, target }: Omit<RelationshipQuery, 'hint'>,
  all: readonly Relationship[],
): string | null {
  if (all.length > 0) {
    const child = closestOtherName([...new Set(all.map(({ to }) => to.name))], target);
    return child === undefined ? null : `Perhaps you meant '${child}' instead of '${target}'.`;
  }
  const origins = [...catalog.relationships.values()].flatMap(([first]) =>
    first !== undefined && first.from.schema === schema ? [first.from.name] : [],
  );
  const parent = closestName(origins, origin);
  return parent === undefined ? null : `Perhaps you meant '${parent}' instead of '${origin}'.`;
}

function ambiguousError({ origin, target }: RelationshipQuery, found: readonly Relationship[]): RestApiError {
  const keys = found.filter((one) => one.kind !== 'computed');
  const ways = keys.map((one) => {
    const way = one.kind === 'many-to-many' ? one.junction.name : one.constraint;
    return `'${one.to.name}!${way}'`;
  });
  return new RestApiError(
    300,
    'PGRST201',
    `Could not embed because more than one relationship was found for '${origin}' and '${target}'`,
    {
      details: keys.map((one) => ({
        cardinality: one.kind,
        embedding: `${one.from.name} with ${one.to.name}`,
        relationship: one.kind === 'many-to-many' ? describeJunction(one) : describeKey(one),
      })),
      hint: `Try changing '${target}' to one of the following: ${ways.join(', ')}. Find the desired relationship in the 'details' key.`,
    },
  );
}

function describeKey({ constraint, from, to, columns }: KeyRelationship): string {
  const [own, other] = [0, 1].map((side) => columns.map((pair) => pair[side as 0 | 1]).join(', '));
  return `${constraint} using ${from.name}(${own}) and ${to.name}(${other})`;
}

function describeJunction(one: Extract<Relationship, { kind: 'many-to-many' }>): string {
  const list = (pairs: typeof one.fromColumns): string =>
    pairs.map(([, inJunction]) => inJunction).join(', ');
  return `${one.junction.name} using ${one.constraints[0]}(${list(one.fromColumns)}) and ${one.constraints[1]}(${list(one.toColumns)})`;
}
