// How a value of unknown shape becomes one of a known type. Owns the single fields; refuses to throw:
// what does not fit becomes null, zero, empty or the given fallback, and the row decides whether it can live with that.

/** A JSON object whose fields are still unknown. */
export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A whole number from 0 on; anything else is 0. */
export function count(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
}

/** A whole number from 1 on, or null. */
export function positive(value: unknown): number | null {
  return count(value) || null;
}

/** ISO 8601 as epoch milliseconds. */
export function time(value: unknown): number | null {
  const milliseconds = Date.parse(text(value) ?? '');
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** Epoch milliseconds as ISO 8601; null stays null and undefined stays away. */
export function isoTime(value: number | null | undefined): string | null | undefined {
  return typeof value === 'number' ? new Date(value).toISOString() : value;
}

/** An address that a browser may load a picture from. */
export function webAddress(value: unknown): string | null {
  const address = text(value);
  return address && /^https?:\/\//i.test(address) ? address : null;
}

/** One of the listed words, or the fallback. */
export function word<Word extends string, Fallback>(
  value: unknown,
  words: readonly Word[],
  fallback: Fallback,
): Word | Fallback {
  return words.includes(value as Word) ? (value as Word) : fallback;
}

/** The items of a list that `read` can make sense of. */
export function list<Item>(value: unknown, read: (item: unknown) => Item | null): Item[] {
  return Array.isArray(value) ? value.map(read).filter((item) => item !== null) : [];
}

/** Reads an answer that must be a list. Null when it is none. */
export function listOf<Item>(read: (item: unknown) => Item | null): (value: unknown) => Item[] | null {
  return (value) => (Array.isArray(value) ? list(value, read) : null);
}

/** The entries of an object that `read` can make sense of. Own properties only, so `__proto__` stays a mere key. */
export function dictionary<Item>(
  value: unknown,
  read: (item: unknown) => Item | null,
  rename: (key: string) => string = (key) => key,
): Record<string, Item> {
  return Object.fromEntries(
    Object.entries(fields(value)).flatMap(([key, item]) => {
      const known = read(item);
      return known === null ? [] : [[rename(key), known]];
    }),
  );
}
