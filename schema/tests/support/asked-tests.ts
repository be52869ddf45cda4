/**
 * Owns asking a test whether it notices a mutant: its process is ended at the first failure, and nothing of it is left.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { namesOf } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/** A test that hangs has noticed, too. */
const PATIENCE_MS = 240_000;
const FAILED = /^\s*not ok \d+/m;
const FOLDER = fileURLToPath(new URL('..', import.meta.url));

export class AskedTests {
  /** The superuser's URL of a cluster that nobody uses but the tests. */
  readonly #cluster: string;
  /** What tells the tests of it. */
  readonly #environment: Readonly<Record<string, string>>;
  #asked = 0;

  constructor(cluster: string, environment: Readonly<Record<string, string>>) {
    this.#cluster = cluster;
    this.#environment = environment;
  }

  /** What a test that failed has to say; undefined when it passed. */
  async failure(test: string, mutants: readonly Mutant[] = []): Promise<string | undefined> {
    this.#asked += 1;
    const copies = `asked_${String(this.#asked)}`;
    const args = [
      '--conditions=source',
      '--test',
      '--test-isolation=none',
      '--test-reporter=tap',
      `${FOLDER}${test}.test.ts`,
    ];
    const child = spawn(process.execPath, args, {
      env: {
        ...process.env,
        ...this.#environment,
        SCHEMA_TEST_COPIES: copies,
        SCHEMA_MUTANTS: namesOf(mutants),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      // Without mutants the whole output is wanted.
      if (mutants.length > 0 && FAILED.test(output)) child.kill('SIGKILL');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code === 0) return undefined;
    await this.#drop(copies);
    return output;
  }

  async #drop(copies: string): Promise<void> {
    const sql = postgres(this.#cluster, { max: 1, onnotice: () => undefined });
    const left = await sql<
      { datname: string }[]
    >`select datname from pg_database where starts_with(datname, ${`${copies}_`})`;
    for (const { datname } of left) await sql.unsafe(`drop database if exists ${datname} with (force)`);
    await sql.end({ timeout: 1 });
  }
}
