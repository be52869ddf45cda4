/**
 * Owns asking what a caller may do on a Realtime topic or with a file: the very probes that the servers run, rolled back.
 */
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Caller } from './caller.ts';
import type { TestDatabase } from './database.ts';

export type Extension = 'broadcast' | 'presence';

class RollBack extends Error {}

async function rolledBack<T>(
  database: TestDatabase,
  work: (sql: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  let result: T | undefined;
  try {
    await database.superuser.begin(async (sql) => {
      result = await work(sql);
      throw new RollBack();
    });
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
  }
  return result as T;
}

async function become(sql: postgres.TransactionSql, caller: Caller, topic: string): Promise<void> {
  await sql`
    select set_config('role', ${caller.claims.role}, true), set_config('realtime.topic', ${topic}, true),
      set_config('request.jwt.claims', ${JSON.stringify(caller.claims)}, true)`;
}

/** May the caller join this private topic and hear this extension? */
export function mayHear(
  database: TestDatabase,
  caller: Caller,
  topic: string,
  extension: Extension,
): Promise<boolean> {
  return rolledBack(database, async (sql) => {
    const id = randomUUID();
    await sql`insert into realtime.messages (id, topic, extension, private) values (${id}, ${topic}, ${extension}, true)`;
    await become(sql, caller, topic);
    return (await sql`select id from realtime.messages where id = ${id}`).length === 1;
  });
}

/** May the caller send on this private topic by this extension? */
export function maySpeak(
  database: TestDatabase,
  caller: Caller,
  topic: string,
  extension: Extension,
): Promise<boolean> {
  return rolledBack(database, async (sql) => {
    await become(sql, caller, topic);
    return allowed(() =>
      sql.savepoint(
        (inner) =>
          inner`insert into realtime.messages (topic, extension, private) values (${topic}, ${extension}, true)`,
      ),
    );
  });
}

/** How a request reaches the Storage server. */
export interface StorageRequest {
  /** The user's id in the row; the Storage server sets it from the token. */
  readonly owner?: string;
  /** What the server tells of the request; absent as of a server that tells nothing. */
  readonly operation?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The server writes the row as the service once it has the bytes. */
  readonly role?: 'service_role';
}

async function speakAs(sql: postgres.TransactionSql, caller: Caller, request: StorageRequest): Promise<void> {
  await become(sql, caller, '');
  const { operation = 'storage.object.upload', headers = {}, role = caller.claims.role } = request;
  await sql`select set_config('storage.operation', ${operation ?? ''}, true), set_config('role', ${role}, true),
    set_config('request.headers', ${JSON.stringify(headers)}, true)`;
}

const rowOf = (path: string, caller: Caller, request: StorageRequest): Record<string, unknown> => ({
  bucket_id: 'global-chat',
  name: path,
  owner_id: request.owner ?? caller.id,
  version: randomUUID(),
  metadata: request.metadata ?? null,
});

/** May the caller put a file there? */
export function mayUpload(
  database: TestDatabase,
  caller: Caller,
  path: string,
  request: StorageRequest = {},
): Promise<boolean> {
  return rolledBack(database, async (sql) => {
    await speakAs(sql, caller, request);
    const row = rowOf(path, caller, request);
    return allowed(() => sql.savepoint((inner) => inner`insert into storage.objects ${inner(row)}`));
  });
}

/** What the Storage server does when the bytes are there: it writes the row as the service, over any other. */
export async function completeUpload(
  database: TestDatabase,
  caller: Caller,
  path: string,
  request: StorageRequest = {},
): Promise<void> {
  await database.superuser.begin(async (sql) => {
    await speakAs(sql, caller, { ...request, role: 'service_role' });
    await sql`insert into storage.objects ${sql(rowOf(path, caller, request))}
      on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata`;
  });
}

async function allowed(insert: () => Promise<unknown>): Promise<boolean> {
  try {
    await insert();
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === '42501') return false;
    throw error;
  }
}

/** A file that is there, as after an upload. */
export async function putFile(
  database: TestDatabase,
  path: string,
  size: number,
  type: string,
): Promise<void> {
  await database.superuser`
    insert into storage.objects (bucket_id, name, metadata)
    values ('global-chat', ${path}, ${database.superuser.json({ size, mimetype: type })})`;
}
