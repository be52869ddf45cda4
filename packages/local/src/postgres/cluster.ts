/**
 * A cluster on disk: made with initdb, or checked. One that is damaged or of another version is never repaired or
 * deleted.
 */
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { chown, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalError } from '../errors.ts';
import type { Binaries, RunAs } from './binaries.ts';
import { diskFull, dataDirUnusable } from './data-dir.ts';
import type { DataDir } from './data-dir.ts';

/** The major version of the embedded PostgreSQL; a cluster of another one cannot be opened. */
export const POSTGRES_MAJOR_VERSION = '18';

/** The superuser's name is that of hosted projects, where `postgres` is an ordinary role. */
export const SUPERUSER = 'supabase_admin';

/** One password for every login role: the server listens on loopback only. */
export const LOGIN_ROLE_PASSWORD = 'postgres';

export const POSTGRES_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PGTZ: 'UTC' };

/**
 * Makes the cluster unless it exists; `scratch` takes what is needed only meanwhile.
 * Throws `data_dir_corrupt`, `data_dir_version`, `disk_full` or `data_dir_unusable`.
 */
export async function ensureCluster(
  dataDir: DataDir,
  binaries: Binaries,
  user: RunAs,
  scratch: string,
): Promise<void> {
  const { cluster } = dataDir;
  const version = await readVersion(cluster);
  if (version === POSTGRES_MAJOR_VERSION) return;
  if (version !== undefined) {
    throw new LocalError(
      'data_dir_version',
      `${cluster} was made by PostgreSQL ${version}, this is ${POSTGRES_MAJOR_VERSION}. Choose another folder, or delete it to start afresh.`,
    );
  }
  if ((await readdir(cluster)).length > 0) throw dataDirCorrupt(cluster, 'it has no PG_VERSION');
  await initdb(dataDir, binaries, user, scratch);
}

export function dataDirCorrupt(cluster: string, detail: string): LocalError {
  return new LocalError(
    'data_dir_corrupt',
    `${cluster} is not a usable PostgreSQL cluster: ${detail}. Restore it from a copy, or delete it to start afresh.`,
  );
}

async function readVersion(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw dataDirUnusable(cluster, cause);
  }
}

async function initdb(
  { cluster, pathForPostgres, inheritedDescriptors }: DataDir,
  binaries: Binaries,
  user: RunAs,
  scratch: string,
): Promise<void> {
  const passwordFile = join(scratch, 'password');
  try {
    await writeFile(passwordFile, `${LOGIN_ROLE_PASSWORD}\n`, { mode: 0o600 });
    if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid);
  } catch (cause) {
    throw dataDirUnusable(scratch, cause);
  }
  // The builtin C.UTF-8 locale sorts by code point, quickly and the same on every system, and still knows that
  // "É" and "é" are one letter in two cases; plain C does not, and lower() and ilike would be wrong.
  // prettier-ignore
  const args = [
    '-D', pathForPostgres, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-sync', '--no-instructions',
  ];
  const { code, output } = await run(binaries.initdb, args, {
    ...user,
    cwd: cluster,
    stdio: ['ignore', 'ignore', 'pipe', ...inheritedDescriptors],
  });
  await rm(passwordFile, { force: true });
  if (code === 0) return;
  await rm(cluster, { recursive: true, force: true });
  if (/no space left/i.test(output)) throw diskFull(cluster);
  if (/permission denied/i.test(output)) throw dataDirUnusable(cluster, new Error(output.trim()));
  throw new LocalError('postgres_failed', `initdb could not make a database in ${cluster}: ${output.trim()}`);
}

function run(
  program: string,
  args: string[],
  options: SpawnOptions,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, env: { ...process.env, ...POSTGRES_ENVIRONMENT } });
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (cause) => resolve({ code: null, output: cause.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
