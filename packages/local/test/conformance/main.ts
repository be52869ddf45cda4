// `npm run conformance -- --supabase-js PATH --realtime PATH`: runs upstream test suites, unchanged, from checkouts whose
// paths are given, each against a fresh local backend. Fails when one of them fails.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal } from '../../src/index.ts';
import { folderOf, SUITES } from './suites.ts';
import type { Suite } from './suites.ts';

/** The port of `supabase start`, which suites have written into them. */
const SUPABASE_API_PORT = 54_321;

const { values: checkouts } = parseArgs({
  options: Object.fromEntries(SUITES.map(({ name }) => [name, { type: 'string' as const }])),
});
const wanted = SUITES.filter(({ name }) => checkouts[name] !== undefined);
if (wanted.length === 0) {
  console.error(`Name a checkout: ${SUITES.map(({ name }) => `--${name} PATH`).join(' or ')}`);
  process.exit(2);
}

const failed: string[] = [];
for (const suite of wanted) {
  const isPassed = await run(suite, resolve(String(checkouts[suite.name])));
  if (!isPassed) failed.push(suite.name);
}
for (const { name } of wanted) console.log(`${name}: ${failed.includes(name) ? 'failed' : 'passed'}`);
if (failed.length > 0) process.exitCode = 1;

async function run(suite: Suite, checkout: string): Promise<boolean> {
  const folder = await folderOf(suite, checkout);
  const local = await startLocal({
    apiPort: SUPABASE_API_PORT,
    // As `supabase init` sets it: who signs up is signed in.
    auth: { emailConfirmations: false },
    migrations: await suite.migrations(folder),
  });
  try {
    await suite.prepare(local);
    const [program, ...args] = suite.command(local);
    return (await exitCode(program, args, folder)) === 0;
  } finally {
    await local.stop();
  }
}

function exitCode(program: string, args: readonly string[], cwd: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', resolve);
  });
}
