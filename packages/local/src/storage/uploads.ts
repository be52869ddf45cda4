/**
 * Owns putting files in: by name, over an older one, or through a signed URL.
 * Refuses to replace a file before the new one is stored and its row is accepted.
 */
import { randomUUID } from 'node:crypto';
import type { Call, Endpoint, StorageContext } from './call.ts';
import { asCaller, bucketOf, insertRow, replaceRow } from './database.ts';
import type { BucketRow, FileMetadata, StorageFacts } from './database.ts';
import { checkKey, checkMimeType } from './names.ts';
import { openUploadToken } from './signing.ts';
import { readUpload } from './upload-body.ts';
import type { Upload } from './upload-body.ts';

export const uploadObject: Endpoint = (call) =>
  put(call, call.request.headers.get('x-upsert') === 'true', call.facts);

/** PUT replaces, and makes the file when there is none. */
export const updateObject: Endpoint = (call) => put(call, true, call.facts);

/** The token was signed for somebody who may upload here, so its bearer needs no rights. */
export const uploadToSignedUrl: Endpoint = async (call) => {
  const { upsert, owner } = await openUploadToken(call);
  return put(call, upsert, { ...call.facts, caller: { role: 'service_role', claims: {}, subject: owner } });
};

async function put(call: Call, upsert: boolean, facts: StorageFacts): Promise<Response> {
  const { context, request, bucket: bucketId } = call;
  const name = checkKey(call.key);
  const bucket = await bucketOf(context.sql, bucketId);
  const maximum = maximumOf(context, bucket);
  const upload = await readUpload(request, maximum);
  checkMimeType(upload.contentType, bucket.allowed_mime_types);

  const version = randomUUID();
  const { size, eTag } = await context.files.write(version, upload.body, maximum);
  const id = await saveUpload(context, facts, {
    bucket: bucketId,
    name,
    version,
    upload,
    size,
    eTag,
    upsert,
  });
  return Response.json({ Key: `${bucketId}/${name}`, Id: id });
}

/** A file whose bytes are stored, or will be. */
export interface StoredUpload {
  readonly bucket: string;
  readonly name: string;
  readonly version: string;
  readonly upload: Omit<Upload, 'body'>;
  readonly size: number;
  readonly eTag: string;
  readonly upsert: boolean;
}

/** Writes the row of stored bytes, which go when it is refused. Answers its id. */
export async function saveUpload(
  context: StorageContext,
  facts: StorageFacts,
  stored: StoredUpload,
): Promise<string> {
  const row = objectRow(facts, stored);
  try {
    const saved = await asCaller(context.sql, facts, (sql) =>
      stored.upsert ? replaceRow(sql, row) : insertRow(sql, row),
    );
    if (saved.replaced !== undefined) await context.files.remove([saved.replaced]);
    return saved.id;
  } catch (error) {
    await context.files.remove([stored.version]);
    throw error;
  }
}

function objectRow(facts: StorageFacts, stored: StoredUpload): Record<string, unknown> {
  const { bucket, name, version, upload, size, eTag } = stored;
  const metadata: FileMetadata = {
    eTag,
    size,
    mimetype: upload.contentType,
    cacheControl: upload.cacheControl,
    lastModified: new Date().toISOString(),
    contentLength: size,
    httpStatusCode: 200,
  };
  const { subject } = facts.caller;
  return {
    id: randomUUID(),
    bucket_id: bucket,
    name,
    owner: asUuid(subject),
    owner_id: subject,
    version,
    metadata,
    user_metadata: upload.userMetadata,
  };
}

export function maximumOf(context: StorageContext, bucket: BucketRow): number {
  const own = bucket.file_size_limit === null ? Infinity : Number(bucket.file_size_limit);
  return Math.min(own, context.maximumFileSize);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function asUuid(subject: string | null): string | null {
  return subject !== null && UUID.test(subject) ? subject : null;
}
