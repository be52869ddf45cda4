/**
 * Owns the values that attacks name: putting them into texts and bodies, and reading what comes back.
 */
import { randomUUID } from 'node:crypto';
import { HOSTILE_TOKENS } from '../../support/hostile-tokens.ts';
import { sign, seconds } from '../../support/tokens.ts';
import type { Json } from './attack.ts';

export type Values = Map<string, string>;

const NAME = /\$([a-zA-Z][a-zA-Z0-9]*)/g;

/** The text with its values; `$new` is never the same twice, `$newX` is made when it is first named. */
export function fill(text: string, values: Values): string {
  return text.replace(NAME, (_whole, name: string) => {
    if (name === 'new') return randomUUID();
    let value = values.get(name);
    if (value === undefined && name.startsWith('new')) {
      value = randomUUID();
      values.set(name, value);
    }
    if (value === undefined) throw new Error(`There is no value $${name}.`);
    return value;
  });
}

interface IdentityToken {
  readonly claims: Readonly<Record<string, Json>>;
  readonly key?: string;
  readonly header?: Json;
  readonly hash?: string;
  /** Parts to keep: 2 leaves out the signature. */
  readonly cut?: number;
}

/** An identity token that is right but for what the attack changes. A claim of null is left out. */
function identityToken(made: IdentityToken, values: Values): string {
  const all = { sub: 'somebody', aud: 'globalchat:$widget', exp: seconds(3600), ...made.claims };
  const claims = Object.fromEntries(
    Object.entries(fillAll(all, values) as Record<string, Json>).filter(([, value]) => value !== null),
  );
  const key = fill(made.key ?? '$identityKey', values);
  const token = sign(claims, key, made.header ?? { alg: 'HS256', typ: 'JWT' }, made.hash);
  return made.cut === undefined ? token : token.split('.').slice(0, made.cut).join('.');
}

function hostileToken(what: Json, values: Values): string {
  const found = HOSTILE_TOKENS.find((token) => token.what === what);
  if (!found) throw new Error(`There is no wrong token ${JSON.stringify(what)}.`);
  return found.make({
    widget: fill('$widget', values),
    otherWidget: fill('$otherWidget', values),
    key: fill('$identityKey', values),
    otherKey: fill('$otherIdentityKey', values),
    formerKey: fill('$formerIdentityKey', values),
  });
}

export function fillAll(value: Json, values: Values): Json {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return (value as Json[]).map((entry) => fillAll(entry, values));
  if (typeof value !== 'object' || value === null) return value;
  if ('$identity' in value) return identityToken(value['$identity'] as unknown as IdentityToken, values);
  if ('$hostile' in value) return hostileToken(value['$hostile'], values);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [fill(key, values), fillAll(entry, values)]),
  );
}

/** The value at `a.b.0.c`; the whole for the empty path. */
export function at(body: unknown, path: string): unknown {
  let found = body;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
