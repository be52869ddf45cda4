/** `/storage/v1`: the table of routes, the caller of each request, and what becomes of every error. */
import { callerOf } from '../gateway/caller.ts';
import type { Credentials } from '../gateway/caller.ts';
import { createBucket, deleteBucket, emptyBucket, getBucket, listBuckets, updateBucket } from './buckets.ts';
import type { Endpoint, StorageContext } from './storage-request.ts';
import { copyObject, moveObject, removeObject, removeObjects } from './object-changes.ts';
import type { StorageCaller, PolicyContext } from './database.ts';
import {
  describeObject,
  describePublicObject,
  downloadObject,
  downloadPublicObject,
  downloadSignedObject,
} from './downloads.ts';
import { toApiError, apiErrorResponse, apiErrors, StorageApiError } from './api-error.ts';
import { listObjects, listObjectsByCursor } from './listing.ts';
import { createResumable } from './resumable.ts';
import { signObject, signObjects, signUpload } from './signing.ts';
import { drain } from './upload-body.ts';
import { updateObject, uploadObject, uploadToSignedUrl } from './uploads.ts';

export type StorageHandler = (
  request: Request,
  credentials: Credentials,
  headers: PolicyContext['headers'],
) => Promise<Response>;

interface Route {
  readonly methods: readonly string[];
  /** First group: bucket; second: path of the object. */
  readonly path: RegExp;
  /** What `storage.operation()` answers in policies. */
  readonly operation: string;
  readonly endpoint: Endpoint;
  /** Needs no caller: the URL itself is the permission. */
  readonly open?: true;
}

const STORAGE_PREFIX = '/storage/v1';
const GET = ['GET', 'HEAD'];

/** In this order: the specific paths come before those that take any bucket name. */
// prettier-ignore
const routesOf = (resumable: ReturnType<typeof createResumable>): readonly Route[] => [
  { methods: ['OPTIONS'], path: /^\/upload\/resumable\/sign(?:\/.*)?$/, operation: 'storage.tus.options_signed', endpoint: resumable.describe, open: true },
  { methods: ['OPTIONS'], path: /^\/upload\/resumable(?:\/.*)?$/, operation: 'storage.tus.options', endpoint: resumable.describe, open: true },
  { methods: ['POST'], path: /^\/upload\/resumable\/sign\/?$/, operation: 'storage.tus.upload.create_signed', endpoint: resumable.create, open: true },
  { methods: ['HEAD'], path: /^\/upload\/resumable\/sign\/([^/]+)$/, operation: 'storage.tus.upload.get_signed', endpoint: resumable.status, open: true },
  { methods: ['PATCH'], path: /^\/upload\/resumable\/sign\/([^/]+)$/, operation: 'storage.tus.upload.part_signed', endpoint: resumable.append, open: true },
  { methods: ['DELETE'], path: /^\/upload\/resumable\/sign\/([^/]+)$/, operation: 'storage.tus.upload.delete_signed', endpoint: resumable.terminate, open: true },
  { methods: ['POST'], path: /^\/upload\/resumable\/?$/, operation: 'storage.tus.upload.create', endpoint: resumable.create },
  { methods: ['HEAD'], path: /^\/upload\/resumable\/([^/]+)$/, operation: 'storage.tus.upload.get', endpoint: resumable.status },
  { methods: ['PATCH'], path: /^\/upload\/resumable\/([^/]+)$/, operation: 'storage.tus.upload.part', endpoint: resumable.append },
  { methods: ['DELETE'], path: /^\/upload\/resumable\/([^/]+)$/, operation: 'storage.tus.upload.delete', endpoint: resumable.terminate },
  { methods: ['GET'], path: /^\/bucket\/?$/, operation: 'storage.bucket.list', endpoint: listBuckets },
  { methods: ['POST'], path: /^\/bucket\/?$/, operation: 'storage.bucket.create', endpoint: createBucket },
  { methods: ['POST'], path: /^\/bucket\/([^/]+)\/empty$/, operation: 'storage.bucket.empty', endpoint: emptyBucket },
  { methods: ['GET'], path: /^\/bucket\/([^/]+)$/, operation: 'storage.bucket.get', endpoint: getBucket },
  { methods: ['PUT'], path: /^\/bucket\/([^/]+)$/, operation: 'storage.bucket.update', endpoint: updateBucket },
  { methods: ['DELETE'], path: /^\/bucket\/([^/]+)$/, operation: 'storage.bucket.delete', endpoint: deleteBucket },
  { methods: ['POST'], path: /^\/object\/list\/([^/]+)$/, operation: 'storage.object.list', endpoint: listObjects },
  { methods: ['POST'], path: /^\/object\/list-v2\/([^/]+)$/, operation: 'storage.object.list_v2', endpoint: listObjectsByCursor },
  { methods: ['POST'], path: /^\/object\/move$/, operation: 'storage.object.move', endpoint: moveObject },
  { methods: ['POST'], path: /^\/object\/copy$/, operation: 'storage.object.copy', endpoint: copyObject },
  { methods: ['POST'], path: /^\/object\/upload\/sign\/([^/]+)\/(.+)$/, operation: 'storage.object.sign_upload_url', endpoint: signUpload },
  { methods: ['PUT'], path: /^\/object\/upload\/sign\/([^/]+)\/(.+)$/, operation: 'storage.object.upload_signed', endpoint: uploadToSignedUrl, open: true },
  { methods: ['POST'], path: /^\/object\/sign\/([^/]+)\/(.+)$/, operation: 'storage.object.sign', endpoint: signObject },
  { methods: ['POST'], path: /^\/object\/sign\/([^/]+)$/, operation: 'storage.object.sign_many', endpoint: signObjects },
  { methods: GET, path: /^\/object\/sign\/([^/]+)\/(.+)$/, operation: 'storage.object.get_signed', endpoint: downloadSignedObject, open: true },
  { methods: GET, path: /^\/render\/image\/sign\/([^/]+)\/(.+)$/, operation: 'storage.render.image_sign', endpoint: downloadSignedObject, open: true },
  { methods: GET, path: /^\/render\/image\/public\/([^/]+)\/(.+)$/, operation: 'storage.render.image_public', endpoint: downloadPublicObject, open: true },
  { methods: GET, path: /^\/render\/image\/authenticated\/([^/]+)\/(.+)$/, operation: 'storage.render.image_authenticated', endpoint: downloadObject },
  { methods: GET, path: /^\/object\/info\/public\/([^/]+)\/(.+)$/, operation: 'storage.object.info_public', endpoint: describePublicObject, open: true },
  { methods: GET, path: /^\/object\/info\/(?:authenticated\/)?([^/]+)\/(.+)$/, operation: 'object.get_authenticated_info', endpoint: describeObject },
  { methods: ['HEAD'], path: /^\/object\/public\/([^/]+)\/(.+)$/, operation: 'storage.object.info_public', endpoint: downloadPublicObject, open: true },
  { methods: ['GET'], path: /^\/object\/public\/([^/]+)\/(.+)$/, operation: 'storage.object.get_public', endpoint: downloadPublicObject, open: true },
  { methods: ['HEAD'], path: /^\/object\/(?:authenticated\/)?([^/]+)\/(.+)$/, operation: 'object.head_authenticated_info', endpoint: downloadObject },
  { methods: ['GET'], path: /^\/object\/(?:authenticated\/)?([^/]+)\/(.+)$/, operation: 'storage.object.get_authenticated', endpoint: downloadObject },
  { methods: ['POST'], path: /^\/object\/([^/]+)\/(.+)$/, operation: 'storage.object.upload', endpoint: uploadObject },
  { methods: ['PUT'], path: /^\/object\/([^/]+)\/(.+)$/, operation: 'storage.object.upload_update', endpoint: updateObject },
  { methods: ['DELETE'], path: /^\/object\/([^/]+)\/(.+)$/, operation: 'storage.object.delete', endpoint: removeObject },
  { methods: ['DELETE'], path: /^\/object\/([^/]+)$/, operation: 'storage.object.delete_many', endpoint: removeObjects },
];

/** The hosted server's words for a bearer that is missing or no token. */
const INVALID_TOKEN_MESSAGE = 'Invalid Compact JWS';

const ANONYMOUS_CALLER: StorageCaller = { role: 'anon', claims: { role: 'anon' }, subject: null, token: '' };

export function createStorageHandler(context: StorageContext, log: (line: string) => void): StorageHandler {
  const routes = routesOf(createResumable());
  return async (request, credentials, headers) => {
    const url = new URL(request.url);
    const path = url.pathname.slice(STORAGE_PREFIX.length);
    try {
      const route = routes.find((one) => one.methods.includes(request.method) && one.path.test(path));
      if (route === undefined) throw apiErrors.noRoute(request.method, path);
      const [bucket = '', key = ''] = (route.path.exec(path) ?? []).slice(1).map(decode);
      const caller = route.open === true ? ANONYMOUS_CALLER : await callerFrom(credentials, context);
      const policyContext = {
        caller,
        operation: route.operation,
        method: request.method,
        path: path + url.search,
        headers,
      };
      return await route.endpoint({ context, request, query: url.searchParams, bucket, key, policyContext });
    } catch (error) {
      await drain(request);
      const apiError = toApiError(error);
      if (apiError === undefined)
        log(`[storage] ${request.method} ${path}: ${(error as Error).stack ?? String(error)}`);
      return apiErrorResponse(apiError ?? new StorageApiError(500, 'InternalError', 'Internal server error'));
    }
  };
}

async function callerFrom(credentials: Credentials, context: StorageContext): Promise<StorageCaller> {
  if (credentials.token === undefined) throw apiErrors.accessDenied(INVALID_TOKEN_MESSAGE);
  const caller = await callerOf(credentials, context.tokens);
  if ('problem' in caller)
    throw apiErrors.accessDenied(caller.problem === 'expired' ? 'jwt expired' : INVALID_TOKEN_MESSAGE);
  const { sub } = caller.claims;
  return {
    role: caller.role,
    claims: caller.claims,
    subject: typeof sub === 'string' ? sub : null,
    token: credentials.token,
  };
}

function decode(text: string): string {
  try {
    const name = decodeURIComponent(text);
    // No text in PostgreSQL may have it.
    if (!name.includes('\0')) return name;
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
  }
  throw apiErrors.invalidKey(text);
}
