// The demo's scripts, built from the sources in this checkout: the script-tag bundle as it is published, and the
// example inbox with the local backend's address compiled in, as Vite would do it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The example pages, as they are in this checkout. */
export const examples = `${root}examples`;

/** Returns the folder with `global-chat.js` and its chunks. */
export async function buildScriptTag(): Promise<string> {
  const rollup = `${root}node_modules/rollup/dist/bin/rollup`;
  await promisify(execFile)(process.execPath, [rollup, '-c', '--silent'], { cwd: root });
  return `${root}packages/widget/dist/cdn`;
}

/** Builds the inbox page's script into `outdir`. `environment` is what the page reads from `import.meta.env`. */
export async function buildInbox(
  outdir: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [`${root}examples/inbox/src/main.ts`],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    conditions: ['source', 'browser', 'production'],
    define: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
    ),
    logLevel: 'error',
  });
}
