// The room check: which package may import which, no circular imports, no file over 300 lines, no default export or
// `export *` in product code, every source file opens by saying what it is. Prints each breach and fails.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dirname, join, normalize } from 'node:path';

const LINES = 300;

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
const GENERATED = /database\.types\.ts$|global_chat_schema\.sql$|^schema\/versions\/.*\.sql$|\.generated\./;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|mjs|js|sql|css)$/.test(file) && !GENERATED.test(file));

const breaches: string[] = [];
const graph = new Map<string, string[]>();

function roomOf(file: string): string {
  if (file.startsWith('schema/')) return 'schema';
  return /^packages\/([^/]+)\//.exec(file)?.[1] ?? file.split('/')[0] ?? '';
}

function roomOfSpecifier(specifier: string): string | null {
  const scoped = /^@globalchat\/([^/]+)/.exec(specifier)?.[1];
  if (scoped) return scoped;
  return specifier === 'globalchat' ? 'cli' : null;
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm;

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines > LINES) breaches.push(`${file}: ${lines} lines, the limit is ${LINES}`);
  if (!/\.(ts|mjs)$/.test(file)) continue;

  const room = roomOf(file);
  const isProduct = file.startsWith('packages/') && file.includes('/src/');
  const isTest = file.endsWith('.test.ts') || file.includes('/test/') || file.includes('/tests/');
  if (isProduct && !isTest) {
    if (!/^(#!.*\n)?\s*(\/\/|\/\*)/.test(text)) breaches.push(`${file}: its head must say what it owns`);
    if (/^export default /m.test(text)) breaches.push(`${file}: default export`);
    if (/^export \* /m.test(text)) breaches.push(`${file}: export *`);
  }

  const edges: string[] = [];
  for (const match of text.matchAll(IMPORT)) {
    const specifier = match[2] ?? match[3] ?? '';
    const isType = match[1] !== undefined;
    const isDynamic = match[3] !== undefined;
    let target: string | null = null;
    if (specifier.startsWith('.')) {
      const path = normalize(join(dirname(file), specifier));
      // Types vanish when compiled and a dynamic import runs later: neither makes a cycle at load time.
      if (!isType && !isDynamic) edges.push(path);
      target = roomOf(path);
    } else target = roomOfSpecifier(specifier);
    if (!target || target === room || isTest) continue;
    const allowed = ARROWS[room];
    if (isProduct && allowed && !allowed.includes(target))
      breaches.push(`${file}: ${room} must not import ${target}`);
    else if (isProduct && TYPES_ONLY.has(room) && !isType) {
      breaches.push(`${file}: ${room} may import only types of ${target}`);
    }
  }
  graph.set(file, edges);
}

/** Depth-first search that reports each cycle once, by the file it was entered through. */
function findCycles(): void {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      breaches.push(`circular import: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) if (graph.has(next)) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
}
findCycles();

for (const breach of breaches) console.error(breach);
console.log(`rooms: ${files.length} files, ${breaches.length} breaches`);
if (breaches.length > 0) process.exitCode = 1;
