/**
 * Lists folders and files below a prefix, as the caller may see them. Folders are no rows: they are the slashes in
 * names.
 */
import type { Endpoint } from './storage-request.ts';
import { readJson } from './storage-request.ts';
import { runAsCaller } from './database.ts';
import type { ObjectRow } from './database.ts';
import { apiErrors } from './api-error.ts';

const SORTABLE_COLUMNS = ['name', 'created_at', 'updated_at', 'last_accessed_at'];
/** The hosted server's limit of a page of list-v2. */
const MAX_LIST_ROWS = 1000;
/** storage-js sends this, too, when its caller names none. */
const DEFAULT_LIST_ROWS = 100;

type Listed = Pick<ObjectRow, 'name' | 'id' | 'created_at' | 'updated_at' | 'last_accessed_at' | 'metadata'>;

/** `POST /object/list/:bucket`: one level, folders first. */
export const listObjects: Endpoint = async ({ context, policyContext, bucket, request }) => {
  const body = await readJson(request);
  const folder = optionalText(body['prefix']).replace(/^\/+|\/+$/g, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  const level = prefix.split('/').length;
  const pattern = `${escapeLike(prefix + optionalText(body['search']))}%`;
  const sortBy = (body['sortBy'] ?? {}) as { column?: unknown; order?: unknown };
  const column = SORTABLE_COLUMNS.find((name) => name === sortBy.column) ?? 'name';
  const limit = Math.min(whole(body['limit'], DEFAULT_LIST_ROWS), MAX_LIST_ROWS);
  const offset = whole(body['offset'], 0);
  const rows = await runAsCaller(context.sql, policyContext, (sql) => {
    const direction = sortBy.order === 'desc' ? sql`desc` : sql`asc`;
    return sql<(Omit<Listed, 'id'> & { id: string | null })[]>`
      select name, id, created_at, updated_at, last_accessed_at, metadata from (
        select distinct path_tokens[${level}::int] as name, null::uuid as id, null::timestamptz as created_at,
          null::timestamptz as updated_at, null::timestamptz as last_accessed_at, null::jsonb as metadata
        from storage.objects
        where bucket_id = ${bucket} and name ilike ${pattern} and array_length(path_tokens, 1) > ${level}::int
        union all
        select path_tokens[${level}::int], id, created_at, updated_at, last_accessed_at, metadata
        from storage.objects
        where bucket_id = ${bucket} and name ilike ${pattern} and array_length(path_tokens, 1) = ${level}::int
      ) as children
      order by (id is not null), ${sql(column)} ${direction}, name ${direction} limit ${limit} offset ${offset}`;
  });
  return Response.json(
    rows.map((row) => (row.id === null ? folderJson(row.name) : objectJson(row as Listed))),
  );
};

/** `POST /object/list-v2/:bucket`: pages by cursor; with a delimiter only one level, folders apart. */
export const listObjectsByCursor: Endpoint = async ({ context, policyContext, bucket, request }) => {
  const body = await readJson(request);
  const prefix = optionalText(body['prefix']);
  const delimited = body['with_delimiter'] === true;
  const limit = Math.min(whole(body['limit'], MAX_LIST_ROWS), MAX_LIST_ROWS);
  const sortBy = (body['sortBy'] ?? {}) as { column?: unknown; order?: unknown };
  const after = readCursor(body['cursor']);
  const rows = await runAsCaller(context.sql, policyContext, (sql) => {
    const rest = sql`substr(name, ${prefix.length + 1}::int)`;
    const key = delimited
      ? sql`case when strpos(${rest}, '/') > 0 then ${prefix}::text || split_part(${rest}, '/', 1) || '/' else name end`
      : sql`name`;
    const dated = sortBy.column === 'created_at' || sortBy.column === 'updated_at';
    const sort = dated ? sql(String(sortBy.column)) : sql`key collate "C"`;
    const afterValue = dated
      ? sql`${after?.value ?? ''}::text::timestamptz`
      : sql`${after?.value ?? ''}::text`;
    const descending = sortBy.order === 'desc';
    const beyond = sql`(${sort}, key collate "C") ${descending ? sql`<` : sql`>`} (${afterValue}, ${after?.key ?? ''}::text)`;
    const direction = descending ? sql`desc` : sql`asc`;
    return sql<(Listed & { key: string; sort_value: string })[]>`
      with entries as (
        select distinct on (key collate "C") * from (
          select ${key} as key, name, id, created_at, updated_at, last_accessed_at, metadata
          from storage.objects where bucket_id = ${bucket} and name like ${`${escapeLike(prefix)}%`}
        ) as below order by key collate "C", created_at
      )
      select *, (${sort})::text as sort_value from entries ${after === undefined ? sql`` : sql`where ${beyond}`}
      order by ${sort} ${direction}, key collate "C" ${direction} limit ${limit + 1}`;
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasNext = rows.length > limit && last !== undefined;
  const isFolder = (row: { key: string }): boolean => delimited && row.key.endsWith('/');
  return Response.json({
    hasNext,
    ...(hasNext ? { nextCursor: writeCursor({ value: last.sort_value, key: last.key }) } : {}),
    folders: page.filter(isFolder).map(({ key }) => ({ key: key.slice(0, -1), name: key })),
    objects: page.filter((row) => !isFolder(row)).map((row) => ({ ...objectJson(row), key: row.key })),
  });
};

interface Cursor {
  readonly value: string;
  readonly key: string;
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: unknown): Cursor | undefined {
  if (text === undefined || text === null || text === '') return undefined;
  if (typeof text !== 'string') throw apiErrors.invalidRequest('invalid cursor');
  try {
    const read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Cursor>;
    if (typeof read.value === 'string' && typeof read.key === 'string')
      return { value: read.value, key: read.key };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw apiErrors.invalidRequest('invalid cursor');
}

export function objectJson(row: Listed): Record<string, unknown> {
  return {
    name: row.name,
    id: row.id,
    updated_at: row.updated_at.toISOString(),
    created_at: row.created_at.toISOString(),
    last_accessed_at: row.last_accessed_at.toISOString(),
    metadata: row.metadata,
  };
}

function folderJson(name: string): Record<string, unknown> {
  return { name, id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null };
}

function optionalText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw apiErrors.invalidRequest('prefix and search must be text');
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`);
}

function whole(value: unknown, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw apiErrors.invalidRequest('limit and offset must be whole numbers');
}
