/** Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, thirty seconds. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const BASE32_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 160 bits, the length RFC 4226 recommends (section 4). */
const TOTP_SECRET_BYTES = 20;
const TOTP_PERIOD_S = 30;
const TOTP_DIGITS = 6;
/** How many periods the other clock may be off. RFC 6238 recommends one (section 5.2). */
const ALLOWED_SKEW_PERIODS = 1;

/** A new secret in base 32. */
export function newTotpSecret(): string {
  let bits = '';
  for (const byte of randomBytes(TOTP_SECRET_BYTES)) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32_ALPHABET[Number.parseInt(five, 2)] ?? '').join('');
}

/** @param now milliseconds since 1970 */
export function isValidTotpCode(secret: string, code: string, now: number): boolean {
  if (!/^\d{6}$/.test(code)) return false;
  const step = Math.floor(now / 1000 / TOTP_PERIOD_S);
  for (let off = -ALLOWED_SKEW_PERIODS; off <= ALLOWED_SKEW_PERIODS; off += 1) {
    if (timingSafeEqual(Buffer.from(codeAt(secret, step + off)), Buffer.from(code))) return true;
  }
  return false;
}

/** The code of one period, counted from 1970. */
function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', decode(secret)).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 0xf;
  const number = hash.readUInt32BE(at) & 0x7fff_ffff;
  return String(number % 10 ** TOTP_DIGITS).padStart(TOTP_DIGITS, '0');
}

/** The code of this moment; what an authenticator app would show. */
export function totpCode(secret: string, now: number): string {
  return codeAt(secret, Math.floor(now / 1000 / TOTP_PERIOD_S));
}

function decode(secret: string): Buffer {
  const bits = [...secret]
    .map((letter) => BASE32_ALPHABET.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** What an authenticator app reads from a picture. */
export function otpauthUri(issuer: string, account: string, secret: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({ algorithm: 'SHA1', digits: '6', issuer, period: '30', secret });
  return `otpauth://totp/${label}?${query.toString()}`;
}
