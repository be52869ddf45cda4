// `npm test`: everything that must hold. `npm test -- core e2e` runs only the steps whose names are given.
// The last line is the total over all runners.
import { glob } from 'node:fs/promises';
import { runLanes, type Step } from './steps.ts';

const bin = (path: string): string => `node_modules/${path}`;

async function nodeTests(name: string, patterns: readonly string[], concurrency: number): Promise<Step> {
  const files: string[] = [];
  for (const pattern of patterns) for await (const file of glob(pattern)) files.push(file);
  const flags = ['--conditions=source', '--test', '--test-reporter=tap', `--test-concurrency=${concurrency}`];
  return { name, args: [...flags, ...files.sort()], counting: 'tap' };
}

const wtr = bin('@web/test-runner/dist/bin.js');
const lanes: readonly (readonly Step[])[] = [
  [
    { name: 'types', args: ['tools/types.ts'], counting: 'exit' },
    { name: 'rooms', args: ['tools/rooms.ts'], counting: 'exit' },
    { name: 'lockfile', args: ['tools/complete-lock.ts', '--check'], counting: 'exit' },
    { name: 'lint', args: [bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'], counting: 'exit' },
    await nodeTests('core', ['packages/core/src/**/*.test.ts', 'packages/core/test/{*,cases/*}.test.ts'], 2),
    { name: 'elements', args: [wtr], counting: 'browser' },
  ],
  [
    await nodeTests('schema', ['schema/**/*.test.ts'], 1),
    await nodeTests('local', ['packages/local/{src,test}/**/*.test.ts'], 1),
    await nodeTests('tools', ['tools/*.test.ts'], 1),
    await nodeTests('cli', ['packages/cli/{src,test}/**/*.test.ts'], 1),
  ],
];
/** Timing matters to these, so nothing runs beside them. */
const alone: readonly Step[] = [
  { name: 'packaging', args: ['tools/packaging.ts'], counting: 'exit' },
  await nodeTests('e2e', ['examples/e2e/**/*.test.ts'], 1),
  await nodeTests('chaos', ['packages/core/test/chaos/*.test.ts'], 1),
];

const wanted = process.argv.slice(2);
const isWanted = (step: Step): boolean => wanted.length === 0 || wanted.includes(step.name);
const results = [
  ...(await runLanes(lanes.map((lane) => lane.filter(isWanted)))),
  ...(await runLanes([alone.filter(isWanted)])),
];

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
if (results.length === 0) console.error(`No such step: ${wanted.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || results.length === 0) process.exitCode = 1;
