/**
 * One request to Auth as its endpoints see it: body, query, caller. Malformed input throws with the codes that clients
 * know.
 */
import type { Credentials } from '../gateway/caller.ts';
import type { Peer } from '../gateway/caller.ts';
import type { AuthContext } from './context.ts';
import { AuthApiError } from './api-error.ts';
import { isBanned, sessionAssuranceLevel } from './sessions.ts';
import type { AssuranceLevel, ClientInfo } from './sessions.ts';
import { findUser } from './users.ts';
import type { UserRow } from './users.ts';
import type { JsonObject } from './sql.ts';

export interface AuthRequest {
  readonly context: AuthContext;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** The JSON body, or an empty object when there is none. */
  readonly body: JsonObject;
  readonly credentials: Credentials;
  readonly client: ClientInfo;
  /** Path segments that the route captured. */
  readonly params: readonly string[];
}

export type Endpoint = (authRequest: AuthRequest) => Promise<Response>;

/** Throws `bad_json`. */
export async function readAuthRequest(
  context: AuthContext,
  request: Request,
  credentials: Credentials,
  peer: Peer,
  params: readonly string[],
): Promise<AuthRequest> {
  const client = { address: peer.address, userAgent: request.headers.get('user-agent') };
  const query = new URL(request.url).searchParams;
  return { context, request, query, body: await readBody(request), credentials, client, params };
}

async function readBody(request: Request): Promise<JsonObject> {
  if (request.method === 'GET' || request.method === 'HEAD') return {};
  const text = await request.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  } catch (cause) {
    throw new AuthApiError(
      400,
      'bad_json',
      `Could not parse request body as JSON: ${(cause as Error).message}`,
    );
  }
  throw new AuthApiError(400, 'bad_json', 'Could not parse request body as JSON: it is no object');
}

/** A member that must be text when it is there; empty counts as absent. Throws `bad_json`. */
export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string')
    throw new AuthApiError(400, 'bad_json', `Could not parse request body as JSON: ${name} must be a string`);
  return value;
}

/** A member that must be an object when it is there. Throws `bad_json`. */
export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new AuthApiError(
      400,
      'bad_json',
      `Could not parse request body as JSON: ${name} must be an object`,
    );
  }
  return value as JsonObject;
}

const EMAIL = /^[^\s@<>(),;:"\\]+@[^\s@.]+(\.[^\s@.]+)+$/;
/** The width of `auth.users.email`. */
const MAX_EMAIL_CHARACTERS = 255;

/** The address in lower case. Throws `validation_failed`. */
export function emailOf(body: JsonObject): string | undefined {
  const email = optionalText(body, 'email')?.trim().toLowerCase();
  if (email === undefined) return undefined;
  if (EMAIL.test(email) && email.length <= MAX_EMAIL_CHARACTERS) return email;
  throw new AuthApiError(400, 'validation_failed', 'Unable to validate email address: invalid format');
}

export interface SignedInUser {
  readonly user: UserRow;
  readonly sessionId: string;
  readonly aal: AssuranceLevel;
}

/** The user behind the bearer token. Throws `no_authorization`, `bad_jwt`, `user_not_found`, `session_not_found`. */
export async function requireUser({ context, credentials }: AuthRequest): Promise<SignedInUser> {
  const claims = await claimsOf(context, credentials);
  const { sub, session_id: sessionId } = claims;
  if (typeof sub !== 'string' || sub === '')
    throw new AuthApiError(403, 'bad_jwt', 'invalid claim: missing sub claim');
  const user = UUID.test(sub) ? await findUser(context.sql, sub) : undefined;
  if (user === undefined)
    throw new AuthApiError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  const named = typeof sessionId === 'string';
  const aal = named && UUID.test(sessionId) ? await sessionAssuranceLevel(context.sql, sessionId) : undefined;
  if (named && aal === undefined) {
    throw new AuthApiError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  }
  if (isBanned(user, context)) throw new AuthApiError(403, 'user_banned', 'User is banned');
  return { user, sessionId: named ? sessionId : '', aal: aal ?? 'aal1' };
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the bearer token is one of the service, which may do everything. */
export async function isServiceRole({ context, credentials }: AuthRequest): Promise<boolean> {
  if (credentials.token === undefined) return false;
  const verified = await context.tokens.verify(credentials.token);
  return 'claims' in verified && ['service_role', 'supabase_admin'].includes(String(verified.claims['role']));
}

async function claimsOf(context: AuthContext, { token }: Credentials): Promise<JsonObject> {
  if (token === undefined)
    throw new AuthApiError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
  const verified = await context.tokens.verify(token);
  if ('claims' in verified) return verified.claims;
  const reasons = {
    malformed: 'token is malformed: token contains an invalid number of segments',
    wrong_key: 'signature is invalid',
    expired: 'token has invalid claims: token is expired',
    not_yet_valid: 'token has invalid claims: token is not valid yet',
  };
  const reason = reasons[verified.problem];
  throw new AuthApiError(403, 'bad_jwt', `invalid JWT: unable to parse or verify signature, ${reason}`);
}
