import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import postgres from 'postgres';
import { LocalError } from '../errors.ts';
import { startPostgres } from './start.ts';
import type { Postgres } from './start.ts';
import { until } from '../../../../tools/test-kit/until.ts';

/** Removed after the test; hooks run in the order they were made, so a database in it is stopped before the test ends. */
async function folder(t: TestContext, parent = tmpdir()): Promise<string> {
  const made = await mkdtemp(join(parent, 'gc-test-'));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function ask(database: Postgres, statement: string): Promise<string> {
  const sql = postgres(database.url(), { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql.unsafe(statement);
    return String(Object.values(row ?? {})[0]);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function code(expected: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof LocalError, String(error));
    assert.equal(error.code, expected, error.message);
    return true;
  };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('it knows letters beyond ASCII and sorts by code point', async (t) => {
  const database = await startPostgres();
  t.after(() => database.stop());
  assert.equal(await ask(database, `select lower('ÉÄ') || ('É' ilike 'é')::text`), 'éätrue');
  assert.equal(
    await ask(database, `select string_agg(v, '' order by v) from unnest(array['b','A','a','B']) v`),
    'ABab',
  );
  assert.equal(await ask(database, 'show wal_level'), 'logical');
  assert.equal(await ask(database, 'show listen_addresses'), '127.0.0.1');
});

test('stopping leaves no process and no temporary folder, and may be repeated', async () => {
  const database = await startPostgres();
  assert.ok(existsSync(database.dataDir));
  await database.stop();
  await database.stop();
  assert.equal(alive(database.pid), false);
  assert.equal(existsSync(database.dataDir), false);
});

test('two databases run side by side in one process', async (t) => {
  const [one, two] = await Promise.all([startPostgres(), startPostgres()]);
  t.after(() => Promise.all([one.stop(), two.stop()]));
  await ask(one, 'create table only_here (id int)');
  assert.equal(await ask(two, `select to_regclass('only_here') is null`), 'true');
});

test('data in a data folder outlives the process, and an end by kill -9', async (t) => {
  const dataDir = await folder(t);
  const first = await startPostgres({ dataDir });
  await ask(first, 'create table kept as select 1 as id');
  await first.restart('crash');
  assert.equal(await ask(first, 'select count(*) from kept'), '1');
  await first.stop();
  const second = await startPostgres({ dataDir });
  try {
    assert.equal(await ask(second, 'select count(*) from kept'), '1');
  } finally {
    await second.stop();
  }
});

test('a server that somebody kills comes back on the same port', async (t) => {
  const database = await startPostgres();
  t.after(() => database.stop());
  const before = database.pid;
  process.kill(before, 'SIGKILL');
  await until(() => database.pid !== before);
  await until(() =>
    ask(database, 'select 1').then(
      (one) => one === '1',
      () => false,
    ),
  );
});

test('a taken port is named', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1');
  t.after(() => squatter.close());
  await until(() => squatter.listening);
  const { port } = squatter.address() as AddressInfo;
  await assert.rejects(startPostgres({ port }), code('db_port_taken'));
});

test('a data folder in use is refused, and usable once it is free', async (t) => {
  const dataDir = await folder(t);
  const first = await startPostgres({ dataDir });
  await assert.rejects(startPostgres({ dataDir }), code('data_dir_locked'));
  await first.stop();
  const second = await startPostgres({ dataDir });
  await second.stop();
});

test('a corrupt cluster is refused and left as it is', async (t) => {
  const dataDir = await folder(t);
  const database = await startPostgres({ dataDir });
  await database.stop();
  const control = join(dataDir, 'cluster', 'global', 'pg_control');
  await truncate(control, 10);
  await assert.rejects(startPostgres({ dataDir }), code('data_dir_corrupt'));
  assert.equal((await readFile(control)).length, 10);
});

test('a folder with something else in it is no cluster', async (t) => {
  const dataDir = await folder(t);
  await mkdir(join(dataDir, 'cluster'));
  await writeFile(join(dataDir, 'cluster', 'letter.txt'), 'mine');
  await assert.rejects(startPostgres({ dataDir }), code('data_dir_corrupt'));
  assert.equal(await readFile(join(dataDir, 'cluster', 'letter.txt'), 'utf8'), 'mine');
});

test('a cluster of another major version is named', async (t) => {
  const dataDir = await folder(t);
  await mkdir(join(dataDir, 'cluster'));
  await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '15\n');
  await assert.rejects(startPostgres({ dataDir }), code('data_dir_version'));
});

test('a file where the data folder should be is named', async (t) => {
  const file = join(await folder(t), 'file');
  await writeFile(file, '');
  await assert.rejects(startPostgres({ dataDir: file }), code('data_dir_unusable'));
});

test('a data folder below a private home works', async (t) => {
  const home = await folder(t, process.getuid?.() === 0 ? homedir() : tmpdir());
  await chmod(home, 0o700);
  const dataDir = join(home, 'data');
  const first = await startPostgres({ dataDir });
  await ask(first, 'create table kept (id int)');
  await first.stop();
  const second = await startPostgres({ dataDir });
  try {
    assert.equal(await ask(second, 'select count(*) from kept'), '0');
  } finally {
    await second.stop();
  }
});

test('a data folder that is gone is told, and stopping still works', async (t) => {
  const made = await folder(t);
  const lines: string[] = [];
  const database = await startPostgres({ dataDir: made, log: (line) => lines.push(line) });
  await rm(made, { recursive: true, force: true });
  // It may notice by itself, and end.
  if (alive(database.pid)) process.kill(database.pid, 'SIGKILL');
  await until(() => lines.some((line) => line.includes('could not be started again')));
  await database.stop();
});
