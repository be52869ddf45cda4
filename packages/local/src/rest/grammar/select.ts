/** The grammar of `select=`: columns with alias, cast and aggregate, embedded and spread resources. */
import { parseField, parseIdentifier, parseName, parseOptionalName } from './names.ts';
import type { Field } from './names.ts';
import { Reader } from './reader.ts';

export type Aggregate = 'sum' | 'avg' | 'count' | 'max' | 'min';
export type JoinKind = 'left' | 'inner';

export interface ColumnItem {
  readonly kind: 'column';
  /** `*` for all columns. */
  readonly field: Field;
  readonly alias: string | undefined;
  readonly cast: string | undefined;
  readonly aggregate: Aggregate | undefined;
  readonly aggregateCast: string | undefined;
}

export interface ResourceItem {
  readonly kind: 'resource';
  readonly name: string;
  readonly alias: string | undefined;
  readonly hint: string | undefined;
  readonly join: JoinKind | undefined;
  /** Whether its columns become columns of the outer resource. */
  readonly spread: boolean;
  readonly items: readonly SelectItem[];
}

export type SelectItem = ColumnItem | ResourceItem;

const ALL: Field = { name: '*', path: [] };
const AGGREGATE = /\.(sum|avg|count|max|min)\(\)/uy;

export function parseSelect(text: string): SelectItem[] {
  const reader = new Reader('select parameter', text);
  const items = parseItems(reader);
  if (!reader.atEnd) throw reader.parseError('"," or end of input');
  return items;
}

function parseItems(reader: Reader): SelectItem[] {
  reader.skipSpace();
  if (reader.atEnd || reader.ahead() === ')') return [];
  const items = [parseItem(reader)];
  for (;;) {
    reader.skipSpace();
    if (!reader.eat(',')) return items;
    reader.skipSpace();
    items.push(parseItem(reader));
  }
}

function parseItem(reader: Reader): SelectItem {
  reader.skipSpace();
  const found =
    parseSpreadResource(reader) ?? reader.attempt(() => parseResource(reader)) ?? parseColumn(reader);
  reader.skipSpace();
  return found;
}

function parseSpreadResource(reader: Reader): ResourceItem | undefined {
  if (!reader.eat('...')) return undefined;
  const resourceName = parseName(reader);
  const params = parseEmbedParams(reader);
  return {
    kind: 'resource',
    name: resourceName,
    alias: undefined,
    ...params,
    spread: true,
    items: parseNestedItems(reader),
  };
}

function parseResource(reader: Reader): ResourceItem | undefined {
  const found = parseAlias(reader);
  const resourceName = parseOptionalName(reader);
  if (resourceName === undefined || resourceName === 'count') return undefined;
  if (reader.ahead() !== '(' && reader.ahead() !== '!') return undefined;
  const params = parseEmbedParams(reader);
  return {
    kind: 'resource',
    name: resourceName,
    alias: found,
    ...params,
    spread: false,
    items: parseNestedItems(reader),
  };
}

function parseNestedItems(reader: Reader): SelectItem[] {
  reader.expect('(');
  const items = parseItems(reader);
  reader.expect(')');
  return items;
}

function parseEmbedParams(reader: Reader): Pick<ResourceItem, 'hint' | 'join'> {
  let hint: string | undefined;
  let join: JoinKind | undefined;
  for (let count = 0; count < 2 && reader.eat('!'); count += 1) {
    if (reader.eat('left')) join ??= 'left';
    else if (reader.eat('inner')) join ??= 'inner';
    else hint ??= parseName(reader);
  }
  return { hint, join };
}

function parseAlias(reader: Reader): string | undefined {
  return reader.attempt(() => {
    const found = parseOptionalName(reader);
    if (found === undefined || reader.ahead(2) === '::' || !reader.eat(':')) return undefined;
    return found;
  });
}

function parseColumn(reader: Reader): ColumnItem {
  if (reader.eat('*')) {
    expectEnd(reader);
    return {
      kind: 'column',
      field: ALL,
      alias: undefined,
      cast: undefined,
      aggregate: undefined,
      aggregateCast: undefined,
    };
  }
  const found = parseAlias(reader);
  if (reader.eat('count()')) {
    const aggregateCast = parseCast(reader);
    expectEnd(reader);
    return { kind: 'column', field: ALL, alias: found, cast: undefined, aggregate: 'count', aggregateCast };
  }
  const ofField = parseField(reader);
  const ownCast = parseCast(reader);
  const aggregate = reader.match(AGGREGATE)?.[1] as Aggregate | undefined;
  const aggregateCast = aggregate === undefined ? undefined : parseCast(reader);
  expectEnd(reader);
  return { kind: 'column', field: ofField, alias: found, cast: ownCast, aggregate, aggregateCast };
}

function parseCast(reader: Reader): string | undefined {
  return reader.eat('::') ? parseIdentifier(reader) : undefined;
}

function expectEnd(reader: Reader): void {
  if (!reader.atEnd && reader.ahead() !== ',' && reader.ahead() !== ')')
    throw reader.parseError('"::", ".", ")", "," or end of input');
}
