/**
 * Resumable uploads: the TUS protocol 1.0.0 with creation, creation with upload, and termination, below
 * `/upload/resumable`. The length must be known at the start. Uploads that are not finished end with the process.
 */
import { randomUUID } from 'node:crypto';
import type { StorageRequest, Endpoint } from './storage-request.ts';
import { bucketOf, checkUploadPolicies } from './database.ts';
import { apiErrors, StorageApiError } from './api-error.ts';
import { checkKey, checkMimeType } from './validation.ts';
import {
  tusResponse,
  checkTusVersion,
  TUS_CHUNK_MEDIA_TYPE,
  metadataOf,
  withTusErrors,
  TUS_VERSION,
  wholeNumber,
} from './tus-protocol.ts';
import { verifyUploadToken } from './signing.ts';
import type { UploadRights } from './signing.ts';
import type { Upload } from './upload-body.ts';
import { maxFileSizeOf, saveUpload } from './uploads.ts';

interface PartialUpload {
  /** The last part of its URL. */
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly version: string;
  /** Bytes of the whole file. */
  readonly length: number;
  readonly upload: Omit<Upload, 'body'>;
  /** Bytes that have arrived. */
  offset: number;
  /** The last piece is being written. */
  busy: boolean;
}

const TUS_EXTENSIONS = 'creation,creation-with-upload,termination';

type Uploads = Map<string, PartialUpload>;

export type ResumableEndpoint = 'describe' | 'create' | 'status' | 'append' | 'terminate';

export function createResumable(): Readonly<Record<ResumableEndpoint, Endpoint>> {
  const uploads: Uploads = new Map();
  return {
    describe: withTusErrors(describe),
    create: withTusErrors((storageRequest) => create(uploads, storageRequest)),
    status: withTusErrors((storageRequest) => status(uploads, storageRequest)),
    append: withTusErrors((storageRequest) => append(uploads, storageRequest)),
    terminate: withTusErrors((storageRequest) => terminate(uploads, storageRequest)),
  };
}

/** OPTIONS: what this server can do. */
function describe({ context }: StorageRequest): Promise<Response> {
  return Promise.resolve(
    tusResponse(204, {
      'tus-version': TUS_VERSION,
      'tus-extension': TUS_EXTENSIONS,
      'tus-max-size': String(context.maximumFileSize),
    }),
  );
}

/** POST: begins an upload, with its first bytes if the request carries them. */
async function create(uploads: Uploads, storageRequest: StorageRequest): Promise<Response> {
  checkTusVersion(storageRequest.request);
  const { request } = storageRequest;
  const partial = await newUpload(storageRequest);
  const rights = await rightsTo(storageRequest, partial);
  uploads.set(partial.id, partial);
  const carries = request.headers.get('content-type') === TUS_CHUNK_MEDIA_TYPE;
  if (carries || partial.length === 0) await writeChunk(uploads, partial, storageRequest, rights);
  const { origin, pathname } = new URL(request.url);
  return tusResponse(201, {
    location: `${origin}${pathname.replace(/\/$/u, '')}/${partial.id}`,
    'upload-offset': String(partial.offset),
  });
}

/** HEAD: how much has arrived. */
async function status(uploads: Uploads, storageRequest: StorageRequest): Promise<Response> {
  const partial = find(uploads, storageRequest);
  if (isSigned(storageRequest)) await signedRights(storageRequest, partial);
  return tusResponse(200, {
    'upload-offset': String(partial.offset),
    'upload-length': String(partial.length),
    'cache-control': 'no-store',
  });
}

/** PATCH: more bytes, from where the last ones ended. */
async function append(uploads: Uploads, storageRequest: StorageRequest): Promise<Response> {
  const partial = find(uploads, storageRequest);
  const { headers } = storageRequest.request;
  if (headers.get('content-type') !== TUS_CHUNK_MEDIA_TYPE) {
    throw new StorageApiError(415, 'InvalidContentType', `Content-Type must be ${TUS_CHUNK_MEDIA_TYPE}`);
  }
  if (wholeNumber(headers.get('upload-offset')) !== partial.offset) {
    throw new StorageApiError(409, 'InvalidUploadOffset', 'Upload-Offset conflict');
  }
  await writeChunk(uploads, partial, storageRequest, await rightsTo(storageRequest, partial));
  return tusResponse(204, { 'upload-offset': String(partial.offset) });
}

/** DELETE: gives the upload up. */
async function terminate(uploads: Uploads, storageRequest: StorageRequest): Promise<Response> {
  const partial = find(uploads, storageRequest);
  await rightsTo(storageRequest, partial);
  uploads.delete(partial.id);
  await storageRequest.context.files.remove([partial.version]);
  return tusResponse(204, {});
}

/** The upload that the path names; its id stands where other paths have the bucket. */
function find(uploads: Uploads, storageRequest: StorageRequest): PartialUpload {
  checkTusVersion(storageRequest.request);
  const partial = uploads.get(storageRequest.bucket);
  if (partial === undefined)
    throw new StorageApiError(404, 'NotFound', 'The file for this url was not found');
  return partial;
}

/** What the headers of a creation say, checked against the bucket's rules. */
async function newUpload({ context, request }: StorageRequest): Promise<PartialUpload> {
  const length = wholeNumber(request.headers.get('upload-length'));
  if (length === undefined)
    throw new StorageApiError(
      400,
      'InvalidUploadLength',
      'Upload-Length or Upload-Defer-Length header required',
    );
  const { bucketName = '', objectName = '', contentType, cacheControl, metadata } = metadataOf(request);
  const name = checkKey(objectName);
  const bucket = await bucketOf(context.sql, bucketName);
  if (length > maxFileSizeOf(context, bucket)) throw apiErrors.tooLarge();
  const upload = {
    contentType: contentType ?? 'application/octet-stream',
    cacheControl:
      cacheControl !== undefined && /^-?\d+$/u.test(cacheControl) ? `max-age=${cacheControl}` : 'no-cache',
    userMetadata: userMetadata(metadata),
  };
  checkMimeType(upload.contentType, bucket.allowed_mime_types);
  const version = randomUUID();
  const id = Buffer.from(`${bucketName}/${name}/${version}`).toString('base64url');
  return { id, bucket: bucketName, name, version, length, upload, offset: 0, busy: false };
}

/** Writes what the request carries. A connection that breaks keeps what arrived: that is the point. */
async function writeChunk(
  uploads: Uploads,
  partial: PartialUpload,
  storageRequest: StorageRequest,
  rights: UploadRights,
): Promise<void> {
  if (partial.busy)
    throw new StorageApiError(423, 'ResourceLocked', 'The upload is being written by another request');
  partial.busy = true;
  try {
    const missing = partial.length - partial.offset;
    partial.offset += await storageRequest.context.files.append(
      partial.version,
      storageRequest.request.body,
      missing,
    );
  } finally {
    partial.busy = false;
  }
  if (partial.offset === partial.length) await finish(uploads, partial, storageRequest, rights);
}

/** All bytes are there: the file gets its row. */
async function finish(
  uploads: Uploads,
  partial: PartialUpload,
  { context, policyContext }: StorageRequest,
  rights: UploadRights,
): Promise<void> {
  const { id, bucket, name, version, upload, length: size } = partial;
  const eTag = await context.files.eTag(version);
  uploads.delete(id);
  await saveUpload(context, policyContext, { bucket, name, version, upload, size, eTag, ...rights });
}

function isSigned({ policyContext }: StorageRequest): boolean {
  return policyContext.operation.endsWith('_signed');
}

/** Throws `InvalidSignature` where the header is missing or is for another path. */
async function signedRights(
  storageRequest: StorageRequest,
  { bucket, name }: PartialUpload,
): Promise<UploadRights> {
  const token = storageRequest.request.headers.get('x-signature');
  if (token === null) throw apiErrors.invalidSignature('Missing x-signature header');
  return verifyUploadToken({ ...storageRequest, bucket, key: name, query: new URLSearchParams({ token }) });
}

/** As the policies say for a caller; as it was signed for whoever comes with a signed upload URL. */
async function rightsTo(storageRequest: StorageRequest, partial: PartialUpload): Promise<UploadRights> {
  if (isSigned(storageRequest)) return signedRights(storageRequest, partial);
  const { bucket, name, length, upload } = partial;
  const rights = {
    upsert: storageRequest.request.headers.get('x-upsert') === 'true',
    owner: storageRequest.policyContext.caller.subject,
  };
  await checkUploadPolicies(storageRequest.context.sql, storageRequest.policyContext, {
    bucket,
    name,
    ...rights,
    announced: {
      mimetype: upload.contentType,
      contentLength: length,
      userMetadata: upload.userMetadata,
    },
  });
  return rights;
}

function userMetadata(text: string | undefined): Upload['userMetadata'] {
  if (text === undefined) return null;
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // the hosted server ignores it, too
  }
}
