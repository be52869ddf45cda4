/**
 * The grammar of `filter`: conditions split on commas, all of which must hold, each `column=[not.]operator.value`.
 * Whether columns exist and values fit is checked where the table is known.
 */

/** The operators of a condition, as clients write them. */
export const OPERATORS = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'like',
  'ilike',
  'is',
  'match',
  'imatch',
  'isdistinct',
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  readonly column: string;
  readonly operator: Operator;
  /** Unquoted; for `in` a PostgreSQL array literal. */
  readonly value: string;
  readonly isNegated: boolean;
}

/** Why a filter cannot be read; the message goes to the client. */
export class FilterSyntaxError extends Error {}

/** @throws FilterSyntaxError */
export function parseFilter(filter: string): Condition[] {
  return filter.trim() === '' ? [] : splitConditions(filter.trim()).map(parseCondition);
}

/** Commas inside quotes or parentheses belong to a value; a quote opens only where a value can begin. */
function splitConditions(filter: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < filter.length; index += 1) {
    const character = filter[index];
    if (isQuoted) {
      if (character === '\\') index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = index > start && '.(,'.includes(filter[index - 1] ?? '');
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === ',' && depth === 0) {
      parts.push(filter.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, filter.slice(start)];
}

function parseCondition(text: string): Condition {
  const condition = text.trim();
  if (condition === '')
    throw new FilterSyntaxError('filter must not contain empty segments (check for extra commas)');
  const equals = condition.indexOf('=');
  if (equals === -1) throw new FilterSyntaxError(inspect([condition]));
  const rest = condition.slice(equals + 1);
  const isNegated = rest.startsWith('not.');
  const expression = isNegated ? rest.slice('not.'.length) : rest;
  const dot = expression.indexOf('.');
  if (dot === -1) throw new FilterSyntaxError(inspect([expression]));
  const [operator, value] = [expression.slice(0, dot), expression.slice(dot + 1)];
  if (!isOperator(operator)) throw new FilterSyntaxError(inspect([operator, value]));
  return {
    column: condition.slice(0, equals),
    operator,
    value: operator === 'in' ? listLiteral(value) : unquote(value),
    isNegated,
  };
}

function isOperator(text: string): text is Operator {
  return (OPERATORS as readonly string[]).includes(text);
}

/** `(a,"b,c")` becomes `{a,"b,c"}`: lists quote like array literals. */
function listLiteral(value: string): string {
  if (value.length < 2 || !value.startsWith('(') || !value.endsWith(')')) {
    throw new FilterSyntaxError('`in` filter value must be wrapped by parentheses');
  }
  return `{${value.slice(1, -1)}}`;
}

/** A value that is not quoted from end to end is taken as it stands. */
function unquote(value: string): string {
  return /^"(?:[^"\\]|\\.)*"$/s.test(value) ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}

/** Errors print what could not be read as a list of strings. */
function inspect(parts: readonly string[]): string {
  return `[${parts.map((part) => JSON.stringify(part)).join(', ')}]`;
}
