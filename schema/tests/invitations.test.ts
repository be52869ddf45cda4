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

describe('invitations', () => {
  it('are taken by whoever has the confirmed address, once', async () => {
    const invite = (email: string, role = 'agent'): Promise<Answer> =>
      world.admin.rpc('invite_agent', { tenant_id: world.tenant, email, role, display_name: 'Guest' });
    await invite('Guest@Example.com');
    await invite('guest@example.com', 'admin');
    assert.deepEqual(
      (await world.admin.rpc('list_invitations', { tenant_id: world.tenant })).map((one: Answer) => [
        one.email,
        one.role,
      ]),
      [['guest@example.com', 'admin']],
    );
    const pretender = await newUser('pretender@example.com');
    const unconfirmed = await newUser('GUEST@example.com ', false);
    assert.deepEqual(await pretender.rpc('accept_invitations'), []);
    assert.deepEqual(await unconfirmed.rpc('accept_invitations'), []);
    const claimsOther = database.as({ role: 'authenticated', sub: pretender.id, email: 'guest@example.com' });
    assert.deepEqual(
      await claimsOther.rpc('accept_invitations'),
      [],
      'the address in the token does not count',
    );
    const guest = await newUser('guest@example.com');
    const anonymously = database.as({ role: 'authenticated', sub: guest.id, is_anonymous: true });
    assert.deepEqual(await anonymously.rpc('accept_invitations'), []);
    const [membership] = await guest.rpc('accept_invitations');
    assert.deepEqual([membership.role, membership.display_name], ['admin', 'Guest']);
    assert.deepEqual(await world.admin.rpc('list_invitations', { tenant_id: world.tenant }), []);
  });

  it('can be taken back, expire, and are refused when malformed', async () => {
    await world.admin.rpc('invite_agent', { tenant_id: world.tenant, email: 'late@example.com' });
    await database.owner`update global_chat_private.invitations set expires_at = now() - interval '1 second'`;
    const late = await newUser('late@example.com');
    assert.deepEqual(await late.rpc('accept_invitations'), []);
    await world.admin.rpc('invite_agent', { tenant_id: world.tenant, email: 'unwanted@example.com' });
    await world.admin.rpc('cancel_invitation', { tenant_id: world.tenant, email: 'Unwanted@example.com' });
    assert.deepEqual(await (await newUser('unwanted@example.com')).rpc('accept_invitations'), []);
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
