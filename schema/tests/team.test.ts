// Risk: an agent promotes themselves, a tenant loses its last admin, an invitation is taken by somebody else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { refusal } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { overlap } from './support/lock-waiter.ts';
import type { Call } from './support/lock-waiter.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
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

describe('the team', () => {
  it('grows by the secret key, with users who exist and are not anonymous', async () => {
    const person = await newUser('newcomer@example.com');
    const added = await world.service.rpc('add_agent', {
      tenant_id: world.tenant,
      user_id: person.id,
      role: 'agent',
      display_name: 'New',
    });
    assert.deepEqual([added.display_name, added.role], ['New', 'agent']);
    const again = await world.service.rpc('add_agent', {
      tenant_id: world.tenant,
      user_id: person.id,
      role: 'admin',
      display_name: 'Other',
    });
    assert.deepEqual(again, added, 'a member stays what they are');
    assert.equal(
      (
        await world.service.refused('add_agent', {
          tenant_id: world.tenant,
          user_id: world.visitor.id,
          display_name: 'X',
        })
      ).code,
      'not_found',
    );
    assert.equal(
      (
        await world.service.refused('add_agent', {
          tenant_id: world.tenant,
          user_id: randomUUID(),
          display_name: 'X',
        })
      ).code,
      'not_found',
    );
    assert.equal(
      (
        await world.service.refused('add_agent', {
          tenant_id: world.tenant,
          user_id: person.id,
          role: 'owner',
          display_name: 'X',
        })
      ).code,
      'invalid_argument',
    );
    assert.equal(
      (await world.service.refused('add_agent', { tenant_id: world.tenant, user_id: person.id })).code,
      'invalid_argument',
    );
    assert.equal(
      (
        await world.service.refused('add_agent', {
          tenant_id: randomUUID(),
          user_id: person.id,
          display_name: 'X',
        })
      ).code,
      'not_found',
    );
    const second = await newUser('second@example.com');
    await world.service.rpc('add_agent', {
      tenant_id: world.tenant,
      user_id: second.id,
      role: 'agent',
      display_name: 'Second',
    });
    assert.equal((await second.rpc('my_memberships')).length, 1);
  });

  it('grows in the SQL editor, where nobody is signed in, and by no admin without the person’s consent', async () => {
    const person = await newUser('asked@example.com');
    const member = { tenant_id: world.tenant, user_id: person.id, role: 'admin', display_name: 'Asked' };
    for (const admin of [world.admin, world.agent, world.outsider]) {
      for (const user_id of [person.id, randomUUID()])
        assert.deepEqual((await admin.refused('add_agent', { ...member, user_id })).code, 'not_allowed');
    }
    const withoutRole = database.superuser.begin(async (sql) => {
      await sql`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify({ sub: world.admin.id })}, true)`;
      await sql`select public.global_chat_add_agent(${world.tenant}, ${person.id}, 'admin', 'Asked')`;
    });
    assert.equal((await refusal(withoutRole)).code, 'not_allowed', 'a token that says no role');
    await database.owner`select public.global_chat_add_agent(${world.tenant}, ${person.id}, 'admin', 'Asked')`;
    assert.equal((await person.rpc('my_memberships')).length, 1);
    const silent = database.as({ role: 'authenticated', sub: person.id });
    assert.equal(
      (await silent.rpc('my_memberships')).length,
      1,
      'a token that says nothing of being anonymous',
    );
    await database.owner`select public.global_chat_create_tenant('by-hand', 'By hand', ${person.id}, 'Asked')`;
    assert.equal((await person.rpc('my_memberships')).length, 2);
    await database.owner`select public.global_chat_remove_agent(${world.tenant}, ${person.id})`;
    assert.equal((await person.rpc('my_memberships')).length, 1);
  });

  it('changes names by themselves and roles by an admin', async () => {
    const changes = { display_name: ' Agent Smith ', avatar_url: 'https://example.com/a.png' };
    const changed = await world.agent.rpc('update_agent', {
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes,
    });
    assert.deepEqual(
      [changed.display_name, changed.avatar_url, changed.role],
      ['Agent Smith', 'https://example.com/a.png', 'agent'],
    );
    const { id } = await startConversation(world.visitor, world.widget);
    const said = await send(world.agent, id, 'Hi');
    assert.deepEqual(
      [said.message.sender_name, said.session.agent_avatar_url],
      ['Agent Smith', 'https://example.com/a.png'],
    );
    for (const [wrong, field] of [
      [{ display_name: '' }, 'changes.display_name'],
      [{ display_name: 'x'.repeat(121) }, 'changes.display_name'],
      [{ avatar_url: 'javascript:alert(1)' }, 'changes.avatar_url'],
      [{ avatar_url: 'https://x/" onerror="' }, 'changes.avatar_url'],
      [{ user_id: randomUUID() }, 'changes.user_id'],
    ] as const) {
      const refused = await world.agent.refused('update_agent', {
        tenant_id: world.tenant,
        user_id: world.agent.id,
        changes: wrong,
      });
      assert.deepEqual([refused.code, refused.details], ['invalid_argument', { field }]);
    }
    const cleared = await world.admin.rpc('update_agent', {
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: { avatar_url: null },
    });
    assert.equal(cleared.avatar_url, null);
    const promoted = await world.admin.rpc('update_agent', {
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: { role: 'admin' },
    });
    assert.equal(promoted.role, 'admin');
    await world.admin.rpc('update_agent', {
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: { role: 'agent' },
    });
  });

  it('keeps an admin, also when two leave at once', async () => {
    assert.equal(
      (
        await world.otherAgent.refused('remove_agent', {
          tenant_id: world.otherTenant,
          user_id: world.otherAgent.id,
        })
      ).code,
      'last_admin',
    );
    const demote = { tenant_id: world.otherTenant, user_id: world.otherAgent.id, changes: { role: 'agent' } };
    assert.equal((await world.otherAgent.refused('update_agent', demote)).code, 'last_admin');
    for (const [call, more] of [
      ['remove_agent', {}],
      ['update_agent', { changes: { role: 'agent' } }],
    ] as const) {
      const { tenant_id } = await world.service.rpc('create_tenant', { slug: randomUUID(), name: 'Race' });
      const leaving: Call[] = [];
      for (const role of ['admin', 'admin', 'agent']) {
        const person = await newUser(`${randomUUID()}@race.de`);
        const member = { tenant_id, user_id: person.id };
        await world.service.rpc('add_agent', { ...member, role, display_name: 'A' });
        if (role === 'admin') leaving.push([person, call, { ...member, ...more }]);
      }
      const [first, second] = leaving;
      assert.ok(first !== undefined && second !== undefined);
      const settled = await overlap(database, first, second);
      assert.equal(settled.status === 'rejected' && settled.reason.hint, 'last_admin', 'an agent is none');
    }
  });

  it('stays closed to an anonymous token and to strangers, about themselves too', async () => {
    for (const caller of [world.anonymousMember, world.removedAgent, world.outsider, world.visitor]) {
      const self = { tenant_id: world.tenant, user_id: caller.id };
      const update = await caller.refused('update_agent', { ...self, changes: { display_name: 'X' } });
      assert.equal(update.code, 'not_allowed');
      assert.equal((await caller.refused('remove_agent', self)).code, 'not_allowed');
    }
    const unknown = { tenant_id: world.tenant, user_id: randomUUID() };
    const changes = { display_name: 'X' };
    assert.equal((await world.admin.refused('update_agent', { ...unknown, changes })).code, 'not_found');
    const owner = { tenant_id: world.tenant, user_id: world.agent.id, changes: { role: 'owner' } };
    assert.equal((await world.admin.refused('update_agent', owner)).code, 'invalid_argument');
  });

  it('loses somebody while their session changes, and keeps the change', async () => {
    for (let round = 0; round < 6; round++) {
      const leaver = await newUser(`leaver${String(round)}@race.de`);
      const member = { tenant_id: world.tenant, user_id: leaver.id };
      await world.service.rpc('add_agent', { ...member, display_name: 'Leaver' });
      const { id } = await startConversation(await newVisitor(database), world.widget, []);
      const change = (changes: Answer): Promise<Answer> =>
        world.agent.rpc('update_session', { session_id: id, changes });
      await change({ assigned_to: leaver.id });
      await Promise.all([
        world.admin.rpc('remove_agent', member),
        change({ tags: ['kept'] }),
        change({ priority: 'high' }),
      ]);
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      assert.deepEqual([session.tags, session.priority, session.assigned_to], [['kept'], 'high', null]);
    }
  });

  it('loses somebody completely: access, assignments, own replies', async () => {
    const leaver = await newUser('leaver@example.com');
    await world.service.rpc('add_agent', {
      tenant_id: world.tenant,
      user_id: leaver.id,
      role: 'agent',
      display_name: 'Leaver',
    });
    const { id } = await startConversation(await newVisitor(database), world.widget);
    await leaver.rpc('update_session', { session_id: id, changes: { assigned_to: leaver.id } });
    const { id: colleagues } = await startConversation(await newVisitor(database), world.widget);
    await leaver.rpc('update_session', { session_id: colleagues, changes: { assigned_to: world.agent.id } });
    for (const [caller, shared] of [
      [leaver, false],
      [leaver, true],
      [world.agent, false],
    ] as const) {
      const reply = { tenant_id: world.tenant, shortcut: 'mine', content: caller.id, shared };
      await caller.rpc('save_canned_reply', reply);
    }
    await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: leaver.id });
    assert.equal((await leaver.refused('sync', { session_id: id })).code, 'not_found');
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual([session.assigned_to, session.rev, session.team_rev], [null, 2, 2]);
    const kept = await world.agent.rpc('session_details', { session_id: colleagues });
    assert.equal(kept.session.assigned_to, world.agent.id);
    const replies = await database.owner<{ content: string }[]>`
      select content from global_chat_canned_replies where tenant_id = ${world.tenant} order by content = ${leaver.id}`;
    assert.deepEqual(
      replies.map(({ content }) => content),
      [world.agent.id, leaver.id],
      'a colleague’s, and the one that they gave to all',
    );
    assert.deepEqual(
      (await broadcasts(database, `session:${id}`)).map(({ payload }) => payload.rev),
      [1, 2],
    );
    assert.equal(
      (await world.admin.refused('remove_agent', { tenant_id: world.tenant, user_id: leaver.id })).code,
      'not_found',
    );
  });

  it('loses whoever is deleted in Supabase Auth', async () => {
    const person = await newUser('gone@example.com');
    await world.service.rpc('add_agent', {
      tenant_id: world.tenant,
      user_id: person.id,
      role: 'agent',
      display_name: 'Gone',
    });
    const { id } = await startConversation(await newVisitor(database), world.widget);
    await world.agent.rpc('update_session', { session_id: id, changes: { assigned_to: person.id } });
    await database.superuser`delete from auth.users where id = ${person.id}`;
    assert.deepEqual(await person.rpc('my_memberships'), []);
    assert.equal((await world.agent.rpc('session_details', { session_id: id })).session.assigned_to, null);
  });
});
