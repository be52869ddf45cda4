/**
 * Owns comparing an answer with what must come back. A difference is an AttackSucceeded: the guard did not hold.
 */
import type { Expected } from './attack.ts';
import type { Received } from './project.ts';
import { at, fill, fillAll } from './values.ts';
import type { Values } from './values.ts';

export class AttackSucceeded extends Error {}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The stable code of an error, whichever service answers. */
export function codesOf(body: unknown): readonly unknown[] {
  return ['hint', 'code', 'error_code', 'error'].map((key) => at(body, key));
}

function hasStatus(wanted: Expected['status'], status: number): boolean {
  if (wanted === 'any') return true;
  if (wanted === 'ok') return status >= 200 && status < 300;
  if (wanted === 'refused') return status >= 400 && status < 500;
  return status === wanted;
}

const short = (text: string): string => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** Throws AttackSucceeded, or remembers what the step wants to keep. */
export function compare(expected: Expected, answer: Received, values: Values, what: string): void {
  const { status, text } = answer;
  const got = `${what} answered ${String(status)} ${short(text)}`;
  const fail = (wanted: string): never => {
    throw new AttackSucceeded(`${got}\nbut should have ${wanted}`);
  };
  const body = parsed(text);
  if (!hasStatus(expected.status, status)) fail(`answered ${String(expected.status)} ${expected.code ?? ''}`);
  if (expected.code !== undefined && !codesOf(body).includes(expected.code)) fail(`said ${expected.code}`);
  for (const words of expected.has ?? []) {
    if (!text.includes(fill(words, values))) fail(`contained ${fill(words, values)}`);
  }
  for (const words of expected.lacks ?? []) {
    if (text.includes(fill(words, values))) fail(`not contained ${fill(words, values)} (${words})`);
  }
  for (const [name, words] of Object.entries(expected.headerLacks ?? {})) {
    const header = answer.headers.get(name) ?? '';
    if (header.includes(words)) fail(`not sent ${name}: ${header}`);
  }
  if (expected.rows !== undefined && (!Array.isArray(body) || body.length !== expected.rows)) {
    fail(`contained ${String(expected.rows)} rows`);
  }
  for (const [path, value] of Object.entries(expected.is ?? {})) {
    const [found, wanted] = [at(body, path), fillAll(value, values)].map((one) => JSON.stringify(one));
    if (found !== wanted) fail(`had ${path} = ${String(wanted)}, not ${String(found)}`);
  }
  if (expected.sameAs !== undefined) {
    const [kept, whole] = [values.get(`same ${expected.sameAs}`), `${String(status)} ${text}`];
    if (kept === undefined) values.set(`same ${expected.sameAs}`, whole);
    else if (kept !== whole) fail(`answered exactly ${kept}`);
  }
  for (const [name, path] of Object.entries(expected.keep ?? {})) {
    const found = at(body, path);
    const missing = found === undefined || found === null;
    if (missing && expected.status !== 'any') fail(`told ${path}`);
    values.set(name, missing ? '' : typeof found === 'string' ? found : JSON.stringify(found));
  }
}
