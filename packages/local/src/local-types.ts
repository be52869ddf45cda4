/** What callers hand to `startLocal` and get from it. Types only. */
import type { JWK } from 'jose';
import type postgres from 'postgres';
import type { NewAccount } from './auth/account.ts';
import type { AuthSettings } from './auth/context.ts';
import type { Mailbox } from './auth/mailbox.ts';
import type { Migration } from './bootstrap/migrations.ts';
import type { Faults } from './faults/faults.ts';
import type { LocalRoute } from './gateway/router.ts';
import type { RealtimeFaults, RealtimeLimits, RealtimeTimings } from './realtime/index.ts';

export interface LocalOptions {
  /** Port of the API on 127.0.0.1; 0 or absent = any free one. */
  readonly apiPort?: number;
  /**
   * Names besides `localhost` and loopback addresses under which the API may be called, without a port: for a phone or a
   * container that comes through a proxy. Every other `Host` is refused, so that no website reaches it by its own DNS.
   */
  readonly allowedHosts?: readonly string[];
  /**
   * Whose pages may call the API from a browser: everybody's (`any`), as on a hosted project, or only those of loopback
   * and of `allowedHosts` (`trusted`). `any` by default; a server that runs while one browses should say `trusted`,
   * because its keys are public.
   */
  readonly allowedOrigins?: 'any' | 'trusted';
  /** Port of PostgreSQL on 127.0.0.1; 0 or absent = any free one. */
  readonly dbPort?: number;
  /** Where data lives; absent = a temporary folder, removed on stop. */
  readonly dataDir?: string;
  /** HS256 secret of every token, at least 32 characters. */
  readonly jwtSecret?: string;
  /**
   * Private keys (ES256 or RS256) as JWK: the first one signs users' tokens, all of them verify, and Auth publishes their
   * public halves, as on a hosted project with asymmetric keys. None by default: the secret signs.
   */
  readonly signingKeys?: readonly JWK[];
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
  /** Schemas that the Data API serves, the default one first; `public` and `graphql_public` by default. */
  readonly schemas?: readonly string[];
  /** Applied as role `postgres` after the bootstrap, on every start; each must be re-runnable. */
  readonly migrations?: readonly Migration[];
  /** More handlers of the same origin, asked in order for paths outside the API. */
  readonly routes?: readonly LocalRoute[];
  /** Gets one line for everything worth knowing; nothing is printed by default. */
  readonly log?: (line: string) => void;
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
  createUser(user: NewAccount): Promise<{ id: string }>;
  /** Signs any claims with this backend's secret; `iat` and an `exp` in an hour are added when missing. */
  signToken(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** What can be made to go wrong while it runs. */
  readonly faults: Faults;
  /** Ends PostgreSQL (`crash` = kill -9) and starts it again on the same data. */
  restartDatabase(how?: 'fast' | 'crash'): Promise<void>;
  /** Stops everything and removes temporary data. Safe to call twice. */
  stop(): Promise<void>;
}
