import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { newEmail, startTestBackend } from '../../../test/backend.ts';
import { totpCode, isValidTotpCode } from './totp.ts';

const backend = await startTestBackend();
const { local } = backend;
const admin = backend.client(local.secretKey).auth.admin;

async function member(): Promise<{ client: SupabaseClient; id: string; email: string; password: string }> {
  const account = { email: newEmail(), password: 'correct horse' };
  const { id } = await local.createUser(account);
  const client = backend.client();
  await client.auth.signInWithPassword(account);
  return { client, id, ...account };
}

async function enroll(client: SupabaseClient, friendlyName = ''): Promise<{ id: string; secret: string }> {
  const { data, error } = await client.auth.mfa.enroll({ factorType: 'totp', friendlyName });
  if (error !== null) throw error;
  return { id: data.id, secret: data.totp.secret };
}

/** A clock may be off by a period; two proofs in one must not collide, and need not. */
const now = (secret: string): string => totpCode(secret, Date.now());

test('the codes are those of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // the RFC's own, in base 32
  assert.equal(totpCode(secret, 59_000), '287082');
  assert.equal(totpCode(secret, 1_111_111_109_000), '081804');
  assert.equal(totpCode(secret, 20_000_000_000_000), '353130');
  assert.equal(isValidTotpCode(secret, '287082', 59_000 + 30_000), true);
  assert.equal(isValidTotpCode(secret, '287082', 59_000 + 90_000), false);
  assert.equal(isValidTotpCode(secret, '28708', 59_000), false);
});

test('a proved factor raises the session to aal2, in tokens, for policies, and after a refresh', async () => {
  const { client } = await member();
  const { id, secret } = await enroll(client);
  assert.deepEqual((await client.auth.mfa.getAuthenticatorAssuranceLevel()).data?.currentLevel, 'aal1');
  const { data: challenge } = await client.auth.mfa.challenge({ factorId: id });
  const wrong = await client.auth.mfa.verify({
    factorId: id,
    challengeId: challenge?.id ?? '',
    code: '000000',
  });
  assert.equal(wrong.error?.code, 'mfa_verification_failed');
  const right = await client.auth.mfa.verify({
    factorId: id,
    challengeId: challenge?.id ?? '',
    code: now(secret),
  });
  assert.equal(right.error, null);
  for (const refresh of [false, true]) {
    if (refresh) assert.equal((await client.auth.refreshSession()).error, null);
    const { data } = await client.auth.mfa.getAuthenticatorAssuranceLevel();
    assert.deepEqual([data?.currentLevel, data?.nextLevel], ['aal2', 'aal2']);
    assert.deepEqual(
      data?.currentAuthenticationMethods
        .map((entry) => (typeof entry === 'string' ? entry : entry.method))
        .sort(),
      ['password', 'totp'],
    );
  }
  const { data: user } = await client.auth.getUser();
  assert.deepEqual(
    user.user?.factors?.map((factor) => [factor.status, factor.factor_type]),
    [['verified', 'totp']],
  );
});

test('proving it ends the sessions that did not', async () => {
  const one = await member();
  const other = backend.client();
  await other.auth.signInWithPassword(one);
  const { id, secret } = await enroll(one.client);
  await one.client.auth.mfa.challengeAndVerify({ factorId: id, code: now(secret) });
  assert.equal((await other.auth.getUser()).error?.name, 'AuthSessionMissingError');
  assert.equal((await one.client.auth.getUser()).error, null);
});

test('a challenge is good once, for its own factor, and not for ever', async () => {
  const { client } = await member();
  const { id, secret } = await enroll(client);
  const { data: challenge } = await client.auth.mfa.challenge({ factorId: id });
  const proof = { factorId: id, challengeId: challenge?.id ?? '', code: now(secret) };
  assert.equal((await client.auth.mfa.verify(proof)).error, null);
  assert.equal((await client.auth.mfa.verify(proof)).error?.code, 'mfa_ip_address_mismatch');
  const foreign = await enroll(client, 'second');
  const { data: next } = await client.auth.mfa.challenge({ factorId: id });
  const crossed = await client.auth.mfa.verify({
    factorId: foreign.id,
    challengeId: next?.id ?? '',
    code: now(foreign.secret),
  });
  assert.equal(crossed.error?.code, 'mfa_factor_not_found');
  await local.sql`update auth.mfa_challenges set created_at = now() - interval '6 minutes' where id = ${next?.id ?? ''}`;
  const late = await client.auth.mfa.verify({ factorId: id, challengeId: next?.id ?? '', code: now(secret) });
  assert.equal(late.error?.code, 'mfa_challenge_expired');
});

test('who has only a password cannot add or remove a factor once one is proved', async () => {
  const one = await member();
  const { id, secret } = await enroll(one.client);
  await one.client.auth.mfa.challengeAndVerify({ factorId: id, code: now(secret) });
  const thief = backend.client();
  await thief.auth.signInWithPassword(one);
  assert.equal((await thief.auth.mfa.getAuthenticatorAssuranceLevel()).data?.nextLevel, 'aal2');
  assert.equal(
    (await thief.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'mine' })).error?.code,
    'insufficient_aal',
  );
  assert.equal((await thief.auth.mfa.unenroll({ factorId: id })).error?.code, 'insufficient_aal');
  assert.equal((await one.client.auth.mfa.unenroll({ factorId: id })).error, null);
  await one.client.auth.refreshSession();
  assert.equal((await one.client.auth.mfa.getAuthenticatorAssuranceLevel()).data?.currentLevel, 'aal1');
});

test('names, foreign factors and other kinds are refused with their codes', async () => {
  const [one, two] = [await member(), await member()];
  const { id } = await enroll(one.client, 'phone');
  assert.equal(
    (await one.client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' })).error?.code,
    'mfa_factor_name_conflict',
  );
  assert.equal((await two.client.auth.mfa.challenge({ factorId: id })).error?.code, 'mfa_factor_not_found');
  assert.equal((await two.client.auth.mfa.unenroll({ factorId: id })).error?.code, 'mfa_factor_not_found');
  const phone = await one.client.auth.mfa.enroll({ factorType: 'phone', phone: '+15550100' });
  assert.equal(phone.error?.code, 'mfa_phone_enroll_not_enabled');
});

test('the secret key lists and removes factors', async () => {
  const { client, id: userId } = await member();
  const { id } = await enroll(client);
  const { data } = await admin.mfa.listFactors({ userId });
  assert.deepEqual(
    data?.factors.map((factor) => factor.id),
    [id],
  );
  assert.equal((await admin.mfa.deleteFactor({ userId, id })).error, null);
  assert.deepEqual((await admin.mfa.listFactors({ userId })).data?.factors, []);
});
