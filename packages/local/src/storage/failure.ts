/**
 * Owns how Storage says no: the hosted server's codes, statuses and sentences.
 * Refuses to pass on what the database said.
 */
import { isDatabaseAway, isDatabaseError } from '../rest/database-error.ts';

export class StorageFailure extends Error {
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

export const failures = {
  noSuchBucket: () => new StorageFailure(404, 'NoSuchBucket', 'Bucket not found', 'Bucket not found'),
  noSuchKey: () => new StorageFailure(404, 'NoSuchKey', 'Object not found', 'not_found'),
  accessDenied: (message: string) => new StorageFailure(403, 'AccessDenied', message, 'Unauthorized'),
  alreadyExists: () =>
    new StorageFailure(409, 'ResourceAlreadyExists', 'The resource already exists', 'Duplicate'),
  notEmpty: () => new StorageFailure(409, 'ResourceNotEmpty', 'The bucket you tried to delete is not empty'),
  tooLarge: () =>
    new StorageFailure(
      413,
      'EntityTooLarge',
      'The object exceeded the maximum allowed size',
      'Payload too large',
    ),
  invalidMimeType: (type: string) =>
    new StorageFailure(415, 'InvalidMimeType', `mime type ${type} is not supported`, 'invalid_mime_type'),
  invalidKey: (key: string) => new StorageFailure(400, 'InvalidKey', `Invalid key: ${key}`),
  invalidBucketName: () =>
    new StorageFailure(400, 'InvalidBucketName', 'Bucket name invalid', 'Invalid Input'),
  /** A local disk has an end, unlike a hosted project's. */
  diskFull: () =>
    new StorageFailure(507, 'InsufficientStorage', 'There is no space left for files on this disk'),
  invalidFileSize: () =>
    new StorageFailure(400, 'InvalidRequest', 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B'),
  invalidToken: (message: string) => new StorageFailure(400, 'InvalidJWT', message),
  invalidSignature: (message = 'Invalid signature') => new StorageFailure(400, 'InvalidSignature', message),
  invalidRange: () => new StorageFailure(400, 'InvalidRange', 'invalid range provided', 'invalid_range'),
  invalidRequest: (message: string) => new StorageFailure(400, 'InvalidRequest', message),
  missing: (what: string) =>
    new StorageFailure(400, 'InvalidRequest', `must have required property '${what}'`, 'Error'),
  noRoute: (method: string, path: string) =>
    new StorageFailure(404, 'NotFound', `Route ${method}:${path} not found`, 'Not Found'),
};

export function failureResponse(failure: StorageFailure): Response {
  const { status, code, legacyName, message } = failure;
  return Response.json(
    { statusCode: String(status), code, error: legacyName, message },
    { status: status >= 500 ? status : 400 },
  );
}

/** Undefined for what is a fault of ours and belongs into the log. */
export function asFailure(error: unknown): StorageFailure | undefined {
  if (error instanceof StorageFailure) return error;
  if ((error as { code?: unknown } | null)?.code === 'ENOSPC') return failures.diskFull();
  if (isDatabaseAway(error))
    return new StorageFailure(503, 'DatabaseTimeout', 'The connection to the database timed out');
  if (!isDatabaseError(error)) return undefined;
  switch (error.code) {
    case '42501': {
      const policy = /row-level security policy/.test(error.message);
      return failures.accessDenied(policy ? 'new row violates row-level security policy' : error.message);
    }
    case '23505':
      return failures.alreadyExists();
    case '23503':
      return new StorageFailure(404, 'InvalidRequest', 'The related resource does not exist');
    case '22023':
      return failures.accessDenied(error.message); // a role that does not exist
    default:
      return new StorageFailure(500, 'DatabaseError', error.message);
  }
}
