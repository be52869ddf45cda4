/**
 * The mutation run: takes out every check, policy, grant, lock and event of the migrations in turn, and fails when the
 * tests do not notice. `npm run test:mutations -- [--file 0016] [--only "lock dropped"] [--quick] [--at-once 2]`
 * `--file` and `--only` choose by parts of the file's and the mutant's name; `--quick` asks only the tests that guard the
 * file (support/guards.ts), so that it may miss that another one notices. Each run has a cluster of its own, so that
 * several may run side by side.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { bootstrap } from '../../packages/local/src/bootstrap/bootstrap.ts';
import { startPostgres } from '../../packages/local/src/postgres/start.ts';
import { migrations } from '../src/index.ts';
import { EQUIVALENT, GUARDS } from './support/guards.ts';
import { mutantsOf } from './support/mutants.ts';
import type { Mutant } from './support/mutants.ts';

/** A test that hangs has noticed, too. */
const PATIENCE_MS = 180_000;
/** They install the migrations as they are, or differ from run to run. */
const BLIND = ['reinstall', 'versions', 'host-project', 'fuzz', 'fuzz-wire'];
/** What a look at the catalog can find. */
const IN_CATALOG = /policy|security|grants|search_path|opened/;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    file: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '2' },
  },
});
const folder = fileURLToPath(new URL('.', import.meta.url));
const everyTest: string[] = [];
for await (const file of glob('*.test.ts', { cwd: folder })) everyTest.push(basename(file, '.test.ts'));
const askable = everyTest.filter((test) => !BLIND.includes(test)).sort();

/** What a test that failed has to say; undefined when it passed. */
async function failure(test: string, mutant?: Mutant): Promise<string | undefined> {
  const child = spawn(process.execPath, ['--conditions=source', '--test', `${folder}${test}.test.ts`], {
    env: {
      ...process.env,
      SCHEMA_TEST_CLUSTER: server.url(),
      ...(mutant === undefined ? {} : { SCHEMA_MUTANT: mutant.name }),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PATIENCE_MS,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? undefined : output;
}

/** The first test that fails with the mutant in place; undefined when all pass. */
async function catcher(mutant: Mutant): Promise<string | undefined> {
  const guards = GUARDS[mutant.file] ?? [];
  const first = IN_CATALOG.test(mutant.name) ? ['catalog', ...guards, 'upgrade'] : guards;
  const rest = options.quick ? [] : askable.filter((test) => !first.includes(test));
  for (const test of [...first, ...rest]) {
    if ((await failure(test, mutant)) !== undefined) return test;
  }
  return undefined;
}

const before = await migrations();
const all = mutantsOf(before);
const chosen = all.filter(({ file, name }) => file.includes(options.file) && name.includes(options.only));
const queue = chosen.filter((mutant) => !isEquivalent(mutant));
const total = queue.length;
const survivors: string[] = [];
let caught = 0;
let started = performance.now();

function isEquivalent({ file, name, original }: Mutant): boolean {
  return EQUIVALENT.some(
    (known) => known.file === file && name.includes(known.what) && original.includes(known.original ?? ''),
  );
}

function progress(): string {
  const done = caught + survivors.length;
  const minutes = (performance.now() - started) / 60_000;
  const left = (minutes / done) * (total - done);
  return `${String(done)}/${String(total)}, ${minutes.toFixed(1)} min, about ${left.toFixed(0)} to go`;
}

async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const test = await catcher(mutant);
    if (test === undefined) {
      survivors.push(mutant.name);
      console.log(
        `SURVIVED  ${mutant.name}: ${mutant.original.replace(/\s+/g, ' ').slice(0, 120)} [${progress()}]`,
      );
    } else {
      caught += 1;
      console.log(`caught    ${mutant.name} by ${test} [${progress()}]`);
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
  const asked = options.quick
    ? [...new Set(['catalog', 'upgrade', ...chosen.flatMap(({ file }) => GUARDS[file] ?? [])])]
    : askable;
  console.log(`without a mutant: ${asked.join(', ')}`);
  for (const test of asked) {
    const output = await failure(test);
    if (output !== undefined) throw new Error(`${test}.test.ts fails without any mutant:\n${output}`);
  }
  started = performance.now();
  await Promise.all(Array.from({ length: Number(options['at-once']) }, work));
} finally {
  await server.stop();
}
// The tests read the files anew each time.
if (JSON.stringify(await migrations()) !== JSON.stringify(before)) {
  throw new Error('The migrations were changed during the run, so it tells nothing.');
}
const minutes = ((performance.now() - started) / 60_000).toFixed(0);
console.log(
  `mutations: ${String(chosen.length)} mutants, ${String(caught)} caught, ${String(survivors.length)} survived, ${String(chosen.length - total)} equivalent, ${minutes} min`,
);
for (const name of survivors) console.log(`survived: ${name}`);
if (survivors.length > 0 || caught === 0) process.exitCode = 1;
