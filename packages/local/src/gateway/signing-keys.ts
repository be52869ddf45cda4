/**
 * The keys that tokens are signed and verified with: the shared secret, and key pairs if the project has some. Only the
 * algorithms of these keys are accepted, `none` least of all.
 */
import { importJWK, jwtVerify, SignJWT } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { LocalError } from '../errors.ts';

export interface VerifyOptions {
  /** Seconds by which another clock may differ; 0 by default. */
  readonly tolerance?: number;
  /** Algorithms of the shared secret; HS256 by default. */
  readonly shared?: readonly string[];
}

export interface SigningKeys {
  /** Signs with the first key pair, or with the shared secret if there is none. */
  sign(claims: JWTPayload): Promise<string>;
  /** Signs with the shared secret, as the legacy API keys are. */
  signShared(claims: JWTPayload): Promise<string>;
  /** The claims of a token that one of the keys signed. Throws what `jose` throws. */
  verify(token: string, options?: VerifyOptions): Promise<JWTPayload>;
  /** The public halves, as `/.well-known/jwks.json` has them. */
  readonly publicKeys: readonly JWK[];
}

interface KeyPair {
  readonly id: string | undefined;
  readonly algorithm: string;
  readonly privateKey: CryptoKey | Uint8Array;
  readonly publicKey: CryptoKey | Uint8Array;
  readonly shown: JWK;
}

/** All that the shared secret can sign with; Realtime takes them, the others do not. */
export const SHARED_SECRET_ALGORITHMS: readonly string[] = ['HS256', 'HS384', 'HS512'];
const KEY_PAIR_ALGORITHMS = ['ES256', 'RS256'];

/**
 * @param pairs private keys as JWK (ES256 or RS256), the one that signs first
 * @throws LocalError `option_invalid`
 */
export async function openSigningKeys(jwtSecret: string, pairs: readonly JWK[]): Promise<SigningKeys> {
  const secret = new TextEncoder().encode(jwtSecret);
  const keys = await Promise.all(pairs.map(openPair));
  const [first] = keys;
  const signShared = (claims: JWTPayload): Promise<string> =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret);
  const sign = ({ id, algorithm, privateKey }: KeyPair, claims: JWTPayload): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(id === undefined ? {} : { kid: id }) })
      .sign(privateKey);
  return {
    signShared,
    sign: (claims) => (first === undefined ? signShared(claims) : sign(first, claims)),
    async verify(token, { tolerance = 0, shared = ['HS256'] } = {}) {
      const { payload } = await jwtVerify(
        token,
        ({ alg, kid }) => {
          if (shared.includes(alg)) return secret;
          const found = keys.find(
            ({ id, algorithm }) => algorithm === alg && (kid === undefined || id === kid),
          );
          return found?.publicKey ?? secret; // no key of that kind: the signature is wrong
        },
        { clockTolerance: tolerance, algorithms: [...shared, ...keys.map(({ algorithm }) => algorithm)] },
      );
      return payload;
    },
    publicKeys: keys.map(({ shown }) => shown),
  };
}

async function openPair(key: JWK): Promise<KeyPair> {
  const algorithm = key.alg ?? (key.kty === 'EC' ? 'ES256' : 'RS256');
  if (!KEY_PAIR_ALGORITHMS.includes(algorithm) || key.d === undefined) {
    throw new LocalError('option_invalid', 'signingKeys must be private keys for ES256 or RS256, as JWK.');
  }
  const { kty, kid, crv, x, y, n, e } = key;
  const half = kty === 'EC' ? { crv, x, y } : { n, e };
  const shown = {
    kty,
    ...half,
    alg: algorithm,
    use: 'sig',
    key_ops: ['verify'],
    ...(kid === undefined ? {} : { kid }),
  } as JWK;
  try {
    const privateKey = await importJWK({ ...key, key_ops: ['sign'] }, algorithm);
    return { id: kid, algorithm, privateKey, publicKey: await importJWK(shown, algorithm), shown };
  } catch (cause) {
    throw new LocalError('option_invalid', `signingKeys: ${(cause as Error).message}`, cause);
  }
}
