/**
 * One run of the postgres program, from its command line to its exit, with its error messages turned into our codes.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { LocalError } from '../errors.ts';
import type { Binaries, RunAs } from './binaries.ts';
import { dataDirCorrupt, POSTGRES_ENVIRONMENT } from './cluster.ts';
import { diskFull } from './data-dir.ts';
import type { DataDir } from './data-dir.ts';
import type { Watchdog } from './watchdog.ts';

export interface PostgresProcess {
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** `fast` rolls back what runs and checkpoints; `crash` is kill -9, for tests of recovery. */
  stop(how: 'fast' | 'crash'): Promise<void>;
}

export interface PostgresProcessOptions {
  readonly binaries: Binaries;
  readonly user: RunAs;
  readonly dataDir: DataDir;
  readonly port: number;
  readonly settings: readonly string[];
  readonly watchdog: Watchdog;
  readonly log?: ((line: string) => void) | undefined;
}

/** How much of the server's log an error may quote. */
const LOG_TAIL_CHARACTERS = 4000;

/** Resolves once connections are accepted. Throws the coded reason why not. */
export async function startPostgresProcess(options: PostgresProcessOptions): Promise<PostgresProcess> {
  const { dataDir, port } = options;
  const child = spawn(
    options.binaries.postgres,
    [
      '-D',
      dataDir.pathForPostgres,
      '-p',
      String(port),
      ...options.settings.flatMap((setting) => ['-c', setting]),
    ],
    {
      ...options.user,
      cwd: dataDir.cluster,
      env: { ...process.env, ...POSTGRES_ENVIRONMENT },
      // Its own session, so that Ctrl-C in a terminal reaches us alone and we stop it in order.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', ...dataDir.inheritedDescriptors],
    },
  );
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const { pid } = child;
  // At once: a parent that dies while the server still recovers must not leave it behind either.
  if (pid !== undefined) options.watchdog.guard(pid);
  try {
    await ready(child, options);
  } catch (error) {
    await exited;
    throw error;
  }
  if (pid === undefined) throw new LocalError('postgres_failed', 'PostgreSQL has no process id');
  unref(child);
  return {
    pid,
    exited,
    async stop(how) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref(); // or the event loop may end before the process does
      child.kill(how === 'fast' ? 'SIGINT' : 'SIGKILL');
      await exited;
    },
  };
}

/** A running database must not keep a finished program alive. */
function unref(child: ChildProcess): void {
  child.unref();
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
}

async function ready(child: ChildProcess, options: PostgresProcessOptions): Promise<void> {
  let tail = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      tail = (tail + text).slice(-LOG_TAIL_CHARACTERS);
      for (const line of text.split('\n')) if (line !== '') options.log?.(line);
      if (tail.includes('ready to accept connections')) resolve();
    });
    child.once('error', (cause) =>
      reject(new LocalError('postgres_failed', `PostgreSQL did not start: ${cause.message}`, cause)),
    );
    // `close`, not `exit`: only then has all of standard error been read.
    child.once('close', () => reject(explain(tail, options)));
  });
}

/** Why PostgreSQL ended while starting: the last lines of its log, as one of our codes. */
function explain(log: string, { dataDir: { cluster }, port }: PostgresProcessOptions): LocalError {
  const reason = /(?:FATAL|PANIC):\s*(.*)/.exec(log)?.[1] ?? log.trim();
  if (/lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(log)) {
    return new LocalError('data_dir_locked', `Another PostgreSQL uses ${cluster}. Stop it first: ${reason}`);
  }
  if (/Address already in use|could not create any TCP\/IP sockets/.test(log)) {
    return new LocalError(
      'db_port_taken',
      `Port ${port} of 127.0.0.1 is taken. Choose another database port.`,
    );
  }
  if (/wrong ownership|invalid permissions/.test(log)) {
    return new LocalError(
      'data_dir_unusable',
      `The data folder ${cluster} belongs to another user: ${reason}`,
    );
  }
  if (/No space left on device/i.test(log)) return diskFull(cluster);
  if (
    /incompatible with server|control file|pg_control|could not locate a valid checkpoint|postgresql\.conf|could not open (file|directory)|invalid (page|data|magic|record)|corrupt/i.test(
      log,
    )
  ) {
    return dataDirCorrupt(cluster, reason);
  }
  return new LocalError('postgres_failed', `PostgreSQL ended while starting: ${reason}`);
}
