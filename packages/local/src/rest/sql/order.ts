/** ORDER BY of a resource. */
import type { OrderTerm } from '../grammar/order.ts';
import { outputName } from '../plan/read-node.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { fieldOf } from './field.ts';
import { join, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';

/** Nothing, or one ORDER BY. */
export function orderSql(node: ReadNode): Fragment[] {
  if (node.orders.length === 0) return [];
  const terms = node.orders.map((term) => {
    const owner = node.children.find((child) => outputName(child) === term.relation);
    const rows =
      owner === undefined ? node : { rows: { schema: '', name: owner.link?.as ?? '' }, table: undefined };
    return sql`${fieldOf(rows, term.field)}${directionSql(term)}`;
  });
  return [sql`ORDER BY ${join(terms, ', ')}`];
}

export function directionSql({ direction, nulls }: OrderTerm): Fragment {
  const words = [direction?.toUpperCase(), nulls === undefined ? undefined : `NULLS ${nulls.toUpperCase()}`];
  return raw(words.map((word) => (word === undefined ? '' : ` ${word}`)).join(''));
}
