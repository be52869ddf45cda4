/**
 * An embedded PostgreSQL from nothing to running and back. It listens on 127.0.0.1 only, is started again when it ends
 * by itself, and leaves no process and no temporary folder behind.
 */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalError } from '../errors.ts';
import { ensureExecutableBy, findBinaries, postgresUser } from './binaries.ts';
import { ensureCluster, LOGIN_ROLE_PASSWORD, SUPERUSER } from './cluster.ts';
import { freePort } from './free-port.ts';
import { openDataDir, dataDirUnusable } from './data-dir.ts';
import type { DataDir } from './data-dir.ts';
import { startPostgresProcess } from './postgres-process.ts';
import type { PostgresProcess } from './postgres-process.ts';
import { startWatchdog } from './watchdog.ts';

export interface PostgresOptions {
  /** Where the data lives; absent = a temporary folder that is removed on stop. */
  readonly dataDir?: string | undefined;
  /** TCP port; 0 or absent = any free one. */
  readonly port?: number | undefined;
  /** More `name=value` settings. */
  readonly settings?: readonly string[];
  /** Gets PostgreSQL's own log lines. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface Postgres {
  readonly port: number;
  /** Changes when the database was restarted, also after it ended by itself. */
  readonly pid: number;
  /** The folder that holds the cluster and may hold more of ours. */
  readonly dataDir: string;
  /** A connection string; the default user is the superuser `supabase_admin`. */
  url(user?: string, database?: string): string;
  /** Ends the server (`crash` = kill -9) and starts it again on the same port and data. */
  restart(how?: 'fast' | 'crash'): Promise<void>;
  /** Ends the server and removes a temporary data folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** Another process may take the free port between our question and PostgreSQL's answer. */
const MAX_PORT_ATTEMPTS = 5;
/** After kill -9 of its parent a server needs a moment to end; only then is its folder really locked. */
const DATA_DIR_LOCK_TIMEOUT_MS = 2000;
const DATA_DIR_LOCK_RETRY_MS = 100;

const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'wal_level=logical',
  // What an explained plan names its statement by; hosted projects have it from pg_stat_statements.
  'compute_query_id=on',
  'max_wal_senders=10',
  'max_replication_slots=10',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
];
/** A temporary database is deleted on stop, so nothing in it has to survive a power cut. */
const TEMPORARY_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Throws a `LocalError` whose code names the obstacle: port, folder, lock, corruption, disk, missing package. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const temporary = options.dataDir === undefined;
  const base = await makeBase(options.dataDir);
  /** Holds nothing that must outlive this run: the whole of a temporary folder, else copied programs, if any. */
  const scratch = temporary ? base : await mkdtemp(join(tmpdir(), 'globalchat-'));
  const watchdog = startWatchdog(join(base, 'cluster'), scratch);
  let dataDir: DataDir | undefined;
  const close = async (): Promise<void> => {
    dataDir?.close();
    await rm(scratch, { recursive: true, force: true });
    watchdog.dismiss();
  };
  try {
    const user = postgresUser();
    await chmod(scratch, 0o755); // `nobody` must be able to enter; the cluster inside stays private
    const cluster = (dataDir = await openDataDir(base, user));
    const binaries = await ensureExecutableBy(user, await findBinaries(), scratch);
    await ensureCluster(cluster, binaries, user, scratch);
    const settings = [
      ...SERVER_SETTINGS,
      ...(temporary ? TEMPORARY_SETTINGS : []),
      ...(options.settings ?? []),
    ];
    const start = (port: number): Promise<PostgresProcess> =>
      startPostgresProcess({ binaries, user, dataDir: cluster, port, settings, watchdog, log: options.log });
    const { server: first, port } = await startOnPort(options.port ?? 0, start);
    const log = options.log ?? (() => undefined);
    return running({
      first,
      port,
      base,
      log,
      close,
      start: async () => (await startOnPort(port, start)).server,
    });
  } catch (error) {
    await close();
    throw error;
  }
}

interface RunningOptions {
  readonly first: PostgresProcess;
  readonly port: number;
  readonly base: string;
  readonly start: () => Promise<PostgresProcess>;
  /** Frees what outlives the server. */
  readonly close: () => Promise<void>;
  readonly log: (line: string) => void;
}

function running({ first, port, base, start, close, log }: RunningOptions): Postgres {
  let server = first;
  /** Set while an end of the server is our own doing. */
  let ending = false;
  let stopped = false;
  let restarting: Promise<void> | undefined;

  const watch = (watched: PostgresProcess): void => {
    void watched.exited.then(async () => {
      if (ending || watched !== server) return;
      log('PostgreSQL ended by itself; starting it again');
      restarting = begin();
      await restarting.catch((error: unknown) =>
        log(`PostgreSQL could not be started again: ${(error as Error).message}`),
      );
    });
  };
  const begin = async (): Promise<void> => {
    server = await start();
    if (ending) await server.stop('fast');
    else watch(server);
  };
  watch(server);
  return {
    port,
    dataDir: base,
    get pid() {
      return server.pid;
    },
    url: (user = SUPERUSER, database = 'postgres') =>
      `postgres://${user}:${LOGIN_ROLE_PASSWORD}@127.0.0.1:${port}/${database}`,
    async restart(how = 'fast') {
      ending = true;
      await server.stop(how);
      ending = false;
      await begin();
    },
    async stop() {
      if (stopped) return;
      stopped = ending = true;
      await restarting?.catch(() => undefined);
      await server.stop('fast');
      await close();
    },
  };
}

async function makeBase(dataDir: string | undefined): Promise<string> {
  if (dataDir === undefined) return mkdtemp(join(tmpdir(), 'globalchat-'));
  const base = resolve(dataDir);
  try {
    await mkdir(base, { recursive: true });
  } catch (cause) {
    throw dataDirUnusable(base, cause);
  }
  return base;
}

async function startOnPort(
  wanted: number,
  start: (port: number) => Promise<PostgresProcess>,
): Promise<{ server: PostgresProcess; port: number }> {
  const deadline = Date.now() + DATA_DIR_LOCK_TIMEOUT_MS;
  for (let attempt = 1; ; attempt++) {
    const port = wanted === 0 ? await freePort() : wanted;
    try {
      return { server: await start(port), port };
    } catch (error) {
      const code = error instanceof LocalError ? error.code : undefined;
      const again =
        (code === 'db_port_taken' && wanted === 0 && attempt < MAX_PORT_ATTEMPTS) ||
        (code === 'data_dir_locked' && Date.now() < deadline);
      if (!again) throw error;
      if (code === 'data_dir_locked') await pause(DATA_DIR_LOCK_RETRY_MS);
    }
  }
}
