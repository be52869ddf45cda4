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
const KEY_PATTERN = /[^(\-:.,>)]+(?:-(?!>)[^(\-:.,>)]+)*/uy;
const IDENTIFIER = /[\p{L}0-9_ $]+/uy;
const EXPECTED_NAME = 'field name (* or [a..z0..9_$])';

/** A quoted text, its backslashes resolved. */
export function parseQuoted(reader: Reader): string | undefined {
  return reader.match(QUOTED)?.[1]?.replaceAll(/\\(.)/gsu, '$1');
}

export function parseOptionalName(reader: Reader): string | undefined {
  return parseQuoted(reader) ?? reader.match(NAME)?.[0].trim();
}

export function parseName(reader: Reader): string {
  const found = parseOptionalName(reader);
  if (found === undefined) throw reader.parseError(EXPECTED_NAME);
  return found;
}

/** A type or a language: nothing that could end an SQL expression. */
export function parseIdentifier(reader: Reader): string {
  const found = reader.match(IDENTIFIER)?.[0].trim();
  if (found === undefined) throw reader.parseError('letter, digit or "_"');
  return found;
}

export function parseField(reader: Reader): Field {
  reader.skipSpace();
  const found = { name: parseName(reader), path: parseJsonPath(reader) };
  reader.skipSpace();
  return found;
}

export function parseJsonPath(reader: Reader): JsonStep[] {
  const steps: JsonStep[] = [];
  for (;;) {
    const asText = reader.eat('->>');
    if (!asText && !reader.eat('->')) return steps;
    const index = reader.match(INDEX)?.[0];
    const key = index ?? parseQuoted(reader) ?? reader.match(KEY_PATTERN)?.[0].trim();
    if (key === undefined) throw reader.parseError('any non reserved character different from: .,>()');
    steps.push({ asText, key, isIndex: index !== undefined });
  }
}

/** `embedded.resource.column->path`: the resources on the way, and the field at its end. */
export function parseEmbedPath(reader: Reader): { readonly path: string[]; readonly field: Field } {
  const names = [parseName(reader)];
  while (reader.eat('.')) names.push(parseName(reader));
  const path = parseJsonPath(reader);
  if (!reader.atEnd) throw reader.parseError('delimiter (.)');
  return { path: names.slice(0, -1), field: { name: names.at(-1) ?? '', path } };
}

/** Names between commas. */
export function parseNameList(reader: Reader): string[] {
  const names = [parseName(reader)];
  for (;;) {
    reader.skipSpace();
    if (!reader.eat(',')) break;
    reader.skipSpace();
    names.push(parseName(reader));
  }
  if (!reader.atEnd) throw reader.parseError('","');
  return names;
}
