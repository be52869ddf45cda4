/**
 * Turns API keys and access tokens into verified claims. It keeps no state and knows neither keys nor channels.
 */
import { errors } from 'jose';
import { RealtimeApiError } from '../api-error.ts';

/** The claims of a verified token. Everything in the token is kept: policies read it. */
export interface Claims {
  readonly role: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly sub?: string;
  readonly [claim: string]: unknown;
}

/** Verified claims with the token they came from. */
export interface Identity {
  readonly token: string;
  readonly claims: Claims;
}

export class TokenVerifier {
  readonly #verifyToken: (token: string) => Promise<Record<string, unknown>>;
  readonly #resolveKey: (key: string) => string | null;

  /**
   * `verifyToken` answers the claims of a JWT or throws what `jose` throws;
   * `resolveKey` maps a publishable or secret key to its JWT, hands JWTs through, and answers null for unknown keys.
   */
  constructor(
    verifyToken: (token: string) => Promise<Record<string, unknown>>,
    resolveKey: (key: string) => string | null,
  ) {
    this.#verifyToken = verifyToken;
    this.#resolveKey = resolveKey;
  }

  /**
   * Verifies an API key or a JWT.
   *
   * @throws RealtimeApiError `MalformedJWT`, `JwtSignatureError` or `InvalidJWTToken`
   */
  async verify(keyOrToken: string): Promise<Identity> {
    const token = clean(keyOrToken);
    const jwt = this.#resolveKey(token);
    if (jwt === null) throw malformed();
    return { token, claims: await this.#claimsOf(jwt) };
  }

  async #claimsOf(jwt: string): Promise<Claims> {
    try {
      return requireClaims(await this.#verifyToken(jwt));
    } catch (error) {
      throw toApiError(error);
    }
  }
}

/** Throws the error of a token that is past its time. Called again while a channel lives. */
export function requireUnexpired(claims: Claims, nowMs: number = Date.now()): void {
  const remaining = claims.exp - Math.floor(nowMs / 1000);
  if (remaining <= 0) throw expired(-remaining);
}

function requireClaims(payload: Record<string, unknown>): Claims {
  const { role, exp } = payload;
  if (typeof role !== 'string' || typeof exp !== 'number') {
    throw new RealtimeApiError('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
  }
  return { ...payload, role, exp };
}

function toApiError(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    const now = Math.floor(Date.now() / 1000);
    return expired(now - Number(error.payload.exp ?? now));
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
    return new RealtimeApiError('JwtSignatureError', 'Failed to validate JWT signature', { cause: error });
  }
  return error instanceof errors.JOSEError ? malformed(error) : error;
}

function expired(seconds: number): RealtimeApiError {
  return new RealtimeApiError('InvalidJWTToken', `Token has expired ${seconds} seconds ago`);
}

function malformed(cause?: unknown): RealtimeApiError {
  return new RealtimeApiError('MalformedJWT', 'The token provided is not a valid JWT', { cause });
}

/** Keys arrive percent-encoded twice by some clients, or with a line break pasted along. */
function clean(token: string): string {
  const stripped = token.replace(/\s/g, '');
  try {
    return decodeURIComponent(stripped);
  } catch (error) {
    if (error instanceof URIError) return stripped;
    throw error;
  }
}
