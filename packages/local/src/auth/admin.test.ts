import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newEmail, startTestBackend } from '../../test/backend.ts';

const backend = await startTestBackend();
const { local } = backend;
const { admin } = backend.client(local.secretKey).auth;

test('create, read, list, change and delete', async () => {
  const email = newEmail();
  const made = await admin.createUser({
    email,
    password: 'secret1',
    email_confirm: true,
    user_metadata: { a: 1 },
    app_metadata: { plan: 'x' },
  });
  assert.equal(made.error, null);
  const id = made.data.user?.id ?? '';
  assert.deepEqual(made.data.user?.app_metadata, { provider: 'email', providers: ['email'], plan: 'x' });
  assert.equal((await admin.getUserById(id)).data.user?.email, email);
  const changed = await admin.updateUserById(id, {
    email: newEmail(),
    password: 'secret2',
    user_metadata: { b: 2 },
    ban_duration: '1h30m',
  });
  assert.equal(changed.error, null);
  assert.deepEqual(changed.data.user?.user_metadata, { a: 1, b: 2 });
  const newer = changed.data.user?.email ?? '';
  const banned = await backend.client().auth.signInWithPassword({ email: newer, password: 'secret2' });
  assert.equal(banned.error?.code, 'user_banned');
  await admin.updateUserById(id, { ban_duration: 'none' });
  assert.equal(
    (await backend.client().auth.signInWithPassword({ email: newer, password: 'secret2' })).error,
    null,
  );
  assert.equal((await admin.deleteUser(id)).error, null);
  assert.equal((await admin.getUserById(id)).error?.code, 'user_not_found');
});

test('pages, with their total and links', async () => {
  for (let count = 0; count < 5; count += 1) await admin.createUser({ email: newEmail() });
  const { data, error } = await admin.listUsers({ page: 1, perPage: 2 });
  assert.equal(error, null);
  assert.equal(data.users.length, 2);
  const total = Number((await local.sql`select count(*) from auth.users`)[0]?.['count']);
  assert.deepEqual(data, { ...data, total, nextPage: 2, lastPage: Math.ceil(total / 2) });
  const last = await admin.listUsers({ page: Math.ceil(total / 2), perPage: 2 });
  assert.equal(last.data.users.length, total % 2 === 0 ? 2 : 1);
});

test('a taken address, a bad id and no address at all', async () => {
  const email = newEmail();
  await admin.createUser({ email });
  assert.equal((await admin.createUser({ email })).error?.code, 'email_exists');
  const own = crypto.randomUUID();
  assert.equal((await admin.createUser({ id: own, email: newEmail() })).data.user?.id, own);
  const answers = await Promise.all([
    backend.request('/auth/v1/admin/users', {
      method: 'POST',
      headers: { apikey: local.secretKey },
      body: '{}',
    }),
    backend.request('/auth/v1/admin/users/nonsense', { headers: { apikey: local.secretKey } }),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 404],
  );
});

test('a user whose rows still refer to them is not deleted', async () => {
  await local.sql`create table public.orders (id int, buyer uuid references auth.users)`;
  const { data } = await admin.createUser({ email: newEmail() });
  const id = data.user?.id ?? '';
  await local.sql`insert into public.orders values (1, ${id})`;
  const refused = await admin.deleteUser(id);
  assert.equal(refused.error?.status, 500);
  assert.equal((await admin.getUserById(id)).error, null);
});

test('a soft deletion keeps the row and closes the account', async () => {
  const email = newEmail();
  const { data } = await admin.createUser({ email, password: 'secret1', email_confirm: true });
  await admin.deleteUser(data.user?.id ?? '', true);
  assert.equal(
    (await backend.client().auth.signInWithPassword({ email, password: 'secret1' })).error?.code,
    'invalid_credentials',
  );
  assert.equal((await admin.createUser({ email })).error, null);
});

test('nobody but the holder of the secret key', async () => {
  const { client } = await backend.visitor();
  const token = (await client.auth.getSession()).data.session?.access_token ?? '';
  const tries: [string, Record<string, string>, number][] = [
    ['the publishable key', {}, 403],
    ['a user', { authorization: `Bearer ${token}` }, 403],
    ['the legacy anon key', { apikey: local.anonKey, authorization: `Bearer ${local.anonKey}` }, 403],
    ['a token of another secret', { authorization: `Bearer ${token.slice(0, -4)}aaaa` }, 403],
    ['no key', { apikey: '' }, 401],
    ['the secret key in a browser', { apikey: local.secretKey, 'user-agent': 'Mozilla/5.0 (X11)' }, 401],
    ['the secret key', { apikey: local.secretKey }, 200],
    [
      'the legacy service key',
      { apikey: local.serviceRoleKey, authorization: `Bearer ${local.serviceRoleKey}` },
      200,
    ],
    ['the legacy service key, but no token', { apikey: local.serviceRoleKey }, 401],
  ];
  for (const [who, headers, status] of tries) {
    assert.equal((await backend.request('/auth/v1/admin/users', { headers })).status, status, who);
  }
});

test('createUser of the library updates an existing account', async () => {
  const email = newEmail();
  const first = await local.createUser({ email, password: 'one', name: 'A' });
  const second = await local.createUser({ email, password: 'two', name: 'B' });
  assert.equal(second.id, first.id);
  const { data } = await backend.client().auth.signInWithPassword({ email, password: 'two' });
  assert.equal(data.user?.user_metadata['name'], 'B');
});
