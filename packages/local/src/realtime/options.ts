/** The options of the server: what it serves, its limits, its timings and its fault hooks. No behaviour. */
import type { ProtocolVersion } from './protocol/frames.ts';

/** Limits of section "quotas" of the hosted service. A limit left out is not enforced. */
export interface RealtimeLimits {
  /** Sockets at a time; one more is refused with 429. */
  readonly connections?: number;
  /** Joins per second over the whole server, averaged over a minute. */
  readonly joinsPerSecond?: number;
  /** Channels on one socket. */
  readonly channelsPerConnection?: number;
  /** Broadcasts sent and received per second, averaged over a minute. */
  readonly eventsPerSecond?: number;
  /** Presence messages per second, averaged over a minute. */
  readonly presenceEventsPerSecond?: number;
  /** Presence calls of one channel within a window. */
  readonly presenceCallsPerChannel?: { readonly calls: number; readonly windowMs: number };
  /** Bytes of one broadcast or presence payload. */
  readonly payloadBytes?: number;
  /** Refuse public channels. */
  readonly privateOnly?: boolean;
}

/** What the hosted service's smallest plan enforces. */
export const HOSTED_LIMITS: RealtimeLimits = {
  connections: 200,
  joinsPerSecond: 100,
  channelsPerConnection: 100,
  eventsPerSecond: 100,
  presenceEventsPerSecond: 1_000,
  presenceCallsPerChannel: { calls: 5, windowMs: 30_000 },
  payloadBytes: 3_000_500,
};

/** Milliseconds. Tests shorten them; the defaults are the hosted service's. */
export interface RealtimeTimings {
  /** A refused upgrade waits this long, to slow reconnect loops. */
  readonly refusalDelayMs: number;
  /** A refused join waits this long, to slow rejoin loops. Under the client's 10 s join timeout. */
  readonly joinRefusalDelayMs: number;
  /** A socket without input for this long is closed (clients send a heartbeat every 25 s). */
  readonly idleTimeoutMs: number;
  /** Sockets without a channel are closed by a sweep this often. */
  readonly emptySocketSweepMs: number;
  /** The longest a token is trusted before it is looked at again. */
  readonly tokenCheckMs: number;
  /** A channel applies at most one new token in this time; the latest is held until then. */
  readonly tokenUpdateIntervalMs: number;
  /** How long a channel waits for the replication connection that it asked about. */
  readonly replicationReadyMs: number;
  /** Row changes are held back this long: the hosted poller is never faster than the answer to the write. */
  readonly changesDelayMs: number;
  /** How often the publication `supabase_realtime` is looked at for tables that came or went. */
  readonly publicationCheckMs: number;
  /** Between two attempts to subscribe to row changes after trouble with the database. */
  readonly changesRetryMs: number;
}

export const DEFAULT_TIMINGS: RealtimeTimings = {
  refusalDelayMs: 2_000,
  joinRefusalDelayMs: 5_000,
  idleTimeoutMs: 60_000,
  emptySocketSweepMs: 600_000,
  tokenCheckMs: 3_600_000,
  tokenUpdateIntervalMs: 10_000,
  replicationReadyMs: 60_000,
  changesDelayMs: 100,
  publicationCheckMs: 1_000,
  changesRetryMs: 5_000,
};

/** Who is at the other end of a socket, for fault rules. */
export interface SocketInfo {
  /** Unique on this server. */
  readonly id: number;
  readonly version: ProtocolVersion;
  /** The role of the key it connected with. */
  readonly role: string;
}

/** A frame that enters or leaves a socket. */
export interface SocketFrame {
  readonly socket: SocketInfo;
  readonly topic: string;
  readonly event: string;
  readonly data: Buffer;
  readonly binary: boolean;
}

/**
 * Hooks at the one place where frames enter and leave sockets. A hook decides about the frame: calling `pass` never
 * drops it, later delays it, twice duplicates it, out of turn reorders it, and never again for a socket makes
 * that socket half-open.
 */
export interface RealtimeFaults {
  inbound?(this: void, frame: SocketFrame, pass: () => void): void;
  outbound?(this: void, frame: SocketFrame, pass: () => void): void;
  /** A text refuses the join of this subtopic with it. */
  refuseJoin?(this: void, join: { readonly socket: SocketInfo; readonly topic: string }): string | null;
}

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** `startRealtime` options. */
export interface RealtimeOptions {
  /** A superuser's connection URL; the database has `wal_level = logical`. */
  readonly databaseUrl: string;
  /** The claims of a JWT that one of the project's keys signed. Throws what `jose` throws. */
  verifyToken(token: string): Promise<Record<string, unknown>>;
  /** Publishable or secret key to JWT; JWTs pass through; null for a key nobody issued. */
  resolveKey(key: string): string | null;
  /** Off by default. */
  readonly limits?: RealtimeLimits;
  readonly timings?: Partial<RealtimeTimings>;
  readonly faults?: RealtimeFaults;
  log?(this: void, level: LogLevel, message: string, cause?: unknown): void;
}
