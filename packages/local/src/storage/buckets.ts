/**
 * Owns the bucket endpoints.
 * Refuses to decide: policies on storage.buckets say who may make, see or change one.
 */
import type { Call, Endpoint } from './call.ts';
import { readJson } from './call.ts';
import { asCaller, asService } from './database.ts';
import type { BucketRow } from './database.ts';
import { failures } from './failure.ts';
import { checkBucketName, parseFileSize } from './names.ts';

export const listBuckets: Endpoint = async ({ context, facts, query }) => {
  const limit = Number(query.get('limit') ?? 1000);
  const offset = Number(query.get('offset') ?? 0);
  const search = `%${query.get('search') ?? ''}%`;
  const column =
    ['id', 'name', 'created_at', 'updated_at'].find((name) => name === query.get('sortColumn')) ?? 'name';
  const descending = query.get('sortOrder') === 'desc';
  const rows = await asCaller(
    context.sql,
    facts,
    (sql) => sql<BucketRow[]>`
    select * from storage.buckets where name ilike ${search}
    order by ${sql(column)} ${descending ? sql`desc` : sql`asc`} limit ${limit} offset ${offset}`,
  );
  return Response.json(rows.map((row) => ({ ...bucketJson(row), type: 'STANDARD' })));
};

export const getBucket: Endpoint = async (call) => Response.json(bucketJson(await visibleBucket(call)));

export const createBucket: Endpoint = async ({ context, facts, request }) => {
  const body = await readJson(request);
  const name = checkBucketName(body['name'] ?? body['id']);
  const id = body['id'] === undefined ? name : checkBucketName(body['id']);
  const row = {
    id,
    name,
    ...bucketSettings(body, context.maximumFileSize),
    public: body['public'] === true,
    owner: facts.caller.subject,
    owner_id: facts.caller.subject,
  };
  await asCaller(context.sql, facts, (sql) => sql`insert into storage.buckets ${sql(row)}`);
  return Response.json({ name });
};

export const updateBucket: Endpoint = async (call) => {
  const { context, facts, bucket } = call;
  const body = await readJson(call.request);
  const changes = {
    ...bucketSettings(body, context.maximumFileSize),
    ...(typeof body['public'] === 'boolean' ? { public: body['public'] } : {}),
    updated_at: new Date(),
  };
  const changed = await asCaller(
    context.sql,
    facts,
    (sql) => sql`update storage.buckets set ${sql(changes)} where id = ${bucket} returning id`,
  );
  if (changed.length === 0) throw failures.noSuchBucket();
  return Response.json({ message: 'Successfully updated' });
};

export const emptyBucket: Endpoint = async (call) => {
  const { context, facts, bucket } = call;
  await visibleBucket(call);
  const visible = await asCaller(
    context.sql,
    facts,
    (sql) => sql`select 1 from storage.objects where bucket_id = ${bucket} limit 1`,
  );
  // Who sees the bucket and one file of it empties all of it: the hosted server's own rights delete.
  const gone = await asCaller(
    context.sql,
    asService(facts, context.service),
    (sql) => sql<{ version: string }[]>`
    delete from storage.objects where bucket_id = ${bucket} and ${visible.length > 0} returning version`,
  );
  await context.files.remove(gone.map(({ version }) => version));
  return Response.json({ message: 'Empty bucket has been queued. Completion may take up to an hour.' });
};

export const deleteBucket: Endpoint = async (call) => {
  const { context, facts, bucket } = call;
  await visibleBucket(call);
  const [used] = await context.sql`select 1 from storage.objects where bucket_id = ${bucket} limit 1`;
  if (used !== undefined) throw failures.notEmpty();
  const gone = await asCaller(
    context.sql,
    facts,
    (sql) => sql`delete from storage.buckets where id = ${bucket} returning id`,
  );
  if (gone.length === 0) throw failures.noSuchBucket();
  return Response.json({ message: 'Successfully deleted' });
};

async function visibleBucket({ context, facts, bucket }: Call): Promise<BucketRow> {
  const [row] = await asCaller(
    context.sql,
    facts,
    (sql) => sql<BucketRow[]>`select * from storage.buckets where id = ${bucket}`,
  );
  if (row === undefined) throw failures.noSuchBucket();
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
    throw failures.invalidRequest('body/allowed_mime_types must be array');
  }
  const size = parseFileSize(body['file_size_limit']);
  if (size !== null && size > maximum) throw failures.tooLarge();
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
