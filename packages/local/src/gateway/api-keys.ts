/**
 * The API keys of one local backend and the tokens behind them. A user's token is no key, even though the same secret
 * signed it.
 */
import type { Tokens } from './tokens.ts';

/** The secret of `supabase start`. It is public, which is acceptable for a backend on loopback. */
export const DEFAULT_JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long';
export const DEFAULT_PUBLISHABLE_KEY = 'sb_publishable_globalchat_local_backend_';
export const DEFAULT_SECRET_KEY = 'sb_secret_globalchat_local_backend_only_';

export type KeyRole = 'anon' | 'service_role';

export interface ApiKey {
  readonly role: KeyRole;
  /** Secret keys are refused when they arrive from a browser. */
  readonly secret: boolean;
  /** Whether it is an opaque key (`sb_…`) rather than a token itself. */
  readonly opaque: boolean;
  /** The token that services get in place of the key. */
  readonly token: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface ApiKeys {
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Legacy key: an HS256 token with role `anon`. */
  readonly anonKey: string;
  /** Legacy key: an HS256 token with role `service_role`. */
  readonly serviceRoleKey: string;
  /** Role, token and claims of the secret key. */
  readonly service: Pick<ApiKey, 'role' | 'token' | 'claims'>;
  /** The key behind this text: an opaque one of ours, or any token of a key role that our secret signed. */
  find(key: string): Promise<ApiKey | undefined>;
  /** The token behind an opaque key. */
  tokenOf(key: string): string | undefined;
}

/** Those of `supabase start`, so that with the default secret its well-known legacy keys work here unchanged. */
const LEGACY_CLAIMS = { iss: 'supabase-demo', exp: 1_983_812_996 };

export async function createApiKeys(
  tokens: Tokens,
  { publishableKey, secretKey }: { readonly publishableKey: string; readonly secretKey: string },
): Promise<ApiKeys> {
  const legacy = async (role: KeyRole): Promise<ApiKey> => {
    const claims = { iss: LEGACY_CLAIMS.iss, role, exp: LEGACY_CLAIMS.exp };
    return { role, secret: false, opaque: false, token: await tokens.signShared(claims), claims };
  };
  const anon = await legacy('anon');
  const service = await legacy('service_role');
  const opaque = new Map<string, ApiKey>([
    [publishableKey, { ...anon, opaque: true }],
    [secretKey, { ...service, secret: true, opaque: true }],
  ]);
  return {
    publishableKey,
    secretKey,
    anonKey: anon.token,
    serviceRoleKey: service.token,
    service,
    tokenOf: (key) => opaque.get(key)?.token,
    async find(key) {
      const own = opaque.get(key);
      if (own !== undefined || key.startsWith('sb_')) return own;
      const verified = await tokens.verify(key);
      if ('problem' in verified) return undefined;
      const { role } = verified.claims;
      if (role !== 'anon' && role !== 'service_role') return undefined;
      return { role, secret: false, opaque: false, token: key, claims: verified.claims };
    },
  };
}
