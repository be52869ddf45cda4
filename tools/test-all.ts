// `npm test`: everything that must hold. `npm test -- core e2e` runs only the steps whose names are given.
// `--both-browsers` runs the steps that need a browser in an installed one and again in the one from npm, and says when
// there is only one. The last line is the total over all runners.
import { glob } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { hasNpmBrowser, installedBrowser } from './browser.ts';
import { runLanes, type Step } from './steps.ts';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { 'both-browsers': { type: 'boolean', default: false } },
});

const bin = (path: string): string => `node_modules/${path}`;

interface NodeTests {
  readonly except?: readonly string[];
  readonly concurrency?: number;
  readonly flags?: readonly string[];
}

async function nodeTests(
  name: string,
  patterns: readonly string[],
  { except = [], concurrency = 1, flags = [] }: NodeTests = {},
): Promise<Step> {
  const files: string[] = [];
  for await (const file of glob(patterns, { exclude: except })) files.push(file);
  const runner = [
    '--conditions=source',
    '--test',
    '--test-reporter=tap',
    `--test-concurrency=${concurrency}`,
  ];
  return { name, args: [...runner, ...flags, ...files.sort()], counting: 'tap' };
}

const inBrowser = ['packages/core/test/browser-*.test.ts', 'packages/core/test/cases/browser.test.ts'];
const coreBrowser = await nodeTests('core-browser', inBrowser, { concurrency: 2 });
const elements: Step = { name: 'elements', args: [bin('@web/test-runner/dist/bin.js')], counting: 'browser' };
const pictures: Step = {
  name: 'pictures',
  args: [...elements.args, '--files', 'packages/widget/src/panel/theming/visual-baselines.test.ts'],
  environment: { GC_BROWSER: 'npm' },
  counting: 'browser',
};
const e2e = await nodeTests('e2e', ['examples/e2e/**/*.test.ts'], {
  flags: ['--test-global-setup=examples/e2e/build-pages.ts'],
});

const isTwice = options['both-browsers'] && hasNpmBrowser && installedBrowser() !== undefined;
/** The same steps in the browser from npm. */
const again = (...steps: readonly Step[]): Step[] =>
  isTwice
    ? steps.map((step) => ({ ...step, name: `${step.name}-npm`, environment: { GC_BROWSER: 'npm' } }))
    : [];

const lanes: readonly (readonly Step[])[] = [
  [
    { name: 'types', args: ['tools/types.ts'], counting: 'exit' },
    { name: 'rooms', args: ['tools/rooms.ts'], counting: 'exit' },
    { name: 'lockfile', args: ['tools/complete-lock.ts', '--check'], counting: 'exit' },
    { name: 'versions', args: ['tools/versions.ts', '--check'], counting: 'exit' },
    { name: 'lint', args: [bin('eslint/bin/eslint.js'), '--max-warnings', '0', '.'], counting: 'exit' },
    await nodeTests('core', ['packages/core/src/**/*.test.ts', 'packages/core/test/{*,cases/*}.test.ts'], {
      except: inBrowser,
      concurrency: 2,
    }),
    coreBrowser,
    elements,
    ...again(coreBrowser, elements),
    ...(hasNpmBrowser ? [pictures] : []),
    await nodeTests('tools', ['tools/*.test.ts']),
    await nodeTests('cli', ['packages/cli/{src,test}/**/*.test.ts']),
    { name: 'packaging', args: ['tools/packaging.ts'], counting: 'exit' },
  ],
  [
    await nodeTests('schema', ['schema/**/*.test.ts'], {
      flags: ['--test-global-setup=schema/tests/support/shared-cluster.ts'],
    }),
    await nodeTests('local', ['packages/local/{src,test}/**/*.test.ts']),
  ],
];
/** Timing matters to these, so that nothing heavier runs beside them: chaos waits for three quarters of its time. */
const timed: readonly (readonly Step[])[] = [
  [e2e, ...again(e2e)],
  [await nodeTests('chaos', ['packages/core/test/chaos/*.test.ts'])],
];

const isWanted = (step: Step): boolean =>
  wanted.length === 0 || wanted.includes(step.name) || wanted.includes(step.name.replace(/-npm$/, ''));
const results = [
  ...(await runLanes(lanes.map((lane) => lane.filter(isWanted)))),
  ...(await runLanes(timed.map((lane) => lane.filter(isWanted)))),
];

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
if (results.length === 0) console.error(`No such step: ${wanted.join(', ')}`);
if (options['both-browsers']) console.log(browsersTold());
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || results.length === 0) process.exitCode = 1;

function browsersTold(): string {
  const installed = installedBrowser();
  if (isTwice) return `browsers: ${installed} and the one from npm`;
  return installed
    ? `browsers: ${installed} alone; not proven in the one from npm, which this platform does not have`
    : 'browsers: the one from npm alone; not proven in an installed Chrome, since there is none';
}
