// Completes package-lock.json with the packages of other platforms, each with its integrity. npm leaves out of the lock
// what the registry at hand did not offer, and `npm ci` elsewhere then refuses the file.
// `--check` changes nothing and fails when something is missing. Run after every `npm install`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly integrity?: string;
  /** A room of this workspace. */
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  packages: Record<string, LockedPackage>;
}

const LOCK = 'package-lock.json';
const read = (): Lock => JSON.parse(readFileSync(LOCK, 'utf8')) as Lock;

/** Optional dependencies of an exact version that the lock does not have. */
function absent({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([, range]) => path !== '' && /^\d/.test(range))
      .map(([name]) => name)
      .filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
  );
}

/** What would be installed without knowing whether it is what the registry had when it was locked. */
function unproven({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([path, { link, integrity }]) => path.includes('node_modules/') && !link && !integrity)
    .map(([path]) => path);
}

if (!process.argv.includes('--check')) {
  const lock = read();
  // npm asks the registry only for what the lock does not have.
  for (const path of unproven(lock)) delete lock.packages[path];
  writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
  const flags = ['--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags], { stdio: 'inherit', shell: process.platform === 'win32' });
}
const lock = read();
const problems = [
  ...absent(lock).map((name) => `${name} is missing`),
  ...unproven(lock).map((path) => `${path} has no integrity`),
];
if (problems.length > 0) {
  console.error(`${LOCK}: ${problems.length} problems; run npm run lock\n${problems.join('\n')}`);
  process.exitCode = 1;
}
