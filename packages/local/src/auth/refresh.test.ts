import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';

const backend = await startTestBackend();
const { local } = backend;

interface Grant {
  readonly status: number;
  readonly refresh: string;
  readonly code: string | undefined;
}

async function exchange(refresh: string): Promise<Grant> {
  const answer = await backend.request('/auth/v1/token?grant_type=refresh_token', {
    method: 'POST',
    body: JSON.stringify({ refresh_token: refresh }),
  });
  const body = (await answer.json()) as { refresh_token?: string; error_code?: string };
  return { status: answer.status, refresh: body.refresh_token ?? '', code: body.error_code };
}

async function begin(): Promise<string> {
  const { client } = await backend.visitor();
  return (await client.auth.getSession()).data.session?.refresh_token ?? '';
}

/** As if the exchange of this token had been a while ago. */
async function age(token: string, seconds: number): Promise<void> {
  await local.sql`update auth.refresh_tokens set updated_at = updated_at - make_interval(secs => ${seconds}) where token = ${token}`;
}

test('each exchange gives a new token', async () => {
  const first = await begin();
  const second = await exchange(first);
  const third = await exchange(second.refresh);
  assert.deepEqual([second.status, third.status], [200, 200]);
  assert.equal(new Set([first, second.refresh, third.refresh]).size, 3);
});

test('a client that never got the answer gets the same one again, however late', async () => {
  const first = await begin();
  const second = await exchange(first);
  await age(first, 3600);
  assert.equal((await exchange(first)).refresh, second.refresh);
  assert.equal((await exchange(second.refresh)).status, 200);
});

test('an older token works for ten seconds, and after them ends the session', async () => {
  const quick = await begin();
  await exchange((await exchange(quick)).refresh);
  assert.equal((await exchange(quick)).status, 200);
  const first = await begin();
  const third = await exchange((await exchange(first)).refresh);
  await age(first, 11);
  const stolen = await exchange(first);
  assert.deepEqual([stolen.status, stolen.code], [400, 'refresh_token_already_used']);
  await age(third.refresh, 11);
  assert.equal((await exchange(third.refresh)).code, 'refresh_token_already_used');
});

test('many exchanges of one token at once agree', async () => {
  const first = await begin();
  const grants = await Promise.all(Array.from({ length: 8 }, () => exchange(first)));
  assert.deepEqual(new Set(grants.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(grants.map(({ refresh }) => refresh)).size, 1);
});

test('an unknown token, and none at all', async () => {
  assert.equal((await exchange('nonsense')).code, 'refresh_token_not_found');
  assert.equal((await exchange('')).code, 'validation_failed');
});

test('a deleted user cannot refresh', async () => {
  const { client, id } = await backend.visitor();
  await backend.client(local.secretKey).auth.admin.deleteUser(id);
  assert.notEqual((await client.auth.refreshSession()).error, null);
});
