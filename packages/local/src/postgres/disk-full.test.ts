// A disk without space, at every moment that writes: a small file system of its own where one may be mounted, which
// takes root on Linux; elsewhere the error is handed in where Node would report it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { clientsOf } from '../../test/backend.ts';
import { LocalError } from '../errors.ts';
import { startLocal } from '../local.ts';
import { dataDirUnusable } from './data-dir.ts';

/** A mounted folder of so many megabytes; undefined where mounting is not allowed. */
async function smallDisk(t: TestContext, megabytes: number): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'gc-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    t.skip('no file system may be mounted here');
    return undefined;
  }
  t.after(async () => {
    execFileSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true });
  });
  return join(folder, 'data');
}

/** Leaves no room at all. */
async function fill(folder: string): Promise<string> {
  const file = join(folder, '..', 'ballast');
  for (let size = 2 ** 22; size >= 512; size /= 2) {
    for (;;) {
      try {
        await writeFile(file, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break; // full for this size
      }
    }
  }
  assert.ok((await stat(file)).size > 0);
  return file;
}

function isDiskFull(error: unknown): boolean {
  assert.ok(error instanceof LocalError, String(error));
  assert.equal(error.code, 'disk_full', error.message);
  assert.match(error.message, /no space left/);
  return true;
}

test('a new database that does not fit is refused, and leaves nothing behind', async (t) => {
  const dataDir = await smallDisk(t, 20);
  if (dataDir === undefined) return;
  await assert.rejects(startLocal({ dataDir }), isDiskFull);
  await assert.rejects(stat(join(dataDir, 'cluster', 'base')), { code: 'ENOENT' });
});

test('a disk that filled up since is named at the next start, and the data is still there', async (t) => {
  const dataDir = await smallDisk(t, 220);
  if (dataDir === undefined) return;
  const first = await startLocal({ dataDir });
  await first.sql`create table public.kept as select 1 as id`;
  await first.stop();
  const ballast = await fill(dataDir);
  await assert.rejects(startLocal({ dataDir }), isDiskFull);
  await rm(ballast);
  const second = await startLocal({ dataDir });
  t.after(() => second.stop());
  assert.equal((await second.sql`select id from public.kept`).length, 1);
});

test('a disk that fills up while it runs: rows and files are refused in words, and room brings it back', async (t) => {
  const dataDir = await smallDisk(t, 220);
  if (dataDir === undefined) return;
  const schema =
    'create table if not exists public.rows (body text); alter table public.rows alter body set storage external;';
  const local = await startLocal({ dataDir, migrations: [{ name: 'rows', sql: schema }] });
  t.after(() => local.stop());
  const admin = clientsOf(local).client(local.secretKey);
  await admin.storage.createBucket('files');
  const ballast = await fill(dataDir);
  const big = 'x'.repeat(4_000_000);
  const file = await admin.storage.from('files').upload('big.txt', big);
  assert.match(file.error?.message ?? 'stored', /no space left/i);
  let row = await admin.from('rows').insert({ body: big });
  for (let tries = 0; row.error === null && tries < 20; tries += 1)
    row = await admin.from('rows').insert({ body: big });
  assert.match(
    row.error?.message ?? 'stored',
    /No space left on device|Retrying the connection|fetch failed/,
  );
  await rm(ballast);
  const deadline = Date.now() + 20_000;
  let again = await admin.from('rows').insert({ body: 'small' });
  while (again.error !== null && Date.now() < deadline)
    again = await admin.from('rows').insert({ body: 'small' });
  assert.equal(again.error, null);
});

test('the system call that finds no space becomes the same code', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'gc-disk-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'data'));
  const cause = Object.assign(new Error('ENOSPC: no space left on device, mkdir'), { code: 'ENOSPC' });
  assert.equal(isDiskFull(dataDirUnusable(join(folder, 'data'), cause)), true);
});
