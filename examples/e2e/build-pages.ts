// Before all tests of a run: builds the demo's pages once, since every file starts a demo and a build takes longer than most
// of their tests. Loaded by `--test-global-setup`; the files inherit the environment.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from '../../packages/cli/src/pages/build.ts';

let folder = '';

export async function globalSetup(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'globalchat-e2e-pages-'));
  await buildPages(folder);
  process.env['GC_DEMO_PAGES'] = folder;
}

export async function globalTeardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
