/**
 * Owns putting the whole backend together: database, Data API, Auth, Storage, Realtime, and the front before them.
 * Refuses to leave anything running when a part of it cannot start.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import postgres from 'postgres';
import { checkCaptchaSettings } from './auth/captcha.ts';
import { DEFAULT_AUTH_SETTINGS } from './auth/context.ts';
import type { AuthSettings } from './auth/context.ts';
import { createAuthHandler } from './auth/handler.ts';
import type { AuthHandler } from './auth/handler.ts';
import { createMailbox } from './auth/mailbox.ts';
import type { Mailbox } from './auth/mailbox.ts';
import { hashPassword } from './auth/passwords.ts';
import { insertUser } from './auth/users.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { applyMigrations } from './bootstrap/migrations.ts';
import type { Migration } from './bootstrap/migrations.ts';
import { LocalError } from './errors.ts';
import {
  createKeyRing,
  DEFAULT_JWT_SECRET,
  DEFAULT_PUBLISHABLE_KEY,
  DEFAULT_SECRET_KEY,
} from './front/keys.ts';
import { createRouter } from './front/router.ts';
import type { LocalRoute } from './front/router.ts';
import { openFront } from './front/server.ts';
import { createTokens } from './front/tokens.ts';
import { startRest } from './lite/rest.ts';
import { patientSocket } from './postgres/driver-socket.ts';
import { startPostgres } from './postgres/start.ts';
import { openFileStore } from './storage/file-store.ts';
import { createStorageHandler } from './storage/handler.ts';
import { startRealtime } from './realtime/index.ts';
import type { RealtimeFaults, RealtimeLimits, RealtimeServer, RealtimeTimings } from './realtime/index.ts';

export interface LocalOptions {
  /** Port of the API on 127.0.0.1; 0 or absent = any free one. */
  readonly apiPort?: number;
  /** Port of PostgreSQL on 127.0.0.1; 0 or absent = any free one. */
  readonly dbPort?: number;
  /** Where data lives; absent = a temporary folder, removed on stop. */
  readonly dataDir?: string;
  /** HS256 secret of every token, at least 32 characters. */
  readonly jwtSecret?: string;
  readonly publishableKey?: string;
  readonly secretKey?: string;
  /** Whether people may sign in without an account; on by default. */
  readonly anonymousSignIns?: boolean;
  /** More of Auth's settings. */
  readonly auth?: Partial<Omit<AuthSettings, 'anonymousSignIns'>>;
  /** Limits, clocks and fault hooks of Realtime; the hosted service's clocks and no limits by default. */
  readonly realtime?: {
    readonly limits?: RealtimeLimits;
    readonly timings?: Partial<RealtimeTimings>;
    readonly faults?: RealtimeFaults;
  };
  /** Applied as role `postgres` after the bootstrap, on every start; each must be re-runnable. */
  readonly migrations?: readonly Migration[];
  /** More handlers of the same origin, asked in order for paths outside the API. */
  readonly routes?: readonly LocalRoute[];
  /** Gets one line for everything worth knowing; nothing is printed by default. */
  readonly log?: (line: string) => void;
}

export interface NewLocalUser {
  readonly email: string;
  readonly password: string;
  readonly id?: string;
  readonly name?: string;
}

export interface Local {
  readonly apiUrl: string;
  /** Connection string of role `postgres`, which is no superuser. */
  readonly databaseUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Legacy key: an HS256 token with role `anon`. */
  readonly anonKey: string;
  /** Legacy key: an HS256 token with role `service_role`. */
  readonly serviceRoleKey: string;
  readonly jwtSecret: string;
  /** A superuser's connection pool, for tests and seeding. */
  readonly sql: postgres.Sql;
  /** The mails that Auth would have sent. */
  readonly mailbox: Mailbox;
  /** Makes a confirmed account; an existing one with this address gets this password and name. */
  createUser(user: NewLocalUser): Promise<{ id: string }>;
  /** Signs any claims with this backend's secret; `iat` and an `exp` in an hour are added when missing. */
  signToken(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Ends PostgreSQL (`crash` = kill -9) and starts it again on the same data. */
  restartDatabase(how?: 'fast' | 'crash'): Promise<void>;
  /** Stops everything and removes temporary data. Safe to call twice. */
  stop(): Promise<void>;
}

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
  const keys = await createKeyRing({
    jwtSecret,
    publishableKey: options.publishableKey ?? DEFAULT_PUBLISHABLE_KEY,
    secretKey: options.secretKey ?? DEFAULT_SECRET_KEY,
  });
  const tokens = createTokens(jwtSecret);

  let realtime: RealtimeServer | undefined;
  const front = await openFront({
    port: options.apiPort ?? 0,
    upgrade: (request, socket, head) => realtime?.handleUpgrade(request, socket, head),
  });
  closing.push(() => front.stop());

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
      ...patientSocket,
    });
    closing.push(() => sql.end({ timeout: 1 }));
    return sql;
  };
  const sql = pool(undefined, 4);
  await bootstrap(sql);
  await applyMigrations(database.url('postgres'), options.migrations ?? []);

  const mailbox = createMailbox();
  const auth = createAuth(options, front.url, { sql: pool('supabase_auth_admin', 6), tokens, mailbox, log });
  const files = await openFileStore(join(database.dataDir, 'storage'));
  const storage = createStorageHandler(
    { sql: pool('supabase_storage_admin', 6), files, tokens, maximumFileSize: MAXIMUM_FILE_SIZE },
    log,
  );
  const [rest] = await Promise.all([
    startRest({
      url: database.url('authenticator'),
      catalogUrl: database.url(),
      sql,
      schemas: EXPOSED_SCHEMAS,
      maxRows: MAX_ROWS,
    }),
    startRealtime({
      databaseUrl: database.url(),
      jwtSecret,
      // A user's token is no key; it passes as it is and is verified there.
      resolveKey: (key) => keys.find(key)?.token ?? (key.startsWith('sb_') ? null : key),
      log: (level, message) => log(`[realtime] ${level}: ${message}`),
      ...options.realtime,
    }).then((server) => (realtime = server)),
  ]);
  closing.push(
    () => rest.stop(),
    async () => realtime?.stop(),
  );
  front.serve(
    createRouter({
      keys,
      tokens,
      routes: options.routes ?? [],
      log,
      services: {
        rest: (request, caller) => rest.handle(request, caller),
        auth,
        storage,
        realtime: (request) =>
          realtime?.handleRequest(request) ?? Promise.resolve(new Response(null, { status: 503 })),
      },
    }),
  );
  return {
    apiUrl: front.url,
    databaseUrl: database.url('postgres'),
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    anonKey: keys.anonKey,
    serviceRoleKey: keys.serviceRoleKey,
    jwtSecret,
    sql,
    mailbox,
    createUser: (user) => saveUser(sql, user),
    signToken: (claims) => tokens.sign({ exp: Math.floor(Date.now() / 1000) + TOKEN_LIFE_S, ...claims }),
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
  const { sql, tokens, mailbox, log } = parts;
  return createAuthHandler({ sql, tokens, mailbox, apiUrl, settings, now: Date.now }, log);
}

async function saveUser(sql: postgres.Sql, user: NewLocalUser): Promise<{ id: string }> {
  const email = user.email.toLowerCase();
  const encryptedPassword = await hashPassword(user.password);
  const metadata = user.name === undefined ? {} : { name: user.name };
  const [existing] = await sql<{ id: string }[]>`
    update auth.users set encrypted_password = ${encryptedPassword}, raw_user_meta_data = raw_user_meta_data || ${sql.json(metadata)}
    where email = ${email} returning id`;
  if (existing !== undefined) return existing;
  const created = await insertUser(sql, {
    id: user.id ?? randomUUID(),
    email,
    encryptedPassword,
    emailConfirmed: true,
    userMetadata: metadata,
  });
  return { id: created.id };
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

/** Last in, first out; one part that will not close must not keep the others open. */
async function closeAll(closing: (() => Promise<void>)[]): Promise<void> {
  for (const close of closing.reverse()) await close().catch(() => undefined);
}
