/** Names in a query string: columns, relations, JSON paths, and dotted paths of embedded resources. */
import type { Reader } from './reader.ts';

/** One step into a JSON value. */
export interface JsonStep {
  /** Whether the result is text (`->>`). */
  readonly asText: boolean;
  readonly key: string;
  readonly isIndex: boolean;
}

export interface Field {
  readonly name: string;
  readonly path: readonly JsonStep[];
}

const NAME = /[\p{L}0-9_ $]+(?:-(?!>)[\p{L}0-9_ $]+)*/uy;
const QUOTED = /"((?:[^"\\]|\\.)*)"/suy;
const INDEX = /[+-]?\d+(?=->|::|[.,)]|$)/uy;
const KEY = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/uy;
const IDENTIFIER = /[\p{L}0-9_ $]+/uy;
const EXPECTED_NAME = 'field name (* or [a..z0..9_$])';

/** A quoted text, its backslashes resolved. */
export function quoted(reader: Reader): string | undefined {
  return reader.match(QUOTED)?.[1]?.replaceAll(/\\(.)/gsu, '$1');
}

export function optionalName(reader: Reader): string | undefined {
  return quoted(reader) ?? reader.match(NAME)?.[0].trim();
}

export function name(reader: Reader): string {
  const found = optionalName(reader);
  if (found === undefined) throw reader.parseError(EXPECTED_NAME);
  return found;
}

/** A type or a language: nothing that could end an SQL expression. */
export function identifier(reader: Reader): string {
  const found = reader.match(IDENTIFIER)?.[0].trim();
  if (found === undefined) throw reader.parseError('letter, digit or "_"');
  return found;
}

export function field(reader: Reader): Field {
  reader.skipSpace();
  const found = { name: name(reader), path: jsonPath(reader) };
  reader.skipSpace();
  return found;
}

export function jsonPath(reader: Reader): JsonStep[] {
  const steps: JsonStep[] = [];
  for (;;) {
    const asText = reader.eat('->>');
    if (!asText && !reader.eat('->')) return steps;
    const index = reader.match(INDEX)?.[0];
    const key = index ?? quoted(reader) ?? reader.match(KEY)?.[0].trim();
    if (key === undefined) throw reader.parseError('any non reserved character different from: .,>()');
    steps.push({ asText, key, isIndex: index !== undefined });
  }
}

/** `embedded.resource.column->path`: the resources on the way, and the field at its end. */
export function treePath(reader: Reader): { readonly path: string[]; readonly field: Field } {
  const names = [name(reader)];
  while (reader.eat('.')) names.push(name(reader));
  const path = jsonPath(reader);
  if (!reader.atEnd) throw reader.parseError('delimiter (.)');
  return { path: names.slice(0, -1), field: { name: names.at(-1) ?? '', path } };
}

/** Names between commas. */
export function nameList(reader: Reader): string[] {
  const names = [name(reader)];
  for (;;) {
    reader.skipSpace();
    if (!reader.eat(',')) break;
    reader.skipSpace();
    names.push(name(reader));
  }
  if (!reader.atEnd) throw reader.parseError('","');
  return names;
}
