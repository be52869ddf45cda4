// `npm run sizes:inbox`: what the inbox elements weigh, as a page pays for them whose bundler divides and minifies, without
// supabase-js and after brotli at its best: all together, at first and later, and each element alone. Builds from the
// sources with squeezed templates, as they are published. Counts core's way to Supabase and the English texts; refuses
// to count other languages, of which an agent loads one at most.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { brotliCompressSync, constants } from 'node:zlib';
import { readdir } from 'node:fs/promises';
import { transform } from 'esbuild';
import { rollup, type OutputChunk, type Plugin, type RollupCache } from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import { squeezeTemplates } from './squeeze-templates.ts';

const ROOM = 'packages/inbox-elements/src';
/** Most bytes before the first element is defined, of an import of the whole set. */
const FIRST_LIMIT = 50_000;
/** Most bytes of everything, when an agent came to use it all: what is divided compresses worse, by some 7 kB. */
const ALL_LIMIT = 96_600;

const squeezed: Plugin = {
  name: 'squeezed-templates',
  transform(code, id) {
    return id.includes('/packages/') ? { code: squeezeTemplates(code, this.parse(code)), map: null } : null;
  },
};
const minified: Plugin = {
  name: 'minified',
  async renderChunk(code) {
    const options = { minify: true, format: 'esm', target: 'es2022', legalComments: 'none' } as const;
    return { code: (await transform(code, options)).code, map: null };
  },
};

let cache: RollupCache | undefined;

async function chunksOf(entry: string): Promise<readonly OutputChunk[]> {
  const bundle = await rollup({
    input: entry,
    external: ['@supabase/supabase-js'],
    ...(cache && { cache }),
    plugins: [
      nodeResolve({
        exportConditions: ['source', 'browser', 'production', 'module', 'import', 'default'],
        extensions: ['.ts', '.js'],
      }),
      esbuild({ target: 'es2022', tsconfig: 'tsconfig.base.json' }),
      squeezed,
      minified,
    ],
  });
  cache = bundle.cache;
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output.filter((chunk) => chunk.type === 'chunk');
}

function weigh(content: string): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

const isLanguage = ({ moduleIds }: OutputChunk): boolean =>
  moduleIds.length > 0 && moduleIds.every((id) => /\/i18n\/(?!en\/)[\w-]+\/[\w-]+\.ts$/.test(id));

/** Bytes that the browser needs before the first element is defined, and all bytes. */
async function measure(entry: string): Promise<{ first: number; all: number }> {
  const chunks = await chunksOf(entry);
  const initial = new Set<string>();
  const pending = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (initial.has(name)) continue;
    initial.add(name);
    pending.push(...(chunks.find(({ fileName }) => fileName === name)?.imports ?? []));
  }
  let [first, all] = [0, 0];
  for (const chunk of chunks) {
    if (isLanguage(chunk)) continue;
    const bytes = weigh(chunk.code);
    all += bytes;
    if (initial.has(chunk.fileName)) first += bytes;
  }
  return { first, all };
}

const set = await measure(`${ROOM}/define.ts`);
const limited = [
  { what: 'inbox at first', bytes: set.first, limit: FIRST_LIMIT },
  { what: 'inbox, all', bytes: set.all, limit: ALL_LIMIT },
];
for (const { what, bytes, limit } of limited) {
  const isOver = bytes > limit;
  if (isOver) process.exitCode = 1;
  console.log(
    `${what.padEnd(20)}${String(bytes).padStart(7)} of ${String(limit).padStart(6)}  ${isOver ? 'OVER' : 'ok'}`,
  );
}
for (const tag of (await readdir(ROOM)).filter((name) => name.startsWith('gc-')).sort()) {
  const { first, all } = await measure(`${ROOM}/${tag}/define.ts`);
  console.log(
    `${tag.padEnd(20)}${String(first).padStart(7)} alone, later ${String(all - first).padStart(6)}`,
  );
}
