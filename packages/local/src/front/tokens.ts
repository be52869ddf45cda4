/**
 * Owns signing and verifying the HS256 tokens of one local backend.
 * Refuses every other algorithm, `none` above all.
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

export type Claims = Readonly<Record<string, unknown>>;

/** Why a token was refused. */
export type TokenProblem = 'malformed' | 'wrong_key' | 'expired' | 'not_yet_valid';

export type Verified = { readonly claims: Claims } | { readonly problem: TokenProblem };

export interface Tokens {
  /** Signs `claims` exactly as they are. */
  sign(claims: Claims): Promise<string>;
  /** @param tolerance seconds by which another clock may differ; 0 by default */
  verify(token: string, tolerance?: number): Promise<Verified>;
}

export function createTokens(jwtSecret: string): Tokens {
  const secret = new TextEncoder().encode(jwtSecret);
  return {
    sign: (claims) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret),
    async verify(token, tolerance = 0) {
      try {
        const { payload } = await jwtVerify<JWTPayload>(token, secret, {
          algorithms: ['HS256'],
          clockTolerance: tolerance,
        });
        return { claims: payload };
      } catch (error) {
        return { problem: problemOf(error, token) };
      }
    },
  };
}

function problemOf(error: unknown, token: string): TokenProblem {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'not_yet_valid';
  if (token.split('.').length !== 3) return 'malformed';
  return 'wrong_key';
}
