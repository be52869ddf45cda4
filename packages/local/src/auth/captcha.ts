/**
 * The captcha check, offline: it knows the test keys that the providers document. A real secret is refused at the
 * start, because only the provider can check its tokens and this backend calls nobody.
 */
import { LocalError } from '../errors.ts';
import { AuthApiError } from './api-error.ts';

export interface CaptchaSettings {
  readonly provider: 'turnstile' | 'hcaptcha';
  /** One of the provider's documented test secrets. */
  readonly secret: string;
}

type Verdict = 'pass' | 'fail' | 'duplicate';

/** https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
const TURNSTILE_SECRETS: ReadonlyMap<string, Verdict> = new Map([
  ['1x0000000000000000000000000000000AA', 'pass'],
  ['2x0000000000000000000000000000000AA', 'fail'],
  ['3x0000000000000000000000000000000AA', 'duplicate'],
]);
const TURNSTILE_TOKEN = 'XXXX.DUMMY.TOKEN.XXXX';

/** https://docs.hcaptcha.com/#integration-testing-test-keys */
const HCAPTCHA_SECRET = '0x0000000000000000000000000000000000000000';
const HCAPTCHA_TOKENS: ReadonlyMap<string, Verdict> = new Map([
  ['10000000-aaaa-bbbb-cccc-000000000001', 'pass'],
  ['20000000-aaaa-bbbb-cccc-000000000002', 'pass'],
  ['30000000-aaaa-bbbb-cccc-000000000003', 'fail'],
]);

/** Throws `option_invalid` for a secret that could only be checked over the network. */
export function checkCaptchaSettings({ provider, secret }: CaptchaSettings): void {
  const known = provider === 'turnstile' ? TURNSTILE_SECRETS.has(secret) : secret === HCAPTCHA_SECRET;
  if (known) return;
  throw new LocalError(
    'option_invalid',
    `The local backend verifies captchas offline, so auth.captcha.secret must be a test secret that ${provider} documents.`,
  );
}

/** Throws `captcha_failed`. */
export function verifyCaptcha({ provider, secret }: CaptchaSettings, token: unknown): void {
  if (typeof token !== 'string' || token === '') throw refused('no captcha_token found in request');
  const verdict =
    provider === 'turnstile' ? turnstile(secret, token) : (HCAPTCHA_TOKENS.get(token) ?? 'fail');
  if (verdict === 'duplicate') throw refused('timeout-or-duplicate');
  if (verdict === 'fail') throw refused('invalid-input-response');
}

function turnstile(secret: string, token: string): Verdict {
  return token === TURNSTILE_TOKEN ? (TURNSTILE_SECRETS.get(secret) ?? 'fail') : 'fail';
}

function refused(reason: string): AuthApiError {
  return new AuthApiError(400, 'captcha_failed', `captcha protection: request disallowed (${reason})`);
}
