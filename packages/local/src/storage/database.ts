/**
 * Owns Storage's statements: as the caller, whose policies decide, or as the service itself.
 * Refuses a role that `supabase_storage_admin` may not become.
 */
import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { failures } from './failure.ts';

export interface StorageCaller {
  readonly role: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The `sub` of the token; owner of what is uploaded. */
  readonly subject: string | null;
}

/** A request as policies may see it. */
export interface StorageFacts {
  readonly caller: StorageCaller;
  /** What `storage.operation()` answers. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BucketRow {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly public: boolean;
  readonly file_size_limit: string | null;
  readonly allowed_mime_types: string[] | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface FileMetadata {
  readonly eTag: string;
  readonly size: number;
  readonly mimetype: string;
  readonly cacheControl: string;
  readonly lastModified: string;
  readonly contentLength: number;
  readonly httpStatusCode: number;
}

export interface ObjectRow {
  readonly id: string;
  readonly bucket_id: string;
  readonly name: string;
  readonly owner: string | null;
  readonly owner_id: string | null;
  readonly version: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly last_accessed_at: Date;
  readonly metadata: FileMetadata | null;
  readonly user_metadata: Readonly<Record<string, unknown>> | null;
}

export async function asCaller<T>(
  sql: Sql,
  facts: StorageFacts,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  const { caller } = facts;
  const settings = {
    'request.jwt.claim.role': caller.role,
    'request.jwt.claim.sub': caller.subject ?? '',
    'request.jwt.claims': JSON.stringify({ ...caller.claims, role: caller.role }),
    'request.headers': JSON.stringify(facts.headers),
    'request.method': facts.method,
    'request.path': facts.path,
    'storage.operation': facts.operation,
    'storage.allow_delete_query': 'true',
    role: caller.role,
  };
  const calls = Object.keys(settings).map(
    (_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`,
  );
  return (await sql.begin(async (transaction) => {
    await transaction.unsafe(`select ${calls.join(', ')}`, Object.entries(settings).flat());
    return work(transaction);
  })) as T;
}

/** The bucket, whoever asks. Throws `NoSuchBucket`. */
export async function bucketOf(sql: Sql | TransactionSql, id: string): Promise<BucketRow> {
  const [bucket] = await sql<BucketRow[]>`select * from storage.buckets where id = ${id}`;
  if (bucket === undefined) throw failures.noSuchBucket();
  return bucket;
}

/** The object as this connection's role may see it. Throws `NoSuchKey`. */
export async function objectOf(sql: Sql | TransactionSql, bucket: string, name: string): Promise<ObjectRow> {
  const [object] = await sql<
    ObjectRow[]
  >`select * from storage.objects where bucket_id = ${bucket} and name = ${name}`;
  if (object === undefined) throw failures.noSuchKey();
  return object;
}

export type Saved = { readonly id: string; readonly replaced: string | undefined };

/** Without RETURNING, which would demand the right to read what one may only write. */
export async function insertRow(sql: TransactionSql, row: Record<string, unknown>): Promise<Saved> {
  await sql`insert into storage.objects ${sql(row)}`;
  return { id: String(row['id']), replaced: undefined };
}

/** Answers also the version whose bytes are now of no use. */
export async function replaceRow(sql: TransactionSql, row: Record<string, unknown>): Promise<Saved> {
  const [saved] = await sql<{ id: string; replaced: string | null }[]>`
    insert into storage.objects ${sql(row)}
    on conflict (bucket_id, name) do update set
      version = excluded.version, metadata = excluded.metadata, user_metadata = excluded.user_metadata,
      owner = excluded.owner, owner_id = excluded.owner_id
    returning new.id as id, old.version as replaced`;
  if (saved === undefined) throw failures.noSuchKey();
  return { id: saved.id, replaced: saved.replaced ?? undefined };
}

export interface WantedUpload {
  readonly bucket: string;
  readonly name: string;
  readonly upsert: boolean;
}

/** Asks the policies by an insert that is taken back. Throws what they say. */
export async function probeUpload(
  sql: Sql,
  facts: StorageFacts,
  { bucket, name, upsert }: WantedUpload,
): Promise<void> {
  const allowed = new Error('taken back');
  const row = { id: randomUUID(), bucket_id: bucket, name, owner_id: facts.caller.subject, version: '' };
  try {
    await asCaller(sql, facts, async (transaction) => {
      if (upsert)
        await transaction`insert into storage.objects ${transaction(row)}
          on conflict (bucket_id, name) do update set version = storage.objects.version`;
      else await insertRow(transaction, row);
      throw allowed;
    });
  } catch (error) {
    if (error !== allowed) throw error;
  }
}
