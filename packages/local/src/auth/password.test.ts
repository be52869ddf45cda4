import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { newEmail, startTestBackend } from '../../test/backend.ts';

const backend = await startTestBackend({ auth: { emailConfirmations: false } });
const { local } = backend;

async function account(): Promise<{ email: string; password: string; id: string }> {
  const email = newEmail();
  const { id } = await local.createUser({ email, password: 'correct horse', name: 'Ada' });
  return { email, password: 'correct horse', id };
}

test('sign up, sign in, read the user', async () => {
  const client = backend.client();
  const email = newEmail();
  const { data, error } = await client.auth.signUp({
    email: email.toUpperCase(),
    password: 'secret1',
    options: { data: { name: 'Ada' } },
  });
  assert.equal(error, null);
  assert.equal(data.user?.email, email);
  assert.equal(data.user?.user_metadata['name'], 'Ada');
  assert.deepEqual(data.user?.app_metadata, { provider: 'email', providers: ['email'] });
  assert.equal(data.user?.identities?.[0]?.identity_data?.['email'], email);
  const again = await backend.client().auth.signInWithPassword({ email, password: 'secret1' });
  const claims = decodeJwt(again.data.session?.access_token ?? '');
  assert.equal(claims['email'], email);
  assert.equal(claims['is_anonymous'], false);
  assert.equal((claims['amr'] as { method: string }[])[0]?.method, 'password');
  assert.match(again.data.user?.created_at ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
});

test('wrong passwords, unknown addresses and malformed input have their codes', async () => {
  const { email } = await account();
  const auth = backend.client().auth;
  const codes = await Promise.all([
    auth.signInWithPassword({ email, password: 'wrong' }),
    auth.signInWithPassword({ email: 'nobody@example.com', password: 'wrong' }),
    auth.signUp({ email, password: 'long enough' }),
    auth.signUp({ email: newEmail(), password: '123' }),
    auth.signUp({ email: 'not an address', password: 'long enough' }),
    auth.signUp({ email: newEmail(), password: 'x'.repeat(80) }),
    auth.signInWithOAuth({ provider: 'github', options: { skipBrowserRedirect: true } }),
  ]);
  assert.deepEqual(
    codes.slice(0, 6).map(({ error }) => [error?.status, error?.code]),
    [
      [400, 'invalid_credentials'],
      [400, 'invalid_credentials'],
      [422, 'user_already_exists'],
      [422, 'weak_password'],
      [400, 'validation_failed'],
      [400, 'validation_failed'],
    ],
  );
  const bad = await backend.request('/auth/v1/token?grant_type=password', { method: 'POST', body: '{' });
  assert.equal(((await bad.json()) as { error_code: string }).error_code, 'bad_json');
});

test('old clients get the older form of an error', async () => {
  const init = { method: 'POST', body: JSON.stringify({ email: 'a@b.de', password: 'x' }) };
  const older = await backend.request('/auth/v1/token?grant_type=password', init);
  assert.deepEqual(await older.json(), {
    code: 400,
    error_code: 'invalid_credentials',
    msg: 'Invalid login credentials',
  });
  assert.equal(older.headers.get('x-sb-error-code'), 'invalid_credentials');
  const newer = await backend.request('/auth/v1/token?grant_type=password', {
    ...init,
    headers: { 'x-supabase-api-version': '2024-01-01' },
  });
  assert.deepEqual(await newer.json(), { code: 'invalid_credentials', message: 'Invalid login credentials' });
});

test('a password stored by SQL with pgcrypto signs in', async () => {
  const { email, id } = await account();
  await local.sql`update auth.users set encrypted_password = extensions.crypt('from sql', extensions.gen_salt('bf')) where id = ${id}`;
  assert.equal((await backend.client().auth.signInWithPassword({ email, password: 'from sql' })).error, null);
});

test('two sign-ups with one address at the same moment make one user', async () => {
  const email = newEmail();
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => backend.client().auth.signUp({ email, password: 'secret1' })),
  );
  assert.equal(answers.filter(({ error }) => error === null).length, 1);
  assert.ok(answers.every(({ error }) => error === null || error.code === 'user_already_exists'));
});

test('changing the password ends the other sessions and refuses the old one', async () => {
  const { email, password } = await account();
  const [here, there] = [backend.client(), backend.client()];
  await here.auth.signInWithPassword({ email, password });
  await there.auth.signInWithPassword({ email, password });
  assert.equal((await here.auth.updateUser({ password })).error?.code, 'same_password');
  assert.equal((await here.auth.updateUser({ password: 'battery staple' })).error, null);
  assert.notEqual((await there.auth.refreshSession()).error, null);
  assert.equal((await here.auth.refreshSession()).error, null);
  assert.equal(
    (await backend.client().auth.signInWithPassword({ email, password })).error?.code,
    'invalid_credentials',
  );
});

test('metadata is merged, and null removes a key', async () => {
  const { email, password } = await account();
  const client = backend.client();
  await client.auth.signInWithPassword({ email, password });
  await client.auth.updateUser({ data: { colour: 'blue', size: 3 } });
  const { data } = await client.auth.updateUser({ data: { size: null } });
  assert.deepEqual(data.user?.user_metadata, { name: 'Ada', colour: 'blue' });
});

test('sign out: local, others, global', async () => {
  const { email, password } = await account();
  const clients = [backend.client(), backend.client(), backend.client()] as const;
  const signIn = async (): Promise<void> => {
    for (const one of clients) await one.auth.signInWithPassword({ email, password });
  };
  const works = async (): Promise<boolean[]> =>
    Promise.all(clients.map(async (one) => (await one.auth.refreshSession()).error === null));
  await signIn();
  await clients[0].auth.signOut({ scope: 'others' });
  assert.deepEqual(await works(), [true, false, false]);
  await signIn();
  await clients[0].auth.signOut({ scope: 'local' });
  assert.deepEqual(await works(), [false, true, true]);
  await signIn();
  await clients[0].auth.signOut();
  assert.deepEqual(await works(), [false, false, false]);
});

test('a token that is malformed, foreign, expired or orphaned is refused by name', async () => {
  const { id } = await account();
  const ask = async (token: string): Promise<string> => {
    const answer = await backend.request('/auth/v1/user', { headers: { authorization: `Bearer ${token}` } });
    return `${answer.status} ${((await answer.json()) as { error_code: string }).error_code}`;
  };
  assert.equal(await ask('abc'), '403 bad_jwt');
  assert.equal(await ask(await local.signToken({ sub: id, role: 'authenticated', exp: 1 })), '403 bad_jwt');
  assert.equal(await ask(local.anonKey), '403 bad_jwt');
  assert.equal(
    await ask(await local.signToken({ sub: crypto.randomUUID(), role: 'authenticated' })),
    '403 user_not_found',
  );
  const lost = await local.signToken({ sub: id, role: 'authenticated', session_id: crypto.randomUUID() });
  assert.equal(await ask(lost), '403 session_not_found');
});

test('features that are not there answer as if they were switched off', async () => {
  const { email, password } = await account();
  const { auth } = backend.client();
  await auth.signInWithPassword({ email, password });
  const answers = await Promise.all([
    auth.signInWithSSO({ domain: 'company.example' }),
    auth.mfa.enroll({ factorType: 'phone', phone: '+491701234567' }),
    auth.linkIdentity({ provider: 'github', options: { skipBrowserRedirect: true } }),
    auth.signInWithIdToken({ provider: 'google', token: 'x' }),
    auth.signInWithOtp({ phone: '+491701234567' }),
    auth.verifyOtp({ phone: '+491701234567', token: '123456', type: 'sms' }),
  ]);
  assert.deepEqual(
    answers.map(({ error }) => error?.code),
    [
      'saml_provider_disabled',
      'mfa_phone_enroll_not_enabled',
      'manual_linking_disabled',
      'provider_disabled',
      'phone_provider_disabled',
      'otp_expired',
    ],
  );
  const page = await fetch(`${local.apiUrl}/auth/v1/authorize?provider=github`);
  assert.equal(page.status, 400);
});
