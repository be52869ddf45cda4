/**
 * The folder of a cluster, as this process names it and as PostgreSQL's programs must: when we are root they run as
 * `nobody`, who cannot enter a private folder. Permissions of folders that were there before are never changed.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { chown, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LocalError } from '../errors.ts';
import type { RunAs } from './binaries.ts';

export interface DataDir {
  /** The cluster as this process names it. */
  readonly cluster: string;
  /** The cluster as PostgreSQL's programs must name it. */
  readonly pathForPostgres: string;
  /** More of a child's `stdio`: the open folder that `pathForPostgres` leads through, if it does. */
  readonly inheritedDescriptors: readonly number[];
  close(): void;
}

/** The first descriptor after standard input, output and error. */
const CHILD_DESCRIPTOR = 3;

/**
 * Makes the folder of the cluster unless it is there. Under a private folder (mode 0700) root hands the open cluster
 * over to the other user, who reaches it through /proc/self/fd without entering the private folder.
 * Throws `data_dir_unusable` where that is impossible.
 */
export async function openDataDir(base: string, user: RunAs): Promise<DataDir> {
  const cluster = join(base, 'cluster');
  try {
    await mkdir(cluster, { recursive: true, mode: 0o700 });
    const isNew = (await readdir(cluster)).length === 0;
    if (isNew && user.uid !== undefined && user.gid !== undefined) await chown(cluster, user.uid, user.gid);
    const open = user.uid === undefined || (await isOpenToAll(base));
    if (open) return { cluster, pathForPostgres: cluster, inheritedDescriptors: [], close: () => undefined };
  } catch (cause) {
    throw dataDirUnusable(cluster, cause);
  }
  if (process.platform !== 'linux') {
    throw new LocalError(
      'data_dir_unusable',
      `PostgreSQL cannot run as root, and the user "nobody" cannot enter ${base}. Choose another data folder, or start as an ordinary user.`,
    );
  }
  const descriptor = openSync(cluster, constants.O_RDONLY | constants.O_DIRECTORY);
  return {
    cluster,
    pathForPostgres: `/proc/self/fd/${CHILD_DESCRIPTOR}`,
    inheritedDescriptors: [descriptor],
    close: () => closeSync(descriptor),
  };
}

/** Turns a file system error into the coded one that says what to do. */
export function dataDirUnusable(path: string, cause: unknown): LocalError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return diskFull(path, cause);
  return new LocalError('data_dir_unusable', `The data folder ${path} cannot be used: ${message}`, cause);
}

export function diskFull(path: string, cause?: unknown): LocalError {
  return new LocalError(
    'disk_full',
    `There is no space left for ${path}. A new database needs about 120 MB.`,
    cause,
  );
}

const OTHERS_MAY_ENTER = 0o001;

async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & OTHERS_MAY_ENTER) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isOpenToAll(parent);
}
