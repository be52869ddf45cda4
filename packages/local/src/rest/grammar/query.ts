/**
 * Sorts the parameters of a query string into what they are: select, filters, order, ranges, arguments of a function.
 */
import { looksLikeFilter, parseOperation, parseTree } from './filters.ts';
import type { Condition } from './filters.ts';
import { parseEmbedPath, parseName, parseNameList } from './names.ts';
import { parseOrder } from './order.ts';
import type { OrderTerm } from './order.ts';
import { Reader } from './reader.ts';
import { parseSelect } from './select.ts';
import type { SelectItem } from './select.ts';

/** Something said of one resource: the names on the way to it, none for the outermost. */
export interface Scoped<T> {
  readonly path: readonly string[];
  readonly value: T;
}

export interface LimitOffset {
  readonly limit?: number;
  readonly offset?: number;
}

export interface Query {
  readonly select: readonly SelectItem[];
  readonly conditions: readonly Scoped<Condition>[];
  readonly orders: readonly Scoped<readonly OrderTerm[]>[];
  readonly ranges: readonly Scoped<LimitOffset>[];
  /** Names of `columns=`. */
  readonly columns: readonly string[] | undefined;
  readonly onConflict: readonly string[] | undefined;
  /** Arguments of a function that is called by GET, repeated ones in their order. */
  readonly args: readonly (readonly [name: string, value: string])[];
  /** All parameters, sorted, as a query string. */
  readonly canonical: string;
}

const TREES = new Set(['and', 'or']);
const WHOLE_NUMBER = /^\s*-?\d+\s*$/u;

/** @param readsFunction whether a function is called by GET, so that parameters may be arguments */
export function parseQuery(params: URLSearchParams, readsFunction: boolean): Query {
  const conditions: Scoped<Condition>[] = [];
  const orders: Scoped<readonly OrderTerm[]>[] = [];
  const ranges: Scoped<LimitOffset>[] = [];
  const args: (readonly [string, string])[] = [];
  for (const [key, text] of params) {
    if (key === 'select' || key === 'columns' || key === 'on_conflict' || key === 'apikey') continue;
    const last = key.slice(key.lastIndexOf('.') + 1);
    if (last === 'order') orders.push({ path: resources(key), value: parseOrder(text) });
    else if (last === 'limit' || last === 'offset') {
      if (WHOLE_NUMBER.test(text)) ranges.push({ path: resources(key), value: { [last]: Number(text) } });
    } else if (TREES.has(last)) {
      const path = resources(key);
      const operator = path.includes('not') ? `not.${last}` : last;
      conditions.push({ path: path.filter((one) => one !== 'not'), value: parseTree(operator, text) });
    } else if (readsFunction && !looksLikeFilter(text)) args.push([key, text]);
    else {
      const { path, field } = parseEmbedPath(new Reader('tree path', key));
      conditions.push({ path, value: { kind: 'filter', field, ...parseOperation(text) } });
    }
  }
  const columns = params.get('columns');
  const onConflict = params.get('on_conflict');
  return {
    select: parseSelect(params.get('select') ?? '*'),
    conditions,
    orders,
    ranges,
    columns: columns === null ? undefined : parseNameList(new Reader('columns parameter', columns)),
    onConflict:
      onConflict === null ? undefined : parseNameList(new Reader('on_conflict parameter', onConflict)),
    args,
    canonical: canonical(params),
  };
}

/** The resources before the last part of a dotted key. */
function resources(key: string): string[] {
  const reader = new Reader('tree path', key);
  const names = [parseName(reader)];
  while (reader.eat('.')) names.push(parseName(reader));
  return names.slice(0, -1);
}

function canonical(params: URLSearchParams): string {
  const sorted = new URLSearchParams(params);
  sorted.sort();
  return sorted.toString();
}
