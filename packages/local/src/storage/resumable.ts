/**
 * Owns uploads that go on where they were cut off: the TUS protocol 1.0.0 with creation, creation with upload, and
 * termination, below `/upload/resumable`.
 * Refuses uploads of unknown length. Those that are not finished end with the process.
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

const EXTENSIONS = 'creation,creation-with-upload,termination';

export type ResumableName = 'describe' | 'create' | 'ask' | 'append' | 'terminate';

export function createResumable(): Readonly<Record<ResumableName, Endpoint>> {
  const partials = new Map<string, PartialUpload>();

  const find = (storageRequest: StorageRequest): [id: string, partial: PartialUpload] => {
    checkTusVersion(storageRequest.request);
    const partial = partials.get(storageRequest.bucket);
    if (partial === undefined)
      throw new StorageApiError(404, 'NotFound', 'The file for this url was not found');
    return [storageRequest.bucket, partial];
  };

  const finish = async (
    storageRequest: StorageRequest,
    id: string,
    partial: PartialUpload,
    rights: UploadRights,
  ): Promise<void> => {
    const { bucket, name, version, upload } = partial;
    const eTag = await storageRequest.context.files.eTag(version);
    partials.delete(id);
    await saveUpload(storageRequest.context, storageRequest.policyContext, {
      bucket,
      name,
      version,
      upload,
      size: partial.length,
      eTag,
      ...rights,
    });
  };

  /** Writes what the request carries. A connection that breaks keeps what arrived: that is the point. */
  const take = async (
    storageRequest: StorageRequest,
    id: string,
    partial: PartialUpload,
    rights: UploadRights,
  ): Promise<void> => {
    if (partial.busy)
      throw new StorageApiError(423, 'ResourceLocked', 'The upload is being written by another request');
    partial.busy = true;
    try {
      const room = partial.length - partial.offset;
      partial.offset += await storageRequest.context.files.append(
        partial.version,
        storageRequest.request.body,
        room,
      );
    } finally {
      partial.busy = false;
    }
    if (partial.offset === partial.length) await finish(storageRequest, id, partial, rights);
  };

  return {
    describe: withTusErrors(({ context }) =>
      Promise.resolve(
        tusResponse(204, {
          'tus-version': TUS_VERSION,
          'tus-extension': EXTENSIONS,
          'tus-max-size': String(context.maximumFileSize),
        }),
      ),
    ),

    create: withTusErrors(async (storageRequest) => {
      checkTusVersion(storageRequest.request);
      const { context, request } = storageRequest;
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
          cacheControl !== undefined && /^-?\d+$/u.test(cacheControl)
            ? `max-age=${cacheControl}`
            : 'no-cache',
        userMetadata: userMetadata(metadata),
      };
      checkMimeType(upload.contentType, bucket.allowed_mime_types);
      const partial: PartialUpload = {
        bucket: bucketName,
        name,
        version: randomUUID(),
        length,
        upload,
        offset: 0,
        busy: false,
      };
      const rights = await rightsTo(storageRequest, partial);
      const id = Buffer.from(`${bucketName}/${name}/${partial.version}`).toString('base64url');
      partials.set(id, partial);
      const carries = request.headers.get('content-type') === TUS_CHUNK_MEDIA_TYPE;
      if (carries || length === 0) await take(storageRequest, id, partial, rights);
      const { origin, pathname } = new URL(request.url);
      return tusResponse(201, {
        location: `${origin}${pathname.replace(/\/$/u, '')}/${id}`,
        'upload-offset': String(partial.offset),
      });
    }),

    ask: withTusErrors(async (storageRequest) => {
      const [, partial] = find(storageRequest);
      if (isSigned(storageRequest)) await signedRights(storageRequest, partial);
      return tusResponse(200, {
        'upload-offset': String(partial.offset),
        'upload-length': String(partial.length),
        'cache-control': 'no-store',
      });
    }),

    append: withTusErrors(async (storageRequest) => {
      const [id, partial] = find(storageRequest);
      if (storageRequest.request.headers.get('content-type') !== TUS_CHUNK_MEDIA_TYPE) {
        throw new StorageApiError(415, 'InvalidContentType', `Content-Type must be ${TUS_CHUNK_MEDIA_TYPE}`);
      }
      if (wholeNumber(storageRequest.request.headers.get('upload-offset')) !== partial.offset) {
        throw new StorageApiError(409, 'InvalidUploadOffset', 'Upload-Offset conflict');
      }
      await take(storageRequest, id, partial, await rightsTo(storageRequest, partial));
      return tusResponse(204, { 'upload-offset': String(partial.offset) });
    }),

    terminate: withTusErrors(async (storageRequest) => {
      const [id, partial] = find(storageRequest);
      await rightsTo(storageRequest, partial);
      partials.delete(id);
      await storageRequest.context.files.remove([partial.version]);
      return tusResponse(204, {});
    }),
  };
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
