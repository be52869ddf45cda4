// A release without publishing: in a copy of this checkout the next version is set as `npm run version` sets it, and then
// everything must agree on it, build, and be in the tarballs. Changes nothing here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { publishedPackages } from './published.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

const copy = await mkdtemp(join(tmpdir(), 'globalchat-release-'));

/** What is installed here serves the copy, whose own packages are its own. */
async function linkInstalled(): Promise<void> {
  const link = (from: string, to: string): Promise<void> => symlink(from, join(copy, to), 'junction');
  await mkdir(join(copy, 'node_modules/@globalchat'), { recursive: true });
  for (const name of await readdir('node_modules'))
    if (name !== '@globalchat' && name !== 'globalchat')
      await link(resolve('node_modules', name), `node_modules/${name}`);
  for (const { folder, manifest } of await publishedPackages())
    await link(join(copy, folder), `node_modules/${manifest.name}`);
}

async function copyCheckout(): Promise<void> {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of list.toString().split('\0').filter(Boolean)) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    // A file that was deleted and not committed yet is still listed.
    await cp(file, join(copy, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

const run = (args: readonly string[]): string =>
  execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 26 });

const versionOf = async (folder: string): Promise<string> => {
  const text = await readFile(join(folder, 'schema/package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
};

try {
  await copyCheckout();
  await linkInstalled();
  // Right after a release there is something to release, too.
  const change = "---\n'@globalchat/core': patch\n---\n\nA rehearsal.\n";
  await writeFile(join(copy, '.changeset/rehearsal.md'), change);
  execFileSync('npm', ['run', 'version'], { cwd: copy, shell: process.platform === 'win32' });
  const [before, after] = [await versionOf('.'), await versionOf(copy)];
  assert.notEqual(after, before);
  const lock = JSON.parse(await readFile(join(copy, 'package-lock.json'), 'utf8')) as Lock;
  assert.equal(lock.packages['schema']?.version, after, 'the lockfile follows');
  run(['tools/versions.ts', '--check']);
  run(['tools/complete-lock.ts', '--check']);
  const reinstall = ['--test-name-pattern=says its version', 'schema/tests/reinstall.test.ts'];
  run(['--conditions=source', '--test', ...reinstall]);
  run(['tools/build.ts']);
  console.log(run(['tools/tarballs.ts']));
  console.log(`rehearsed the release of ${after} after ${before}`);
} finally {
  await rm(copy, { recursive: true, force: true });
}
