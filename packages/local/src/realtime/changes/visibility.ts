/**
 * Which rows a token may see, asked of the table itself under the token's role: row level security decides,
 * after the commit. A row that is gone is not visible.
 */
import type postgres from 'postgres';
import { sqlStateOf } from '../api-error.ts';
import { quoteIdentifier } from './catalog.ts';
import type { TableInfo } from './catalog.ts';
import type { Tuple } from './tuples.ts';

/** On whose behalf: a role and the claims policies read. */
export interface Viewer {
  readonly role: string;
  /** JSON text. */
  readonly claims: string;
}

/**
 * For each row whether the viewer may see it, in the order asked. A policy that raises hides the rows;
 * `onPolicyError` gets the error. Errors of the connection are thrown.
 */
export async function visibleRows(
  sql: postgres.Sql,
  table: TableInfo,
  viewer: Viewer,
  rows: readonly Tuple[],
  onPolicyError: (error: unknown) => void,
): Promise<boolean[]> {
  const keys = table.columns.filter(({ isPrimaryKey }) => isPrimaryKey);
  const matches = keys.map(
    ({ name, castType }, index) => `seen.${quoteIdentifier(name)} = (input.item->>${index})::${castType}`,
  );
  const target = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  const values = rows.map((row) => keys.map(({ name }) => row.get(name) ?? null));
  try {
    return await sql.begin(async (transaction) => {
      await transaction`select set_config('role', ${viewer.role}, true), set_config('request.jwt.claims', ${viewer.claims}, true)`;
      const answers = await transaction.unsafe<{ visible: boolean }[]>(
        `select exists (select from ${target} seen where ${matches.join(' and ')}) as visible
         from json_array_elements($1::text::json) with ordinality as input (item, place)
         order by place`,
        [JSON.stringify(values)],
      );
      return rows.map((_, index) => answers[index]?.visible === true);
    });
  } catch (error) {
    if (sqlStateOf(error) === null) throw error;
    onPolicyError(error);
    return rows.map(() => false);
  }
}
