/**
 * Owns the words in which attacks are written: each makes one step.
 */
import type {
  CountStep,
  Expected,
  FloodStep,
  HearStep,
  HttpStep,
  JoinStep,
  Json,
  SayStep,
  SettingsStep,
  Who,
} from './attack.ts';

type More = Omit<Expected, 'status' | 'code'>;

/** It works. */
export const answers = (more: More = {}): Expected => ({ status: 'ok', ...more });
/** It is refused with this status and code. */
export const refused = (status: number, code: string, more: More = {}): Expected => ({
  status,
  code,
  ...more,
});
/** It is refused, in whatever words the service has for it. */
export const denied = (more: More = {}): Expected => ({ status: 'refused', ...more });
/** Whether it works does not matter, only what comes back. */
export const whatever = (more: More): Expected => ({ status: 'any', ...more });
export const UNKNOWN = refused(404, 'not_found');
export const NOT_ALLOWED = refused(403, 'not_allowed');

type Headers = Readonly<Record<string, string>>;

/** Calls `global_chat_<name>`. */
export function rpc(
  as: Who,
  name: string,
  args: Json,
  expected: Expected = answers(),
  headers?: Headers,
): HttpStep {
  const path = `/rest/v1/rpc/global_chat_${name}`;
  return { kind: 'http', as, method: 'POST', path, body: args, expected, headers };
}

export function get(as: Who, path: string, expected: Expected, headers?: Headers): HttpStep {
  return { kind: 'http', as, method: 'GET', path, expected, headers };
}

export function request(
  as: Who,
  method: string,
  path: string,
  expected: Expected,
  more: { body?: Json; raw?: { text: string; type: string }; headers?: Headers } = {},
): HttpStep {
  return { kind: 'http', as, method, path, expected, ...more };
}

/** Puts a file into the bucket. */
export function upload(
  as: Who,
  path: string,
  expected: Expected,
  {
    text = '\u0089PNG',
    type = 'image/png',
    headers,
  }: { text?: string; type?: string; headers?: Headers } = {},
): HttpStep {
  const target = `/storage/v1/object/global-chat/${path}`;
  return { kind: 'http', as, method: 'POST', path: target, raw: { text, type }, expected, headers };
}

export const download = (as: Who, path: string, expected: Expected): HttpStep =>
  get(as, `/storage/v1/object/authenticated/global-chat/${path}`, expected);

/** The calls that most attacks begin with. */
export const open = (
  as: Who,
  session: string,
  more: { readonly [key: string]: Json } = {},
  expected = answers(),
): HttpStep => rpc(as, 'open_session', { widget_id: '$widget', session_id: session, ...more }, expected);
export const send = (
  as: Who,
  session: string,
  content: string,
  expected = answers(),
  message = '$new',
): HttpStep => rpc(as, 'send_message', { session_id: session, message_id: message, content }, expected);

/** A round is its steps; the last one is counted. */
export function flood(
  times: number,
  steps: readonly HttpStep[],
  { atMost, code, atOnce = false }: { atMost: number; code?: string; atOnce?: boolean },
): FloodStep {
  return { kind: 'flood', times, steps, atMost, code, atOnce };
}

/** Each of these once; at most so many may succeed. */
export const atMost = (most: number, steps: readonly HttpStep[]): CountStep => ({
  kind: 'count',
  steps,
  atMost: most,
});

type JoinOptions = Pick<JoinStep, 'public' | 'replay' | 'presence' | 'changes'>;

export const join = (as: Who, topic: string, options: JoinOptions = {}): JoinStep => ({
  kind: 'join',
  as,
  topic,
  outcome: 'joined',
  ...options,
});
export const joinRefused = (as: Who, topic: string, options: JoinOptions = {}): JoinStep => ({
  kind: 'join',
  as,
  topic,
  outcome: 'refused',
  ...options,
});
export const say = (as: Who, topic: string, event: string, payload: Json): SayStep => ({
  kind: 'say',
  as,
  topic,
  event,
  payload,
  by: 'broadcast',
});
export const bePresent = (as: Who, topic: string, payload: Json): SayStep => ({
  kind: 'say',
  as,
  topic,
  event: 'track',
  payload,
  by: 'presence',
});
export const hears = (as: Who, topic: string, ...has: string[]): HearStep => ({
  kind: 'hear',
  as,
  topic,
  has,
  lacks: [],
});
/** Did not hear these by the time when somebody entitled had heard `until.has`. */
export const doesNotHear = (
  as: Who,
  topic: string,
  lacks: readonly string[],
  until: HearStep['until'],
): HearStep => ({
  kind: 'hear',
  as,
  topic,
  has: [],
  lacks,
  until,
});

/** One step for each of these people. */
export const each = <T>(people: readonly Who[], step: (who: Who) => T): T[] => people.map(step);

export const settings = (changes: Readonly<Record<string, Json>>): SettingsStep => ({
  kind: 'settings',
  settings: changes,
});

/** An identity token that the host's backend would sign, or nearly: see values.ts. */
export const identityToken = (
  claims: { readonly [key: string]: Json } = {},
  more: { key?: string; header?: Json; hash?: string; cut?: number } = {},
): Json => ({ $identity: { claims, ...more } as unknown as Json });

/** One of the table of hostile-tokens.ts. */
export const hostileToken = (what: string): Json => ({ $hostile: what });

/** Everybody who has no business in the first tenant's conversations. */
export const STRANGERS: readonly Who[] = [
  'otherVisitor',
  'otherAgent',
  'outsider',
  'removedAgent',
  'anonymousMember',
];
