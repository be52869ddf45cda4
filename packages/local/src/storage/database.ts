/** Storage's SQL: run as the caller, whose policies decide, or with the service role. */
import { randomUUID } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { apiErrors } from './api-error.ts';

export interface StorageCaller {
  readonly role: string;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The `sub` of the token; owner of what is uploaded. */
  readonly subject: string | null;
  readonly token: string;
}

/** A request as policies may see it. */
export interface PolicyContext {
  readonly caller: StorageCaller;
  /** What `storage.operation()` answers. */
  readonly operation: string;
  readonly method: string;
  /** Below `/storage/v1`, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The same request with the service's own rights, which no policy narrows; what is uploaded stays the owner's. */
export function withServiceRole(policyContext: PolicyContext, service: StorageCaller): PolicyContext {
  return { ...policyContext, caller: service };
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

export async function runAsCaller<T>(
  sql: Sql,
  policyContext: PolicyContext,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  const { caller } = policyContext;
  const settings = {
    'request.jwt.claim.role': caller.role,
    'request.jwt': caller.token,
    'request.jwt.claim.sub': caller.subject ?? '',
    'request.jwt.claims': JSON.stringify({ ...caller.claims, role: caller.role }),
    'request.headers': JSON.stringify(policyContext.headers),
    'request.method': policyContext.method,
    'request.path': policyContext.path,
    'storage.operation': policyContext.operation,
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

/** The bucket, without asking policies. Throws `NoSuchBucket`. */
export async function bucketOf(sql: Sql | TransactionSql, id: string): Promise<BucketRow> {
  const [bucket] = await sql<BucketRow[]>`select * from storage.buckets where id = ${id}`;
  if (bucket === undefined) throw apiErrors.noSuchBucket();
  return bucket;
}

/** The object as this connection's role may see it. Throws `NoSuchKey`. */
export async function objectOf(sql: Sql | TransactionSql, bucket: string, name: string): Promise<ObjectRow> {
  const [object] = await sql<
    ObjectRow[]
  >`select * from storage.objects where bucket_id = ${bucket} and name = ${name}`;
  if (object === undefined) throw apiErrors.noSuchKey();
  return object;
}

export type SavedRow = { readonly id: string; readonly replaced: string | undefined };

/** Without RETURNING, which would demand the right to read what one may only write. */
export async function insertRow(sql: TransactionSql, row: Record<string, unknown>): Promise<SavedRow> {
  await sql`insert into storage.objects ${sql(row)}`;
  return { id: String(row['id']), replaced: undefined };
}

/** Answers also the version that was replaced, whose bytes may be removed. */
export async function replaceRow(sql: TransactionSql, row: Record<string, unknown>): Promise<SavedRow> {
  const [saved] = await sql<{ id: string; replaced: string | null }[]>`
    insert into storage.objects ${sql(row)}
    on conflict (bucket_id, name) do update set
      version = excluded.version, metadata = excluded.metadata, user_metadata = excluded.user_metadata,
      owner = excluded.owner, owner_id = excluded.owner_id
    returning new.id as id, old.version as replaced`;
  if (saved === undefined) throw apiErrors.noSuchKey();
  return { id: saved.id, replaced: saved.replaced ?? undefined };
}

export interface PlannedUpload {
  readonly bucket: string;
  readonly name: string;
  readonly upsert: boolean;
  readonly owner: string | null;
  /** What a policy may know of the file before its bytes are read. */
  readonly announced: {
    readonly mimetype: string | undefined;
    readonly contentLength: number | undefined;
    readonly userMetadata: Readonly<Record<string, unknown>> | null;
  };
}

/** Asks the policies by an insert that is rolled back. Throws what they raise. */
export async function checkUploadPolicies(
  sql: Sql,
  policyContext: PolicyContext,
  { bucket, name, upsert, owner, announced }: PlannedUpload,
): Promise<void> {
  const allowed = new Error('rolled back');
  const { mimetype, contentLength, userMetadata } = announced;
  const row = {
    ...ownerColumns(owner),
    id: randomUUID(),
    bucket_id: bucket,
    name,
    version: '1',
    metadata: { mimetype, contentLength },
    user_metadata: userMetadata,
  };
  try {
    await runAsCaller(sql, policyContext, async (transaction) => {
      await (upsert ? replaceRow(transaction, row) : insertRow(transaction, row));
      throw allowed;
    });
  } catch (error) {
    if (error !== allowed) throw error;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function ownerColumns(subject: string | null): { owner: string | null; owner_id: string | null } {
  return { owner: subject !== null && UUID.test(subject) ? subject : null, owner_id: subject };
}
