// Builds the demo's two pages from the sources in this checkout into one folder: the landing page, the example inbox
// and the script-tag bundle as it is published. Addresses stay placeholders that are filled in when a page is served,
// so that one build suits every backend. Not part of the published command; what it builds is.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PageFolders } from './serve.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const examples = `${root}examples`;

/** What the inbox page reads from `import.meta.env`, where Vite would put the values. */
const BUILD_VARIABLES = ['VITE_SUPABASE_URL', 'VITE_SUPABASE_ANON_KEY'];
/** Not for a browser: what makes an example a package. */
const FILES_LEFT_OUT = new Set(['node_modules', 'package.json']);

/** Where `buildPages` puts them. */
export function pagesIn(target: string): PageFolders {
  return { landing: `${target}/landing`, inbox: `${target}/inbox`, cdn: `${target}/cdn` };
}

/** The workspace's own tool; outside of this package, so its types are told here. */
const tools = (await import(new URL('../../../../tools/notices.ts', import.meta.url).href)) as {
  readonly NOTICES_FILE: string;
  noticesFor(files: Iterable<string>): Promise<string>;
};

export async function buildPages(target: string): Promise<PageFolders> {
  const folders = pagesIn(target);
  await mkdir(target, { recursive: true });
  await Promise.all([copyLanding(folders.landing), buildInbox(folders.inbox), buildScriptTag(folders.cdn)]);
  return folders;
}

async function copyLanding(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(`${examples}/landing`)).filter((name) => !FILES_LEFT_OUT.has(name));
  await Promise.all(names.map((name) => cp(`${examples}/landing/${name}`, `${folder}/${name}`)));
}

async function buildInbox(folder: string): Promise<void> {
  // Only whoever builds needs the bundler.
  const { build } = await import('esbuild');
  await cp(`${examples}/inbox/public`, folder, { recursive: true });
  await cp(`${examples}/inbox/index.html`, `${folder}/index.html`);
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: [`${examples}/inbox/src/main.ts`],
    outdir: `${folder}/src`,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    conditions: ['source', 'browser', 'production'],
    define: Object.fromEntries(
      BUILD_VARIABLES.map((name) => [`import.meta.env.${name}`, JSON.stringify(`%${name}%`)]),
    ),
    logLevel: 'error',
  });
  const files = Object.keys(metafile.inputs).map((file) => `${root}${file}`);
  await writeFile(`${folder}/${tools.NOTICES_FILE}`, await tools.noticesFor(files));
}

async function buildScriptTag(folder: string): Promise<void> {
  const rollup = `${root}node_modules/rollup/dist/bin/rollup`;
  await promisify(execFile)(process.execPath, [rollup, '-c', '--silent'], { cwd: root });
  await cp(`${root}packages/widget/dist/cdn`, folder, {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  });
}
