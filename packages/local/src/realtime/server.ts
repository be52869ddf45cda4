/** Puts the parts of the Realtime server together, starts and stops them. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { PolicyProbe } from './authorization/policies.ts';
import { TokenVerifier } from './authorization/tokens.ts';
import { MessageFeed } from './broadcast/message-feed.ts';
import { MessageStore } from './broadcast/message-store.ts';
import { ChangeFeed } from './changes/change-feed.ts';
import { TopicRegistry } from './channel/topics.ts';
import { installRealtimeSchema } from './database/install.ts';
import { maintainPartitions } from './database/partitions.ts';
import { shortenWalWriterDelay, requireLogicalWal } from './database/wal.ts';
import { BroadcastApi } from './http/broadcast-api.ts';
import { RateLimits } from './limits/rate-limits.ts';
import { createControl } from './control.ts';
import type { RealtimeControl } from './control.ts';
import { DEFAULT_TIMINGS } from './options.ts';
import type { RealtimeOptions } from './options.ts';
import type { RealtimeServices } from './services.ts';
import { CLOSE_GOING_AWAY } from './socket/connection.ts';
import type { OpenConnection } from './socket/open-connection.ts';
import { UpgradeHandler } from './socket/upgrade.ts';
import { CONNECT_TIMEOUT_S, crashSafeSocket } from '../postgres/driver-socket.ts';

/** A running server. It listens nowhere itself: the gateway hands it upgrades and requests. */
export interface RealtimeServer {
  /** Takes over an upgrade of `/realtime/v1/websocket`, accepting or refusing it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/realtime/v1/api/*`. */
  handleRequest(request: Request): Promise<Response>;
  /** Closes every socket and every database connection. */
  stop(): Promise<void>;
  /** Open sockets. */
  connections(): number;
  /** For tests. */
  readonly control: RealtimeControl;
}

const REALTIME_POOL_SIZE = 8;
/** The driver waits longer after each failure; a local database is back in a moment. */
const DATABASE_RECONNECT_S = 0.1;
/** How long sockets get for the closing handshake. */
const SOCKET_CLOSE_TIMEOUT_MS = 500;
const SOCKET_CLOSE_POLL_MS = 5;
/** Partitions are daily and made days ahead, so an hour is often enough. */
const PARTITION_CHECK_INTERVAL_MS = 3_600_000;

/**
 * Installs the database side and starts serving.
 *
 * @throws Error when the database cannot be reached or does not run with `wal_level = logical`
 */
export async function startRealtime(options: RealtimeOptions): Promise<RealtimeServer> {
  const sql = postgres(options.databaseUrl, {
    max: REALTIME_POOL_SIZE,
    onnotice: () => undefined,
    connect_timeout: CONNECT_TIMEOUT_S,
    backoff: () => DATABASE_RECONNECT_S,
    ...crashSafeSocket,
  });
  try {
    await requireLogicalWal(sql);
    await installRealtimeSchema(sql);
    await shortenWalWriterDelay(sql);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  const server = new Server(sql, options);
  await server.start();
  return server;
}

class Server implements RealtimeServer {
  readonly control: RealtimeControl;
  readonly #sql: postgres.Sql;
  readonly #services: RealtimeServices;
  readonly #upgrades: UpgradeHandler;
  readonly #api: BroadcastApi;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(sql: postgres.Sql, options: RealtimeOptions) {
    this.#sql = sql;
    this.#services = servicesOf(sql, options);
    this.control = createControl(this.#services);
    this.#upgrades = new UpgradeHandler(this.#services);
    this.#api = new BroadcastApi(this.#services);
  }

  async start(): Promise<void> {
    await Promise.all([this.#services.feed.start(), this.#services.changes.start()]);
    this.#every(PARTITION_CHECK_INTERVAL_MS, () => this.#maintain());
    this.#every(this.#services.timings.emptySocketSweepMs, () => this.#closeEmptySockets());
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#upgrades.handle(request, socket, head).catch((error: unknown) => {
      this.#services.log('error', 'an upgrade failed', error);
      socket.destroy();
    });
  }

  handleRequest(request: Request): Promise<Response> {
    return this.#api.handle(request);
  }

  connections(): number {
    return this.#services.connections.size;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#closeSockets();
    await Promise.all([this.#services.feed.stop(), this.#services.changes.stop()]);
    await this.#sql.end({ timeout: 1 });
  }

  /** A peer that does not answer is not waited for. */
  async #closeSockets(): Promise<void> {
    const { connections } = this.#services;
    for (const connection of connections) connection.restart();
    const deadline = Date.now() + SOCKET_CLOSE_TIMEOUT_MS;
    while (connections.size > 0 && Date.now() < deadline) await delay(SOCKET_CLOSE_POLL_MS);
    for (const connection of connections) connection.terminate();
  }

  #every(milliseconds: number, work: () => void): void {
    const timer = setInterval(work, milliseconds);
    timer.unref();
    this.#timers.push(timer);
  }

  #maintain(): void {
    maintainPartitions(this.#sql).catch((error: unknown) => {
      this.#services.log('error', 'the partitions of realtime.messages could not be maintained', error);
    });
  }

  #closeEmptySockets(): void {
    for (const connection of this.#services.connections) {
      if (connection.channelCount === 0) connection.close(CLOSE_GOING_AWAY);
    }
  }
}

function servicesOf(sql: postgres.Sql, options: RealtimeOptions): RealtimeServices {
  const limits = options.limits ?? {};
  const log = options.log ?? (() => undefined);
  const topics = new TopicRegistry();
  const rates = new RateLimits(limits);
  const feed = new MessageFeed({
    databaseUrl: options.databaseUrl,
    topics,
    rates,
    payloadBytes: limits.payloadBytes,
    onFailure: (error) => log('warning', 'broadcast from the database is interrupted', error),
  });
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };
  return {
    limits,
    timings,
    faults: options.faults ?? {},
    tokens: new TokenVerifier(
      (token) => options.verifyToken(token),
      (key) => options.resolveKey(key),
    ),
    policies: new PolicyProbe(sql),
    topics,
    messages: new MessageStore(sql),
    feed,
    changes: new ChangeFeed({ databaseUrl: options.databaseUrl, sql, rates, timings, log }),
    rates,
    connections: new Set<OpenConnection>(),
    log,
  };
}
