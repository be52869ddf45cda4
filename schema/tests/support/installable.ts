/**
 * Owns finding out which mutants can be installed at all: one that PostgreSQL refuses would be "caught" by everything.
 */
import postgres from 'postgres';
import type { Migration } from '../../src/index.ts';
import type { Mutant } from './mutants.ts';
import { withMutants } from './mutants.ts';
import { migratedUrl } from './prepared-cluster.ts';

/** Those that PostgreSQL takes. `cluster` is the superuser's URL of a prepared one, see prepared-cluster.ts. */
export async function installable(
  cluster: string,
  migrations: readonly Migration[],
  mutants: readonly Mutant[],
): Promise<readonly Mutant[]> {
  const sql = postgres(migratedUrl(cluster, 'postgres'), { max: 1, onnotice: () => undefined });
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
