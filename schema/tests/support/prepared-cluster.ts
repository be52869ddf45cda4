/**
 * Owns a cluster that many test files share: each copies a database that has the migrations already, which is much quicker
 * than a cluster and an installation of its own. See `startDatabase`.
 */
import postgres from 'postgres';
import { bootstrap } from '../../../packages/local/src/bootstrap/bootstrap.ts';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import { migrations } from '../../src/index.ts';

const MIGRATED = 'migrated';

/** The database with the migrations as they are. */
export function migratedUrl(cluster: string, user: string): string {
  const url = new URL(cluster);
  url.pathname = `/${MIGRATED}`;
  url.username = user;
  return url.href;
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end({ timeout: 1 });
}

/**
 * Makes a new cluster look like a hosted project and adds the database to be copied. `cluster` is its superuser's URL. Answers
 * the environment in which test files use it.
 */
export async function prepareCluster(cluster: string): Promise<Readonly<Record<string, string>>> {
  const sql = postgres(cluster, { max: 1, onnotice: () => undefined });
  await bootstrap(sql);
  await sql.end({ timeout: 1 });
  const other = new URL(cluster);
  other.pathname = '/template1';
  await run(other.href, [
    `create database ${MIGRATED} template postgres`,
    // Rights and settings of a database are not copied with it.
    `grant all on database ${MIGRATED} to postgres`,
    `alter database ${MIGRATED} set search_path to "$user", public, extensions`,
  ]);
  await applyMigrations(migratedUrl(cluster, 'postgres'), await migrations());
  return { SCHEMA_TEST_CLUSTER: cluster, SCHEMA_TEST_MIGRATED: MIGRATED };
}
