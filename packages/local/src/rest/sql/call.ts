/** The call of a function: its arguments, and the columns its rows keep. */
import type { Argument, Routine } from '../catalog/objects.ts';
import type { Condition } from '../grammar/filters.ts';
import type { ReadNode } from '../plan/read-node.ts';
import { bodySql } from './body.ts';
import { columnOf } from './field.ts';
import { ident, join, param, qualified, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';
import { neededColumns } from './write.ts';

/** Where the arguments are. */
export type CallArguments =
  | { readonly kind: 'whole'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string; readonly names: readonly string[] }
  | { readonly kind: 'query'; readonly values: readonly (readonly [name: string, value: string])[] };

const CALL = { schema: '', name: 'pgrst_call' };

/** Whether its rows are bare values. */
export function isScalar({ isComposite }: Routine): boolean {
  return !isComposite;
}

export function callSql(routine: Routine, args: CallArguments, root: ReadNode): Fragment {
  const columns = isScalar(routine) ? raw('pgrst_call.pgrst_scalar') : rowColumns(root);
  return sql`SELECT ${columns} ${from(routine, args)}`;
}

function from(routine: Routine, args: CallArguments): Fragment {
  const { args: declared } = routine;
  if (args.kind === 'whole') {
    return sql`FROM ${invocation(routine, sql`${param(args.text)}::${raw(declared[0]?.type ?? 'text')}`)}`;
  }
  if (args.kind === 'json') {
    const given = declared.filter(({ name }) => args.names.includes(name));
    if (given.length === 0) return sql`FROM ${invocation(routine, raw(''))}`;
    const named = given.map((one) => namedArgument(one, sql`pgrst_body.${ident(one.name)}`));
    return sql`${bodySql(args.text, given, { onlyFirst: true })}, LATERAL ${invocation(routine, join(named, ', '))}`;
  }
  const given = declared.filter(({ name }) => args.values.some(([key]) => key === name));
  const named = given.map((one) => {
    const values = args.values.filter(([key]) => key === one.name).map(([, value]) => value);
    // Repeated, an argument that takes any number is a list; another one counts the last time.
    const value = one.variadic ? sql`ARRAY[${join(values.map(param), ', ')}]` : param(values.at(-1) ?? null);
    return namedArgument(one, sql`${value}::${raw(one.type)}`);
  });
  return sql`FROM ${invocation(routine, join(named, ', '))}`;
}

function namedArgument({ name, variadic }: Argument, value: Fragment): Fragment {
  return sql`${raw(variadic ? 'VARIADIC ' : '')}${ident(name)} := ${value}`;
}

function invocation(routine: Routine, args: Fragment): Fragment {
  const call = sql`${qualified(routine)}(${args})`;
  return isScalar(routine) ? sql`(SELECT ${call} pgrst_scalar) pgrst_call` : sql`${call} pgrst_call`;
}

function rowColumns(root: ReadNode): Fragment {
  const needed = neededColumns(root, []);
  if (needed.length === 0) return raw('*');
  if (needed.includes('*')) return columnOf(CALL, '*');
  const all = new Set([...needed, ...root.conditions.flatMap(fieldNames)]);
  return join(
    [...all].sort().map((name) => columnOf(CALL, name)),
    ', ',
  );
}

function fieldNames(condition: Condition): string[] {
  return condition.kind === 'filter' ? [condition.field.name] : condition.conditions.flatMap(fieldNames);
}
