/**
 * Makes the four services over a database that runs: Auth, Storage, the Data API and Realtime, each connected as the role
 * that it has on a hosted project.
 */
import { join } from 'node:path';
import postgres from 'postgres';
import { DEFAULT_AUTH_SETTINGS } from './auth/context.ts';
import { createAuthHandler } from './auth/handler.ts';
import type { AuthHandler } from './auth/handler.ts';
import type { Mailbox } from './auth/mailbox.ts';
import type { FaultInjection } from './faults/faults.ts';
import type { ApiKeys } from './gateway/api-keys.ts';
import { SHARED_SECRET_ALGORITHMS } from './gateway/signing-keys.ts';
import type { SigningKeys } from './gateway/signing-keys.ts';
import type { Tokens } from './gateway/tokens.ts';
import type { LocalOptions } from './local-types.ts';
import { CONNECT_TIMEOUT_S, crashSafeSocket } from './postgres/driver-socket.ts';
import type { Postgres } from './postgres/start.ts';
import { startRealtime } from './realtime/index.ts';
import type { RealtimeServer } from './realtime/index.ts';
import { startRest } from './rest/rest.ts';
import type { Rest } from './rest/rest.ts';
import { openFileStore } from './storage/file-store.ts';
import { createStorageHandler } from './storage/handler.ts';
import type { StorageHandler } from './storage/handler.ts';

/** `api.schemas` of `supabase init`. */
const DEFAULT_EXPOSED_SCHEMAS = ['public', 'graphql_public'];
/** `api.max_rows` of `supabase init`. */
const MAX_ROWS_PER_REQUEST = 1000;
/** What a hosted project of the free plan allows. */
const MAX_FILE_SIZE_BYTES = 50 * 1024 * 1024;

/** Connections of each pool. Few are enough: one process asks, and a session of PostgreSQL takes some megabytes. */
const SUPERUSER_POOL_SIZE = 4;
const SERVICE_POOL_SIZE = 6;
/** How long a pool waits for its queries when it is closed. */
const CLOSE_TIMEOUT_S = 1;

/** What the services are made from. */
export interface ServiceParts {
  readonly options: LocalOptions;
  readonly apiUrl: string;
  readonly database: Postgres;
  readonly pools: Pools;
  readonly signingKeys: SigningKeys;
  readonly tokens: Tokens;
  readonly apiKeys: ApiKeys;
  readonly mailbox: Mailbox;
  readonly faults: FaultInjection;
  readonly log: (line: string) => void;
}

export interface Pools {
  readonly superuser: postgres.Sql;
  readonly auth: postgres.Sql;
  readonly storage: postgres.Sql;
}

/** @param onOpen gets the function that closes a pool, for each pool */
export function openPools(database: Postgres, onOpen: (close: () => Promise<void>) => void): Pools {
  const open = (user: string | undefined, max: number, more: object = {}): postgres.Sql => {
    const sql = postgres(database.url(user), {
      max,
      onnotice: () => undefined,
      connect_timeout: CONNECT_TIMEOUT_S,
      ...crashSafeSocket,
      ...more,
    });
    onOpen(() => sql.end({ timeout: CLOSE_TIMEOUT_S }));
    return sql;
  };
  return {
    superuser: open(undefined, SUPERUSER_POOL_SIZE),
    // Auth reads and writes no arrays. The driver asks for their types once per connection, and nobody catches that question
    // when the connection dies under it.
    auth: open('supabase_auth_admin', SERVICE_POOL_SIZE, { fetch_types: false }),
    storage: open('supabase_storage_admin', SERVICE_POOL_SIZE),
  };
}

export function createAuth(parts: ServiceParts): AuthHandler {
  const { options, apiUrl, pools, tokens, signingKeys, mailbox, log } = parts;
  const settings = {
    ...DEFAULT_AUTH_SETTINGS,
    siteUrl: apiUrl,
    ...options.auth,
    anonymousSignIns: options.anonymousSignIns ?? DEFAULT_AUTH_SETTINGS.anonymousSignIns,
  };
  const { publicKeys } = signingKeys;
  return createAuthHandler(
    { sql: pools.auth, tokens, publicKeys, mailbox, apiUrl, settings, now: Date.now },
    log,
  );
}

export async function createStorage(parts: ServiceParts): Promise<StorageHandler> {
  const { database, pools, tokens, apiKeys, log } = parts;
  const context = {
    sql: pools.storage,
    files: await openFileStore(join(database.dataDir, 'storage')),
    tokens,
    maximumFileSize: MAX_FILE_SIZE_BYTES,
    service: { ...apiKeys.service, subject: null },
  };
  return createStorageHandler(context, log);
}

/** Starts the two services that keep connections of their own; when one of them fails, the other one is stopped. */
export function startRestAndRealtime(parts: ServiceParts): Promise<[Rest, RealtimeServer]> {
  const { options, database, pools, signingKeys, apiKeys, faults, log } = parts;
  return bothOrNeither(
    startRest({
      url: database.url('authenticator'),
      sql: pools.superuser,
      schemas: options.schemas ?? DEFAULT_EXPOSED_SCHEMAS,
      maxRows: MAX_ROWS_PER_REQUEST,
    }),
    startRealtime({
      databaseUrl: database.url(),
      verifyToken: (token) => signingKeys.verify(token, { shared: SHARED_SECRET_ALGORITHMS }),
      // A user's token is no key; it passes as it is and is verified there.
      resolveKey: (key) => apiKeys.tokenOf(key) ?? (key.startsWith('sb_') ? null : key),
      log: (level, message) => log(`[realtime] ${level}: ${message}`),
      ...options.realtime,
      faults: faults.realtimeHooks,
    }),
  );
}

interface Stoppable {
  stop(): Promise<void>;
}

async function bothOrNeither<A extends Stoppable, B extends Stoppable>(
  one: Promise<A>,
  other: Promise<B>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const half of [first, second]) if (half.status === 'fulfilled') await half.value.stop();
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}
