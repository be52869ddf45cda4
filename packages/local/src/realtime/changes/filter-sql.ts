/** SQL for conditions and values. Values never enter the text: they travel in one JSON parameter. */
import type { Condition } from './filter-parser.ts';
import type { TableColumn } from './catalog.ts';

const INFIX: Readonly<Partial<Record<Condition['operator'], string>>> = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
};

/** What can stand after IS; checked before the text is built. */
export const IS_KEYWORDS = ['null', 'true', 'false', 'unknown'] as const;

/**
 * A boolean expression for one condition.
 *
 * @param operand SQL for the column's value, already of its type
 * @param value SQL for the condition's value as text
 */
export function conditionSql(
  { operator, value: written, isNegated }: Condition,
  { castType }: TableColumn,
  operand: string,
  value: string,
): string {
  if (operator === 'is') return `(${operand} is ${isNegated ? 'not ' : ''}${keyword(written)})`;
  if (operator === 'isdistinct')
    return `(${operand} is ${isNegated ? 'not ' : ''}distinct from (${value})::${castType})`;
  const comparison =
    operator === 'in'
      ? `${operand} = any ((${value})::${castType}[])`
      : `${operand} ${INFIX[operator] ?? '='} (${value})::${castType}`;
  return isNegated ? `(not (${comparison}))` : `(${comparison})`;
}

/** A value as JSON text. Bytes are hex without the prefix `\x`. */
export function jsonSql({ typeName, castType }: TableColumn, text: string): string {
  const typed = `(${text})::${castType}`;
  return `to_jsonb(${typeName === 'bytea' ? `encode(${typed}, 'hex')` : typed})::text`;
}

function keyword(text: string): string {
  const known = IS_KEYWORDS.find((word) => word === text);
  if (known === undefined) throw new Error(`the condition "is ${text}" was not checked`);
  return known;
}
