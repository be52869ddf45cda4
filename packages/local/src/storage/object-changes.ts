/** Moves, copies and removes files. Bytes are touched only after the database has agreed. */
import { randomUUID } from 'node:crypto';
import type { StorageRequest, Endpoint } from './storage-request.ts';
import { readJson, requiredText, requiredTexts } from './storage-request.ts';
import { runAsCaller, bucketOf, insertRow, objectOf, ownerColumns, replaceRow } from './database.ts';
import type { ObjectRow } from './database.ts';
import { apiErrors } from './api-error.ts';
import { objectJson } from './listing.ts';
import { checkKey } from './validation.ts';

export const moveObject: Endpoint = async (storageRequest) => {
  const { context, policyContext } = storageRequest;
  const { bucket, source, destination, destinationBucket } = await route(storageRequest);
  await runAsCaller(context.sql, policyContext, (sql) => objectOf(sql, bucket, source));
  // The mover owns the file afterwards; an API key has no subject and changes no owner.
  const { subject } = policyContext.caller;
  const changes = {
    name: destination,
    bucket_id: destinationBucket,
    ...(subject === null ? {} : ownerColumns(subject)),
  };
  const moved = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql<{ id: string }[]>`
    update storage.objects set ${sql(changes)}
    where bucket_id = ${bucket} and name = ${source} returning id`,
  );
  const [object] = moved;
  if (object === undefined) throw apiErrors.noSuchKey();
  return Response.json({
    message: 'Successfully moved',
    Id: object.id,
    Key: `${destinationBucket}/${destination}`,
  });
};

export const copyObject: Endpoint = async (storageRequest) => {
  const { context, policyContext } = storageRequest;
  const { bucket, source, destination, destinationBucket, body } = await route(storageRequest);
  const original = await runAsCaller(context.sql, policyContext, (sql) => objectOf(sql, bucket, source));
  const version = randomUUID();
  const upsert = storageRequest.request.headers.get('x-upsert') === 'true';
  const userMetadata = body['copyMetadata'] === false ? (body['metadata'] ?? null) : original.user_metadata;
  const row = {
    ...ownerColumns(policyContext.caller.subject),
    id: randomUUID(),
    bucket_id: destinationBucket,
    name: destination,
    version,
    metadata: original.metadata,
    user_metadata: userMetadata,
  };
  await context.files.copy(original.version, version);
  try {
    const { replaced } = await runAsCaller(context.sql, policyContext, (sql) =>
      upsert ? replaceRow(sql, row) : insertRow(sql, row),
    );
    if (replaced !== undefined) await context.files.remove([replaced]);
  } catch (error) {
    await context.files.remove([version]);
    throw error;
  }
  return Response.json({
    Id: row.id,
    Key: `${destinationBucket}/${destination}`,
    name: destination,
    bucket_id: destinationBucket,
  });
};

export const removeObjects: Endpoint = async (storageRequest) => {
  const paths = requiredTexts(await readJson(storageRequest.request), 'prefixes');
  const deleted = await remove(storageRequest, paths);
  return Response.json(
    deleted.map((row) => ({
      ...objectJson(row),
      bucket_id: row.bucket_id,
      owner: row.owner,
      owner_id: row.owner_id,
      version: row.version,
    })),
  );
};

export const removeObject: Endpoint = async (storageRequest) => {
  await objectOf(storageRequest.context.sql, storageRequest.bucket, storageRequest.key);
  const deleted = await remove(storageRequest, [storageRequest.key]);
  if (deleted.length === 0) throw apiErrors.accessDenied('Access denied');
  return Response.json({ message: 'Successfully deleted' });
};

async function remove(
  { context, policyContext, bucket }: StorageRequest,
  paths: string[],
): Promise<ObjectRow[]> {
  await bucketOf(context.sql, bucket);
  const deleted = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql<ObjectRow[]>`
    delete from storage.objects where bucket_id = ${bucket} and name in ${sql(paths)} returning *`,
  );
  await context.files.remove(deleted.map(({ version }) => version));
  return deleted;
}

interface Route {
  readonly body: Readonly<Record<string, unknown>>;
  readonly bucket: string;
  readonly source: string;
  readonly destination: string;
  readonly destinationBucket: string;
}

async function route({ context, request }: StorageRequest): Promise<Route> {
  const body = await readJson(request);
  const bucket = requiredText(body, 'bucketId');
  const destinationBucket =
    typeof body['destinationBucket'] === 'string' ? body['destinationBucket'] : bucket;
  await bucketOf(context.sql, bucket);
  await bucketOf(context.sql, destinationBucket);
  return {
    body,
    bucket,
    destinationBucket,
    source: requiredText(body, 'sourceKey'),
    destination: checkKey(requiredText(body, 'destinationKey')),
  };
}
