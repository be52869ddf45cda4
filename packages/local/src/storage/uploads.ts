/**
 * Uploads: a new file, over an older one, or through a signed URL. An older file is replaced only when the new one is
 * stored and its row accepted.
 */
import { randomUUID } from 'node:crypto';
import type { StorageRequest, Endpoint, StorageContext } from './storage-request.ts';
import {
  runAsCaller,
  withServiceRole,
  bucketOf,
  insertRow,
  ownerColumns,
  checkUploadPolicies,
  replaceRow,
} from './database.ts';
import type { BucketRow, FileMetadata, PolicyContext } from './database.ts';
import { checkKey, checkMimeType } from './validation.ts';
import { verifyUploadToken } from './signing.ts';
import type { UploadRights } from './signing.ts';
import { announcedLength, readUpload } from './upload-body.ts';
import type { Upload } from './upload-body.ts';

export const uploadObject: Endpoint = (storageRequest) =>
  put(storageRequest, {
    upsert: storageRequest.request.headers.get('x-upsert') === 'true',
    owner: storageRequest.policyContext.caller.subject,
  });

/** PUT replaces, and makes the file when there is none. */
export const updateObject: Endpoint = (storageRequest) =>
  put(storageRequest, { upsert: true, owner: storageRequest.policyContext.caller.subject });

/** Policies were asked when the URL was signed, and are not asked again: its bearer needs no rights. */
export const uploadToSignedUrl: Endpoint = async (storageRequest) => {
  const wanted = await verifyUploadToken(storageRequest);
  return put(
    {
      ...storageRequest,
      policyContext: withServiceRole(storageRequest.policyContext, storageRequest.context.service),
    },
    wanted,
  );
};

async function put(storageRequest: StorageRequest, wanted: UploadRights): Promise<Response> {
  const { context, policyContext, request, bucket: bucketId } = storageRequest;
  const { upsert, owner } = wanted;
  const name = checkKey(storageRequest.key);
  const bucket = await bucketOf(context.sql, bucketId);
  const maximum = maxFileSizeOf(context, bucket);
  const upload = await readUpload(request, maximum);
  checkMimeType(upload.contentType, bucket.allowed_mime_types);

  // Before the bytes are stored, as on a hosted project: a policy knows the announced length, not yet the size.
  await checkUploadPolicies(context.sql, policyContext, {
    bucket: bucketId,
    name,
    upsert,
    owner,
    announced: {
      mimetype: upload.contentType,
      contentLength: announcedLength(request),
      userMetadata: upload.userMetadata,
    },
  });
  const version = randomUUID();
  const { size, eTag } = await context.files.write(version, upload.body, maximum);
  const id = await saveUpload(context, policyContext, {
    bucket: bucketId,
    name,
    version,
    upload,
    size,
    eTag,
    upsert,
    owner,
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
  readonly owner: string | null;
}

/** Writes the row of stored bytes, as the service itself: policies have agreed before. Answers its id. */
export async function saveUpload(
  context: StorageContext,
  policyContext: PolicyContext,
  stored: StoredUpload,
): Promise<string> {
  const row = objectRow(stored);
  try {
    const saved = await runAsCaller(context.sql, withServiceRole(policyContext, context.service), (sql) =>
      stored.upsert ? replaceRow(sql, row) : insertRow(sql, row),
    );
    if (saved.replaced !== undefined) await context.files.remove([saved.replaced]);
    return saved.id;
  } catch (error) {
    await context.files.remove([stored.version]);
    throw error;
  }
}

function objectRow(stored: StoredUpload): Record<string, unknown> {
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
  return {
    ...ownerColumns(stored.owner),
    id: randomUUID(),
    bucket_id: bucket,
    name,
    version,
    metadata,
    user_metadata: upload.userMetadata,
  };
}

export function maxFileSizeOf(context: StorageContext, bucket: BucketRow): number {
  const own = bucket.file_size_limit === null ? Infinity : Number(bucket.file_size_limit);
  return Math.min(own, context.maximumFileSize);
}
