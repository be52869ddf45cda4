import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { newEmail, startTestBackend } from '../../test/backend.ts';

const backend = await startTestBackend({
  auth: { siteUrl: 'http://app.example/' },
});
const { local } = backend;
const { mailbox } = local;

async function follow(link: string): Promise<URL> {
  const answer = await fetch(link, { redirect: 'manual' });
  assert.equal(answer.status, 303);
  return new URL(answer.headers.get('location') ?? '');
}

test('as on a new project, addresses must be confirmed, and the settings say so', async () => {
  const settings = (await (await backend.request('/auth/v1/settings')).json()) as {
    mailer_autoconfirm: boolean;
  };
  assert.equal(settings.mailer_autoconfirm, false);
});

test('a sign-up waits for its confirmation', async () => {
  const email = newEmail();
  const client = backend.client();
  const { data } = await client.auth.signUp({
    email,
    password: 'secret1',
    options: { emailRedirectTo: 'http://app.example/welcome' },
  });
  assert.equal(data.session, null);
  assert.equal(
    (await client.auth.signInWithPassword({ email, password: 'secret1' })).error?.code,
    'email_not_confirmed',
  );
  const mail = mailbox.latest(email);
  assert.equal(mail?.kind, 'signup');
  const arrived = await follow(mail?.link ?? '');
  assert.equal(arrived.origin + arrived.pathname, 'http://app.example/welcome');
  const fragment = new URLSearchParams(arrived.hash.slice(1));
  assert.equal(fragment.get('type'), 'signup');
  const session = await client.auth.setSession({
    access_token: fragment.get('access_token') ?? '',
    refresh_token: fragment.get('refresh_token') ?? '',
  });
  assert.equal(session.data.user?.email, email);
  assert.equal((await client.auth.signInWithPassword({ email, password: 'secret1' })).error, null);
});

test('a sign-up with a known address tells nothing', async () => {
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  const { data, error } = await backend.client().auth.signUp({ email, password: 'another' });
  assert.equal(error, null);
  assert.deepEqual([data.session, data.user?.identities], [null, []]);
  assert.equal(mailbox.latest(email), undefined);
});

test('six digits sign in once', async () => {
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  const client = backend.client();
  assert.equal((await client.auth.signInWithOtp({ email })).error, null);
  const token = mailbox.latest(email)?.otp ?? '';
  assert.match(token, /^\d{6}$/);
  const wrong = await client.auth.verifyOtp({ email, token: '000000', type: 'email' });
  assert.equal(wrong.error?.code, 'otp_expired');
  assert.equal((await client.auth.verifyOtp({ email, token, type: 'email' })).data.user?.email, email);
  assert.equal((await client.auth.verifyOtp({ email, token, type: 'email' })).error?.code, 'otp_expired');
});

test('a newer mail makes the older one worthless', async () => {
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  const client = backend.client();
  await client.auth.signInWithOtp({ email });
  const older = mailbox.latest(email)?.link ?? '';
  await client.auth.signInWithOtp({ email });
  const arrived = await follow(older);
  assert.match(arrived.hash, /error_code=otp_expired/);
  assert.equal(
    (await client.auth.verifyOtp({ token_hash: mailbox.latest(email)?.tokenHash ?? '', type: 'magiclink' }))
      .error,
    null,
  );
});

test('a code too old is refused', async () => {
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  await backend.client().auth.signInWithOtp({ email });
  await local.sql`update auth.one_time_tokens set created_at = created_at - interval '61 minutes'`;
  const { error } = await backend
    .client()
    .auth.verifyOtp({ email, token: mailbox.latest(email)?.otp ?? '', type: 'email' });
  assert.equal(error?.code, 'otp_expired');
});

test('a sign-in link makes an account unless that is not wanted', async () => {
  const email = newEmail();
  const refused = await backend.client().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  assert.equal(refused.error?.code, 'otp_disabled');
  assert.equal(
    (await backend.client().auth.signInWithOtp({ email, options: { data: { a: 1 } } })).error,
    null,
  );
  const mail = mailbox.latest(email);
  const { data } = await backend.client().auth.verifyOtp({ email, token: mail?.otp ?? '', type: 'email' });
  assert.equal(data.user?.user_metadata['a'], 1);
});

test('recovery: a link, then a new password; an unknown address is answered alike', async () => {
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  const client = backend.client();
  assert.equal((await client.auth.resetPasswordForEmail('nobody@example.com')).error, null);
  assert.equal((await client.auth.resetPasswordForEmail(email)).error, null);
  await client.auth.verifyOtp({ email, token: mailbox.latest(email)?.otp ?? '', type: 'recovery' });
  assert.equal((await client.auth.updateUser({ password: 'brand new' })).error, null);
  assert.equal(
    (await backend.client().auth.signInWithPassword({ email, password: 'brand new' })).error,
    null,
  );
});

test('an address changes when the new one is confirmed', async () => {
  const [email, next] = [newEmail(), newEmail()];
  await local.createUser({ email, password: 'secret1' });
  const client = backend.client();
  await client.auth.signInWithPassword({ email, password: 'secret1' });
  const asked = await client.auth.updateUser({ email: next });
  assert.deepEqual([asked.data.user?.email, asked.data.user?.new_email], [email, next]);
  await client.auth.verifyOtp({ email: next, token: mailbox.latest(next)?.otp ?? '', type: 'email_change' });
  assert.equal(
    (await backend.client().auth.signInWithPassword({ email: next, password: 'secret1' })).error,
    null,
  );
});

test('an anonymous user stays anonymous until the address is confirmed', async () => {
  const { client, id } = await backend.visitor();
  const email = newEmail();
  assert.equal((await client.auth.updateUser({ email })).data.user?.is_anonymous, true);
  await follow(mailbox.latest(email)?.link ?? '');
  const { data } = await client.auth.getUser();
  assert.deepEqual([data.user?.id, data.user?.is_anonymous, data.user?.email], [id, false, email]);
});

test('clients with a verifier (PKCE) exchange a code, once, with the right verifier', async () => {
  const storage = new Map<string, string>();
  const client = createClient(local.apiUrl, local.publishableKey, {
    auth: {
      flowType: 'pkce',
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storage: {
        getItem: (key) => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: (key) => void storage.delete(key),
      },
    },
  });
  const email = newEmail();
  await client.auth.signInWithOtp({ email, options: { emailRedirectTo: 'http://app.example/in?x=1' } });
  const arrived = await follow(mailbox.latest(email)?.link ?? '');
  assert.equal(arrived.searchParams.get('x'), '1');
  const code = arrived.searchParams.get('code') ?? '';
  const stolen = await backend.request('/auth/v1/token?grant_type=pkce', {
    method: 'POST',
    body: JSON.stringify({ auth_code: randomUUID(), code_verifier: 'guess' }),
  });
  assert.equal(stolen.status, 404);
  const { data, error } = await client.auth.exchangeCodeForSession(code);
  assert.equal(error, null);
  assert.equal(data.user?.email, email);
});

test('invitations and links for callers who send their own mail', async () => {
  const { admin } = backend.client(local.secretKey).auth;
  const invited = newEmail();
  assert.equal((await admin.inviteUserByEmail(invited, { data: { team: 'x' } })).error, null);
  assert.equal(mailbox.latest(invited)?.kind, 'invite');
  const email = newEmail();
  await local.createUser({ email, password: 'secret1' });
  const { data, error } = await admin.generateLink({ type: 'magiclink', email });
  assert.equal(error, null);
  assert.equal(mailbox.latest(email), undefined);
  assert.equal(data.properties?.verification_type, 'magiclink');
  const { hashed_token: tokenHash = '' } = data.properties ?? {};
  assert.equal(
    (await backend.client().auth.verifyOtp({ token_hash: tokenHash, type: 'magiclink' })).data.user?.email,
    email,
  );
});
