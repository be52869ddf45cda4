/**
 * Owns the database under test: an embedded PostgreSQL with the migrations, and connections that act as any caller.
 */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { bootstrap } from '../../../packages/local/src/bootstrap/bootstrap.ts';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import { startPostgres } from '../../../packages/local/src/postgres/start.ts';
import { migrations } from '../../src/index.ts';
import { Caller } from './caller.ts';
import type { Claims } from './caller.ts';
import { underTest, updateUnderTest } from './mutants.ts';

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
  // Texts go out as they are, so that a test can send a time that is none.
  timestamptz: {
    to: 1184,
    from: [1184],
    serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
    parse: (text: string): Date => new Date(text),
  },
};

/** Where a database lives, and how to get rid of it. */
interface Place {
  url(user?: string): string;
  stop(): Promise<void>;
}

/** A cluster of its own; the databases in it look like a hosted project's. */
async function newCluster(): Promise<Place> {
  const server = await startPostgres();
  const sql = postgres(server.url(), { max: 1, onnotice: () => undefined });
  await bootstrap(sql);
  await sql.end({ timeout: 1 });
  return { url: (user) => server.url(user), stop: () => server.stop() };
}

/** A copy of a database of a running cluster, which nobody is connected to. */
async function newCopy(template: string, database: string): Promise<Place> {
  const name = `${process.env['SCHEMA_TEST_COPIES'] ?? 'copy'}_${randomUUID().replaceAll('-', '')}`;
  const other = new URL(template);
  other.pathname = '/template1';
  const run = async (...statements: string[]): Promise<void> => {
    const sql = postgres(other.href, { max: 1, onnotice: () => undefined });
    for (const statement of statements) await sql.unsafe(statement);
    await sql.end({ timeout: 1 });
  };
  // Rights and settings of a database are not copied with it.
  await run(
    `create database ${name} template ${database}`,
    `grant all on database ${name} to postgres`,
    `alter database ${name} set search_path to "$user", public, extensions`,
  );
  return {
    url(user) {
      const url = new URL(template);
      url.pathname = `/${name}`;
      if (user !== undefined) url.username = user;
      return url.href;
    },
    stop: () => run(`drop database ${name} with (force)`),
  };
}

/** What the database sends is emptied at once; this keeps what Realtime reads in the log: each row as it was inserted. */
async function keepBroadcasts(superuser: Sql): Promise<void> {
  await superuser.unsafe(`
    create schema if not exists testing;
    create table if not exists testing.broadcasts (
      place bigint generated always as identity, topic text, extension text, payload jsonb, event text, private boolean);
    create or replace function testing.keep_broadcast() returns trigger language plpgsql security definer as $$
    begin
      insert into testing.broadcasts (topic, extension, payload, event, private)
      values (new.topic, new.extension, new.payload, new.event, new.private);
      return null;
    end $$;
    create or replace trigger keep_broadcast after insert on realtime.messages
      for each row when (new.payload is not null) execute function testing.keep_broadcast();
    grant usage on schema testing to public;
    grant select, delete on testing.broadcasts to postgres;`);
}

/**
 * SCHEMA_TEST_CLUSTER is the superuser's URL of a prepared cluster, see prepared-cluster.ts; without it, or with `ownCluster`
 * for a test that changes roles, the database has a cluster of its own.
 * SCHEMA_TEST_MIGRATED is a database in it with the migrations as they are, so that only what a mutant changed has to run;
 * `bare` leaves the migrations out.
 * SCHEMA_TEST_COPIES begins the names of its copies, so that the mutation run can drop those of a test that it ended.
 */
export async function startDatabase(
  options: { readonly bare?: boolean; readonly ownCluster?: boolean } = {},
): Promise<TestDatabase> {
  const cluster = options.ownCluster === true ? undefined : process.env['SCHEMA_TEST_CLUSTER'];
  const migrated = process.env['SCHEMA_TEST_MIGRATED'];
  const update =
    cluster === undefined || migrated === undefined || options.bare === true
      ? undefined
      : updateUnderTest(await migrations());
  const template = update === undefined ? 'postgres' : (migrated ?? 'postgres');
  const place = cluster === undefined ? await newCluster() : await newCopy(cluster, template);
  const connect = (user: string | undefined, max: number): Sql =>
    postgres(place.url(user), { max, onnotice: () => undefined, types });
  if (options.bare !== true)
    await applyMigrations(place.url('postgres'), update ?? underTest(await migrations()));
  const superuser = connect(undefined, 2);
  await keepBroadcasts(superuser);
  const owner = connect('postgres', 2);
  const callers = connect(undefined, 12);
  return {
    owner,
    superuser,
    as: (claims, headers = {}) => new Caller(callers, claims, headers),
    url: (user) => place.url(user),
    async stop() {
      await Promise.all([owner, superuser, callers].map((sql) => sql.end({ timeout: 1 })));
      await place.stop();
    },
  };
}
