/**
 * Owns uploads that go on where they were cut off: the TUS protocol 1.0.0 with creation, creation with upload, and
 * termination, below `/upload/resumable`.
 * Refuses uploads of unknown length. Those that are not finished end with the process.
 */
import { randomUUID } from 'node:crypto';
import type { Call, Endpoint } from './call.ts';
import { bucketOf, probeUpload } from './database.ts';
import { failures, StorageFailure } from './failure.ts';
import { checkKey, checkMimeType } from './names.ts';
import {
  answer,
  checkVersion,
  CHUNK_TYPE,
  metadataOf,
  plain,
  PROTOCOL_VERSION,
  wholeNumber,
} from './resumable-protocol.ts';
import { openUploadToken } from './signing.ts';
import type { UploadRights } from './signing.ts';
import type { Upload } from './upload-body.ts';
import { maximumOf, saveUpload } from './uploads.ts';

interface Partial {
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
  const partials = new Map<string, Partial>();

  const find = (call: Call): [id: string, partial: Partial] => {
    checkVersion(call.request);
    const partial = partials.get(call.bucket);
    if (partial === undefined)
      throw new StorageFailure(404, 'NotFound', 'The file for this url was not found');
    return [call.bucket, partial];
  };

  const finish = async (call: Call, id: string, partial: Partial, rights: UploadRights): Promise<void> => {
    const { bucket, name, version, upload } = partial;
    const eTag = await call.context.files.eTag(version);
    partials.delete(id);
    await saveUpload(call.context, call.facts, {
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
  const take = async (call: Call, id: string, partial: Partial, rights: UploadRights): Promise<void> => {
    if (partial.busy)
      throw new StorageFailure(423, 'ResourceLocked', 'The upload is being written by another request');
    partial.busy = true;
    try {
      const room = partial.length - partial.offset;
      partial.offset += await call.context.files.append(partial.version, call.request.body, room);
    } finally {
      partial.busy = false;
    }
    if (partial.offset === partial.length) await finish(call, id, partial, rights);
  };

  return {
    describe: plain(({ context }) =>
      Promise.resolve(
        answer(204, {
          'tus-version': PROTOCOL_VERSION,
          'tus-extension': EXTENSIONS,
          'tus-max-size': String(context.maximumFileSize),
        }),
      ),
    ),

    create: plain(async (call) => {
      checkVersion(call.request);
      const { context, request } = call;
      const length = wholeNumber(request.headers.get('upload-length'));
      if (length === undefined)
        throw new StorageFailure(
          400,
          'InvalidUploadLength',
          'Upload-Length or Upload-Defer-Length header required',
        );
      const { bucketName = '', objectName = '', contentType, cacheControl, metadata } = metadataOf(request);
      const name = checkKey(objectName);
      const bucket = await bucketOf(context.sql, bucketName);
      if (length > maximumOf(context, bucket)) throw failures.tooLarge();
      const upload = {
        contentType: contentType ?? 'application/octet-stream',
        cacheControl:
          cacheControl !== undefined && /^-?\d+$/u.test(cacheControl)
            ? `max-age=${cacheControl}`
            : 'no-cache',
        userMetadata: userMetadata(metadata),
      };
      checkMimeType(upload.contentType, bucket.allowed_mime_types);
      const partial: Partial = {
        bucket: bucketName,
        name,
        version: randomUUID(),
        length,
        upload,
        offset: 0,
        busy: false,
      };
      const rights = await rightsTo(call, partial);
      const id = Buffer.from(`${bucketName}/${name}/${partial.version}`).toString('base64url');
      partials.set(id, partial);
      const carries = request.headers.get('content-type') === CHUNK_TYPE;
      if (carries || length === 0) await take(call, id, partial, rights);
      const { origin, pathname } = new URL(request.url);
      return answer(201, {
        location: `${origin}${pathname.replace(/\/$/u, '')}/${id}`,
        'upload-offset': String(partial.offset),
      });
    }),

    ask: plain(async (call) => {
      const [, partial] = find(call);
      if (isSigned(call)) await signedRights(call, partial);
      return answer(200, {
        'upload-offset': String(partial.offset),
        'upload-length': String(partial.length),
        'cache-control': 'no-store',
      });
    }),

    append: plain(async (call) => {
      const [id, partial] = find(call);
      if (call.request.headers.get('content-type') !== CHUNK_TYPE) {
        throw new StorageFailure(415, 'InvalidContentType', `Content-Type must be ${CHUNK_TYPE}`);
      }
      if (wholeNumber(call.request.headers.get('upload-offset')) !== partial.offset) {
        throw new StorageFailure(409, 'InvalidUploadOffset', 'Upload-Offset conflict');
      }
      await take(call, id, partial, await rightsTo(call, partial));
      return answer(204, { 'upload-offset': String(partial.offset) });
    }),

    terminate: plain(async (call) => {
      const [id, partial] = find(call);
      await rightsTo(call, partial);
      partials.delete(id);
      await call.context.files.remove([partial.version]);
      return answer(204, {});
    }),
  };
}

function isSigned({ facts }: Call): boolean {
  return facts.operation.endsWith('_signed');
}

/** Throws `InvalidSignature` where the header is missing or is for another path. */
async function signedRights(call: Call, { bucket, name }: Partial): Promise<UploadRights> {
  const token = call.request.headers.get('x-signature');
  if (token === null) throw failures.invalidSignature('Missing x-signature header');
  return openUploadToken({ ...call, bucket, key: name, query: new URLSearchParams({ token }) });
}

/** As the policies say for a caller; as it was signed for whoever comes with a signed upload URL. */
async function rightsTo(call: Call, partial: Partial): Promise<UploadRights> {
  if (isSigned(call)) return signedRights(call, partial);
  const { bucket, name, length, upload } = partial;
  const rights = {
    upsert: call.request.headers.get('x-upsert') === 'true',
    owner: call.facts.caller.subject,
  };
  await probeUpload(call.context.sql, call.facts, {
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
