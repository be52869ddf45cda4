/**
 * The mutation run: takes out every check, policy, grant, lock and event of the migrations in turn, and fails when the
 * tests do not notice. `node --conditions=source schema/tests/mutations.ts [--quick] [text in the mutants' names]`
 * `--quick` asks only the tests that guard the file (support/guards.ts), so that it may miss that another one notices.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { bootstrap } from '../../packages/local/src/bootstrap/bootstrap.ts';
import { startPostgres } from '../../packages/local/src/postgres/start.ts';
import { migrations } from '../src/index.ts';
import { EQUIVALENT, GUARDS } from './support/guards.ts';
import { mutantsOf } from './support/mutants.ts';
import type { Mutant } from './support/mutants.ts';

/** Two cores, and each test starts a database of its own. */
const AT_ONCE = 2;
/** What a look at the catalog can find. */
const IN_CATALOG = /policy|security|grants|search_path|opened/;

const quick = process.argv.includes('--quick');
const folder = fileURLToPath(new URL('.', import.meta.url));
const everyTest: string[] = [];
for await (const file of glob('*.test.ts', { cwd: folder })) everyTest.push(basename(file, '.test.ts'));

async function passes(test: string, mutant?: Mutant): Promise<boolean> {
  const child = spawn(process.execPath, ['--conditions=source', '--test', `${folder}${test}.test.ts`], {
    env: {
      ...process.env,
      SCHEMA_TEST_CLUSTER: server.url(),
      ...(mutant === undefined ? {} : { SCHEMA_MUTANT: mutant.name }),
    },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

/** The first test that fails with the mutant in place; undefined when all pass. */
async function catcher(mutant: Mutant): Promise<string | undefined> {
  const guards = GUARDS[mutant.file] ?? [];
  const first = IN_CATALOG.test(mutant.name) ? ['catalog', ...guards, 'upgrade'] : guards;
  const rest = quick ? [] : everyTest.filter((test) => !first.includes(test) && test !== 'reinstall').sort();
  for (const test of [...first, ...rest]) {
    if (!(await passes(test, mutant))) return test;
  }
  return undefined;
}

const wanted = process.argv.slice(2).find((argument) => argument !== '--quick') ?? '';
const all = mutantsOf(await migrations());
const queue = all.filter((mutant) => mutant.name.includes(wanted) && !isEquivalent(mutant));
const survivors: string[] = [];
let caught = 0;

function isEquivalent({ file, name, original }: Mutant): boolean {
  return EQUIVALENT.some(
    (known) => known.file === file && name.includes(known.what) && original.includes(known.original ?? ''),
  );
}

async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const test = await catcher(mutant);
    if (test === undefined) {
      survivors.push(mutant.name);
      console.log(`SURVIVED  ${mutant.name}: ${mutant.original.replace(/\s+/g, ' ').slice(0, 120)}`);
    } else {
      caught += 1;
      console.log(`caught    ${mutant.name} by ${test}`);
    }
  }
}

// One cluster for all: each test copies its database, which is much quicker than making a cluster.
const server = await startPostgres();
const prepared = postgres(server.url(), { max: 1, onnotice: () => undefined });
await bootstrap(prepared);
await prepared.end({ timeout: 1 });
try {
  // A test that fails anyway would "catch" everything.
  for (const test of everyTest.filter((name) => name !== 'reinstall')) {
    if (!(await passes(test))) throw new Error(`${test}.test.ts fails without any mutant.`);
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
} finally {
  await server.stop();
}
console.log(`mutations: ${String(caught)} caught, ${String(survivors.length)} survived`);
if (survivors.length > 0 || caught === 0) process.exitCode = 1;
