import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { newEmail, startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const backend = await startTestBackend({ auth: { anonymousPerHour: 8, emailConfirmations: false } });
const { local } = backend;

const from = (address: string): Record<string, string> => ({
  'x-forwarded-for': address,
  'content-type': 'application/json',
});
const signUp = (address: string, body: unknown = {}): Promise<Response> =>
  backend.request('/auth/v1/signup', { method: 'POST', headers: from(address), body: JSON.stringify(body) });

test('an anonymous user is authenticated, marked as anonymous, and has all claims', async () => {
  const client = backend.client();
  const { data, error } = await client.auth.signInAnonymously({ options: { data: { theme: 'dark' } } });
  assert.equal(error, null);
  const { user, session } = data;
  assert.equal(user?.is_anonymous, true);
  assert.deepEqual(user?.identities, []);
  assert.deepEqual(user?.user_metadata, { theme: 'dark' });
  const claims = decodeJwt(session?.access_token ?? '');
  const now = Math.floor(Date.now() / 1000);
  assert.deepEqual(
    { ...claims, iat: 0, exp: 0, amr: [], session_id: '' },
    {
      iss: `${local.apiUrl}/auth/v1`,
      sub: user?.id,
      aud: 'authenticated',
      role: 'authenticated',
      email: '',
      phone: '',
      app_metadata: {},
      user_metadata: { theme: 'dark' },
      aal: 'aal1',
      is_anonymous: true,
      iat: 0,
      exp: 0,
      amr: [],
      session_id: '',
    },
  );
  assert.ok(Math.abs(Number(claims.exp) - now - 3600) <= 2);
  assert.match(String(claims['session_id']), /^[0-9a-f-]{36}$/);
  assert.equal((claims['amr'] as { method: string }[])[0]?.method, 'anonymous');
  assert.deepEqual((await client.auth.getUser()).data.user?.id, user?.id);
});

test('an anonymous user who gives an address keeps the id and becomes permanent', async () => {
  const { client, id } = await backend.visitor();
  const email = newEmail();
  const updated = await client.auth.updateUser({ email });
  assert.equal(updated.error, null);
  assert.deepEqual(
    [updated.data.user?.id, updated.data.user?.is_anonymous, updated.data.user?.email],
    [id, false, email],
  );
  assert.equal((await client.auth.updateUser({ password: 'a new secret' })).error, null);
  const refreshed = await client.auth.refreshSession();
  assert.equal(decodeJwt(refreshed.data.session?.access_token ?? '')['is_anonymous'], false);
  assert.equal(refreshed.data.user?.identities?.[0]?.provider, 'email');
  const elsewhere = await backend.client().auth.signInWithPassword({ email, password: 'a new secret' });
  assert.equal(elsewhere.data.user?.id, id);
});

test('an anonymous user cannot take a password alone, or an address that is taken', async () => {
  const { client } = await backend.visitor();
  assert.equal((await client.auth.updateUser({ password: 'long enough' })).error?.code, 'validation_failed');
  const email = newEmail();
  await local.createUser({ email, password: 'something' });
  const taken = await client.auth.updateUser({ email });
  assert.equal(taken.error?.code, 'email_exists');
  assert.equal(taken.error?.status, 422);
});

test('one address gets a limited number of anonymous sign-ins an hour, others are not affected', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 10; count += 1) statuses.push((await signUp('203.0.113.7')).status);
  assert.deepEqual(statuses, [...Array<number>(8).fill(200), 429, 429]);
  const refused = (await (await signUp('203.0.113.7')).json()) as { error_code: string };
  assert.equal(refused.error_code, 'over_request_rate_limit');
  assert.equal((await signUp('203.0.113.8')).status, 200);
  assert.equal((await signUp('203.0.113.7', { email: newEmail(), password: 'secret1' })).status, 200);
});

test('anonymous sign-ins can be switched off', async () => {
  const strict = await startTestBackend({ anonymousSignIns: false });
  const { error } = await strict.client().auth.signInAnonymously();
  assert.equal(error?.code, 'anonymous_provider_disabled');
  assert.equal(error?.status, 422);
  const settings = (await (await strict.request('/auth/v1/settings')).json()) as {
    external: { anonymous_users: boolean };
  };
  assert.equal(settings.external.anonymous_users, false);
});

test('signing out ends the session at once', async () => {
  const { client } = await backend.visitor();
  const { data } = await client.auth.getSession();
  const token = data.session?.access_token ?? '';
  const refresh = data.session?.refresh_token ?? '';
  assert.equal((await client.auth.signOut()).error, null);
  assert.equal((await backend.client().auth.getUser(token)).error?.name, 'AuthSessionMissingError');
  assert.equal(
    (await backend.client().auth.refreshSession({ refresh_token: refresh })).error?.code,
    'refresh_token_not_found',
  );
});

test('a trigger of the project runs as the Auth server, and its refusal is an error that clients can retry', async () => {
  await local.sql.unsafe(`
    create table public.people (id uuid primary key);
    create function public.on_sign_up() returns trigger language plpgsql security definer set search_path = '' as $$
      begin insert into public.people values (new.id); return new; end $$;
    create trigger remember after insert on auth.users for each row execute function public.on_sign_up();`);
  const { id } = await backend.visitor();
  assert.equal((await local.sql`select 1 from public.people where id = ${id}`).length, 1);
  await local.sql
    .unsafe(`create or replace function public.on_sign_up() returns trigger language plpgsql as $$
    begin insert into public.people values (new.id); return new; end $$;`);
  const refused = await backend.client().auth.signInAnonymously();
  assert.equal(refused.error?.status, 500);
  assert.match(refused.error?.message ?? '', /Database error saving new user/);
  await local.sql`drop trigger remember on auth.users`;
  await until(async () => (await backend.client().auth.signInAnonymously()).error === null);
});
