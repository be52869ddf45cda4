/**
 * Owns a throwaway database that has everything a hosted project has, and the migrations.
 */
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { bootstrap } from '../../packages/local/src/bootstrap/bootstrap.ts';
import { startPostgres } from '../../packages/local/src/postgres/start.ts';
import type { Migration } from '../src/migrations.ts';

/** Starts PostgreSQL, applies the migrations as role `postgres`, hands over a connection, and removes everything again. */
export async function withMigratedDatabase<T>(
  migrations: readonly Migration[],
  use: (sql: Sql) => Promise<T>,
): Promise<T> {
  const server = await startPostgres();
  const sql = postgres(server.url(), { max: 1, onnotice: () => undefined });
  try {
    await bootstrap(sql);
    await applyMigrations(server.url('postgres'), migrations);
    return await use(sql);
  } finally {
    await sql.end({ timeout: 1 });
    await server.stop();
  }
}
