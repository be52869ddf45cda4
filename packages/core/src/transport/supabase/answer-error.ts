// What a server's refusal means, in the library's codes. The one place that knows how PostgREST, Auth and the API gateway
// report failures. A visitor's link loads it with the first refusal: most visitors meet none.

import { GlobalChatError } from '../../errors.ts';
import type { GlobalChatErrorCode } from '../../errors.ts';
import { fields, text } from './rows/narrow.ts';
import type { Fields } from './rows/narrow.ts';

/** What a server answered. */
export interface FailedAnswer {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The body, parsed when it was JSON. */
  readonly body: unknown;
  /** The `Retry-After` header. */
  readonly retryAfter?: string | null;
  /** Whether the request carried a user's token, which makes 401 mean something else. */
  readonly signedIn: boolean;
  readonly cause?: unknown;
}

/** How the SQLSTATE of our own refusals begins, which carry their code in `hint`. */
const OWN_SQLSTATE = /^PT4/;

/** Codes of PostgreSQL, PostgREST and Auth that say more than the status. */
const CODE_OF_SQLSTATE: ReadonlyMap<unknown, GlobalChatErrorCode> = new Map([
  ['PGRST202', 'schema_missing'],
  ['PGRST205', 'schema_missing'],
  ['42883', 'schema_missing'],
  ['42P01', 'schema_missing'],
  ['anonymous_provider_disabled', 'anonymous_sign_ins_disabled'],
  ['signup_disabled', 'anonymous_sign_ins_disabled'],
  ['captcha_failed', 'captcha_required'],
  ['invalid_credentials', 'wrong_credentials'],
  ['email_not_confirmed', 'email_not_confirmed'],
  ['user_banned', 'user_banned'],
]);

const CODE_OF_STATUS: Readonly<Record<number, GlobalChatErrorCode>> = {
  0: 'network',
  403: 'not_allowed',
  // Our functions answer 404 with a hint and PostgREST with a code: this was somebody else.
  404: 'invalid_url',
  408: 'timeout',
  409: 'id_conflict',
  413: 'content_too_long',
  429: 'rate_limited',
};

function codeOf({ status, signedIn }: FailedAnswer, body: Fields): GlobalChatErrorCode {
  const code = text(body.code) ?? text(body.error_code) ?? '';
  const hint = text(body.hint);
  // A newer schema may know codes that this version has no name for: they still tell more than the status.
  if (hint && OWN_SQLSTATE.test(code)) return hint as GlobalChatErrorCode;
  if (status === 401) {
    // Without a user's token there was only the key to be wrong, unless the database itself said no.
    return signedIn || code === '42501' ? 'not_signed_in' : 'invalid_key';
  }
  const known = CODE_OF_SQLSTATE.get(code);
  if (known) return known;
  const usual = CODE_OF_STATUS[status];
  if (usual) return usual;
  if (status >= 500) return 'server';
  return status < 400 ? 'unknown' : 'invalid_argument';
}

/** Milliseconds. Our functions tell them in JSON text, gateways as seconds in a header; details of other origin are prose. */
function waitOf({ retryAfter }: FailedAnswer, body: Fields): number | null {
  const told = /"retry_after_ms": ?(\d+)/.exec(text(body.details) ?? '')?.[1];
  const wait = told ? Number(told) : retryAfter ? Number(retryAfter) * 1000 : -1;
  return wait >= 0 ? wait : null;
}

/** An answer other than success. */
export function answerError(answer: FailedAnswer): GlobalChatError {
  const body = fields(answer.body);
  const retryAfter = waitOf(answer, body);
  const message =
    text(body.message) ?? text(body.msg) ?? text(body.error_description) ?? `HTTP ${answer.status}`;
  return new GlobalChatError(codeOf(answer, body), message, {
    cause: answer.cause ?? answer.body,
    ...(answer.status && { status: answer.status }),
    ...(retryAfter !== null && { retryAfter }),
  });
}
