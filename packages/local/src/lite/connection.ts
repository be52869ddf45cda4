/**
 * Owns the connection object that the REST engine works through, with everything in it that differs from a hosted
 * project put right. Every correction is here, and `corrections.test.ts` fails for one that is no longer needed.
 * Refuses to run a request as anybody but `authenticator` and the roles it may become.
 */
import { RelationNotFoundError } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresType, Sql } from 'postgres';
import { patientSocket } from '../postgres/driver-socket.ts';
import { isDatabaseAway, isDatabaseError, isLeftToEngine } from './database-error.ts';
import type { DatabaseError } from './database-error.ts';
import { onlyExposed } from './exposed-catalog.ts';
import { encodeJsonValues } from './json-values.ts';
import { settingsStatement } from './request-settings.ts';
import type { RequestFacts, RoleSettings } from './request-settings.ts';
import { reserveTransactions } from './transactions.ts';

export type EngineConnection = ReturnType<typeof createPostgresConnection>;

/** Members that are private in the engine's types, but plain properties at run time. */
interface Inside {
  rlsState: string;
  applyJwtSessionContext(db: Sql, context: unknown, changeRole: boolean): Promise<void>;
  applyRpcRequestGucs(db: unknown, rpc: unknown): Promise<void>;
}

interface QueryRunner {
  executeQuery(query: unknown): Promise<unknown>;
}

export interface ConnectionOptions {
  /** Connection string of role `authenticator`. */
  readonly url: string;
  /** Connection string of a superuser, used only to read the catalogs. */
  readonly catalogUrl: string;
  /** The request being served, wherever the engine calls us from. */
  readonly requests: AsyncLocalStorage<RequestFacts>;
  /** Schemas that requests may name. */
  readonly schemas: readonly string[];
  readonly roleSettings: () => RoleSettings;
  readonly maxConnections: number;
}

/** Thrown through the engine, so that its own error page (which loses details and logs a stack) never runs. */
export class DatabaseFailure extends Error {
  readonly error: DatabaseError;

  constructor(error: DatabaseError) {
    super(error.message);
    this.error = error;
  }
}

/** Thrown when the database cannot be asked at all. */
export class DatabaseAway extends Error {}

export interface Connections {
  readonly requests: EngineConnection;
  /** Forgets what is known of tables and functions; the next request reads it again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export function createConnections(options: ConnectionOptions): Connections {
  const catalog = createPostgresConnection({
    url: options.catalogUrl,
    postgresOptions: { max: 1, onnotice: ignore, ...patientSocket },
  });
  const requests = createPostgresConnection({
    url: options.url,
    postgresOptions: {
      max: options.maxConnections,
      onnotice: ignore,
      ...patientSocket,
      types: { json: jsonType(114), jsonb: jsonType(3802) },
    },
  });
  reserveTransactions(catalog.driver as Sql);
  reserveTransactions(requests.driver as Sql);
  const catalogReader = readCatalogAsSuperuser(requests, catalog, options.schemas);
  keepGrants(requests);
  beginAsCaller(requests, options);
  keepJsonStrings(requests);
  reportErrorsOurselves(requests);
  return {
    requests,
    reload: () => catalogReader.forget(),
    async close() {
      await Promise.all([requests.driver.end({ timeout: 1 }), catalog.driver.end({ timeout: 1 })]);
    },
  };
}

function ignore(): void {
  // NOTICEs are for people at a prompt.
}

/** JSON arrives here as text already; encoding it again would make it a string. */
function jsonType(oid: number): PostgresType {
  return {
    to: oid,
    from: [oid],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text) as unknown,
  };
}

/**
 * `authenticator` sees no tables in information_schema, so the other connection reads the catalogs, once at a time.
 * A reading that a change overtook is repeated, or the engine would go on with the old schema.
 */
function readCatalogAsSuperuser(
  requests: EngineConnection,
  catalog: EngineConnection,
  schemas: readonly string[],
): { forget(): Promise<void> } {
  type Catalog = Awaited<ReturnType<EngineConnection['introspect']>>;
  let generation = 0;
  let reading: Promise<Catalog> | undefined;
  let current: Catalog | undefined;
  const read = async (): Promise<Catalog> => {
    for (;;) {
      const begun = generation;
      const found = await catalog.introspect({ useCache: true });
      // The engine answers a failed reading with an empty catalog, and every table would seem to be missing.
      if (!('functions' in found)) throw new DatabaseAway('the catalogs could not be read');
      if (begun === generation) return (current = onlyExposed(found, schemas));
      await catalog.clearSchemaCache();
    }
  };
  requests.introspect = () => {
    if (current !== undefined) return Promise.resolve(current);
    reading ??= read().finally(() => (reading = undefined));
    return reading;
  };
  return {
    async forget() {
      generation += 1;
      current = undefined;
      await Promise.all([requests.clearSchemaCache(), catalog.clearSchemaCache()]);
    },
  };
}

/** Left alone, the engine grants every table of every schema with RLS to the API roles, over the migrations' revokes. */
function keepGrants(connection: EngineConnection): void {
  (connection as unknown as Inside).rlsState = 'active';
}

/** Sets what PostgREST sets, for tables and functions alike, in one round trip instead of nine. */
function beginAsCaller(connection: EngineConnection, options: ConnectionOptions): void {
  const inside = connection as unknown as Inside;
  inside.applyJwtSessionContext = async (db) => {
    const facts = options.requests.getStore();
    if (facts === undefined) throw new Error('a statement outside of a request');
    const { text, values } = settingsStatement(facts, options.roleSettings());
    await (db as unknown as QueryRunner).executeQuery(compiled(text, values));
  };
  inside.applyRpcRequestGucs = () => Promise.resolve();
}

/** The query builder's own form of a raw statement. */
function compiled(text: string, values: readonly string[]): unknown {
  return {
    sql: text,
    parameters: values,
    query: { kind: 'RawNode', sqlFragments: [text], parameters: [] },
    queryId: { queryId: 'globalchat-request-settings' },
  };
}

function keepJsonStrings(connection: EngineConnection): void {
  const prepare = connection.onPostgrestAST.bind(connection);
  connection.onPostgrestAST = async (tree) => {
    encodeJsonValues(tree, await connection.introspect({ useCache: true }));
    return prepare(tree);
  };
}

function reportErrorsOurselves(connection: EngineConnection): void {
  connection.normalizeDbError = (error: unknown) => {
    if (isDatabaseAway(error)) throw new DatabaseAway(error.message);
    if (error instanceof RelationNotFoundError) return printsAs(error, error.message);
    if (!isDatabaseError(error)) return error;
    if (!isLeftToEngine(error)) throw new DatabaseFailure(error);
    const { code, message, detail, hint } = error;
    return printsAs(Object.assign(new Error(message), { code, detail, hint }), `${code} ${message}`);
  };
}

/** The engine prints every error it gets; one line is enough for a mistyped name. */
function printsAs(error: Error, line: string): Error {
  return Object.defineProperty(error, Symbol.for('nodejs.util.inspect.custom'), {
    value: () => `[rest] ${line}`,
  });
}
