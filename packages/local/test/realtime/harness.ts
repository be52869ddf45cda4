/**
 * One real database and one real Realtime server for a test file, and real clients for it. Everything a test
 * opens is closed with its file. It asserts nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@supabase/supabase-js';
import type { RealtimeChannel, RealtimeChannelOptions, SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import postgres from 'postgres';
import { bootstrap } from '../../src/bootstrap/bootstrap.ts';
import { crashSafeSocket } from '../../src/postgres/driver-socket.ts';
import { openSigningKeys, SHARED_SECRET_ALGORITHMS } from '../../src/gateway/signing-keys.ts';
import { startPostgres } from '../../src/postgres/start.ts';
import type { Postgres } from '../../src/postgres/start.ts';
import { startRealtime } from '../../src/realtime/index.ts';
import type { RealtimeOptions, RealtimeServer } from '../../src/realtime/index.ts';
import { createUntil } from '../../../../tools/test-kit/until.ts';

export const JWT_SECRET = 'a-secret-of-at-least-thirty-two-characters';
export const PUBLISHABLE_KEY = 'sb_publishable_test';
export const SECRET_KEY = 'sb_secret_test';

/** The versions an unmodified client can speak. */
export const VERSIONS = ['2.0.0', '1.0.0'] as const;
export type Version = (typeof VERSIONS)[number];

const tokenKeys = await openSigningKeys(JWT_SECRET, []);

/** Short enough for tests, long enough to be told apart. */
const TEST_TIMINGS = {
  refusalDelayMs: 20,
  joinRefusalDelayMs: 20,
  tokenUpdateIntervalMs: 0,
  changesDelayMs: 0,
  publicationCheckMs: 100,
  changesRetryMs: 100,
};

export interface Backend {
  readonly url: string;
  readonly database: Pick<Postgres, 'url' | 'restart' | 'stop'>;
  /** As the role projects use. */
  readonly sql: postgres.Sql;
  /** As a superuser. */
  readonly admin: postgres.Sql;
  readonly realtime: RealtimeServer;
  token(claims?: Record<string, unknown>): Promise<string>;
  client(options?: ClientOptions): SupabaseClient;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly version?: Version;
  readonly key?: string;
  readonly token?: string | (() => Promise<string | null>);
  readonly heartbeatIntervalMs?: number;
}

export async function startBackend(options: Partial<RealtimeOptions> = {}): Promise<Backend> {
  const database =
    options.databaseUrl === undefined ? await startPostgres() : sharedDatabase(options.databaseUrl);
  const admin = postgres(database.url(), { max: 1, onnotice: () => undefined, ...crashSafeSocket });
  await bootstrap(admin);
  const keys = await apiKeys();
  const realtime = await startRealtime({
    verifyToken: (token) => tokenKeys.verify(token, { shared: SHARED_SECRET_ALGORITHMS }),
    resolveKey: (key) => keys.get(key) ?? (key.startsWith('sb_') ? null : key),
    ...options,
    databaseUrl: database.url(),
    timings: { ...TEST_TIMINGS, ...options.timings },
  });
  const front = await startFront(realtime);
  const sql = postgres(database.url('postgres'), { max: 4, onnotice: () => undefined, ...crashSafeSocket });
  const clients: SupabaseClient[] = [];
  return {
    url: front.url,
    database,
    sql,
    admin,
    realtime,
    token: signToken,
    client: (wanted = {}) => {
      const client = newClient(front.url, wanted);
      clients.push(client);
      return client;
    },
    stop: async () => {
      for (const client of clients) disconnect(client);
      await Promise.all([sql.end({ timeout: 1 }), admin.end({ timeout: 1 })]);
      await realtime.stop();
      await front.close();
      await database.stop();
    },
  };
}

/** The database of another backend, which stops it. */
function sharedDatabase(url: string): Pick<Postgres, 'url' | 'restart' | 'stop'> {
  const urlOf = (user?: string): string => {
    const own = new URL(url);
    if (user !== undefined) own.username = user;
    return own.href;
  };
  return { url: urlOf, restart: () => Promise.reject(new Error('not mine')), stop: () => Promise.resolve() };
}

/** An access token; five minutes for an authenticated user unless the claims say otherwise. */
export async function signToken(claims: Record<string, unknown> = {}): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  return new SignJWT({ role: 'authenticated', sub: '00000000-0000-4000-8000-000000000001', exp, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(JWT_SECRET));
}

function newClient(
  url: string,
  { version, key = PUBLISHABLE_KEY, token, heartbeatIntervalMs }: ClientOptions,
): SupabaseClient {
  const accessToken = typeof token === 'string' ? () => Promise.resolve(token) : token;
  return createClient(url, key, {
    ...(accessToken === undefined
      ? { auth: { persistSession: false, autoRefreshToken: false } }
      : { accessToken }),
    realtime: {
      // Unanswered pushes keep a timer this long, and the process of the test with it.
      timeout: 2_000,
      reconnectAfterMs: () => 50,
      ...(version === undefined ? {} : { vsn: version }),
      ...(heartbeatIntervalMs === undefined ? {} : { heartbeatIntervalMs }),
    },
  });
}

/** What the library keeps to itself. */
interface ClientInternals {
  readonly socketAdapter: {
    getSocket(): { disconnect(done: () => void): void; readonly conn: { close(): void } | null };
  };
  _cancelPendingDisconnect(): void;
}

function internalsOf(client: SupabaseClient): ClientInternals {
  return client.realtime as unknown as ClientInternals;
}

/** Not `realtime.disconnect()`, whose timer of ten seconds would keep the process of the test alive. */
function disconnect(client: SupabaseClient): void {
  const internals = internalsOf(client);
  client.realtime.channels.forEach((channel) => channel.teardown());
  internals._cancelPendingDisconnect();
  internals.socketAdapter.getSocket().disconnect(() => undefined);
}

/** Breaks the socket of a client as a network does; the client reconnects by itself. */
export function breakSocket(client: SupabaseClient): void {
  internalsOf(client).socketAdapter.getSocket().conn?.close();
}

async function apiKeys(): Promise<Map<string, string>> {
  const exp = Math.floor(Date.now() / 1000) + 3_600 * 24;
  const anon = await signToken({ role: 'anon', exp, sub: undefined });
  const service = await signToken({ role: 'service_role', exp, sub: undefined });
  return new Map([
    [PUBLISHABLE_KEY, anon],
    [SECRET_KEY, service],
  ]);
}

async function startFront(realtime: RealtimeServer): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(incoming.headers))
        if (typeof value === 'string') headers.set(name, value);
      const { method = 'GET' } = incoming;
      const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
      const request = new Request(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`, {
        method,
        headers,
        body,
      });
      void realtime.handleRequest(request).then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      });
    });
  });
  server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Subscribes with the client's token, as apps do, and waits; rejects with the client's own error. */
export async function subscribed(channel: RealtimeChannel): Promise<RealtimeChannel> {
  await channel.socket.setAuth();
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (String(status) === 'SUBSCRIBED') resolve(channel);
      else reject(error ?? new Error(status));
    });
  });
}

export const until = createUntil({ patience: 20_000 });

/** A topic no other test uses. */
export function freshTopic(name = 'room'): string {
  counter += 1;
  return `${name}:${process.pid}:${counter}`;
}
let counter = 0;

export type { RealtimeChannel, RealtimeChannelOptions, SupabaseClient };
