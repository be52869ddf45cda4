/**
 * Pieces of SQL that carry their parameters with them. Text from a request may enter only by `param`, `ident` or
 * `literal`; `raw` is for our own words.
 */

export interface Fragment {
  /** One more than there are values. */
  readonly texts: readonly string[];
  readonly values: readonly (string | null)[];
}

/** Text that is SQL already. */
export function raw(text: string): Fragment {
  return { texts: [text], values: [] };
}

/** A parameter whose type the database infers. */
export function param(value: string | null): Fragment {
  return { texts: ['', ''], values: [value] };
}

/** A quoted name. */
export function ident(name: string): Fragment {
  return raw(`"${name.replaceAll('\u0000', '').replaceAll('"', '""')}"`);
}

/** A name with its schema; an empty schema is left out. */
export function qualified({ schema, name }: { readonly schema: string; readonly name: string }): Fragment {
  return schema === '' ? ident(name) : sql`${ident(schema)}.${ident(name)}`;
}

/** A text constant, for places that take no parameter. */
export function literal(text: string): Fragment {
  const quoted = `'${text.replaceAll('\u0000', '').replaceAll("'", "''")}'`;
  return raw(quoted.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted);
}

/** Tag of a template: what is inserted must be a fragment itself. */
export function sql(texts: TemplateStringsArray, ...inserted: readonly Fragment[]): Fragment {
  const joined = [texts[0] ?? ''];
  const values: (string | null)[] = [];
  inserted.forEach((fragment, index) => {
    append(joined, values, fragment);
    joined[joined.length - 1] += texts[index + 1] ?? '';
  });
  return { texts: joined, values };
}

export function join(fragments: readonly Fragment[], separator: string): Fragment {
  const joined = [''];
  const values: (string | null)[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) joined[joined.length - 1] += separator;
    append(joined, values, fragment);
  });
  return { texts: joined, values };
}

function append(texts: string[], values: (string | null)[], fragment: Fragment): void {
  texts[texts.length - 1] += fragment.texts[0] ?? '';
  for (let index = 0; index < fragment.values.length; index += 1) {
    values.push(fragment.values[index] ?? null);
    texts.push(fragment.texts[index + 1] ?? '');
  }
}

/** The statement as the driver takes it. */
export function render({ texts, values }: Fragment): { text: string; values: (string | null)[] } {
  const text = texts.map((part, index) => (index < values.length ? `${part}$${index + 1}` : part)).join('');
  return { text, values: [...values] };
}
