/**
 * Owns the identity tokens that must prove nothing: each way to be wrong, and the reason that the refusal names. One table
 * for the database's own test and for the attacks over HTTP.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { claimsFor, seconds, sign } from './tokens.ts';

/** What an attacker may know or have. */
export interface TokenWorld {
  readonly widget: string;
  readonly otherWidget: string;
  readonly key: string;
  /** Of another tenant's widget. */
  readonly otherKey: string;
  /** The widget's own, until it was changed. */
  readonly formerKey: string;
}

type Reason =
  'malformed' | 'algorithm' | 'signature' | 'aud' | 'exp' | 'nbf' | 'sub' | 'dev' | 'name' | 'email';

export interface HostileToken {
  readonly what: string;
  readonly reason: Reason;
  readonly make: (world: TokenWorld) => string;
}

type Claims = Readonly<Record<string, unknown>>;
type Change = (token: string, world: TokenWorld) => string;

/** The base64url alphabet, in order. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const good = ({ widget }: TokenWorld, more: Claims = {}): Record<string, unknown> => claimsFor(widget, more);
const partsOf = (token: string): [head: string, body: string, signature: string] =>
  token.split('.') as [string, string, string];

/** Right but for these claims; undefined leaves one out. */
const claims = (what: string, reason: Reason, more: Claims): HostileToken => ({
  what,
  reason,
  make: (world) => sign(good(world, more), world.key),
});
/** Right but for its header. */
const header = (what: string, reason: Reason, value: unknown, hash?: string): HostileToken => ({
  what,
  reason,
  make: (world) => sign(good(world), world.key, value, hash),
});
/** Right but for who signed it. */
const signer = (what: string, keyOf: (world: TokenWorld) => string): HostileToken => ({
  what,
  reason: 'signature',
  make: (world) => sign(good(world), keyOf(world)),
});
/** Right until its text was changed. */
const changed = (what: string, reason: Reason, change: Change): HostileToken => ({
  what,
  reason,
  make: (world) => change(sign(good(world), world.key), world),
});
/** Rightly signed, with a payload of just this text. */
const payload = (what: string, reason: Reason, textOf: (world: TokenWorld) => string): HostileToken => ({
  what,
  reason,
  make: (world) => sign(textOf(world), world.key),
});
/** The good payload with this in place of its subject's text. */
const written = (what: string, reason: Reason, rest: string): HostileToken =>
  payload(what, reason, (world) => JSON.stringify(good(world, { sub: undefined })).replace('{', `{${rest},`));

const SIGNERS: readonly HostileToken[] = [
  signer('signed with another key', () => 'another key'),
  signer('signed with no key', () => ''),
  signer('signed with the id of the widget', ({ widget }) => widget),
  signer('signed with the bytes that the key spells', ({ key }) =>
    Buffer.from(key, 'hex').toString('latin1'),
  ),
  signer('signed with the key in capitals', ({ key }) => key.toUpperCase()),
  signer('signed by another tenant', ({ otherKey }) => otherKey),
  signer('signed with the key from before it was changed', ({ formerKey }) => formerKey),
];

const HEADERS: readonly HostileToken[] = [
  header('alg none with a signature', 'algorithm', { alg: 'none' }),
  header('alg None', 'algorithm', { alg: 'None' }),
  header('alg hs256', 'algorithm', { alg: 'hs256' }),
  header('alg HS256 and a space', 'algorithm', { alg: 'HS256 ' }),
  header('alg HS384', 'algorithm', { alg: 'HS384' }, 'sha384'),
  header('alg HS512', 'algorithm', { alg: 'HS512' }, 'sha512'),
  header('alg RS256', 'algorithm', { alg: 'RS256' }),
  header('no alg', 'algorithm', {}),
  header('a list of algs', 'algorithm', { alg: ['HS256'] }),
  header('something critical', 'algorithm', { alg: 'HS256', crit: ['b64'], b64: false }),
  header('SHA-384 behind HS256', 'signature', { alg: 'HS256' }, 'sha384'),
  header('SHA-512 behind HS256', 'signature', { alg: 'HS256' }, 'sha512'),
  header('two algs', 'malformed', '{"alg":"none","alg":"HS256"}'),
  header('a header that is no JSON', 'malformed', 'nonsense'),
  header('a header that is a list', 'malformed', '["HS256"]'),
  ...['../../../dev/null', "x' or true --", 'https://evil.example/key'].map((kid): HostileToken => ({
    what: `a key named ${kid}`,
    reason: 'signature',
    make: (world) => sign(good(world), '', { alg: 'HS256', kid }),
  })),
  {
    what: 'a key that it brings along',
    reason: 'signature',
    make: (world) => sign(good(world), 'mine', { alg: 'HS256', jwk: { kty: 'oct', k: base64url('mine') } }),
  },
];

const TEXTS: readonly HostileToken[] = [
  changed('alg none and no signature', 'malformed', (_token, world) => {
    const [head, body] = partsOf(sign(good(world), '', { alg: 'none' }));
    return `${head}.${body}.`;
  }),
  changed('no signature', 'malformed', (token) => token.slice(0, token.lastIndexOf('.'))),
  changed('an empty signature', 'malformed', (token) => token.slice(0, token.lastIndexOf('.') + 1)),
  changed('a signature without its end', 'signature', (token) => token.slice(0, -4)),
  changed('a signature of one character', 'signature', (token) => token.slice(0, -42)),
  changed('a byte behind the signature', 'signature', (token) => `${token}AA`),
  changed('another text of the same signature', 'signature', (token) => {
    const last = ALPHABET.indexOf(token.at(-1) ?? '');
    return token.slice(0, -1) + (ALPHABET[last + 1] ?? '');
  }),
  changed('a signature of the payload alone', 'signature', (token, { key }) => {
    const [head, body] = partsOf(token);
    return `${head}.${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
  }),
  changed('a signature in hexadecimal', 'signature', (token, { key }) => {
    const [head, body] = partsOf(token);
    return `${head}.${body}.${createHmac('sha256', key).update(`${head}.${body}`).digest('hex')}`;
  }),
  changed('another payload', 'signature', (token, world) => {
    const [head, , signature] = partsOf(token);
    return `${head}.${base64url(JSON.stringify(good(world, { sub: 'boss' })))}.${signature}`;
  }),
  changed('another header', 'signature', (token) =>
    [base64url('{"alg":"HS256"}'), ...partsOf(token).slice(1)].join('.'),
  ),
  changed('its parts in another order', 'malformed', (token) => partsOf(token).reverse().join('.')),
  changed('padded base64', 'malformed', (token) => `${token}=`),
  changed('the alphabet of plain base64', 'malformed', (_token, world) => {
    const [head] = partsOf(sign(good(world), world.key));
    const body = Buffer.from(JSON.stringify(good(world, { name: '???>>>' }))).toString('base64');
    return `${head}.${body}.${createHmac('sha256', world.key).update(`${head}.${body}`).digest('base64url')}`;
  }),
  changed('an escape in its text', 'malformed', (token) => token.replace('e', '\\u0065')),
  changed('four parts', 'malformed', (token) => `${token}.x`),
  changed('five parts, as an encrypted one has', 'malformed', (token) => `${token}.x.y`),
  changed('white space behind', 'malformed', (token) => `${token} `),
  changed('a line break behind', 'malformed', (token) => `${token}\n`),
  changed('a line break inside', 'malformed', (token) => token.replace('.', '.\n')),
  changed('the word that stands before it in a header', 'malformed', (token) => `Bearer ${token}`),
  changed('a mark of byte order', 'malformed', (token) => `\ufeff${token}`),
  changed('quotes around', 'malformed', (token) => `"${token}"`),
  changed('nonsense', 'malformed', () => 'nonsense'),
  changed('no text', 'malformed', () => ''),
  changed('nothing but dots', 'malformed', () => '..'),
  changed('100 kB', 'malformed', (_token, world) =>
    sign(good(world, { more: 'x'.repeat(75_000) }), world.key),
  ),
];

const PAYLOADS: readonly HostileToken[] = [
  payload('a payload that is no JSON', 'malformed', () => 'nonsense'),
  payload('a payload that is a list', 'malformed', (world) => JSON.stringify([good(world)])),
  payload('a payload that is a text', 'malformed', (world) => JSON.stringify(JSON.stringify(good(world)))),
  payload('a payload that is null', 'malformed', () => 'null'),
  payload(
    'a payload with a mark of byte order',
    'malformed',
    (world) => `\ufeff${JSON.stringify(good(world))}`,
  ),
  payload('a payload with something behind', 'malformed', (world) => `${JSON.stringify(good(world))}{}`),
  payload('a payload that is a token', 'malformed', (world) => sign(good(world), world.key)),
  written('two subjects', 'malformed', '"sub":"me","sub":"boss"'),
  written('two subjects, one of them escaped', 'malformed', '"sub":"me","\\u0073ub":"boss"'),
  written('two expiries', 'malformed', '"sub":"me","exp":1'),
  written('a subject with NUL', 'malformed', '"sub":"a\\u0000b"'),
  written('half a character in its subject', 'malformed', '"sub":"\\ud800"'),
  written('a number that is none', 'malformed', '"sub":"me","iat":NaN'),
  written('a number beyond all numbers', 'malformed', '"sub":"me","iat":1e999999'),
];

const TIMES: readonly HostileToken[] = [
  claims('expired', 'exp', { exp: seconds(-1) }),
  claims('expired long ago', 'exp', { exp: 1 }),
  claims('an expiry before all time', 'exp', { exp: -seconds(600) }),
  claims('an expiry in the far future', 'exp', { exp: seconds(86_400 + 120) }),
  claims('an expiry in milliseconds', 'exp', { exp: seconds(600) * 1000 }),
  claims('an expiry beyond all time', 'exp', { exp: 1e300 }),
  claims('no expiry', 'exp', { exp: undefined }),
  claims('an expiry of null', 'exp', { exp: null }),
  claims('an expiry in words', 'exp', { exp: 'tomorrow' }),
  claims('an expiry as text', 'exp', { exp: String(seconds(60)) }),
  claims('an expiry in a list', 'exp', { exp: [seconds(60)] }),
  claims('not yet valid', 'nbf', { nbf: seconds(600) }),
  claims('a beginning as text', 'nbf', { nbf: String(seconds(-60)) }),
];

const AUDIENCES: readonly HostileToken[] = [
  {
    what: 'meant for another widget',
    reason: 'aud',
    make: (world) => sign(claimsFor(world.otherWidget), world.key),
  },
  claims('no audience', 'aud', { aud: undefined }),
  {
    what: 'a list of audiences',
    reason: 'aud',
    make: (world) => sign(good(world, { aud: [`globalchat:${world.widget}`] }), world.key),
  },
  {
    what: 'the bare widget as audience',
    reason: 'aud',
    make: (world) => sign(good(world, { aud: world.widget }), world.key),
  },
  {
    what: 'the audience in capitals',
    reason: 'aud',
    make: (world) => sign(good(world, { aud: `GLOBALCHAT:${world.widget}` }), world.key),
  },
  claims('meant for another device', 'dev', { dev: randomUUID() }),
  claims('meant for no device', 'dev', { dev: null }),
];

const PEOPLE: readonly HostileToken[] = [
  claims('no subject', 'sub', { sub: undefined }),
  claims('a subject of null', 'sub', { sub: null }),
  claims('an empty subject', 'sub', { sub: '' }),
  claims('a subject that is a number', 'sub', { sub: 5 }),
  claims('a subject that is true', 'sub', { sub: true }),
  claims('a subject that is an object', 'sub', { sub: { id: 5 } }),
  claims('a subject that is too long', 'sub', { sub: 'x'.repeat(256) }),
  claims('a subject without anything to see', 'sub', { sub: ' \u200b' }),
  claims('a subject of spaces', 'sub', { sub: '   ' }),
  claims('a subject with something that is not seen', 'sub', { sub: 'user\u200b-1' }),
  claims('a subject that turns around', 'sub', { sub: 'user-\u202e1' }),
  claims('a subject of two lines', 'sub', { sub: 'user-1\nuser-2' }),
  claims('a subject with tags', 'sub', { sub: 'user-1\u{e0041}' }),
  claims('a name that is a number', 'name', { name: 5 }),
  claims('a name that is an object', 'name', { name: { first: 'Ida' } }),
  claims('a name that is too long', 'name', { name: 'x'.repeat(121) }),
  claims('a name of two lines', 'name', { name: 'Ida\nVerified by the team' }),
  claims('a name with a control character', 'name', { name: 'Ida\u001b[2J' }),
  claims('an address that is none', 'email', { email: 'nonsense' }),
  claims('an address that is too long', 'email', { email: `${'x'.repeat(250)}@example.com` }),
  claims('an address with a control character', 'email', { email: 'ida\u0007@example.com' }),
  claims('an address of two lines', 'email', { email: 'ida@example.com\nbcc:all@example.com' }),
  claims('an address that is a list', 'email', { email: ['ida@example.com'] }),
];

export const HOSTILE_TOKENS: readonly HostileToken[] = [
  ...SIGNERS,
  ...HEADERS,
  ...TEXTS,
  ...PAYLOADS,
  ...TIMES,
  ...AUDIENCES,
  ...PEOPLE,
];
