/**
 * The grammar of filters: `column=op.value`, and `and`/`or` trees of them. Whether an operator suits a column is left
 * to the database.
 */
import { parseField, parseIdentifier, parseQuoted } from './names.ts';
import type { Field } from './names.ts';
import { Reader } from './reader.ts';

export type IsValue = 'null' | 'not_null' | 'true' | 'false' | 'unknown';
export type Quantifier = 'any' | 'all';

export type Operation =
  | {
      readonly kind: 'simple';
      readonly operator: string;
      readonly value: string;
      readonly quantifier: Quantifier | undefined;
    }
  | { readonly kind: 'in'; readonly values: readonly string[] }
  | { readonly kind: 'is'; readonly value: IsValue }
  | { readonly kind: 'isdistinct'; readonly value: string }
  | {
      readonly kind: 'search';
      readonly query: string;
      readonly language: string | undefined;
      readonly value: string;
    };

export interface Filter {
  readonly kind: 'filter';
  readonly field: Field;
  readonly negated: boolean;
  readonly operation: Operation;
}

export interface FilterTree {
  readonly kind: 'tree';
  readonly negated: boolean;
  readonly operator: 'and' | 'or';
  readonly conditions: readonly Condition[];
}

export type Condition = Filter | FilterTree;

/** Operators by their name in a query string; those with `many` also take `(any)` and `(all)`. */
// prettier-ignore
const OPERATORS: Readonly<Record<string, { readonly sql: string; readonly many?: true }>> = {
  eq: { sql: '=', many: true }, gte: { sql: '>=', many: true }, gt: { sql: '>', many: true },
  lte: { sql: '<=', many: true }, lt: { sql: '<', many: true }, like: { sql: 'like', many: true },
  ilike: { sql: 'ilike', many: true }, match: { sql: '~', many: true }, imatch: { sql: '~*', many: true },
  neq: { sql: '<>' }, cs: { sql: '@>' }, cd: { sql: '<@' }, ov: { sql: '&&' }, sl: { sql: '<<' }, sr: { sql: '>>' },
  nxr: { sql: '&<' }, nxl: { sql: '&>' }, adj: { sql: '-|-' },
};

const SEARCHES: Readonly<Record<string, string>> = {
  fts: 'to_tsquery',
  plfts: 'plainto_tsquery',
  phfts: 'phraseto_tsquery',
  wfts: 'websearch_to_tsquery',
};

const OPERATOR = /([a-z]+)(?:\((any|all)\))?\./uy;
const SEARCH = /(fts|plfts|phfts|wfts)(\()?/uy;
const IS_VALUE = /not_null|null|true|false|unknown/iuy;
const TREE = /(not\.)?(and|or)(?=[ \t]*\()/uy;
const UNQUOTED = /[^,)]*/uy;
const ARRAY = /\{[^{}]*\}/uy;

type ReadValue = (reader: Reader) => string;

const parseWholeRest: ReadValue = (reader) => reader.rest();

/** Whether a value of a function's query string is a filter rather than an argument. */
export function looksLikeFilter(text: string): boolean {
  const bare = text.startsWith('not.') ? text.slice('not.'.length) : text;
  const operator = /^([a-z]+)(?:\([\w $]+\))?\./u.exec(bare)?.[1];
  return (
    operator !== undefined &&
    (operator in OPERATORS || operator in SEARCHES || /^(in|is|isdistinct)$/u.test(operator))
  );
}

/** The part of `column=op.value` behind the equals sign. */
export function parseOperation(text: string): Pick<Filter, 'negated' | 'operation'> {
  const reader = new Reader('filter', text);
  const found = parseOperatorAndValue(reader, parseWholeRest);
  if (!reader.atEnd) throw reader.parseError('end of input');
  return found;
}

/** @param operator `and`, `or`, or one of them behind `not.` */
export function parseTree(operator: string, text: string): FilterTree {
  const reader = new Reader('logic tree', operator + text, text);
  const tree = parseCondition(reader);
  if (tree.kind !== 'tree' || !reader.atEnd) throw reader.parseError('logic operator (and, or)');
  return tree;
}

function parseCondition(reader: Reader): Condition {
  reader.skipSpace();
  const head = reader.match(TREE);
  if (head === undefined) {
    const ofField = parseField(reader);
    reader.expect('.');
    return { kind: 'filter', field: ofField, ...parseOperatorAndValue(reader, parseTreeValue) };
  }
  reader.skipSpace();
  reader.expect('(');
  const conditions = [parseCondition(reader)];
  reader.skipSpace();
  while (reader.eat(',')) {
    conditions.push(parseCondition(reader));
    reader.skipSpace();
  }
  reader.expect(')');
  reader.skipSpace();
  return { kind: 'tree', negated: head[1] !== undefined, operator: head[2] as 'and' | 'or', conditions };
}

function parseOperatorAndValue(reader: Reader, value: ReadValue): Pick<Filter, 'negated' | 'operation'> {
  const negated = reader.eat('not.');
  return { negated, operation: parseSearch(reader, value) ?? parseComparison(reader, value) };
}

function parseSearch(reader: Reader, value: ReadValue): Operation | undefined {
  return reader.attempt(() => {
    const head = reader.match(SEARCH);
    if (head === undefined) return undefined;
    const language = head[2] === undefined ? undefined : parseIdentifier(reader);
    if (language !== undefined && !reader.eat(')')) return undefined;
    if (!reader.eat('.')) return undefined;
    return { kind: 'search', query: SEARCHES[head[1] ?? ''] ?? '', language, value: value(reader) };
  });
}

function parseComparison(reader: Reader, value: ReadValue): Operation {
  const start = reader.at;
  const head = reader.match(OPERATOR);
  const operatorName = head?.[1] ?? '';
  const quantifier = head?.[2] as Quantifier | undefined;
  if (quantifier === undefined) {
    if (operatorName === 'in') return { kind: 'in', values: parseList(reader) };
    if (operatorName === 'isdistinct') return { kind: 'isdistinct', value: value(reader) };
    if (operatorName === 'is') {
      const is = reader.match(IS_VALUE)?.[0].toLowerCase() as IsValue | undefined;
      if (is === undefined) throw reader.parseError('isVal: (null, not_null, true, false, unknown)');
      return { kind: 'is', value: is };
    }
  }
  const operator = OPERATORS[operatorName];
  if (operator === undefined || (quantifier !== undefined && operator.many === undefined)) {
    reader.at = start;
    throw reader.parseError('"not" or operator (eq, gt, ...)');
  }
  return { kind: 'simple', operator: operator.sql, value: value(reader), quantifier };
}

function parseList(reader: Reader): string[] {
  reader.skipSpace();
  reader.expect('(');
  const values = [parseElement(reader)];
  while (reader.eat(',')) values.push(parseElement(reader));
  reader.expect(')');
  reader.skipSpace();
  return values;
}

function parseElement(reader: Reader): string {
  return parseQuotedElement(reader) ?? reader.match(UNQUOTED)?.[0] ?? '';
}

/** Quotes count only around a whole value. */
function parseQuotedElement(reader: Reader): string | undefined {
  return reader.attempt(() => {
    const text = parseQuoted(reader);
    return reader.atEnd || reader.ahead() === ',' || reader.ahead() === ')' ? text : undefined;
  });
}

function parseTreeValue(reader: Reader): string {
  return parseQuotedElement(reader) ?? reader.match(ARRAY)?.[0] ?? reader.match(UNQUOTED)?.[0] ?? '';
}
