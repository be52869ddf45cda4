/**
 * Owns the database that mutants are put into, and finding out which can be installed at all: one that PostgreSQL refuses
 * would be "caught" by everything.
 */
import postgres from 'postgres';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import type { Migration } from '../../src/index.ts';
import type { Mutant } from './mutants.ts';
import { withMutants } from './mutants.ts';

/** Has the migrations as they are; the tests copy it, see database.ts. */
export const MIGRATED = 'migrated';

/** Those that PostgreSQL takes. `cluster` is the superuser's URL of a prepared one. */
export async function installable(
  cluster: string,
  migrations: readonly Migration[],
  mutants: readonly Mutant[],
): Promise<readonly Mutant[]> {
  const other = new URL(cluster);
  other.pathname = '/template1';
  const owner = new URL(cluster);
  owner.pathname = `/${MIGRATED}`;
  owner.username = 'postgres';
  const run = async (...statements: string[]): Promise<void> => {
    const sql = postgres(other.href, { max: 1, onnotice: () => undefined });
    for (const statement of statements) await sql.unsafe(statement);
    await sql.end({ timeout: 1 });
  };
  await run(
    `create database ${MIGRATED} template postgres`,
    `grant all on database ${MIGRATED} to postgres`,
    `alter database ${MIGRATED} set search_path to "$user", public, extensions`,
  );
  await applyMigrations(owner.href, migrations);
  const sql = postgres(owner.href, { max: 1, onnotice: () => undefined });
  const taken: Mutant[] = [];
  for (const mutant of mutants) {
    const mutated = withMutants(migrations, [mutant]).find(({ name }) => name === mutant.file)?.sql ?? '';
    if (await installs(sql, mutated)) taken.push(mutant);
  }
  await sql.end({ timeout: 1 });
  return taken;
}

class RollBack extends Error {}

/** The files can be run again, so the mutated one is tried over the whole, and taken back. */
async function installs(sql: postgres.Sql, text: string): Promise<boolean> {
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(text).simple();
      throw new RollBack();
    });
  } catch (error) {
    if (error instanceof RollBack) return true;
    if (!(error instanceof postgres.PostgresError)) throw error;
  }
  return false;
}
