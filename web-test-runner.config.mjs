// How element tests run: TypeScript straight from the sources, in the browser that tools/browser.ts finds.
// `--files 'packages/ui/src/**/*.test.ts'` narrows a run to one package.
import { fileURLToPath } from 'node:url';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { visualRegressionPlugin } from '@web/test-runner-visual-regression/plugin';
import { findBrowser, openWindow } from './tools/browser.ts';

/** Every test of a suite and of the suites inside it, with the names of those around it. */
function* testsOf(suite, around = []) {
  const names = suite.name ? [...around, suite.name] : around;
  for (const test of suite.tests) yield { ...test, name: [...names, test.name].join(' > ') };
  for (const inner of suite.suites) yield* testsOf(inner, names);
}

/** Tells what did not pass, and the count; a skipped test, a page that broke and a run without tests are failures. */
const summary = {
  onTestRunFinished({ sessions }) {
    let passed = 0;
    let failed = 0;
    const tell = (session, what, error) => {
      failed++;
      console.log(`\nnot ok ${session.testFile}: ${what}`);
      if (error) console.log(`${error.message}\n${error.stack ?? ''}`);
    };
    for (const session of sessions) {
      for (const error of session.errors) tell(session, 'the page broke', error);
      if (!session.testResults) continue;
      for (const test of testsOf(session.testResults)) {
        if (test.passed) passed++;
        else tell(session, test.name, test.error);
      }
    }
    if (passed + failed === 0) failed = 1;
    // On a line of its own: the runner leaves its progress without an end.
    console.log(`\nbrowser: ${passed} passed, ${failed} failed`);
  },
};

/** `executeServerCommand('forced-colors', 'active')`: the runner's own `emulateMedia` leaves them out without a word. */
const forcedColors = {
  name: 'forced-colors',
  async executeCommand({ command, payload, session }) {
    if (command !== 'forced-colors') return undefined;
    const page = session.browser.getPage(session.id);
    await page.emulateMediaFeatures([{ name: 'forced-colors', value: payload }]);
    return true;
  },
};

/**
 * The pictures in which states of the elements are committed. They are compared in the browser from npm alone, whose
 * version the lockfile fixes: letters look different in another one.
 */
const pictures = visualRegressionPlugin({
  update: process.argv.includes('--update-visual-baseline'),
  baseDir: 'packages/widget/test/pictures',
  getBaselineName: ({ name }) => name,
  getDiffName: ({ name }) => `failed/${name}-difference`,
  getFailedName: ({ name }) => `failed/${name}`,
  diffOptions: { threshold: 0.2 },
  // Percent of the pixels. Two machines differ by up to 0.1.
  failureThreshold: 0.15,
});

/** Workspace packages resolve to their sources, so that no build is needed. */
const exportConditions = ['source', 'development', 'browser'];

export default {
  files: ['packages/{ui,widget,inbox-elements}/src/**/*.test.ts', '!**/visual-baselines.test.ts'],
  nodeResolve: { exportConditions },
  concurrency: 2,
  testsFinishTimeout: 240_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 10_000 } },
  plugins: [
    forcedColors,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.base.json', import.meta.url)),
    }),
    pictures,
  ],
  browsers: [
    chromeLauncher({
      launchOptions: await findBrowser(),
      createPage: ({ context }) => openWindow(context),
    }),
  ],
  // In a log that nobody watches, only what failed is worth its lines.
  reporters: process.stdout.isTTY ? [defaultReporter(), summary] : [summary],
};
