/**
 * Owns putting the whole backend together: database, Data API, Auth, Storage, Realtime, and the front before them.
 * Refuses to leave anything running when a part of it cannot start.
 */
import { join } from 'node:path';
import postgres from 'postgres';
import { saveAccount } from './auth/account.ts';
import { checkCaptchaSettings } from './auth/captcha.ts';
import { DEFAULT_AUTH_SETTINGS } from './auth/context.ts';
import type { AuthSettings } from './auth/context.ts';
import { createAuthHandler } from './auth/handler.ts';
import type { AuthHandler } from './auth/handler.ts';
import { createMailbox } from './auth/mailbox.ts';
import type { Mailbox } from './auth/mailbox.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { applyMigrations } from './bootstrap/migrations.ts';
import { LocalError } from './errors.ts';
import { createFaults } from './faults/faults.ts';
import { createGuard } from './gateway/guard.ts';
import {
  createApiKeys,
  DEFAULT_JWT_SECRET,
  DEFAULT_PUBLISHABLE_KEY,
  DEFAULT_SECRET_KEY,
} from './gateway/keys.ts';
import { createRouter } from './gateway/router.ts';
import { openGateway } from './gateway/server.ts';
import { openSigningKeys, SHARED_SECRET_ALGORITHMS } from './gateway/token-keys.ts';
import type { SigningKeys } from './gateway/token-keys.ts';
import { createTokens } from './gateway/tokens.ts';
import type { Local, LocalOptions } from './local-types.ts';
import { crashSafeSocket } from './postgres/driver-socket.ts';
import { startPostgres } from './postgres/start.ts';
import { startRealtime } from './realtime/index.ts';
import { startRest } from './rest/rest.ts';
import { openFileStore } from './storage/file-store.ts';
import { createStorageHandler } from './storage/handler.ts';

const MINIMUM_SECRET_LENGTH = 32;
const TOKEN_LIFE_S = 3600;
const EXPOSED_SCHEMAS = ['public', 'graphql_public'];
const MAX_ROWS = 1000;
/** The hosted service's limit for small projects. */
const MAXIMUM_FILE_SIZE = 50 * 1024 * 1024;

/** Resolves when everything answers. Throws a `LocalError` that names the obstacle. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const log = options.log ?? (() => undefined);
  const jwtSecret = options.jwtSecret ?? DEFAULT_JWT_SECRET;
  checkOptions(options, jwtSecret);
  const closing: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= closeAll(closing));
  try {
    return await start(options, jwtSecret, log, closing, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: LocalOptions,
  jwtSecret: string,
  log: (line: string) => void,
  closing: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Local> {
  const signingKeys = await openSigningKeys(jwtSecret, options.signingKeys ?? []);
  const tokens = createTokens(signingKeys);
  const keys = await createApiKeys(tokens, {
    publishableKey: options.publishableKey ?? DEFAULT_PUBLISHABLE_KEY,
    secretKey: options.secretKey ?? DEFAULT_SECRET_KEY,
  });

  const faultParts = createFaults(options.realtime?.faults);
  const gateway = await openGateway(options.apiPort ?? 0, {
    faults: faultParts.requestRules,
    guard: createGuard({ hosts: options.allowedHosts ?? [], origins: options.allowedOrigins ?? 'any' }),
    log,
  });
  closing.push(() => gateway.stop());

  const database = await startPostgres({
    dataDir: options.dataDir,
    port: options.dbPort,
    log: (line) => log(`[postgres] ${line}`),
  });
  closing.push(() => database.stop());
  const pool = (user: string | undefined, max: number): postgres.Sql => {
    const sql = postgres(database.url(user), {
      max,
      onnotice: () => undefined,
      connect_timeout: 5,
      ...crashSafeSocket,
    });
    closing.push(() => sql.end({ timeout: 1 }));
    return sql;
  };
  const sql = pool(undefined, 4);
  await bootstrap(sql);
  await applyMigrations(database.url('postgres'), options.migrations ?? []);

  const mailbox = createMailbox();
  const auth = createAuth(options, gateway.url, {
    sql: pool('supabase_auth_admin', 6),
    tokens,
    publicKeys: signingKeys.publicKeys,
    mailbox,
    log,
  });
  const files = await openFileStore(join(database.dataDir, 'storage'));
  const storage = createStorageHandler(
    {
      sql: pool('supabase_storage_admin', 6),
      files,
      tokens,
      maximumFileSize: MAXIMUM_FILE_SIZE,
      service: { ...keys.service, subject: null },
    },
    log,
  );
  const [rest, realtime] = await bothOrNeither(
    startRest({
      url: database.url('authenticator'),
      sql,
      schemas: options.schemas ?? EXPOSED_SCHEMAS,
      maxRows: MAX_ROWS,
    }),
    startRealtime({
      databaseUrl: database.url(),
      verifyToken: (token) => signingKeys.verify(token, { shared: SHARED_SECRET_ALGORITHMS }),
      // A user's token is no key; it passes as it is and is verified there.
      resolveKey: (key) => keys.tokenOf(key) ?? (key.startsWith('sb_') ? null : key),
      log: (level, message) => log(`[realtime] ${level}: ${message}`),
      ...options.realtime,
      faults: faultParts.realtimeHooks,
    }),
  );
  closing.push(
    () => rest.stop(),
    () => realtime.stop(),
    // Clients come back within milliseconds; nobody may get in while the rooms behind are being closed.
    async () => gateway.stopListening(),
  );
  const router = createRouter({
    keys,
    tokens,
    routes: options.routes ?? [],
    log,
    services: {
      rest: (request, caller, headers) => rest.handle(request, caller, headers),
      auth,
      storage,
      realtime: (request) => realtime.handleRequest(request),
    },
  });
  gateway.serve({
    router,
    upgrade: (request, socket, head) => realtime.handleUpgrade(request, socket, head),
  });
  return {
    apiUrl: gateway.url,
    databaseUrl: database.url('postgres'),
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    anonKey: keys.anonKey,
    serviceRoleKey: keys.serviceRoleKey,
    jwtSecret,
    sql,
    mailbox,
    createUser: (user) => saveAccount(sql, user),
    signToken: (claims) => tokens.sign({ iat: seconds(), exp: seconds() + TOKEN_LIFE_S, ...claims }),
    faults: faultParts.controlled(realtime.control, (how) => database.restart(how)),
    restartDatabase: (how) => database.restart(how),
    stop,
  };
}

function createAuth(
  options: LocalOptions,
  apiUrl: string,
  parts: {
    sql: postgres.Sql;
    tokens: ReturnType<typeof createTokens>;
    publicKeys: SigningKeys['publicKeys'];
    mailbox: Mailbox;
    log: (line: string) => void;
  },
): AuthHandler {
  const settings: AuthSettings = {
    ...DEFAULT_AUTH_SETTINGS,
    siteUrl: apiUrl,
    ...options.auth,
    anonymousSignIns: options.anonymousSignIns ?? DEFAULT_AUTH_SETTINGS.anonymousSignIns,
  };
  const { log, ...rest } = parts;
  return createAuthHandler({ ...rest, apiUrl, settings, now: Date.now }, log);
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function checkOptions(options: LocalOptions, jwtSecret: string): void {
  if (jwtSecret.length < MINIMUM_SECRET_LENGTH) {
    throw new LocalError(
      'option_invalid',
      `jwtSecret must have at least ${MINIMUM_SECRET_LENGTH} characters.`,
    );
  }
  if (options.auth?.captcha !== undefined) checkCaptchaSettings(options.auth.captcha);
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Starts two things at once; when one fails, the other one is stopped. */
async function bothOrNeither<A extends Stoppable, B extends Stoppable>(
  one: Promise<A>,
  other: Promise<B>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const half of [first, second]) if (half.status === 'fulfilled') await half.value.stop();
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason;
}

/** Last in, first out; one part that will not close must not keep the others open. */
async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  for (const close of closing.reverse()) await close().catch(() => undefined);
}
