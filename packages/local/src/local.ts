/**
 * Starts the whole backend: keys, gateway, database, services. When a part cannot start, those before it are stopped
 * again.
 */
import { saveAccount } from './auth/account.ts';
import { checkCaptchaSettings } from './auth/captcha.ts';
import { createMailbox } from './auth/mailbox.ts';
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
} from './gateway/api-keys.ts';
import { createRouter } from './gateway/router.ts';
import { openGateway } from './gateway/server.ts';
import type { Gateway } from './gateway/server.ts';
import { openSigningKeys } from './gateway/signing-keys.ts';
import { createTokens } from './gateway/tokens.ts';
import { createAuth, createStorage, openPools, startRestAndRealtime } from './local-services.ts';
import type { ServiceParts } from './local-services.ts';
import type { Local, LocalOptions } from './local-types.ts';
import { startPostgres } from './postgres/start.ts';
import type { RealtimeControl } from './realtime/index.ts';

/** HS256 wants a key as long as its hash: 256 bits (RFC 7518, section 3.2). */
const MIN_JWT_SECRET_CHARACTERS = 32;
/** As long as a token of Auth lives by default. */
const SIGNED_TOKEN_LIFETIME_S = 3600;

/** Resolves when everything answers. Throws a `LocalError` that names the obstacle. */
export async function startLocal(options: LocalOptions = {}): Promise<Local> {
  const jwtSecret = options.jwtSecret ?? DEFAULT_JWT_SECRET;
  checkOptions(options, jwtSecret);
  const closing: Closing = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= closeAll(closing));
  try {
    const parts = await startParts(options, jwtSecret, closing);
    const realtime = await serve(parts, parts.gateway, closing);
    return localOf(parts, realtime, jwtSecret, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How to close what was opened, in the order of opening. */
type Closing = (() => Promise<void>)[];

type Parts = ServiceParts & { readonly gateway: Gateway };

/** Everything that the services need: keys, the gateway's port, the database with its schema. */
async function startParts(options: LocalOptions, jwtSecret: string, closing: Closing): Promise<Parts> {
  const log = options.log ?? (() => undefined);
  const signingKeys = await openSigningKeys(jwtSecret, options.signingKeys ?? []);
  const tokens = createTokens(signingKeys);
  const apiKeys = await createApiKeys(tokens, {
    publishableKey: options.publishableKey ?? DEFAULT_PUBLISHABLE_KEY,
    secretKey: options.secretKey ?? DEFAULT_SECRET_KEY,
  });
  const faults = createFaults(options.realtime?.faults);
  // Before the database: a port that is taken is told at once.
  const gateway = await openGateway(options.apiPort ?? 0, {
    faults: faults.requestRules,
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
  const pools = openPools(database, (close) => closing.push(close));
  await bootstrap(pools.superuser);
  await applyMigrations(database.url('postgres'), options.migrations ?? []);
  const mailbox = createMailbox();
  const apiUrl = gateway.url;
  return { options, apiUrl, database, pools, signingKeys, tokens, apiKeys, mailbox, faults, log, gateway };
}

/** Makes the services and lets the gateway begin to answer. */
async function serve(parts: ServiceParts, gateway: Gateway, closing: Closing): Promise<RealtimeControl> {
  const { options, apiKeys, tokens, log } = parts;
  const auth = createAuth(parts);
  const storage = await createStorage(parts);
  const [rest, realtime] = await startRestAndRealtime(parts);
  closing.push(
    () => rest.stop(),
    () => realtime.stop(),
    // Closed first: clients come back within milliseconds, and no request may reach a service that is stopping.
    async () => gateway.stopListening(),
  );
  const router = createRouter({
    keys: apiKeys,
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
  return realtime.control;
}

function localOf(
  { apiUrl, database, pools, tokens, apiKeys, mailbox, faults }: ServiceParts,
  realtime: RealtimeControl,
  jwtSecret: string,
  stop: () => Promise<void>,
): Local {
  return {
    apiUrl,
    databaseUrl: database.url('postgres'),
    publishableKey: apiKeys.publishableKey,
    secretKey: apiKeys.secretKey,
    anonKey: apiKeys.anonKey,
    serviceRoleKey: apiKeys.serviceRoleKey,
    jwtSecret,
    sql: pools.superuser,
    mailbox,
    createUser: (user) => saveAccount(pools.superuser, user),
    signToken: (claims) =>
      tokens.sign({ iat: seconds(), exp: seconds() + SIGNED_TOKEN_LIFETIME_S, ...claims }),
    faults: faults.controls(realtime, (how) => database.restart(how)),
    restartDatabase: (how) => database.restart(how),
    stop,
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function checkOptions(options: LocalOptions, jwtSecret: string): void {
  if (jwtSecret.length < MIN_JWT_SECRET_CHARACTERS) {
    throw new LocalError(
      'option_invalid',
      `jwtSecret must have at least ${MIN_JWT_SECRET_CHARACTERS} characters.`,
    );
  }
  if (options.auth?.captcha !== undefined) checkCaptchaSettings(options.auth.captcha);
}

/** Last in, first out; one part that will not close must not keep the others open. */
async function closeAll(closing: Closing): Promise<void> {
  for (const close of closing.reverse()) await close().catch(() => undefined);
}
