// The room check: which package may import which, no circular imports, no file over 300 lines, no default export or
// `export *` in product code, every source file opens by saying what it is. Prints each breach and fails.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { findCircles, importsOf } from './import-graph.ts';
import type { Import } from './import-graph.ts';

const MAX_LINES_PER_FILE = 300;

/** What each room may import of ours. Rooms that are not listed may import anything. */
const ARROWS: Record<string, readonly string[]> = {
  core: [],
  ui: ['core'],
  widget: ['core', 'ui'],
  'inbox-elements': ['core', 'ui'],
  schema: [],
};
/** Rooms whose imports of core must be types only. */
const TYPES_ONLY = new Set(['ui']);
/** Packages in which imports of types go in no circle either: files that need each other are read together. */
const NO_TYPE_CIRCLES = new Set(['core', 'ui', 'widget', 'inbox-elements', 'local', 'cli', 'bench']);
/** Folders in a package's `src`, from the lowest on: none imports from one that comes after it. */
const LAYERS: Record<string, readonly string[]> = {
  core: [
    ...['observable', 'environment', 'store', 'transport', 'sync'],
    ...['conversation', 'inbox', 'visitor', 'service', 'testing'],
  ],
};
/** What tests of all packages share. No published file may import it; benchmarks may. */
const TEST_KIT = 'tools/test-kit/';
const GENERATED = /database\.types\.ts$|global_chat_schema\.sql$|^schema\/versions\/.*\.sql$|\.generated\./;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|mjs|js|sql|css)$/.test(file) && !GENERATED.test(file));

const breaches: string[] = [];
/** What each file loads at once. */
const loadedImports = new Map<string, string[]>();
/** The same with the imports of types. */
const allImports = new Map<string, string[]>();

function roomOf(file: string): string {
  if (file.startsWith('schema/')) return 'schema';
  return /^packages\/([^/]+)\//.exec(file)?.[1] ?? file.split('/')[0] ?? '';
}

function roomOfSpecifier(specifier: string): string | null {
  const scoped = /^@globalchat\/([^/]+)/.exec(specifier)?.[1];
  if (scoped) return scoped;
  return specifier === 'globalchat' ? 'cli' : null;
}

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > MAX_LINES_PER_FILE)
    breaches.push(`${file}: ${lines} lines, the limit is ${MAX_LINES_PER_FILE}`);
  if (!/\.(ts|mjs)$/.test(file)) continue;

  const room = roomOf(file);
  const isProduct = file.startsWith('packages/') && file.includes('/src/');
  const isTest = file.endsWith('.test.ts') || file.includes('/test/') || file.includes('/tests/');
  if (isProduct && !isTest) {
    if (!/^(#!.*\n)?\s*(\/\/|\/\*)/.test(text)) breaches.push(`${file}: its head must say what it owns`);
    if (/^export default /m.test(text)) breaches.push(`${file}: default export`);
    if (/^export \* /m.test(text)) breaches.push(`${file}: export *`);
  }

  const imports = importsOf(file, text);
  for (const { specifier, path, isType } of imports) {
    const target = path === null ? roomOfSpecifier(specifier) : roomOf(path);
    if (isProduct && !isTest && path !== null && target === room && layerOf(room, path) > layerOf(room, file))
      breaches.push(`${file}: a lower layer must not import ${path}`);
    if (isProduct && !isTest && path?.startsWith(TEST_KIT) && room !== 'bench')
      breaches.push(`${file}: ${TEST_KIT} is for tests`);
    if (!target || target === room || isTest) continue;
    const allowed = ARROWS[room];
    if (isProduct && allowed && !allowed.includes(target))
      breaches.push(`${file}: ${room} must not import ${target}`);
    else if (isProduct && TYPES_ONLY.has(room) && !isType) {
      breaches.push(`${file}: ${room} may import only types of ${target}`);
    }
  }
  // A dynamic import runs later, and types vanish when compiled: neither makes a circle at load time.
  const atOnce = imports.filter(({ path, isDynamic }) => path !== null && !isDynamic);
  loadedImports.set(file, pathsOf(atOnce.filter(({ isType }) => !isType)));
  if (NO_TYPE_CIRCLES.has(room) && isProduct) allImports.set(file, pathsOf(atOnce));
}

/** Its place in LAYERS. Files beside the folders are below all, but for the index, which hands out everything. */
function layerOf(room: string, file: string): number {
  const folder = file.split('/src/')[1]?.split('/')[0] ?? '';
  return folder === 'index.ts' ? Infinity : (LAYERS[room] ?? []).indexOf(folder);
}

function pathsOf(imports: readonly Import[]): string[] {
  return imports.flatMap(({ path }) => (path === null ? [] : [path]));
}

for (const circle of findCircles(loadedImports)) breaches.push(`circular import: ${circle.join(' → ')}`);
for (const circle of findCircles(allImports)) {
  const message = `circular import: ${circle.join(' → ')}. Move what both sides need into a file that both import.`;
  if (!breaches.some((breach) => message.startsWith(breach))) breaches.push(message);
}

for (const breach of breaches) console.error(breach);
console.log(`rooms: ${files.length} files, ${breaches.length} breaches`);
if (breaches.length > 0) process.exitCode = 1;
