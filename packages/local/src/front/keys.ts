/**
 * Owns the API keys of one local backend and the tokens that stand behind them.
 * Refuses keys it did not issue; a user's token is no key.
 */
import { SignJWT } from 'jose';

/** The secret of `supabase start`; known to everybody, which is right for a backend on loopback. */
export const DEFAULT_JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long';
export const DEFAULT_PUBLISHABLE_KEY = 'sb_publishable_globalchat_local_backend_';
export const DEFAULT_SECRET_KEY = 'sb_secret_globalchat_local_backend_only_';

export type KeyRole = 'anon' | 'service_role';

export interface ApiKey {
  readonly role: KeyRole;
  /** Secret keys are refused when they arrive from a browser. */
  readonly secret: boolean;
  /** The token that the key stands for. */
  readonly token: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface KeyRing {
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Legacy key: an HS256 token with role `anon`. */
  readonly anonKey: string;
  /** Legacy key: an HS256 token with role `service_role`. */
  readonly serviceRoleKey: string;
  find(key: string): ApiKey | undefined;
}

export interface KeyOptions {
  readonly jwtSecret: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** Fixed times, so that the same secret always gives the same legacy keys and they can stand in a config file. */
const ISSUED_AT = 1_735_689_600; // 2025-01-01
const EXPIRES_AT = 2_051_222_400; // 2035-01-01

export async function createKeyRing(options: KeyOptions): Promise<KeyRing> {
  const secret = new TextEncoder().encode(options.jwtSecret);
  const legacy = async (role: KeyRole): Promise<ApiKey> => {
    const claims = { iss: 'supabase', ref: 'local', role, iat: ISSUED_AT, exp: EXPIRES_AT };
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret);
    return { role, secret: false, token, claims };
  };
  const anon = await legacy('anon');
  const service = await legacy('service_role');
  const keys = new Map<string, ApiKey>([
    [anon.token, anon],
    [service.token, service],
    [options.publishableKey, anon],
    [options.secretKey, { ...service, secret: true }],
  ]);
  return {
    publishableKey: options.publishableKey,
    secretKey: options.secretKey,
    anonKey: anon.token,
    serviceRoleKey: service.token,
    find: (key) => keys.get(key),
  };
}
