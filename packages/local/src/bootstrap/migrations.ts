/**
 * Applies the caller's migrations as role `postgres`, which is no superuser, as on a hosted project. Nothing is
 * remembered of what ran: migrations can be run again and run on every start.
 */
import postgres from 'postgres';
import { LocalError } from '../errors.ts';

/** One SQL file; `name` appears in the error when it fails. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** @param url connection string of role `postgres`. Throws `migration_failed`. */
export async function applyMigrations(url: string, migrations: readonly Migration[]): Promise<void> {
  if (migrations.length === 0) return;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    for (const migration of migrations) {
      try {
        await sql.unsafe(migration.sql).simple();
      } catch (cause) {
        throw new LocalError('migration_failed', `${migration.name}: ${describe(cause)}`, cause);
      }
    }
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function describe(cause: unknown): string {
  const { message, detail, hint, where } = cause as postgres.PostgresError;
  return [message, detail, hint, where].filter((part) => part !== undefined && part !== '').join(' · ');
}
