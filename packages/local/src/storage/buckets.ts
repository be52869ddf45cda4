/** The bucket endpoints. Policies on `storage.buckets` decide who may make, see or change one. */
import type { StorageRequest, Endpoint } from './storage-request.ts';
import { readJson } from './storage-request.ts';
import { runAsCaller, withServiceRole } from './database.ts';
import type { BucketRow } from './database.ts';
import { apiErrors } from './api-error.ts';
import { checkBucketName, parseFileSize } from './validation.ts';

/** Unless the caller asks for fewer or more; far more buckets than a project has. */
const DEFAULT_LIST_LIMIT = 1000;

export const listBuckets: Endpoint = async ({ context, policyContext, query }) => {
  const limit = Number(query.get('limit') ?? DEFAULT_LIST_LIMIT);
  const offset = Number(query.get('offset') ?? 0);
  const search = `%${query.get('search') ?? ''}%`;
  const column =
    ['id', 'name', 'created_at', 'updated_at'].find((name) => name === query.get('sortColumn')) ?? 'name';
  const descending = query.get('sortOrder') === 'desc';
  const rows = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql<BucketRow[]>`
    select * from storage.buckets where name ilike ${search}
    order by ${sql(column)} ${descending ? sql`desc` : sql`asc`} limit ${limit} offset ${offset}`,
  );
  return Response.json(rows.map((row) => ({ ...bucketJson(row), type: 'STANDARD' })));
};

export const getBucket: Endpoint = async (storageRequest) =>
  Response.json(bucketJson(await visibleBucket(storageRequest)));

export const createBucket: Endpoint = async ({ context, policyContext, request }) => {
  const body = await readJson(request);
  const name = checkBucketName(body['name'] ?? body['id']);
  const id = body['id'] === undefined ? name : checkBucketName(body['id']);
  const row = {
    id,
    name,
    ...bucketSettings(body, context.maximumFileSize),
    public: body['public'] === true,
    owner: policyContext.caller.subject,
    owner_id: policyContext.caller.subject,
  };
  await runAsCaller(context.sql, policyContext, (sql) => sql`insert into storage.buckets ${sql(row)}`);
  return Response.json({ name });
};

export const updateBucket: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket } = storageRequest;
  const body = await readJson(storageRequest.request);
  const changes = {
    ...bucketSettings(body, context.maximumFileSize),
    ...(typeof body['public'] === 'boolean' ? { public: body['public'] } : {}),
    updated_at: new Date(),
  };
  const changed = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql`update storage.buckets set ${sql(changes)} where id = ${bucket} returning id`,
  );
  if (changed.length === 0) throw apiErrors.noSuchBucket();
  return Response.json({ message: 'Successfully updated' });
};

export const emptyBucket: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket } = storageRequest;
  await visibleBucket(storageRequest);
  const visible = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql`select 1 from storage.objects where bucket_id = ${bucket} limit 1`,
  );
  // As on the hosted server: a caller who sees the bucket and one file of it empties all of it, with the service role.
  const deleted = await runAsCaller(
    context.sql,
    withServiceRole(policyContext, context.service),
    (sql) => sql<{ version: string }[]>`
    delete from storage.objects where bucket_id = ${bucket} and ${visible.length > 0} returning version`,
  );
  await context.files.remove(deleted.map(({ version }) => version));
  return Response.json({ message: 'Empty bucket has been queued. Completion may take up to an hour.' });
};

export const deleteBucket: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket } = storageRequest;
  await visibleBucket(storageRequest);
  const [used] = await context.sql`select 1 from storage.objects where bucket_id = ${bucket} limit 1`;
  if (used !== undefined) throw apiErrors.notEmpty();
  const deleted = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql`delete from storage.buckets where id = ${bucket} returning id`,
  );
  if (deleted.length === 0) throw apiErrors.noSuchBucket();
  return Response.json({ message: 'Successfully deleted' });
};

async function visibleBucket({ context, policyContext, bucket }: StorageRequest): Promise<BucketRow> {
  const [row] = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql<BucketRow[]>`select * from storage.buckets where id = ${bucket}`,
  );
  if (row === undefined) throw apiErrors.noSuchBucket();
  return row;
}

/** @param maximum the largest limit a bucket may have */
function bucketSettings(
  body: Readonly<Record<string, unknown>>,
  maximum: number,
): {
  file_size_limit?: number | null;
  allowed_mime_types?: string[] | null;
} {
  const types = body['allowed_mime_types'];
  if (
    types !== undefined &&
    types !== null &&
    !(Array.isArray(types) && types.every((type) => typeof type === 'string'))
  ) {
    throw apiErrors.invalidRequest('body/allowed_mime_types must be array');
  }
  const size = parseFileSize(body['file_size_limit']);
  if (size !== null && size > maximum) throw apiErrors.tooLarge();
  return {
    ...(body['file_size_limit'] === undefined ? {} : { file_size_limit: size }),
    ...(types === undefined ? {} : { allowed_mime_types: types }),
  };
}

function bucketJson(row: BucketRow): Record<string, unknown> {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner ?? '',
    public: row.public,
    file_size_limit: row.file_size_limit === null ? null : Number(row.file_size_limit),
    allowed_mime_types: row.allowed_mime_types,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
