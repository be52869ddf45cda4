// Risk: an invitation is taken by somebody else, or tells who has an account.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

async function newUser(email: string, confirmed = true, anonymous = false): Promise<Caller> {
  const id = randomUUID();
  await database.superuser`insert into auth.users (id, email, is_anonymous, email_confirmed_at)
    values (${id}, ${email}, ${anonymous}, ${confirmed ? new Date() : null})`;
  return database.as({ role: 'authenticated', sub: id, is_anonymous: anonymous });
}

const invite = (email: string, role = 'agent'): Promise<Answer> =>
  world.admin.rpc('invite_agent', { tenant_id: world.tenant, email, role, display_name: 'Guest' });
const accept = (who: Caller, code: unknown): Promise<Answer> => who.rpc('accept_invitations', { code });

describe('invitations', () => {
  it('are taken by whoever has the code and the confirmed address, once', async () => {
    const first = await invite('Guest@Example.com');
    const { code, ...shown } = await invite('guest@example.com', 'admin');
    assert.match(code, /^[0-9a-f]{32}$/);
    assert.notEqual(first.code, code);
    assert.deepEqual(await world.admin.rpc('list_invitations', { tenant_id: world.tenant }), [shown]);
    const stored = await database.owner`select invitations::text as row from global_chat_private.invitations`;
    assert.equal(JSON.stringify(stored).includes(code), false);

    const pretender = await newUser('pretender@example.com');
    const unconfirmed = await newUser('GUEST@example.com', false);
    for (const person of [
      pretender,
      unconfirmed,
      database.as({ role: 'authenticated', sub: pretender.id, email: 'guest@example.com' }),
    ]) {
      assert.deepEqual(await accept(person, code), []);
    }
    const guest = await newUser('guest@example.com');
    const anonymously = database.as({ role: 'authenticated', sub: guest.id, is_anonymous: true });
    assert.deepEqual(await accept(anonymously, code), []);
    const converted = await newUser('guest@EXAMPLE.com', true, true);
    const early = database.as({ role: 'authenticated', sub: converted.id, is_anonymous: false });
    assert.deepEqual(await accept(early, code), [], 'an account that is anonymous still');
    await database.superuser`delete from auth.users where id = ${converted.id}`;
    for (const wrong of [first.code, '', 'x', null, `${code}0`, 'x'.repeat(10_000)])
      assert.deepEqual(await accept(guest, wrong), []);
    const [membership] = await accept(guest, ` ${code.toUpperCase()}\n`);
    assert.deepEqual([membership.role, membership.display_name], ['admin', 'Guest']);
    assert.deepEqual(await world.admin.rpc('list_invitations', { tenant_id: world.tenant }), []);
    await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: guest.id });
    assert.deepEqual(await accept(guest, code), [], 'used');
  });

  it('are not taken with the address alone, as where addresses are not confirmed', async () => {
    await invite('boss@example.com', 'admin');
    const thief = await newUser('boss@example.com');
    assert.deepEqual(await accept(thief, ''), []);
    await database.owner`update global_chat_private.invitations set code_hash = null where email = 'boss@example.com'`;
    for (const guess of ['', null])
      assert.deepEqual(await accept(thief, guess), [], 'as made before there were codes');
  });

  it('of somebody who is admin no more bring nobody in, and bring nobody back', async () => {
    const leaving = await newUser('leaving@example.com');
    const [own, other] = [await newUser('own@example.com'), await newUser('other@example.com')];
    await accept(leaving, (await invite('leaving@example.com', 'admin')).code);
    const asked = (email: string): Promise<Answer> =>
      leaving.rpc('invite_agent', { tenant_id: world.tenant, email, role: 'admin', display_name: 'Guest' });
    const codes = [
      await asked('own@example.com'),
      await asked('other@example.com'),
      await asked('leaving@example.com'),
    ];
    await world.admin.rpc('update_agent', {
      tenant_id: world.tenant,
      user_id: leaving.id,
      changes: { role: 'agent' },
    });
    assert.deepEqual(await accept(own, codes[0].code), []);
    await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: leaving.id });
    assert.deepEqual(await accept(other, codes[1].code), []);
    assert.deepEqual(await accept(leaving, codes[2].code), []);
  });

  it('are not found by trying', async () => {
    const guesser = await newUser('guesser@example.com');
    let refused = 0;
    for (let guess = 0; guess < 30; guess++) {
      await accept(guesser, `guess ${String(guess)}`).catch(({ hint }: { hint?: string }) => {
        assert.equal(hint, 'rate_limited');
        refused += 1;
      });
    }
    assert.ok(refused >= 15, String(refused));
  });

  it('can be taken back, expire, and are refused when malformed', async () => {
    const { code: expired } = await invite('late@example.com');
    await database.owner`update global_chat_private.invitations set expires_at = now() - interval '1 second'`;
    assert.deepEqual(await accept(await newUser('late@example.com'), expired), []);
    const { code: unwanted } = await invite('unwanted@example.com');
    await world.admin.rpc('cancel_invitation', { tenant_id: world.tenant, email: 'Unwanted@example.com' });
    assert.deepEqual(await accept(await newUser('unwanted@example.com'), unwanted), []);
    assert.equal(
      (
        await world.admin.refused('cancel_invitation', {
          tenant_id: world.tenant,
          email: 'unwanted@example.com',
        })
      ).code,
      'not_found',
    );
    for (const wrong of [
      { email: 'nonsense' },
      { email: '' },
      { email: null },
      { email: 'a@b.de', role: 'owner' },
    ]) {
      assert.equal(
        (await world.admin.refused('invite_agent', { tenant_id: world.tenant, ...wrong })).code,
        'invalid_argument',
      );
    }
  });
});
