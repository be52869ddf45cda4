/** Errors that clients of Storage see, with the hosted server's codes, statuses and sentences. */
import { isDatabaseAway, isDatabaseError } from '../rest/database-error.ts';

export class StorageApiError extends Error {
  /** The status inside the body; the response's own is 400, or 500 for our own faults. */
  readonly status: number;
  readonly code: string;
  /** An older name of the code that clients may still look for. */
  readonly legacyName: string;

  constructor(status: number, code: string, message: string, legacyName: string = code) {
    super(message);
    this.status = status;
    this.code = code;
    this.legacyName = legacyName;
  }
}

export const apiErrors = {
  noSuchBucket: () => new StorageApiError(404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found'),
  noSuchKey: () => new StorageApiError(404, 'NoSuchKey', 'Object not found', 'not_found'),
  accessDenied: (message: string) => new StorageApiError(403, 'AccessDenied', message, 'Unauthorized'),
  alreadyExists: () =>
    new StorageApiError(409, 'ResourceAlreadyExists', 'The resource already exists', 'Duplicate'),
  notEmpty: () => new StorageApiError(409, 'ResourceNotEmpty', 'The bucket you tried to delete is not empty'),
  tooLarge: () =>
    new StorageApiError(
      413,
      'EntityTooLarge',
      'The object exceeded the maximum allowed size',
      'Payload too large',
    ),
  invalidMimeType: (type: string) =>
    new StorageApiError(415, 'InvalidMimeType', `mime type ${type} is not supported`, 'invalid_mime_type'),
  invalidKey: (key: string) => new StorageApiError(400, 'InvalidKey', `Invalid key: ${key}`),
  invalidBucketName: () =>
    new StorageApiError(400, 'InvalidBucketName', 'Bucket name invalid', 'Invalid Input'),
  /** A local disk has an end, unlike a hosted project's. */
  diskFull: () =>
    new StorageApiError(507, 'InsufficientStorage', 'There is no space left for files on this disk'),
  invalidFileSize: () =>
    new StorageApiError(400, 'InvalidRequest', 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B'),
  invalidToken: (message: string) => new StorageApiError(400, 'InvalidJWT', message),
  invalidSignature: (message = 'Invalid signature') => new StorageApiError(400, 'InvalidSignature', message),
  invalidRange: () => new StorageApiError(400, 'InvalidRange', 'invalid range provided', 'invalid_range'),
  invalidRequest: (message: string) => new StorageApiError(400, 'InvalidRequest', message),
  missing: (what: string) =>
    new StorageApiError(400, 'InvalidRequest', `must have required property '${what}'`, 'Error'),
  noRoute: (method: string, path: string) =>
    new StorageApiError(404, 'NotFound', `Route ${method}:${path} not found`, 'Not Found'),
};

export function apiErrorResponse(error: StorageApiError): Response {
  const { status, code, legacyName, message } = error;
  return Response.json(
    { statusCode: String(status), code, error: legacyName, message },
    { status: status >= 500 ? status : 400 },
  );
}

/** Undefined for what is a fault of ours and belongs into the log. */
export function toApiError(error: unknown): StorageApiError | undefined {
  if (error instanceof StorageApiError) return error;
  if ((error as { code?: unknown } | null)?.code === 'ENOSPC') return apiErrors.diskFull();
  if (isDatabaseAway(error))
    return new StorageApiError(503, 'DatabaseTimeout', 'The connection to the database timed out');
  if (!isDatabaseError(error)) return undefined;
  switch (error.code) {
    case '42501': {
      const policy = /row-level security policy/.test(error.message);
      return apiErrors.accessDenied(policy ? 'new row violates row-level security policy' : error.message);
    }
    case '23505':
      return apiErrors.alreadyExists();
    case '23503':
      return new StorageApiError(404, 'InvalidRequest', 'The related resource does not exist');
    case '22023':
      return apiErrors.accessDenied(error.message); // a role that does not exist
    default:
      return new StorageApiError(500, 'DatabaseError', error.message);
  }
}
