/**
 * Owns what a hostile visitor would send by hand: bodies, paths of files and topics that are nearly right.
 */
import { randomUUID } from 'node:crypto';
import type { Routine } from '../../generator/catalog.ts';
import type { Random } from './random.ts';

/** JSON texts that no well-behaved client sends. */
const RAW = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '{"session_id": "\\u0000"}',
  '{"content": "\\ud800"}',
  '{"content": "\\udc00\\ud800"}',
  '{"content": "a", "content": "b"}',
  '{"__proto__": {"role": "service_role"}}',
  `{"content": "${'\u202e\u2066'.repeat(50)}"}`,
  '{"seq": 1e999}',
  '{"seq": -0.0000001}',
  '\ufeff{}',
];

/** About a megabyte of brackets. */
const DEEP = `{"metadata": ${'['.repeat(500_000)}${']'.repeat(500_000)}}`;

function value(random: Random, type: string, ids: readonly string[]): unknown {
  if (random.chance(0.15)) return random.json();
  if (type === 'uuid')
    return random.chance(0.8) ? random.pick(ids) : random.pick([randomUUID(), random.text()]);
  if (type === 'text') return random.text();
  if (type === 'bool') return random.chance(0.5);
  if (type.startsWith('int')) return random.pick([0, 1, -1, 50, 2 ** 31, 2 ** 53, 1e20, 0.5]);
  if (type === 'timestamptz') return random.pick(['2026-01-01', '-infinity', '294277-01-01', random.text()]);
  if (type === '_uuid') return Array.from({ length: random.below(4) }, () => random.pick(ids));
  return random.chance(0.7) ? random.object() : random.json();
}

/** A body for a call of a function, or for anything else. */
export function bodyOf(
  random: Random,
  functions: readonly Routine[],
  path: string,
  ids: readonly string[],
): string {
  if (random.chance(0.01)) return DEEP;
  if (random.chance(0.1)) return random.pick(RAW);
  const routine = functions.find(({ name }) => path.endsWith(`/${name}`));
  if (routine === undefined) return JSON.stringify(random.json());
  const args = routine.arguments
    .filter(({ optional }) => !optional || random.chance(0.6))
    .map(({ name, type }) => [name, value(random, type, ids)] as const);
  if (random.chance(0.05))
    return JSON.stringify({ ...Object.fromEntries(args), [random.text()]: random.json() });
  return JSON.stringify(Object.fromEntries(args));
}

const WAYS = [
  'object/global-chat',
  'object/authenticated/global-chat',
  'object/public/global-chat',
  'object/info/global-chat',
  'object/sign/global-chat',
  'object/upload/sign/global-chat',
  'object/list/global-chat',
  'object/list-v2/global-chat',
  'object/copy',
  'object/move',
  'bucket/global-chat',
  'bucket',
];

/** Random text as part of a path; half a surrogate pair cannot be in one. */
export function segment(random: Random): string {
  return encodeURIComponent(random.text().replace(/\p{Surrogate}/gu, ''));
}

/** A request to Storage about a file that is there, or nearly. */
export function pathOf(random: Random, path: string): string {
  const parts = path.split('/');
  const changed = random.pick([
    () => path,
    () => path.toUpperCase(),
    () => `${parts.slice(0, 3).join('/')}/../${parts.slice(2).join('/')}`,
    () => `${parts.slice(0, 2).join('/')}%2f${parts.slice(2).join('%2F')}`,
    () => `./${path}`,
    () => `/${path}`,
    () => [randomUUID(), ...parts.slice(1)].join('/'),
    () => parts.slice(0, 1 + random.below(3)).join('/'),
    () => segment(random),
    () => `${parts.slice(0, 3).join('/')}/${segment(random)}`,
    () => `${path}?width=100&token=${segment(random)}`,
  ])();
  return `/storage/v1/${random.pick(WAYS)}/${changed}`;
}

/** A topic of somebody else's, as it is or nearly. */
export function topicOf(random: Random, { session, tenant }: { session: string; tenant: string }): string {
  const real = random.pick([
    `session:${session}`,
    `typing:visitor:${session}`,
    `typing:agent:${session}`,
    `inbox:${tenant}`,
    `presence:${tenant}`,
  ]);
  return random.pick([
    () => real,
    () => real.toUpperCase(),
    () => ` ${real}`,
    () => `${real} `,
    () => `${real}\u0000`,
    () => `${real}:`,
    () => `${real}/../x`,
    () => real.replace(':', '::'),
    () => real.replace(':', '\uff1a'),
    () => real.replaceAll('-', ''),
    () => `realtime:${real}`,
    () => `${real}\u202e`,
    () => `*`,
    () => `session:%`,
    () => `session:${random.text()}`,
    () => random.text(),
    () => 'x'.repeat(100_000),
  ])();
}
