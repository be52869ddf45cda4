// What each tarball of a release would hold, asked of npm itself after a build: the licence and the notices of bundled code,
// a README, every file that the manifest names; no tests; and one version of the packages everywhere.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { NOTICES_FILE } from './notices.ts';
import { publishedPackages, type PublishedPackage } from './published.ts';

interface Packed {
  readonly name: string;
  readonly version: string;
  readonly files: readonly { readonly path: string }[];
}

/** Folders with code of others in them, and a package that must be named there. */
const BUNDLES: Readonly<Record<string, readonly (readonly [folder: string, carries: string])[]>> = {
  '@globalchat/widget': [['dist/cdn', 'lit-html']],
  globalchat: [
    ['dist/demo-pages/cdn', 'lit-html'],
    ['dist/demo-pages/inbox', '@supabase/supabase-js'],
  ],
};
const TEST = /(^|\/)tests?\/|\.test\.|\.tsbuildinfo$/;

function pack(folder: string): Packed {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', `./${folder}`];
  const output = execFileSync('npm', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
    shell: process.platform === 'win32',
  });
  const answer = JSON.parse(output) as readonly Packed[] | Readonly<Record<string, Packed>>;
  const [packed] = Object.values(answer);
  if (!packed) throw new Error(`npm packed nothing of ${folder}`);
  return packed;
}

/** Targets of `exports` and `bin`; a pattern stands for the files that it matches. */
function targets({ exports = {}, bin = {} }: PublishedPackage['manifest']): string[] {
  const all = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  return [...all, ...Object.values(bin)].map((target) => target.replace(/^\.\//, ''));
}

function has(paths: readonly string[], target: string): boolean {
  const [before = '', after] = target.split('*');
  return paths.some((path) =>
    after === undefined ? path === target : path.startsWith(before) && path.endsWith(after),
  );
}

async function problemsOf({ folder, manifest }: PublishedPackage, version: string): Promise<string[]> {
  const { name, version: packedVersion, files } = pack(folder);
  const paths = files.map(({ path }) => path);
  const bundles = BUNDLES[name] ?? [];
  const wanted = [
    'LICENSE',
    'README.md',
    ...bundles.map(([inside]) => `${inside}/${NOTICES_FILE}`),
    ...targets(manifest),
  ];
  const problems = [
    ...wanted.filter((target) => !has(paths, target)).map((target) => `lacks ${target}`),
    ...paths.filter((path) => TEST.test(path)).map((path) => `has ${path}`),
    ...(packedVersion === version ? [] : [`is ${packedVersion}, not ${version}`]),
    ...(manifest.license === 'MIT' ? [] : ['names no licence']),
    ...(manifest.engines?.node ? [] : ['does not say which Node it needs']),
    ...Object.entries(manifest.dependencies ?? {})
      .filter(([dependency]) => /^(@globalchat\/|globalchat$)/.test(dependency))
      .filter(([, range]) => range !== version)
      .map(([dependency, range]) => `needs ${dependency} ${range}`),
  ];
  for (const [inside, carries] of bundles) {
    const text = await readFile(`${folder}/${inside}/${NOTICES_FILE}`, 'utf8').catch(() => '');
    if (!text.includes(`\n${carries} `)) problems.push(`says nothing of ${carries} in ${inside}`);
  }
  console.log(`${name} ${packedVersion}: ${paths.length} files, ${problems.length} problems`);
  return problems.map((problem) => `${name} ${problem}`);
}

const packages = await publishedPackages();
const version = packages[0]?.manifest.version ?? '';
const problems: string[] = [];
for (const each of packages) problems.push(...(await problemsOf(each, version)));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
