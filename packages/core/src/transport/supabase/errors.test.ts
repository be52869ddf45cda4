// Each way to fail has one code. What a client does next depends on it, so a wrong code loses or repeats messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GlobalChatError } from '../../errors.ts';
import { answerError } from './answer-error.ts';
import { guarded, networkError } from './errors.ts';

const failure = (status: number, body: unknown, more = {}) =>
  answerError({ status, body, signedIn: true, ...more });

/** What the servers really answer: status, body, code, retryable. */
const ANSWERS: readonly [number, unknown, string, boolean][] = [
  [400, { code: 'PT400', hint: 'content_empty', message: 'Empty', details: null }, 'content_empty', false],
  [
    400,
    { code: 'PT400', hint: 'invalid_argument', message: 'x', details: '{"field":"tags"}' },
    'invalid_argument',
    false,
  ],
  [
    400,
    { code: '22P02', hint: null, message: 'invalid input syntax for type uuid' },
    'invalid_argument',
    false,
  ],
  [401, { code: 'PT401', hint: 'not_signed_in', message: 'x' }, 'not_signed_in', true],
  [401, { code: 'PGRST303', message: 'JWT expired' }, 'not_signed_in', true],
  [403, { code: 'PT403', hint: 'blocked', message: 'x' }, 'blocked', false],
  [403, { code: 'PT403', hint: 'origin_not_allowed', message: 'x' }, 'origin_not_allowed', false],
  [403, { code: '42501', message: 'permission denied for table x' }, 'not_allowed', false],
  [403, '<html>blocked by a firewall</html>', 'not_allowed', false],
  [404, { code: 'PT404', hint: 'not_found', message: 'x' }, 'not_found', false],
  [404, { code: 'PT404', hint: 'widget_not_found', message: 'x' }, 'widget_not_found', false],
  [404, { code: 'PGRST202', hint: 'Perhaps you meant to call …', message: 'x' }, 'schema_missing', false],
  [404, { code: 'PGRST205', message: 'Could not find the table' }, 'schema_missing', false],
  [404, null, 'invalid_url', false],
  [409, { code: 'PT409', hint: 'id_conflict', message: 'x' }, 'id_conflict', false],
  [409, { code: '23505', message: 'duplicate key' }, 'id_conflict', false],
  [
    413,
    { code: 'PT413', hint: 'content_too_long', message: 'x', details: '{"limit": 4000}' },
    'content_too_long',
    false,
  ],
  [
    415,
    { code: 'PT415', hint: 'file_type_not_allowed', message: 'x', details: '{"name":"a.exe"}' },
    'file_type_not_allowed',
    false,
  ],
  // A code of a newer schema is one that no retry heals.
  [418, { code: 'PT418', hint: 'not_known_yet', message: 'x' }, 'not_known_yet', false],
  [451, '<html>unavailable here</html>', 'invalid_argument', false],
  [
    422,
    { code: 422, error_code: 'anonymous_provider_disabled', msg: 'x' },
    'anonymous_sign_ins_disabled',
    false,
  ],
  [422, { code: 422, error_code: 'signup_disabled', msg: 'x' }, 'anonymous_sign_ins_disabled', false],
  [400, { code: 400, error_code: 'captcha_failed', msg: 'x' }, 'captcha_required', false],
  [400, { code: 'invalid_credentials', message: 'x' }, 'wrong_credentials', false],
  [400, { code: 'email_not_confirmed', message: 'x' }, 'email_not_confirmed', false],
  [400, { code: 'user_banned', message: 'x' }, 'user_banned', false],
  [403, { error_code: 'user_banned', msg: 'x' }, 'user_banned', false],
  [408, null, 'timeout', true],
  [429, { code: 429, error_code: 'over_request_rate_limit', msg: 'x' }, 'rate_limited', true],
  [500, { code: 'XX000', message: 'x' }, 'server', true],
  [502, '<html>Bad gateway</html>', 'server', true],
  [540, { message: 'Project paused' }, 'server', true],
  [0, { message: 'TypeError: fetch failed', code: '', hint: '', details: '' }, 'network', true],
];

for (const [status, body, code, retryable] of ANSWERS) {
  test(`${status} ${JSON.stringify(body)?.slice(0, 70)} is ${code}`, () => {
    const error = failure(status, body);
    assert.deepEqual([error.code, error.retryable, error.status], [code, retryable, status || null]);
    assert.ok(error.message);
  });
}

test('401 without a user is the key’s fault, unless the database says that a user is missing', () => {
  assert.equal(failure(401, { message: 'Invalid API key' }, { signedIn: false }).code, 'invalid_key');
  assert.equal(
    failure(401, { code: 'PGRST301', message: 'No suitable key' }, { signedIn: false }).code,
    'invalid_key',
  );
  assert.equal(
    failure(401, { code: '42501', message: 'permission denied' }, { signedIn: false }).code,
    'not_signed_in',
  );
});

test('how long to wait is taken from the details, else from the header', () => {
  const limited = { code: 'PT429', hint: 'rate_limited', message: 'x', details: '{"retry_after_ms": 2000}' };
  assert.equal(failure(429, limited, { retryAfter: '60' }).retryAfter, 2000);
  assert.equal(failure(429, { message: 'x' }, { retryAfter: '3' }).retryAfter, 3000);
  for (const details of ['soon', '{"retry_after_ms": "2000"}', '{"retry_after_ms": -1}', '[]', null]) {
    assert.equal(failure(429, { ...limited, details }).retryAfter, null);
  }
  assert.equal(failure(503, null, { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }).retryAfter, null);
});

test('a foreign hint is no code', () => {
  for (const hint of ['toString', '__proto__', 'network', 7, {}, 'Double check your key.']) {
    assert.equal(failure(400, { hint, message: 'x' }).code, 'invalid_argument');
  }
  assert.equal(failure(400, { code: 'constructor', message: 'x' }).code, 'invalid_argument');
});

test('nothing but GlobalChatErrors leaves', async () => {
  const cause = new TypeError('Failed to fetch');
  await assert.rejects(
    guarded(() => Promise.reject(cause)),
    (error: GlobalChatError) => {
      assert.deepEqual([error.code, error.cause], ['network', cause]);
      return error instanceof GlobalChatError;
    },
  );
  const known = networkError(null);
  await assert.rejects(
    guarded(() => Promise.reject(known)),
    known,
  );
});
