/**
 * Signed URLs: made for callers who may read or write, and checked for whoever holds one. A token is good for the one
 * path it was signed for.
 */
import type { StorageRequest, Endpoint } from './storage-request.ts';
import { readJson, requiredTexts } from './storage-request.ts';
import { runAsCaller, bucketOf, objectOf, checkUploadPolicies } from './database.ts';
import type { ObjectRow } from './database.ts';
import { apiErrors } from './api-error.ts';
import { checkKey } from './validation.ts';
import { announcedLength, metadataHeader } from './upload-body.ts';

/** As on a hosted project. */
const UPLOAD_URL_LIFETIME_S = 2 * 3600;

export const signObject: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket, key } = storageRequest;
  const expiresIn = lifetime((await readJson(storageRequest.request))['expiresIn']);
  await runAsCaller(context.sql, policyContext, (sql) => objectOf(sql, bucket, key));
  return Response.json({ signedURL: await signedUrl(storageRequest, key, expiresIn) });
};

export const signObjects: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket } = storageRequest;
  const body = await readJson(storageRequest.request);
  const expiresIn = lifetime(body['expiresIn']);
  const paths = requiredTexts(body, 'paths');
  const found = await runAsCaller(
    context.sql,
    policyContext,
    (sql) => sql<{ name: string }[]>`
    select name from storage.objects where bucket_id = ${bucket} and name in ${sql(paths)}`,
  );
  const readable = new Set(found.map(({ name }) => name));
  const answers = paths.map(async (path) =>
    readable.has(path)
      ? { error: null, path, signedURL: await signedUrl(storageRequest, path, expiresIn) }
      : { error: 'Either the object does not exist or you do not have access to it', path, signedURL: null },
  );
  return Response.json(await Promise.all(answers));
};

export const signUpload: Endpoint = async (storageRequest) => {
  const { context, policyContext, bucket, key, request } = storageRequest;
  checkKey(key);
  await bucketOf(context.sql, bucket);
  const upsert = request.headers.get('x-upsert') === 'true';
  const owner = policyContext.caller.subject;
  await checkUploadPolicies(context.sql, policyContext, {
    bucket,
    name: key,
    upsert,
    owner,
    // The hosted server describes the request for the URL itself: nothing else is known of the file.
    announced: {
      mimetype: request.headers.get('content-type') ?? undefined,
      contentLength: announcedLength(request),
      userMetadata: metadataHeader(request),
    },
  });
  const token = await context.tokens.sign({
    owner,
    url: `${bucket}/${key}`,
    upsert,
    iat: now(),
    exp: now() + UPLOAD_URL_LIFETIME_S,
  });
  return Response.json({ url: `/object/upload/sign/${bucket}/${encodePath(key)}?token=${token}`, token });
};

/** What the signer of an upload URL may do, or a caller without one. */
export interface UploadRights {
  readonly upsert: boolean;
  /** Whose the file will be. */
  readonly owner: string | null;
}

/** Throws `InvalidJWT` or `InvalidSignature`. */
export async function verifyUploadToken(storageRequest: StorageRequest): Promise<UploadRights> {
  const claims = await verifyUrlToken(storageRequest);
  if (typeof claims['upsert'] !== 'boolean') throw apiErrors.invalidSignature();
  return { upsert: claims['upsert'], owner: typeof claims['owner'] === 'string' ? claims['owner'] : null };
}

/** The object a signed URL names, and the second in which the URL ends. Throws `InvalidJWT`, `InvalidSignature` or `NoSuchKey`. */
export async function signedObject(
  storageRequest: StorageRequest,
): Promise<{ object: ObjectRow; expires: number }> {
  const claims = await verifyUrlToken(storageRequest);
  if ('upsert' in claims) throw apiErrors.invalidSignature(); // a permission to write is none to read
  const object = await objectOf(storageRequest.context.sql, storageRequest.bucket, storageRequest.key);
  return { object, expires: Number(claims['exp']) };
}

async function verifyUrlToken({
  context,
  query,
  bucket,
  key,
}: StorageRequest): Promise<Readonly<Record<string, unknown>>> {
  const token = query.get('token');
  if (token === null) throw apiErrors.missing('token');
  const verified = await context.tokens.verify(token);
  if ('problem' in verified)
    throw apiErrors.invalidToken(verified.problem === 'expired' ? 'jwt expired' : 'invalid signature');
  if (verified.claims['url'] !== `${bucket}/${key}`) throw apiErrors.invalidSignature();
  return verified.claims;
}

async function signedUrl(
  { context, bucket }: StorageRequest,
  key: string,
  expiresIn: number,
): Promise<string> {
  const token = await context.tokens.sign({ url: `${bucket}/${key}`, iat: now(), exp: now() + expiresIn });
  return `/object/sign/${bucket}/${key}?token=${token}`;
}

function lifetime(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw apiErrors.invalidRequest('body/expiresIn must be >= 1');
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function encodePath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
