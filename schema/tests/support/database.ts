/**
 * Owns the database under test: an embedded PostgreSQL with the migrations, and connections that act as any caller.
 */
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { bootstrap } from '../../../packages/local/src/bootstrap/bootstrap.ts';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import { startPostgres } from '../../../packages/local/src/postgres/start.ts';
import { migrations } from '../../src/index.ts';
import { Caller } from './caller.ts';
import type { Claims } from './caller.ts';

export interface TestDatabase {
  /** The role that owns our tables: sees and may do everything, and is no superuser. */
  readonly owner: Sql;
  /** The superuser, for what is not ours: Auth users, other people's policies. */
  readonly superuser: Sql;
  /** Somebody who calls with these claims. */
  as(claims: Claims, headers?: Readonly<Record<string, string>>): Caller;
  url(user?: string): string;
  stop(): Promise<void>;
}

/** jsonb goes out as the value that it is; the driver would otherwise send a JSON string. */
const types = {
  jsonb: {
    to: 3802,
    from: [3802],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => JSON.parse(text),
  },
  // Counters are small here, and numbers read better than strings.
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
};

export async function startDatabase(options: { readonly bare?: boolean } = {}): Promise<TestDatabase> {
  const server = await startPostgres();
  const connect = (user: string | undefined, max: number): Sql =>
    postgres(server.url(user), { max, onnotice: () => undefined, types });
  const superuser = connect(undefined, 2);
  await bootstrap(superuser);
  if (options.bare !== true) await applyMigrations(server.url('postgres'), await migrations());
  const owner = connect('postgres', 2);
  const callers = connect(undefined, 12);
  return {
    owner,
    superuser,
    as: (claims, headers = {}) => new Caller(callers, claims, headers),
    url: (user) => server.url(user),
    async stop() {
      await Promise.all([owner, superuser, callers].map((sql) => sql.end({ timeout: 1 })));
      await server.stop();
    },
  };
}
