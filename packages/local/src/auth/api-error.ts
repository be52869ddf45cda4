/**
 * Errors that clients of Auth see: a status, a stable code and a sentence. Texts of the database are never passed on.
 */

export class AuthApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** More members of the body, such as the reasons of a weak password. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** Clients that send this version expect the code as a string in `code`. */
const VERSION_HEADER = 'x-supabase-api-version';
const VERSION = '2024-01-01';

export function apiErrorResponse(error: AuthApiError, request: Request): Response {
  const { status, code, message, extra } = error;
  const recent = (request.headers.get(VERSION_HEADER) ?? '') >= VERSION;
  const body = recent
    ? { code, message, ...extra }
    : { code: status, error_code: code, msg: message, ...extra };
  const headers = new Headers({ 'x-sb-error-code': code });
  if (recent) headers.set(VERSION_HEADER, VERSION);
  return Response.json(body, { status, headers });
}
