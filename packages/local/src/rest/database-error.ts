/** Turns an error of PostgreSQL into an answer of the Data API: status, body, headers. */

import { apiErrors } from './api-error.ts';

/** What a failing statement says about itself; the names are those of the `postgres` driver. */
export interface DatabaseError {
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** Statuses by SQLSTATE, most specific first, as PostgREST documents them; anything else is a 400. */
// prettier-ignore
const STATUS_BY_CODE: readonly (readonly [prefix: string, status: number])[] = [
  ['23503', 409], ['23505', 409], ['25006', 405], ['42883', 404], ['42P01', 404], ['42P17', 500], ['53400', 500],
  ['P0001', 400],
  ['08', 503], ['09', 500], ['0L', 403], ['0P', 403], ['25', 500], ['28', 403], ['2D', 500], ['38', 500], ['39', 500], ['3B', 500],
  ['40', 500], ['53', 503], ['54', 500], ['55', 500], ['57', 500], ['58', 500], ['F0', 500], ['HV', 500], ['P0', 500], ['XX', 500],
];

/** A SQLSTATE as PostgreSQL writes it. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && SQLSTATE.test(String((error as { code?: unknown }).code));
}

/** Codes for a database that is away: being restarted, or gone in the middle of a statement. */
// prettier-ignore
const UNREACHABLE_ERROR_CODES = new Set([
  '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT',
]);

export function isDatabaseAway(error: unknown): error is Error {
  return error instanceof Error && UNREACHABLE_ERROR_CODES.has(String((error as { code?: unknown }).code));
}

/** @param signedIn whether the caller has a role beyond `anon`, which turns "not allowed" from 401 into 403 */
export function statusOf({ code, message }: DatabaseError, signedIn: boolean): number {
  const raised = /^PT(\d{3})$/.exec(code);
  if (raised !== null) {
    const status = Number(raised[1]);
    return status >= 200 && status <= 599 ? status : 500;
  }
  if (code === '42501') return signedIn ? 403 : 401;
  // More than one row in a function's subquery is a 500; a missing WHERE that the extension `safeupdate` rejects is a 400.
  if (code === '21000') return message.endsWith('requires a WHERE clause') ? 400 : 500;
  if (code === '22023' && /^role .* does not exist$/su.test(message)) return 401;
  return STATUS_BY_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
}

export function databaseErrorResponse(error: DatabaseError, signedIn: boolean): Response {
  if (error.code === 'PGRST') return raisedResponse(error);
  const { code, message, detail = null, hint = null } = error;
  const status = statusOf(error, signedIn);
  return new Response(JSON.stringify({ code, details: detail, hint, message }), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'proxy-status': `PostgREST; error=${code}`,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  });
}

interface RaisedMessage {
  readonly code: string;
  readonly message: string;
  readonly details?: string | null;
  readonly hint?: string | null;
}

interface RaisedDetail {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** `raise sqlstate 'PGRST'`: the function dictates the whole answer. */
function raisedResponse({ message, detail }: DatabaseError): Response {
  const body = jsonObject(message) as RaisedMessage | undefined;
  if (typeof body?.code !== 'string' || typeof body.message !== 'string') {
    throw apiErrors.raisedMalformed(
      `Invalid JSON value for MESSAGE: '${message}'`,
      "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.",
    );
  }
  const answer = detail === undefined ? undefined : (jsonObject(detail) as RaisedDetail | undefined);
  if (answer === undefined || !Number.isInteger(answer.status) || typeof answer.headers !== 'object') {
    throw apiErrors.raisedMalformed(
      detail === undefined
        ? 'DETAIL is missing in the RAISE statement'
        : `Invalid JSON value for DETAIL: '${detail}'`,
      "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.",
    );
  }
  const { code, details = null, hint = null } = body;
  return new Response(JSON.stringify({ code, details, hint, message: body.message }), {
    status: answer.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...answer.headers },
  });
}

function jsonObject(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined; // somebody's own text, not JSON
  }
}

/** A 503 tells clients to try again; with another status they would give up what they wanted to save. */
export function databaseAwayResponse(details: string): Response {
  const body = {
    code: 'PGRST001',
    details,
    hint: null,
    message: 'Database client error. Retrying the connection.',
  };
  return new Response(JSON.stringify(body), {
    status: 503,
    headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' },
  });
}
