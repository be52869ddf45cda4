/**
 * Owns the other major versions of PostgreSQL that the schema must run on: finding them, and a throwaway cluster of each.
 * npm installs them where there is a build for the platform (optionalDependencies of the workspace).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureExecutableBy, postgresUser } from '../../../packages/local/src/postgres/binaries.ts';
import type { Binaries } from '../../../packages/local/src/postgres/binaries.ts';
import {
  POSTGRES_MAJOR_VERSION,
  LOGIN_ROLE_PASSWORD,
  SUPERUSER,
} from '../../../packages/local/src/postgres/cluster.ts';
import { freePort } from '../../../packages/local/src/postgres/free-port.ts';
import { openDataDir } from '../../../packages/local/src/postgres/data-dir.ts';
import { startPostgresProcess } from '../../../packages/local/src/postgres/postgres-process.ts';
import { startPostgres } from '../../../packages/local/src/postgres/start.ts';
import { startWatchdog } from '../../../packages/local/src/postgres/watchdog.ts';

export interface Cluster {
  url(user?: string): string;
  stop(): Promise<void>;
}

export interface Edition {
  readonly major: number;
  readonly start: (settings?: readonly string[]) => Promise<Cluster>;
}

/** Hosted projects run one of these. */
const OLDER = [15, 17];

/** The versions that can be started on this platform, the embedded one last. */
export async function editions(): Promise<Edition[]> {
  const found: Edition[] = [];
  for (const major of OLDER) {
    const binaries = await import(`postgres-${String(major)}`).then(
      (programs) => programs as Binaries,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
        throw error;
      },
    );
    if (binaries !== undefined) found.push({ major, start: (settings) => startOlder(binaries, settings) });
  }
  return [
    ...found,
    { major: Number(POSTGRES_MAJOR_VERSION), start: (settings = []) => startPostgres({ settings }) },
  ];
}

async function startOlder(installed: Binaries, more: readonly string[] = []): Promise<Cluster> {
  const base = await mkdtemp(join(tmpdir(), 'globalchat-'));
  const watchdog = startWatchdog(join(base, 'cluster'), base);
  const close = async (): Promise<void> => {
    await rm(base, { recursive: true, force: true });
    watchdog.dismiss();
  };
  try {
    const user = postgresUser();
    await chmod(base, 0o755);
    const dataDir = await openDataDir(base, user);
    const binaries = await ensureExecutableBy(user, installed, base);
    await initdb(binaries, dataDir.pathForPostgres, base, user);
    const port = await freePort();
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'wal_level=logical',
      'timezone=UTC',
      'jit=off',
      'fsync=off',
      ...more,
    ];
    const server = await startPostgresProcess({ binaries, user, dataDir, port, settings, watchdog });
    return {
      url: (name = SUPERUSER) =>
        `postgres://${name}:${LOGIN_ROLE_PASSWORD}@127.0.0.1:${String(port)}/postgres`,
      async stop() {
        await server.stop('fast');
        dataDir.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Hosted projects sort by ICU or by C; `builtin`, which the embedded one uses, came with 17. */
async function initdb(
  binaries: Binaries,
  cluster: string,
  base: string,
  user: ReturnType<typeof postgresUser>,
): Promise<void> {
  const passwordFile = join(base, 'password');
  await writeFile(passwordFile, `${LOGIN_ROLE_PASSWORD}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid);
  // prettier-ignore
  const args = [
    '-D', cluster, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync', '--no-instructions',
  ];
  const child = spawn(binaries.initdb, args, { ...user, cwd: base, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed: ${output}`);
}
