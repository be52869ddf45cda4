import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newEmail, startTestBackend } from '../../test/backend.ts';
import { startLocal } from '../local.ts';

const backend = await startTestBackend({
  auth: { captcha: { provider: 'turnstile', secret: '1x0000000000000000000000000000000AA' } },
});
const TOKEN = 'XXXX.DUMMY.TOKEN.XXXX';

test('sign-in, sign-up and mails demand a captcha', async () => {
  const { auth } = backend.client();
  const email = newEmail();
  const without = await Promise.all([
    auth.signInAnonymously(),
    auth.signUp({ email, password: 'secret1' }),
    auth.signInWithPassword({ email, password: 'secret1' }),
    auth.signInWithOtp({ email }),
    auth.resetPasswordForEmail(email),
    auth.signInAnonymously({ options: { captchaToken: 'made up' } }),
  ]);
  assert.deepEqual(
    without.map(({ error }) => error?.code),
    Array(6).fill('captcha_failed'),
  );
  assert.equal((await auth.signInAnonymously({ options: { captchaToken: TOKEN } })).error, null);
  assert.equal(
    (await auth.signUp({ email, password: 'secret1', options: { captchaToken: TOKEN } })).error,
    null,
  );
});

test('a refresh needs none, and neither does the service', async () => {
  const client = backend.client();
  await client.auth.signInAnonymously({ options: { captchaToken: TOKEN } });
  assert.equal((await client.auth.refreshSession()).error, null);
  const service = backend.client(backend.local.secretKey);
  assert.equal((await service.auth.signUp({ email: newEmail(), password: 'secret1' })).error, null);
});

test('the secrets that always refuse, and hCaptcha', async () => {
  const failing = await startTestBackend({
    auth: { captcha: { provider: 'turnstile', secret: '2x0000000000000000000000000000000AA' } },
  });
  const refused = await failing.client().auth.signInAnonymously({ options: { captchaToken: TOKEN } });
  assert.equal(refused.error?.code, 'captcha_failed');
  const secret = '0x0000000000000000000000000000000000000000';
  const hcaptcha = await startTestBackend({ auth: { captcha: { provider: 'hcaptcha', secret } } });
  const sign = (captchaToken: string): Promise<{ error: { code?: string | undefined } | null }> =>
    hcaptcha.client().auth.signInAnonymously({ options: { captchaToken } });
  assert.equal((await sign('10000000-aaaa-bbbb-cccc-000000000001')).error, null);
  assert.equal((await sign('30000000-aaaa-bbbb-cccc-000000000003')).error?.code, 'captcha_failed');
});

test('a real secret, which only its provider could check, is refused at the start', async () => {
  const captcha = { provider: 'turnstile', secret: '0x4AAAAAAA-real' } as const;
  await assert.rejects(startLocal({ auth: { captcha } }), { name: 'LocalError', code: 'option_invalid' });
});
