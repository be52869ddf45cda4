/**
 * The body of a write or a call: its JSON text, and the names its rows have.
 *
 * The text goes to the database as it came: parsed and written again, large numbers would change.
 */
import { apiErrors } from '../api-error.ts';

export interface Payload {
  /** JSON, or the whole body of a function that takes it as it is. */
  readonly text: string;
  /** Names of its values. */
  readonly keys: readonly string[];
}

export interface PayloadOptions {
  /** Media type of the body. */
  readonly type: string;
  /** Names of `columns=`, which save looking into the body. */
  readonly columns: readonly string[] | undefined;
  readonly isCall: boolean;
}

export async function readPayload(
  request: Request,
  { type, columns, isCall }: PayloadOptions,
): Promise<Payload> {
  if (isCall && type === 'application/octet-stream') {
    const bytes = Buffer.from(await request.arrayBuffer());
    return { text: `\\x${bytes.toString('hex')}`, keys: [] };
  }
  const text = await request.text();
  switch (type) {
    case 'application/json':
      return columns === undefined ? fromJson(text, isCall) : { text, keys: columns };
    case 'text/csv': {
      const rows = JSON.stringify(csvRows(text));
      return columns === undefined ? fromJson(rows, isCall) : { text: rows, keys: columns };
    }
    case 'application/x-www-form-urlencoded':
      return fromJson(JSON.stringify(Object.fromEntries(new URLSearchParams(text))), isCall);
    case 'text/plain':
    case 'text/xml':
      if (isCall) return { text, keys: [] };
  }
  throw apiErrors.bodyInvalid(`Content-Type not acceptable: ${type}`);
}

function fromJson(text: string, isCall: boolean): Payload {
  if (isCall && text === '') return { text: '{}', keys: [] };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw apiErrors.bodyInvalid('Empty or invalid json');
  }
  if (isObject(body)) return { text, keys: Object.keys(body) };
  if (!Array.isArray(body) || body.length === 0) return { text: '[]', keys: [] };
  const rows: readonly unknown[] = body;
  const [first] = rows;
  if (!isObject(first)) throw apiErrors.bodyInvalid('All object keys must match');
  const keys = Object.keys(first);
  const wanted = new Set(keys);
  for (const row of rows) {
    const own = isObject(row) ? Object.keys(row) : undefined;
    if (own?.length !== wanted.size || !own.every((key) => wanted.has(key))) {
      throw apiErrors.bodyInvalid('All object keys must match');
    }
  }
  return { text, keys };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The first line has the names; the text NULL is null. */
function csvRows(text: string): Record<string, string | null>[] {
  const [names, ...lines] = csvLines(text);
  if (names === undefined) throw apiErrors.bodyInvalid('not enough input');
  return lines.map((cells) => {
    if (cells.length !== names.length)
      throw apiErrors.bodyInvalid('All lines must have same number of fields');
    return Object.fromEntries(
      names.map((name, index) => [name, cells[index] === 'NULL' ? null : (cells[index] ?? null)]),
    );
  });
}

const CELL = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/uy;

function csvLines(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const found = CELL.exec(text);
    if (found === null) throw apiErrors.bodyInvalid('All lines must have same number of fields');
    line.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',' && CELL.lastIndex < text.length) continue;
    if (found[3] === ',') line.push('');
    lines.push(line);
    line = [];
  }
  return lines;
}
