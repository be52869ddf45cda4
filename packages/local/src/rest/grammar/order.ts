/** The grammar of `order=`. */
import { parseField, parseOptionalName } from './names.ts';
import type { Field } from './names.ts';
import { Reader } from './reader.ts';

export interface OrderTerm {
  readonly field: Field;
  /** The embedded resource that the field belongs to; absent = the ordered resource itself. */
  readonly relation: string | undefined;
  readonly direction: 'asc' | 'desc' | undefined;
  readonly nulls: 'first' | 'last' | undefined;
}

const DIRECTION = /\.(asc|desc)(?![\p{L}0-9_])/uy;
const NULLS = /\.nulls(first|last)/uy;

export function parseOrder(text: string): OrderTerm[] {
  const reader = new Reader('order', text);
  const terms = [parseTerm(reader)];
  while (reader.eat(',')) terms.push(parseTerm(reader));
  if (!reader.atEnd) throw reader.parseError('"asc", "desc", "nullsfirst", "nullslast", "," or end of input');
  return terms;
}

function parseTerm(reader: Reader): OrderTerm {
  reader.skipSpace();
  const related = reader.attempt(() => {
    const relation = parseOptionalName(reader);
    if (relation === undefined || !reader.eat('(')) return undefined;
    const ofField = parseField(reader);
    reader.expect(')');
    return { relation, field: ofField };
  });
  const { relation, field: ofField } = related ?? { relation: undefined, field: parseField(reader) };
  const direction = reader.match(DIRECTION)?.[1] as OrderTerm['direction'];
  const nulls = reader.match(NULLS)?.[1] as OrderTerm['nulls'];
  reader.skipSpace();
  return { field: ofField, relation, direction, nulls };
}
