/**
 * Owns signing identity tokens the way a host's backend would, and the ways an attacker would.
 */
import { createHmac } from 'node:crypto';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

/** Claims that a widget accepts; overwrite any of them. */
export function claimsFor(
  widget: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    sub: 'user-1',
    aud: `globalchat:${widget}`,
    exp: seconds(3600),
    name: 'Ida Lindqvist',
    email: 'ida@example.com',
    ...more,
  };
}

export function sign(
  claims: unknown,
  key: string,
  header: unknown = { alg: 'HS256', typ: 'JWT' },
  hash = 'sha256',
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}
