/**
 * Owns moving, copying and removing files.
 * Refuses to touch bytes before the database has agreed.
 */
import { randomUUID } from 'node:crypto';
import type { Call, Endpoint } from './call.ts';
import { readJson, requiredText, requiredTexts } from './call.ts';
import { asCaller, bucketOf, insertRow, objectOf, ownerColumns, replaceRow } from './database.ts';
import type { ObjectRow } from './database.ts';
import { failures } from './failure.ts';
import { objectJson } from './listing.ts';
import { checkKey } from './names.ts';

export const moveObject: Endpoint = async (call) => {
  const { context, facts } = call;
  const { bucket, source, destination, destinationBucket } = await route(call);
  await asCaller(context.sql, facts, (sql) => objectOf(sql, bucket, source));
  // Whoever moves a file owns it afterwards; a bare key has no subject and changes no owner.
  const { subject } = facts.caller;
  const changes = {
    name: destination,
    bucket_id: destinationBucket,
    ...(subject === null ? {} : ownerColumns(subject)),
  };
  const moved = await asCaller(
    context.sql,
    facts,
    (sql) => sql<{ id: string }[]>`
    update storage.objects set ${sql(changes)}
    where bucket_id = ${bucket} and name = ${source} returning id`,
  );
  const [object] = moved;
  if (object === undefined) throw failures.noSuchKey();
  return Response.json({
    message: 'Successfully moved',
    Id: object.id,
    Key: `${destinationBucket}/${destination}`,
  });
};

export const copyObject: Endpoint = async (call) => {
  const { context, facts } = call;
  const { bucket, source, destination, destinationBucket, body } = await route(call);
  const original = await asCaller(context.sql, facts, (sql) => objectOf(sql, bucket, source));
  const version = randomUUID();
  const upsert = call.request.headers.get('x-upsert') === 'true';
  const userMetadata = body['copyMetadata'] === false ? (body['metadata'] ?? null) : original.user_metadata;
  const row = {
    ...ownerColumns(facts.caller.subject),
    id: randomUUID(),
    bucket_id: destinationBucket,
    name: destination,
    version,
    metadata: original.metadata,
    user_metadata: userMetadata,
  };
  await context.files.copy(original.version, version);
  try {
    const { replaced } = await asCaller(context.sql, facts, (sql) =>
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

export const removeObjects: Endpoint = async (call) => {
  const paths = requiredTexts(await readJson(call.request), 'prefixes');
  const gone = await remove(call, paths);
  return Response.json(
    gone.map((row) => ({
      ...objectJson(row),
      bucket_id: row.bucket_id,
      owner: row.owner,
      owner_id: row.owner_id,
      version: row.version,
    })),
  );
};

export const removeObject: Endpoint = async (call) => {
  await objectOf(call.context.sql, call.bucket, call.key);
  const gone = await remove(call, [call.key]);
  if (gone.length === 0) throw failures.accessDenied('Access denied');
  return Response.json({ message: 'Successfully deleted' });
};

async function remove({ context, facts, bucket }: Call, paths: string[]): Promise<ObjectRow[]> {
  await bucketOf(context.sql, bucket);
  const gone = await asCaller(
    context.sql,
    facts,
    (sql) => sql<ObjectRow[]>`
    delete from storage.objects where bucket_id = ${bucket} and name in ${sql(paths)} returning *`,
  );
  await context.files.remove(gone.map(({ version }) => version));
  return gone;
}

interface Route {
  readonly body: Readonly<Record<string, unknown>>;
  readonly bucket: string;
  readonly source: string;
  readonly destination: string;
  readonly destinationBucket: string;
}

async function route({ context, request }: Call): Promise<Route> {
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
