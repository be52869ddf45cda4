/**
 * Who sent a request: reads API key and bearer token as the hosted gateway does. What the caller may do is decided by
 * the services and the database.
 */
import type { ApiKey, ApiKeys } from './api-keys.ts';
import type { Claims, TokenProblem, Tokens } from './tokens.ts';

export interface Peer {
  /** IP address of the other side, or the one a proxy on this machine names. */
  readonly address: string;
}

export type ApiKeyProblem = 'missing' | 'unknown' | 'secret_in_browser';

export interface Credentials {
  readonly key: ApiKey | undefined;
  readonly keyProblem: ApiKeyProblem | undefined;
  /** The caller's token: the user's own, or the one behind the key; absent when neither came. */
  readonly token: string | undefined;
  /** Whether `token` is the one behind the key. */
  readonly tokenIsKey: boolean;
}

export type Caller =
  | { readonly role: string; readonly claims: Claims }
  | { readonly problem: TokenProblem; readonly token: string };

/** The clock skew that PostgREST allows for `exp`, `nbf` and `iat` (its source: `allowedSkewSeconds`). */
export const REST_CLOCK_TOLERANCE_S = 30;

const BEARER = /^Bearer\s+(.+)$/i;
const BROWSER = /^\s*Mozilla\/5\.0/i;

export async function credentialsOf(request: Request, keys: ApiKeys): Promise<Credentials> {
  const text = request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey');
  const key = text === null ? undefined : await keys.find(text);
  let keyProblem: ApiKeyProblem | undefined;
  if (text === null) keyProblem = 'missing';
  else if (key === undefined) keyProblem = 'unknown';
  else if (key.secret && BROWSER.test(request.headers.get('user-agent') ?? ''))
    keyProblem = 'secret_in_browser';

  const bearer = BEARER.exec(request.headers.get('authorization') ?? '')?.[1]?.trim();
  // The opaque keys are no tokens: a client that has no session sends its key in both headers.
  const ownToken = bearer !== undefined && !bearer.startsWith('sb_') ? bearer : undefined;
  // The gateway turns an opaque key into its token; a legacy key is one itself, and counts only where tokens do.
  const keyToken = key?.opaque === true ? key.token : undefined;
  return { key, keyProblem, token: ownToken ?? keyToken, tokenIsKey: ownToken === undefined };
}

/** What SQL may know of the request's headers; a hosted project always says where a request came from. */
export function sqlHeadersOf(request: Request, { address }: Peer): Readonly<Record<string, string>> {
  return { 'x-forwarded-for': address, ...Object.fromEntries(request.headers) };
}

/** Answers for a service behind which PostgreSQL decides: no token at all is role `anon`. */
export async function callerOf(
  { key, token, tokenIsKey }: Credentials,
  tokens: Tokens,
  tolerance = 0,
): Promise<Caller> {
  if (token === undefined) return { role: 'anon', claims: { role: 'anon' } };
  if (tokenIsKey && key !== undefined) return { role: key.role, claims: key.claims };
  const verified = await tokens.verify(token, tolerance);
  if ('problem' in verified) return { problem: verified.problem, token };
  const role = verified.claims['role'];
  return { role: typeof role === 'string' && role !== '' ? role : 'anon', claims: verified.claims };
}

/** The gateway's answer to a request without a usable key. */
export function apiKeyErrorResponse(problem: ApiKeyProblem): Response {
  // prettier-ignore
  const bodies: Record<ApiKeyProblem, { message: string; hint?: string }> = {
    missing: { message: 'No API key found in request', hint: 'No `apikey` request header or url param was found.' },
    unknown: { message: 'Invalid API key', hint: 'Double check your Supabase `anon` or `service_role` API key.' },
    secret_in_browser: { message: 'Forbidden use of secret API key in browser', hint: 'Secret API keys can only be used in a protected environment and should never be used in a browser. Delete this secret API key immediately.' },
  };
  return Response.json(bodies[problem], { status: 401 });
}

/** PostgREST's answer to a token it cannot accept. */
export function tokenErrorResponse(problem: TokenProblem, token: string): Response {
  const expired = { code: 'PGRST303', message: 'JWT expired', details: null };
  const bodies: Record<TokenProblem, { code: string; message: string; details: string | null }> = {
    malformed: {
      code: 'PGRST301',
      message: `Expected 3 parts in JWT; got ${token.split('.').length}`,
      details: null,
    },
    wrong_key: {
      code: 'PGRST301',
      message: 'No suitable key or wrong key type',
      details: 'None of the keys was able to decode the JWT',
    },
    expired,
    not_yet_valid: { code: 'PGRST303', message: 'JWT not yet valid', details: null },
  };
  const body = { ...bodies[problem], hint: null };
  const headers = { 'www-authenticate': `Bearer error="invalid_token", error_description="${body.message}"` };
  return Response.json(body, { status: 401, headers });
}
