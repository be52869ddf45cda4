// `node tools/inbox-size.ts`: what all inbox elements together weigh against the budget of their design, without
// supabase-js, in bytes after brotli at its best. Counts what comes at first and what comes later; refuses to count
// languages, of which an agent loads one at most.
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const ENTRY = 'packages/inbox-elements/src/define.ts';
const LIMIT = 60_000;

function weigh(content: Uint8Array): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

const { outputFiles, metafile } = await build({
  entryPoints: [ENTRY],
  bundle: true,
  splitting: true,
  minify: true,
  write: false,
  metafile: true,
  outdir: 'inbox',
  format: 'esm',
  target: 'es2022',
  conditions: ['source', 'browser', 'production'],
  external: ['@supabase/supabase-js'],
});

const chunks = Object.entries(metafile.outputs).map(([path, { entryPoint, imports, inputs }]) => ({
  path,
  imports: imports.filter(({ kind }) => kind === 'import-statement').map(({ path: target }) => target),
  isEntry: entryPoint === ENTRY,
  isLanguage: Object.keys(inputs).every((input) => input.includes('/localize/locales/')),
  bytes: weigh(outputFiles.find((file) => file.path.endsWith(path))!.contents),
}));

/** The entry and everything it imports statically: what the browser needs before the first element is defined. */
const initial = new Set<string>();
const pending = chunks.filter(({ isEntry }) => isEntry).map(({ path }) => path);
for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
  if (initial.has(path)) continue;
  initial.add(path);
  pending.push(...(chunks.find((chunk) => chunk.path === path)?.imports ?? []));
}

const counted = chunks.filter(({ isLanguage }) => !isLanguage);
const sum = (of: typeof chunks): number => of.reduce((total, { bytes }) => total + bytes, 0);
const first = sum(counted.filter(({ path }) => initial.has(path)));
const total = sum(counted);
console.log(`inbox at first  ${String(first).padStart(7)}`);
console.log(`inbox later     ${String(total - first).padStart(7)}`);
console.log(`inbox, all      ${String(total).padStart(7)} of ${LIMIT}  ${total > LIMIT ? 'OVER' : 'ok'}`);
if (total > LIMIT) process.exitCode = 1;
