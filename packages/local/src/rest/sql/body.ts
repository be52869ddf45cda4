/** Turns the JSON of a body into rows of typed columns. The database checks the JSON and says where it is wrong. */
import { ident, join, literal, param, raw, sql } from './fragment.ts';
import type { Fragment } from './fragment.ts';

export interface BodyField {
  readonly name: string;
  readonly type: string;
  /** The expression that stands in for a missing value. */
  readonly default?: string | null;
}

export interface BodyOptions {
  /** Whether missing values become the column's default rather than null. */
  readonly defaults?: boolean;
  /** Whether only the first row counts. */
  readonly onlyFirst?: boolean;
}

/** The name of the rows it makes. */
export const BODY_ROWS = { schema: '', name: 'pgrst_body' };

/** `FROM …`, with the rows of the body under the name `pgrst_body`. */
export function bodySql(text: string, fields: readonly BodyField[], options: BodyOptions = {}): Fragment {
  const { defaults = false, onlyFirst = false } = options;
  const isObject = /^[ \t\r\n]*\{/u.test(text);
  const type = raw(defaults ? 'jsonb' : 'json');
  const given = sql`FROM (SELECT ${param(text)}::${type} AS json_data) pgrst_payload, `;
  const completed = defaults ? complete(fields, isObject) : raw('');
  const json = raw(defaults ? 'pgrst_json_defs.val' : 'pgrst_payload.json_data');
  const names = join(
    fields.map(({ name }) => ident(name)),
    ', ',
  );
  return sql`${given}${completed}LATERAL (SELECT ${names} FROM ${rowsOf()}) pgrst_body`;

  function rowsOf(): Fragment {
    if (fields.length === 0) return isObject ? raw('(VALUES (1)) _') : sql`${type}_array_elements(${json}) _`;
    const typed = join(
      fields.map((field) => sql`${ident(field.name)} ${raw(field.type)}`),
      ', ',
    );
    const limit = raw(onlyFirst ? ' LIMIT 1' : '');
    return sql`${type}_to_record${raw(isObject ? '' : 'set')}(${json}) AS _(${typed})${limit}`;
  }
}

function complete(fields: readonly BodyField[], isObject: boolean): Fragment {
  const pairs = fields.flatMap((field) =>
    typeof field.default === 'string' ? [sql`${literal(field.name)}, ${raw(field.default)}`] : [],
  );
  const object = sql`jsonb_build_object(${join(pairs, ', ')})`;
  return isObject
    ? sql`LATERAL (SELECT ${object} || pgrst_payload.json_data AS val) pgrst_json_defs, `
    : sql`LATERAL (SELECT coalesce(jsonb_agg(${object} || elem), '[]') AS val FROM jsonb_array_elements(pgrst_payload.json_data) elem) pgrst_json_defs, `;
}
