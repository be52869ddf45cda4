/**
 * The one statement of a request: the database writes its rows out as the body, with their number and what functions
 * set for the answer. No row is built in JavaScript.
 */
import type { Media } from '../request/media.ts';
import { raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';
import { INSERTED_COUNT } from './write.ts';

/** What the rows are: those of a table, or what a function returns. */
export type RowShape = 'rows' | 'one row' | 'one value' | 'values';

/** The one row that the statement answers. */
export interface StatementRow {
  /** All rows that the request means, whatever its range; null when not counted. */
  readonly total: string | null;
  readonly page: string;
  readonly body: string | null;
  readonly headers: string | null;
  readonly status: string | null;
  readonly inserted: string | null;
  /** The first row as JSON, for the header `Location`. */
  readonly location: string | null;
}

/** The name of the rows before they are written out. */
export const SOURCE_ROWS = { schema: '', name: 'pgrst_source' };

export interface StatementParts {
  /** Makes the rows of `pgrst_source`. */
  readonly source: Fragment;
  /** Reads the rows of the answer from `pgrst_source`. */
  readonly select: Fragment;
  readonly count?: Fragment | undefined;
  /** Absent when the answer has no body. */
  readonly media?: Media | undefined;
  readonly shape: RowShape;
  /** Whether to count what was inserted. */
  readonly countsInserted?: boolean;
  readonly location?: boolean;
}

export function statementSql({
  source,
  select,
  count,
  media,
  shape,
  countsInserted,
  location,
}: StatementParts): Fragment {
  const counted = count === undefined ? raw('') : sql`, pgrst_source_count AS (${count})`;
  const total = raw(count === undefined ? 'null::bigint' : '(SELECT count(*) FROM pgrst_source_count)');
  const single = shape === 'one row' || shape === 'one value';
  return sql`WITH pgrst_source AS (${source})${counted} SELECT ${total} AS total, ${raw(single ? '1' : 'count(_postgrest_t)')} AS page, ${
    media === undefined ? raw('null') : bodySql(media, shape)
  } AS body, nullif(current_setting('response.headers', true), '') AS headers, nullif(current_setting('response.status', true), '') AS status, ${
    countsInserted === true ? INSERTED_COUNT : raw('null')
  } AS inserted, ${raw(location === true ? '(SELECT row_to_json(s) FROM pgrst_source s LIMIT 1)' : 'null')} AS location FROM (${select}) _postgrest_t`;
}

/** EXPLAIN of a statement. */
export function explainSql(statement: Fragment, { format, options }: NonNullable<Media['plan']>): Fragment {
  return sql`EXPLAIN (${raw([`FORMAT ${format}`, ...options].join(', '))}) ${statement}`;
}

function bodySql({ kind, stripNulls, of }: Media, shape: RowShape): Fragment {
  if (kind === 'plan') return of === undefined ? raw('null') : bodySql(of, shape);
  if (kind === 'csv') return CSV;
  if (kind === 'geojson') {
    return raw(
      `json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(ST_AsGeoJSON(_postgrest_t)::json), '[]'))`,
    );
  }
  const isValue = shape === 'one value' || shape === 'values';
  const list = raw(`json_agg(_postgrest_t${isValue ? '.pgrst_scalar' : ''})`);
  const cleaned = stripNulls ? sql`json_strip_nulls(${list})` : list;
  const single = kind === 'object' || shape === 'one row' || shape === 'one value';
  return single ? sql`coalesce(${cleaned}->0, 'null')` : sql`coalesce(${cleaned}, '[]')`;
}

/** The names are those of the first row; a row as text is its values in parentheses. */
const CSV = raw(
  `(SELECT coalesce(string_agg(k, ','), '') FROM (SELECT json_object_keys(r) AS k FROM (SELECT row_to_json(s) AS r FROM pgrst_source s LIMIT 1) one) names)` +
    ` || E'\\n' || coalesce(string_agg(substring(_postgrest_t::text, 2, length(_postgrest_t::text) - 2), E'\\n'), '')`,
);
