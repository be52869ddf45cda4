/**
 * The mutation run: takes out every check, policy, grant, lock and event of the migrations in turn, and every single
 * condition, and fails when the tests do not notice.
 * `npm run test:mutations -- [--file 0016] [--only "lock dropped"] [--quick] [--at-once 2]`
 * `--file` and `--only` choose by parts of the file's and the mutant's name. First the tests that guard the file are asked
 * (support/guards.ts), those that noticed most before the others; then all others about what is left. `--quick` leaves out
 * the second half, so that it may miss that another one notices. Each run has a cluster of its own, so that several may
 * run side by side.
 */
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../packages/local/src/postgres/start.ts';
import { migrations } from '../src/index.ts';
import { AskedTests } from './support/asked-tests.ts';
import { EQUIVALENT } from './support/equivalent.ts';
import { GUARDS } from './support/guards.ts';
import { installable } from './support/installable.ts';
import { compatibleGroups, mutantsOf } from './support/mutants.ts';
import type { Mutant } from './support/mutants.ts';
import { prepareCluster } from './support/prepared-cluster.ts';

/** They install the migrations as they are, or differ from run to run. */
const BLIND = ['reinstall', 'versions', 'host-project', 'upgrade-from-release', 'fuzz', 'fuzz-wire'];
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
for await (const file of glob('{*,attacks/*}.test.ts', { cwd: folder }))
  everyTest.push(file.replace('.test.ts', ''));
const askable = everyTest.filter((test) => !BLIND.includes(test)).sort();

/** How many mutants each test has caught so far, of a file or of all. */
const caughtBy = new Map<string, number>();
const amountOf = (test: string, file: string): number =>
  (caughtBy.get(`${file} ${test}`) ?? 0) * 1000 + (caughtBy.get(test) ?? 0);

function guardsOf({ file, name }: Mutant): readonly string[] {
  const guards = GUARDS[file] ?? [];
  return IN_CATALOG.test(name) ? ['catalog', ...guards, 'upgrade'] : guards;
}

/** The first of these tests that fails with the mutant in place; undefined when all pass. */
async function catcher(mutant: Mutant, tests: readonly string[]): Promise<string | undefined> {
  const { file } = mutant;
  for (const test of [...tests].sort((one, other) => amountOf(other, file) - amountOf(one, file))) {
    if ((await asked.failure(test, [mutant])) === undefined) continue;
    for (const key of [test, `${file} ${test}`]) caughtBy.set(key, (caughtBy.get(key) ?? 0) + 1);
    return test;
  }
  return undefined;
}

const before = await migrations();
const all = mutantsOf(before);
const chosen = all.filter(({ file, name }) => file.includes(options.file) && name.includes(options.only));
let caught = 0;
let done = 0;
let total = 0;
let started = performance.now();

function isEquivalent({ file, name, original, inside, line }: Mutant): boolean {
  return EQUIVALENT.some(
    (known) =>
      known.file === file &&
      name.includes(known.what) &&
      original.includes(known.original ?? '') &&
      inside === (known.inside ?? inside) &&
      line.includes(known.line ?? ''),
  );
}

function progress(): string {
  const minutes = (performance.now() - started) / 60_000;
  const left = (minutes / done) * (total - done);
  return `${String(done)}/${String(total)}, ${minutes.toFixed(1)} min, about ${left.toFixed(0)} to go`;
}

const shortly = ({ original, mutated }: Mutant): string =>
  `${original} → ${mutated}`.replace(/\s+/g, ' ').slice(0, 160);

async function severalAtOnce(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: Number(options['at-once']) }, work));
}

/** Asks the tests that guard each mutant's file, and answers which mutants passed. */
async function askGuards(mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const queue = [...mutants];
  const passed: Mutant[] = [];
  [done, total, started] = [0, queue.length, performance.now()];
  await severalAtOnce(async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const test = await catcher(mutant, guardsOf(mutant));
      done += 1;
      if (test === undefined) passed.push(mutant);
      else caught += 1;
      const outcome =
        test === undefined
          ? `passed    ${mutant.name}: ${shortly(mutant)}`
          : `caught    ${mutant.name} by ${test}`;
      console.log(`${outcome} [${progress()}]`);
    }
  });
  return passed;
}

/** Those that this test notices. Many are put in place together, and halves of them only when it fails. */
async function noticed(test: string, mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  const unasked = mutants.filter((mutant) => !guardsOf(mutant).includes(test));
  if (unasked.length === 0 || (await asked.failure(test, unasked)) === undefined) return [];
  if (unasked.length === 1) return unasked;
  const middle = Math.ceil(unasked.length / 2);
  return [
    ...(await noticed(test, unasked.slice(0, middle))),
    ...(await noticed(test, unasked.slice(middle))),
  ];
}

/** Asks all other tests, and answers which mutants nobody noticed. */
async function askOthers(mutants: readonly Mutant[]): Promise<readonly Mutant[]> {
  let left = mutants;
  const queue = askable.toSorted((one, other) => amountOf(other, '') - amountOf(one, ''));
  [done, total, started] = [0, queue.length, performance.now()];
  await severalAtOnce(async () => {
    for (let test = queue.shift(); test !== undefined; test = queue.shift()) {
      for (const group of compatibleGroups(left)) {
        for (const mutant of await noticed(test, group)) {
          if (!left.includes(mutant)) continue;
          left = left.filter((other) => other !== mutant);
          caught += 1;
          console.log(`caught    ${mutant.name} by ${test}`);
        }
      }
      done += 1;
      console.log(`asked     ${test}, ${String(left.length)} left [${progress()}]`);
    }
  });
  return left;
}

// One cluster for all: each test copies its database, which is much quicker than making a cluster.
const server = await startPostgres();
const asked = new AskedTests(server.url(), await prepareCluster(server.url()));
const began = performance.now();
let mutants: readonly Mutant[] = [];
let survivors: readonly Mutant[] = [];
try {
  mutants = await installable(
    server.url(),
    before,
    chosen.filter((mutant) => !isEquivalent(mutant)),
  );
  // A test that fails anyway would "catch" everything.
  const needed = options.quick ? [...new Set(mutants.flatMap(guardsOf))] : askable;
  console.log(`${String(mutants.length)} mutants; without one: ${needed.join(', ')}`);
  for (const test of needed) {
    const output = await asked.failure(test);
    if (output !== undefined) throw new Error(`${test}.test.ts fails without any mutant:\n${output}`);
  }
  survivors = await askGuards(mutants);
  if (!options.quick && survivors.length > 0) {
    console.log(`${String(survivors.length)} passed the guards of their file; now all other tests.`);
    survivors = await askOthers(survivors);
  }
} finally {
  await server.stop();
}
// The tests read the files anew each time.
if (JSON.stringify(await migrations()) !== JSON.stringify(before)) {
  throw new Error('The migrations were changed during the run, so it tells nothing.');
}
const minutes = ((performance.now() - began) / 60_000).toFixed(0);
console.log(
  `mutations: ${String(chosen.length)} mutants, ${String(caught)} caught, ${String(survivors.length)} survived, ` +
    `${String(chosen.filter(isEquivalent).length)} equivalent, ` +
    `${String(chosen.filter((mutant) => !isEquivalent(mutant)).length - mutants.length)} no SQL, ${minutes} min`,
);
for (const mutant of survivors) console.log(`survived: ${mutant.name}: ${shortly(mutant)}`);
if (survivors.length > 0 || caught === 0) process.exitCode = 1;
