/** Turns filters into SQL conditions. Values go into parameters only. */
import type { Condition, Filter } from '../grammar/filters.ts';
import { outputName } from '../plan/read-node.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { fieldOf, typeOf } from './field.ts';
import type { Rows } from './field.ts';
import { ident, join, param, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';

/** Says whether an embedded resource has rows; `present` is what is asked. */
export type EmbedTest = (child: ReadNode, present: boolean) => Fragment;

export interface ConditionSource extends Rows {
  readonly children?: readonly ReadNode[];
}

/** In a join, the joined subquery itself tells. */
export const joinedRowTest: EmbedTest = (child, present) =>
  sql`${ident(child.link?.as ?? '')} ${raw(present ? 'IS DISTINCT FROM' : 'IS NOT DISTINCT FROM')} NULL`;

export function conditionSql(
  condition: Condition,
  source: ConditionSource,
  test: EmbedTest = joinedRowTest,
): Fragment {
  if (condition.kind === 'tree') {
    const parts = condition.conditions.map((one) => conditionSql(one, source, test));
    return sql`${raw(condition.negated ? 'NOT ' : '')}(${join(parts, condition.operator === 'and' ? ' AND ' : ' OR ')})`;
  }
  const child = embeddedBy(condition, source);
  return child === undefined ? filterSql(condition, source) : test(child, condition.negated);
}

/** `rel=is.null` and `rel=not.is.null` ask for an embedded resource, not for a column. */
function embeddedBy({ field, operation }: Filter, { children = [] }: ConditionSource): ReadNode | undefined {
  if (field.path.length > 0 || operation.kind !== 'is' || operation.value !== 'null') return undefined;
  return children.find((child) => outputName(child) === field.name);
}

const IS_VALUES = {
  null: 'NULL',
  not_null: 'NOT NULL',
  true: 'TRUE',
  false: 'FALSE',
  unknown: 'UNKNOWN',
} as const;

function filterSql(filter: Filter, source: Rows): Fragment {
  const { operation, negated } = filter;
  const value = fieldOf(source, filter.field);
  const not = raw(negated ? 'NOT ' : '');
  switch (operation.kind) {
    case 'is':
      return sql`${not}${value} IS ${raw(IS_VALUES[operation.value])}`;
    case 'isdistinct':
      return sql`${not}${value} IS DISTINCT FROM ${param(operation.value)}`;
    case 'in':
      return sql`${not}${value} = ANY (${param(arrayLiteral(operation.values))})`;
    case 'search': {
      const { language, query } = operation;
      const inLanguage = language === undefined ? raw('') : sql`${param(language)}, `;
      const type = typeOf(source, filter.field);
      const vector =
        type === undefined || type === 'tsvector' ? value : sql`to_tsvector(${inLanguage}${value})`;
      return sql`${not}${vector} @@ ${raw(query)}(${inLanguage}${param(operation.value)})`;
    }
    case 'simple': {
      const { operator, quantifier } = operation;
      const isPattern = operator === 'like' || operator === 'ilike';
      const operand = param(isPattern ? operation.value.replaceAll('*', '%') : operation.value);
      const quantified =
        quantifier === undefined ? operand : sql`${raw(quantifier.toUpperCase())}(${operand})`;
      return sql`${not}${value} ${raw(operator)} ${quantified}`;
    }
  }
}

/** Of a type that the database infers; a lone empty text is the empty list. */
function arrayLiteral(values: readonly string[]): string {
  if (values.length === 1 && values[0] === '') return '{}';
  const elements = values.map(
    (value) => `"${value.replaceAll('\u0000', '').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  );
  return `{${elements.join(',')}}`;
}
