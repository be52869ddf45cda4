/**
 * Owns signed URLs: making them for callers who may read or write, and opening them for whoever holds one.
 * Refuses a token for another path than the one it was signed for.
 */
import type { Call, Endpoint } from './call.ts';
import { readJson, requiredTexts } from './call.ts';
import { asCaller, bucketOf, objectOf, probeUpload } from './database.ts';
import type { ObjectRow } from './database.ts';
import { failures } from './failure.ts';
import { checkKey } from './names.ts';
import { announcedLength, metadataHeader } from './upload-body.ts';

/** How long an upload URL may be used. */
const UPLOAD_URL_SECONDS = 2 * 3600;

export const signObject: Endpoint = async (call) => {
  const { context, facts, bucket, key } = call;
  const expiresIn = lifetime((await readJson(call.request))['expiresIn']);
  await asCaller(context.sql, facts, (sql) => objectOf(sql, bucket, key));
  return Response.json({ signedURL: await signedUrl(call, key, expiresIn) });
};

export const signObjects: Endpoint = async (call) => {
  const { context, facts, bucket } = call;
  const body = await readJson(call.request);
  const expiresIn = lifetime(body['expiresIn']);
  const paths = requiredTexts(body, 'paths');
  const found = await asCaller(
    context.sql,
    facts,
    (sql) => sql<{ name: string }[]>`
    select name from storage.objects where bucket_id = ${bucket} and name in ${sql(paths)}`,
  );
  const readable = new Set(found.map(({ name }) => name));
  const answers = paths.map(async (path) =>
    readable.has(path)
      ? { error: null, path, signedURL: await signedUrl(call, path, expiresIn) }
      : { error: 'Either the object does not exist or you do not have access to it', path, signedURL: null },
  );
  return Response.json(await Promise.all(answers));
};

export const signUpload: Endpoint = async (call) => {
  const { context, facts, bucket, key, request } = call;
  checkKey(key);
  await bucketOf(context.sql, bucket);
  const upsert = request.headers.get('x-upsert') === 'true';
  const owner = facts.caller.subject;
  await probeUpload(context.sql, facts, {
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
    exp: now() + UPLOAD_URL_SECONDS,
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
export async function openUploadToken(call: Call): Promise<UploadRights> {
  const claims = await openToken(call);
  if (typeof claims['upsert'] !== 'boolean') throw failures.invalidSignature();
  return { upsert: claims['upsert'], owner: typeof claims['owner'] === 'string' ? claims['owner'] : null };
}

/** The object a signed URL names, and the second in which the URL ends. Throws `InvalidJWT`, `InvalidSignature` or `NoSuchKey`. */
export async function signedObject(call: Call): Promise<{ object: ObjectRow; expires: number }> {
  const claims = await openToken(call);
  if ('upsert' in claims) throw failures.invalidSignature(); // a permission to write is none to read
  const object = await objectOf(call.context.sql, call.bucket, call.key);
  return { object, expires: Number(claims['exp']) };
}

async function openToken({ context, query, bucket, key }: Call): Promise<Readonly<Record<string, unknown>>> {
  const token = query.get('token');
  if (token === null) throw failures.missing('token');
  const verified = await context.tokens.verify(token);
  if ('problem' in verified)
    throw failures.invalidToken(verified.problem === 'expired' ? 'jwt expired' : 'invalid signature');
  if (verified.claims['url'] !== `${bucket}/${key}`) throw failures.invalidSignature();
  return verified.claims;
}

async function signedUrl({ context, bucket }: Call, key: string, expiresIn: number): Promise<string> {
  const token = await context.tokens.sign({ url: `${bucket}/${key}`, iat: now(), exp: now() + expiresIn });
  return `/object/sign/${bucket}/${key}?token=${token}`;
}

function lifetime(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw failures.invalidRequest('body/expiresIn must be >= 1');
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function encodePath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
