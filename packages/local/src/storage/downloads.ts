/**
 * Downloads: for callers whom a policy lets read, for everybody from public buckets, and by signed URL. HTML is served
 * as plain text, so that no uploaded page runs.
 */
import type { StorageRequest, Endpoint } from './storage-request.ts';
import { runAsCaller, bucketOf, objectOf } from './database.ts';
import type { ObjectRow } from './database.ts';
import { apiErrors } from './api-error.ts';
import { signedObject } from './signing.ts';

export const downloadObject: Endpoint = async (storageRequest) =>
  serve(storageRequest, await readableObject(storageRequest));

export const downloadPublicObject: Endpoint = async (storageRequest) =>
  serve(storageRequest, await publicObject(storageRequest));

export const downloadSignedObject: Endpoint = async (storageRequest) => {
  const { object, expires } = await signedObject(storageRequest);
  return serve(storageRequest, object, expires);
};

export const describeObject: Endpoint = async (storageRequest) =>
  Response.json(infoJson(await readableObject(storageRequest)));

export const describePublicObject: Endpoint = async (storageRequest) =>
  Response.json(infoJson(await publicObject(storageRequest)));

async function readableObject({ context, policyContext, bucket, key }: StorageRequest): Promise<ObjectRow> {
  const { public: open } = await bucketOf(context.sql, bucket);
  // Files of a public bucket are public, so no policy is asked.
  if (open) return objectOf(context.sql, bucket, key);
  return runAsCaller(context.sql, policyContext, (sql) => objectOf(sql, bucket, key));
}

async function publicObject({ context, bucket, key }: StorageRequest): Promise<ObjectRow> {
  const { public: open } = await bucketOf(context.sql, bucket);
  if (!open) throw apiErrors.noSuchBucket();
  return objectOf(context.sql, bucket, key);
}

/** @param expires second in which the URL ends; how long the file may be kept otherwise */
function serve({ context, request, query }: StorageRequest, object: ObjectRow, expires?: number): Response {
  const { metadata } = object;
  if (metadata === null) throw apiErrors.noSuchKey();
  const headers = new Headers({
    'content-type': safeContentType(metadata.mimetype),
    ...(expires === undefined
      ? { 'cache-control': metadata.cacheControl }
      : { expires: new Date(expires * 1000).toUTCString() }),
    etag: metadata.eTag,
    'last-modified': new Date(metadata.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-robots-tag': 'none',
    // Only here, not on hosted projects: the status page, which shows mails, shares its origin with uploaded files.
    'x-content-type-options': 'nosniff',
    'content-security-policy': 'sandbox',
  });
  const disposition = dispositionOf(query.get('download'));
  if (disposition !== undefined) headers.set('content-disposition', disposition);
  if (isUnchanged(request, metadata)) return new Response(null, { status: 304, headers });
  const range = rangeOf(request.headers.get('range'), metadata.size);
  headers.set('content-length', String(range === undefined ? metadata.size : range.end - range.start + 1));
  if (range !== undefined) headers.set('content-range', `bytes ${range.start}-${range.end}/${metadata.size}`);
  const status = range === undefined ? 200 : 206;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  return new Response(context.files.read(object.version, range), { status, headers });
}

/** `?download` saves under the object's own name, `?download=name` under that one. */
function dispositionOf(download: string | null): string | undefined {
  if (download === null) return undefined;
  if (download === '') return 'attachment;';
  const name = encodeURIComponent(download);
  return `attachment; filename=${name}; filename*=UTF-8''${name}`;
}

function isUnchanged(request: Request, metadata: { eTag: string; lastModified: string }): boolean {
  const known = request.headers.get('if-none-match');
  if (known !== null) return known === metadata.eTag || known === `W/${metadata.eTag}`;
  const since = Date.parse(request.headers.get('if-modified-since') ?? '');
  return Math.floor(Date.parse(metadata.lastModified) / 1000) * 1000 <= since;
}

/** One range of bytes; several at once are answered with the whole file. Throws `InvalidRange`. */
function rangeOf(header: string | null, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start > end || start >= size) throw apiErrors.invalidRange();
  return { start, end };
}

/** What the hosted server does: a page is sent as text, any other type as it was stored. */
function safeContentType(type: string): string {
  return type.includes('text/html') ? 'text/plain' : type;
}

function infoJson(object: ObjectRow): Record<string, unknown> {
  const { metadata } = object;
  return {
    id: object.id,
    name: object.name,
    version: object.version,
    bucket_id: object.bucket_id,
    size: metadata?.size ?? null,
    content_type: metadata?.mimetype ?? null,
    cache_control: metadata?.cacheControl ?? null,
    etag: metadata?.eTag ?? null,
    metadata: object.user_metadata ?? {},
    last_modified: metadata?.lastModified ?? object.updated_at.toISOString(),
    created_at: object.created_at.toISOString(),
  };
}
