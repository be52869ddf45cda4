/**
 * Owns how an error of PostgreSQL becomes an answer of the Data API: status, body, headers.
 * Refuses to guess about anything that is not a database error.
 */

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

/**
 * Codes whose message needs what only the REST engine knows (the table a column was looked up in), and the one by
 * which a function dictates the whole answer. These are left to it.
 */
const LEFT_TO_ENGINE = new Set(['42703', '42883', '42P01', 'PGRST']);

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && SQLSTATE.test(String((error as { code?: unknown }).code));
}

/** Codes for a database that is away: being restarted, or gone in the middle of a statement. */
// prettier-ignore
const AWAY = new Set([
  '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT',
]);

export function isDatabaseAway(error: unknown): error is Error {
  return error instanceof Error && AWAY.has(String((error as { code?: unknown }).code));
}

export function isLeftToEngine(error: DatabaseError): boolean {
  return LEFT_TO_ENGINE.has(error.code);
}

/** @param signedIn whether the caller has a role beyond `anon`, which turns "not allowed" from 401 into 403 */
export function statusOf(error: DatabaseError, signedIn: boolean): number {
  const raised = /^PT(\d{3})$/.exec(error.code);
  if (raised !== null) {
    const status = Number(raised[1]);
    return status >= 200 && status <= 599 ? status : 500;
  }
  if (error.code === '42501') return signedIn ? 403 : 401;
  return STATUS_BY_CODE.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? 400;
}

export function databaseErrorResponse(error: DatabaseError, signedIn: boolean): Response {
  const { code, message, detail = null, hint = null } = error;
  return new Response(JSON.stringify({ code, details: detail, hint, message }), {
    status: statusOf(error, signedIn),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** A 503 tells clients to try again; anything else would make them give up what they wanted to save. */
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
