/**
 * Makes an empty database look like a hosted project: roles, schemas, default grants, extensions, system tables. Of
 * schema `public` only the default privileges are set; its tables belong to migrations.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Sql } from 'postgres';
import { LocalError } from '../errors.ts';
import { installRealtimeSchema } from '../realtime/database/install.ts';

/** The .sql files stay in `src`, which is published: this path holds for the sources and for the build. */
const FOLDER = new URL('../../src/bootstrap/sql/', import.meta.url);

/**
 * Re-runnable; `sql` is the superuser `supabase_admin`, and the database is the one it is connected to.
 * Throws `bootstrap_failed` with the name of the file that failed.
 */
export async function bootstrap(sql: Sql): Promise<void> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  for (const file of files) {
    const text = await readFile(new URL(file, FOLDER), 'utf8');
    try {
      await sql.unsafe(text).simple();
    } catch (cause) {
      throw new LocalError('bootstrap_failed', `${file}: ${(cause as Error).message}`, cause);
    }
  }
  try {
    await installRealtimeSchema(sql);
  } catch (cause) {
    throw new LocalError('bootstrap_failed', `schema realtime: ${(cause as Error).message}`, cause);
  }
}
