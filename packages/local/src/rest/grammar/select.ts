/** The grammar of `select=`: columns with alias, cast and aggregate, embedded and spread resources. */
import { identifier, field, name, optionalName } from './names.ts';
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
  const items = itemList(reader);
  if (!reader.atEnd) throw reader.parseError('"," or end of input');
  return items;
}

function itemList(reader: Reader): SelectItem[] {
  reader.skipSpace();
  if (reader.atEnd || reader.ahead() === ')') return [];
  const items = [item(reader)];
  for (;;) {
    reader.skipSpace();
    if (!reader.eat(',')) return items;
    reader.skipSpace();
    items.push(item(reader));
  }
}

function item(reader: Reader): SelectItem {
  reader.skipSpace();
  const found = spreadResource(reader) ?? reader.attempt(() => resource(reader)) ?? column(reader);
  reader.skipSpace();
  return found;
}

function spreadResource(reader: Reader): ResourceItem | undefined {
  if (!reader.eat('...')) return undefined;
  const resourceName = name(reader);
  const params = embedParams(reader);
  return {
    kind: 'resource',
    name: resourceName,
    alias: undefined,
    ...params,
    spread: true,
    items: nested(reader),
  };
}

function resource(reader: Reader): ResourceItem | undefined {
  const found = alias(reader);
  const resourceName = optionalName(reader);
  if (resourceName === undefined || resourceName === 'count') return undefined;
  if (reader.ahead() !== '(' && reader.ahead() !== '!') return undefined;
  const params = embedParams(reader);
  return {
    kind: 'resource',
    name: resourceName,
    alias: found,
    ...params,
    spread: false,
    items: nested(reader),
  };
}

function nested(reader: Reader): SelectItem[] {
  reader.expect('(');
  const items = itemList(reader);
  reader.expect(')');
  return items;
}

function embedParams(reader: Reader): Pick<ResourceItem, 'hint' | 'join'> {
  let hint: string | undefined;
  let join: JoinKind | undefined;
  for (let count = 0; count < 2 && reader.eat('!'); count += 1) {
    if (reader.eat('left')) join ??= 'left';
    else if (reader.eat('inner')) join ??= 'inner';
    else hint ??= name(reader);
  }
  return { hint, join };
}

function alias(reader: Reader): string | undefined {
  return reader.attempt(() => {
    const found = optionalName(reader);
    if (found === undefined || reader.ahead(2) === '::' || !reader.eat(':')) return undefined;
    return found;
  });
}

function column(reader: Reader): ColumnItem {
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
  const found = alias(reader);
  if (reader.eat('count()')) {
    const aggregateCast = cast(reader);
    expectEnd(reader);
    return { kind: 'column', field: ALL, alias: found, cast: undefined, aggregate: 'count', aggregateCast };
  }
  const ofField = field(reader);
  const ownCast = cast(reader);
  const aggregate = reader.match(AGGREGATE)?.[1] as Aggregate | undefined;
  const aggregateCast = aggregate === undefined ? undefined : cast(reader);
  expectEnd(reader);
  return { kind: 'column', field: ofField, alias: found, cast: ownCast, aggregate, aggregateCast };
}

function cast(reader: Reader): string | undefined {
  return reader.eat('::') ? identifier(reader) : undefined;
}

function expectEnd(reader: Reader): void {
  if (!reader.atEnd && reader.ahead() !== ',' && reader.ahead() !== ')')
    throw reader.parseError('"::", ".", ")", "," or end of input');
}
