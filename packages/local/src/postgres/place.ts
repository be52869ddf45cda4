/**
 * Owns the folder of a cluster as two users see it: us, and the user PostgreSQL runs as when we are root.
 * Refuses to change permissions of folders it did not make.
 */
import { closeSync, constants, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LocalError } from '../errors.ts';
import type { RunAs } from './binaries.ts';

export interface Place {
  /** The cluster as this process names it. */
  readonly cluster: string;
  /** The cluster as PostgreSQL's programs must name it. */
  readonly seen: string;
  /** More of a child's `stdio`: the open folder that `seen` leads through, if it does. */
  readonly descriptors: readonly number[];
  close(): void;
}

/** The first descriptor after standard input, output and error. */
const CHILD_DESCRIPTOR = 3;

/**
 * Under a private home folder (mode 0700) root may hand over an open folder, through which the other user reaches
 * what is inside without passing the closed door. Throws `data_dir_unusable` where the system has no such way.
 */
export async function openPlace(base: string, user: RunAs): Promise<Place> {
  const cluster = join(base, 'cluster');
  if (user.uid === undefined || (await isOpenToAll(base))) {
    return { cluster, seen: cluster, descriptors: [], close: () => undefined };
  }
  if (process.platform !== 'linux') {
    throw new LocalError(
      'data_dir_unusable',
      `PostgreSQL cannot run as root, and the user "nobody" cannot enter ${base}. Choose another data folder, or start as an ordinary user.`,
    );
  }
  const descriptor = openSync(base, constants.O_RDONLY | constants.O_DIRECTORY);
  return {
    cluster,
    seen: `/proc/self/fd/${CHILD_DESCRIPTOR}/cluster`,
    descriptors: [descriptor],
    close: () => closeSync(descriptor),
  };
}

const OTHERS_MAY_ENTER = 0o001;

async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & OTHERS_MAY_ENTER) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isOpenToAll(parent);
}
