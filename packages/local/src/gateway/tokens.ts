/** Signs tokens, verifies them, and says in Supabase's terms why one is not accepted. */
import { errors } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Why a token was refused. */
export type TokenProblem = 'malformed' | 'wrong_key' | 'expired' | 'not_yet_valid';

export type VerifiedToken = { readonly claims: Claims } | { readonly problem: TokenProblem };

export interface Tokens {
  /** Signs `claims` exactly as they are. */
  sign(claims: Claims): Promise<string>;
  /** The same with the shared secret, whatever other keys there are. */
  signShared(claims: Claims): Promise<string>;
  /** @param tolerance seconds by which another clock may differ; 0 by default */
  verify(token: string, tolerance?: number): Promise<VerifiedToken>;
}

export function createTokens(keys: SigningKeys): Tokens {
  return {
    sign: (claims) => keys.sign({ ...claims }),
    signShared: (claims) => keys.signShared({ ...claims }),
    async verify(token, tolerance = 0) {
      try {
        return { claims: await keys.verify(token, { tolerance }) };
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
