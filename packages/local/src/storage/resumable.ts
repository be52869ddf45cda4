/**
 * Owns uploads that go on where they were cut off: the TUS protocol 1.0.0 with creation, creation with upload, and
 * termination, below `/upload/resumable`.
 * Refuses uploads of unknown length. Those that are not finished end with the process.
 */
import { randomUUID } from 'node:crypto';
import type { Call, Endpoint } from './call.ts';
import { bucketOf, probeUpload } from './database.ts';
import type { StorageFacts } from './database.ts';
import { asFailure, failures, StorageFailure } from './failure.ts';
import { checkKey, checkMimeType } from './names.ts';
import { openUploadToken } from './signing.ts';
import { drain } from './upload-body.ts';
import type { Upload } from './upload-body.ts';
import { maximumOf, saveUpload } from './uploads.ts';

interface Partial {
  readonly bucket: string;
  readonly name: string;
  readonly version: string;
  /** Bytes of the whole file. */
  readonly length: number;
  readonly upload: Omit<Upload, 'body'>;
  readonly upsert: boolean;
  /** Bytes that have arrived. */
  offset: number;
  /** The last piece is being written. */
  busy: boolean;
}

const VERSION = '1.0.0';
const CHUNK_TYPE = 'application/offset+octet-stream';
const EXTENSIONS = 'creation,creation-with-upload,termination';

export interface Resumable {
  readonly describe: Endpoint;
  readonly create: Endpoint;
  readonly ask: Endpoint;
  readonly append: Endpoint;
  readonly terminate: Endpoint;
}

export function createResumable(): Resumable {
  const partials = new Map<string, Partial>();

  const find = (call: Call): [id: string, partial: Partial] => {
    checkVersion(call.request);
    const partial = partials.get(call.bucket);
    if (partial === undefined)
      throw new StorageFailure(404, 'NotFound', 'The file for this url was not found');
    return [call.bucket, partial];
  };

  const finish = async (call: Call, id: string, partial: Partial, facts: StorageFacts): Promise<void> => {
    const { bucket, name, version, upload, upsert } = partial;
    const eTag = await call.context.files.eTag(version);
    partials.delete(id);
    await saveUpload(call.context, facts, {
      bucket,
      name,
      version,
      upload,
      size: partial.length,
      eTag,
      upsert,
    });
  };

  /** Writes what the request carries. A connection that breaks keeps what arrived: that is the point. */
  const take = async (call: Call, id: string, partial: Partial, facts: StorageFacts): Promise<void> => {
    if (partial.busy)
      throw new StorageFailure(423, 'ResourceLocked', 'The upload is being written by another request');
    partial.busy = true;
    try {
      const room = partial.length - partial.offset;
      partial.offset += await call.context.files.append(partial.version, call.request.body, room);
    } finally {
      partial.busy = false;
    }
    if (partial.offset === partial.length) await finish(call, id, partial, facts);
  };

  return plain({
    describe: ({ context }) =>
      Promise.resolve(
        answer(204, {
          'tus-version': VERSION,
          'tus-extension': EXTENSIONS,
          'tus-max-size': String(context.maximumFileSize),
        }),
      ),

    async create(call) {
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
      const { facts, upsert } = await uploader(call, bucketName, name);
      const partial: Partial = {
        bucket: bucketName,
        name,
        version: randomUUID(),
        length,
        upload,
        upsert,
        offset: 0,
        busy: false,
      };
      await probeUpload(context.sql, facts, partial);
      const id = Buffer.from(`${bucketName}/${name}/${partial.version}`).toString('base64url');
      partials.set(id, partial);
      const carries = request.headers.get('content-type') === CHUNK_TYPE;
      if (carries || length === 0) await take(call, id, partial, facts);
      const { origin, pathname } = new URL(request.url);
      return answer(201, {
        location: `${origin}${pathname.replace(/\/$/u, '')}/${id}`,
        'upload-offset': String(partial.offset),
      });
    },

    ask(call) {
      const [, { offset, length }] = find(call);
      return Promise.resolve(
        answer(200, {
          'upload-offset': String(offset),
          'upload-length': String(length),
          'cache-control': 'no-store',
        }),
      );
    },

    async append(call) {
      const [id, partial] = find(call);
      if (call.request.headers.get('content-type') !== CHUNK_TYPE) {
        throw new StorageFailure(415, 'InvalidContentType', `Content-Type must be ${CHUNK_TYPE}`);
      }
      if (wholeNumber(call.request.headers.get('upload-offset')) !== partial.offset) {
        throw new StorageFailure(409, 'InvalidUploadOffset', 'Upload-Offset conflict');
      }
      const { facts } = await uploader(call, partial.bucket, partial.name);
      await probeUpload(call.context.sql, facts, partial);
      await take(call, id, partial, facts);
      return answer(204, { 'upload-offset': String(partial.offset) });
    },

    async terminate(call) {
      const [id, partial] = find(call);
      const { facts } = await uploader(call, partial.bucket, partial.name);
      await probeUpload(call.context.sql, facts, partial);
      partials.delete(id);
      await call.context.files.remove([partial.version]);
      return answer(204, {});
    },
  });
}

/** Clients of this protocol look at the status itself, which Storage's other answers keep in their body. */
function plain(endpoints: Resumable): Resumable {
  const wrap =
    (endpoint: Endpoint): Endpoint =>
    async (call) => {
      try {
        return await endpoint(call);
      } catch (error) {
        const failure = asFailure(error);
        if (failure === undefined) throw error;
        await drain(call.request);
        return new Response(failure.message, {
          status: failure.status,
          headers: { 'tus-resumable': VERSION },
        });
      }
    };
  const { describe, create, ask, append, terminate } = endpoints;
  return {
    describe: wrap(describe),
    create: wrap(create),
    ask: wrap(ask),
    append: wrap(append),
    terminate: wrap(terminate),
  };
}

/** Who uploads: the caller, or whoever a signed upload URL was made for. */
async function uploader(
  call: Call,
  bucket: string,
  name: string,
): Promise<{ facts: StorageFacts; upsert: boolean }> {
  const signature = call.request.headers.get('x-signature');
  if (signature === null)
    return { facts: call.facts, upsert: call.request.headers.get('x-upsert') === 'true' };
  const query = new URLSearchParams({ token: signature });
  const { upsert, owner } = await openUploadToken({ ...call, bucket, key: name, query });
  return { facts: { ...call.facts, caller: { role: 'service_role', claims: {}, subject: owner } }, upsert };
}

function answer(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { 'tus-resumable': VERSION, ...headers } });
}

function checkVersion({ headers }: Request): void {
  if (headers.get('tus-resumable') === VERSION) return;
  throw new StorageFailure(412, 'InvalidTusVersion', 'Tus-Resumable Required');
}

function wholeNumber(header: string | null): number | undefined {
  return header !== null && /^\d+$/u.test(header) ? Number(header) : undefined;
}

/** `name base64,name base64,name` */
function metadataOf({ headers }: Request): Record<string, string | undefined> {
  const pairs = (headers.get('upload-metadata') ?? '').split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]),
  );
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
