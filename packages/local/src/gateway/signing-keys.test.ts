import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWK } from 'jose';
import { startTestBackend } from '../../test/backend.ts';
import { LocalError } from '../errors.ts';
import { openSigningKeys } from './signing-keys.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';

async function newKey(alg: string, kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, kid };
}

const [es, rs, foreign] = await Promise.all([
  newKey('ES256', 'current'),
  newKey('RS256', 'standby'),
  newKey('ES256', 'foreign'),
]);
const backend = await startTestBackend({ jwtSecret: SECRET, signingKeys: [es, rs] });
const { local } = backend;

test('users get tokens of the first key, which clients verify by themselves', async () => {
  const { client } = await backend.visitor();
  const { data, error } = await client.auth.getClaims();
  assert.equal(error, null);
  assert.deepEqual([data?.header.alg, data?.header.kid], ['ES256', 'current']);
  const published = (await (await fetch(`${local.apiUrl}/auth/v1/.well-known/jwks.json`)).json()) as {
    keys: JWK[];
  };
  assert.deepEqual(
    published.keys.map(({ kid, alg }) => [kid, alg]),
    [
      ['current', 'ES256'],
      ['standby', 'RS256'],
    ],
  );
  for (const key of published.keys)
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) assert.ok(!(secret in key), secret);
});

test('the Data API, Storage and Realtime accept them, and the legacy keys still', async () => {
  const { client, id } = await backend.visitor();
  await local.sql`create or replace function public.who() returns uuid language sql as 'select auth.uid()'`;
  await local.sql`notify pgrst, 'reload schema'`;
  let who = await client.rpc('who');
  while (who.error?.code === 'PGRST202') who = await client.rpc('who');
  assert.equal(who.data, id);
  assert.equal((await client.storage.listBuckets()).error, null);
  const status = await new Promise((resolve) => client.channel('any').subscribe(resolve));
  assert.equal(status, 'SUBSCRIBED');
  await client.removeAllChannels();
  assert.equal((await backend.client(local.serviceRoleKey).auth.admin.listUsers()).error, null);
});

test('tokens of a standby key are good; those of a foreign key, or with the public key as secret, are not', async () => {
  const claims = { role: 'service_role', exp: Math.floor(Date.now() / 1000) + 60 };
  const status = async (token: string): Promise<number> =>
    (await backend.request('/rest/v1/', { headers: { authorization: `Bearer ${token}` } })).status;
  const standby = await openSigningKeys(SECRET, [rs]);
  assert.equal(await status(await standby.sign(claims)), 200);
  for (const stranger of [foreign, { ...foreign, kid: 'current' }]) {
    assert.equal(await status(await (await openSigningKeys(SECRET, [stranger])).sign(claims)), 401);
  }
  const confused = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'current' });
  assert.equal(await status(await confused.sign(new TextEncoder().encode(es.x))), 401);
});

test('a key that cannot sign is refused before anything starts', async () => {
  const { d: _, ...publicHalf } = es;
  for (const key of [publicHalf, { ...es, alg: 'PS256' }, { ...es, d: 'short' }]) {
    await assert.rejects(
      openSigningKeys(SECRET, [key]),
      (error) => error instanceof LocalError && error.code === 'option_invalid',
    );
  }
});
