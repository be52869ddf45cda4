// Risk: somebody who works for two tenants, or writes to both, is changed at one of them and the other changes too.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { lockWaiter } from './support/lock-waiter.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

/** An admin of the second tenant and an agent of the first, with a session and a reply at each. */
async function workAtBoth(): Promise<{ person: Caller; here: string; there: string }> {
  const id = randomUUID();
  await database.superuser`insert into auth.users (id, email, email_confirmed_at)
    values (${id}, ${`${id}@example.com`}, now())`;
  const person = database.as({ role: 'authenticated', sub: id, is_anonymous: false });
  await world.service.rpc('add_agent', { tenant_id: world.tenant, user_id: id, display_name: 'Here' });
  const there = { tenant_id: world.otherTenant, user_id: id, role: 'admin', display_name: 'There' };
  await world.service.rpc('add_agent', there);
  const sessions: string[] = [];
  for (const widget of [world.widget, world.otherWidget]) {
    const session = (await startConversation(await newVisitor(database), widget, [])).id;
    await person.rpc('update_session', { session_id: session, changes: { assigned_to: id } });
    sessions.push(session);
  }
  for (const tenant_id of [world.tenant, world.otherTenant]) {
    await person.rpc('save_canned_reply', { tenant_id, shortcut: 'own', content: 'x', shared: false });
  }
  return { person, here: sessions[0] ?? '', there: sessions[1] ?? '' };
}

const memberships = async (person: Caller): Promise<Answer[]> =>
  (await person.rpc('my_memberships')).map((one: Answer) => [one.tenant_id, one.display_name, one.role]);

describe('visitors with the same address, or known by the same id', () => {
  it('are strangers to each other at two tenants: no earlier conversation shows beside theirs', async () => {
    const email = 'same@example.com';
    const [here, there] = [await newVisitor(database), await newVisitor(database)];
    const previous = async (agent: Caller, id: string): Promise<unknown> =>
      (await agent.rpc('session_details', { session_id: id })).previous;
    const keys: Record<string, string> = {};
    for (const [admin, widget_id] of [
      [world.admin, world.widget],
      [world.otherAgent, world.otherWidget],
    ] as const) {
      keys[widget_id] = (await admin.rpc('rotate_identity_key', { widget_id })).key as string;
    }
    for (const [visitor, agent, widget_id] of [
      [here, world.agent, world.widget],
      [there, world.otherAgent, world.otherWidget],
      // One browser at both.
      [here, world.otherAgent, world.otherWidget],
    ] as const) {
      const session_id = randomUUID();
      await visitor.rpc('open_session', { widget_id, session_id, visitor: { email } });
      assert.deepEqual(await previous(agent, session_id), []);
    }
    const token = (widget: string): string => sign(claimsFor(widget, { sub: 'same' }), keys[widget] ?? '');
    await here.rpc('identify', { widget_id: world.widget, token: token(world.widget) });
    await there.rpc('identify', { widget_id: world.otherWidget, token: token(world.otherWidget) });
    const again = await startConversation(here, world.widget, []);
    const [earlier] = (await previous(world.agent, again.id)) as { id: string }[];
    assert.equal(
      ((await previous(world.agent, again.id)) as unknown[]).length,
      1,
      'their own one here alone',
    );
    assert.notEqual(earlier?.id, again.id);
    const [row] = await database.owner`
      select count(distinct id)::int as amount from global_chat_visitors where external_id = 'same'`;
    assert.equal(row?.['amount'], 2);
  });
});

describe('the id of a reply or a view that two tenants make up in the same moment', () => {
  for (const [table, save] of [
    [
      'global_chat_canned_replies',
      (reply_id: string) =>
        world.otherAgent.refused('save_canned_reply', {
          tenant_id: world.otherTenant,
          shortcut: 'theirs',
          content: 'Theirs',
          reply_id,
        }),
    ],
    [
      'global_chat_saved_views',
      (view_id: string) =>
        world.otherAgent.refused('save_view', {
          tenant_id: world.otherTenant,
          name: 'Theirs',
          filters: {},
          view_id,
        }),
    ],
  ] as const) {
    it(`goes to the first: ${table}`, async () => {
      const id = randomUUID();
      let refused: ReturnType<typeof save> | undefined;
      await database.owner.begin(async (sql) => {
        if (table === 'global_chat_canned_replies')
          await sql`insert into global_chat_canned_replies (id, tenant_id, shortcut, content)
            values (${id}, ${world.tenant}, 'ours', 'Ours')`;
        else
          await sql`insert into global_chat_saved_views (id, tenant_id, name, filters) values (${id}, ${world.tenant}, 'Ours', '{}')`;
        refused = save(id);
        await lockWaiter(database);
      });
      assert.equal((await refused)?.code, 'not_found');
      const [row] = await database.owner`select tenant_id from ${database.owner(table)} where id = ${id}`;
      assert.equal(row?.['tenant_id'], world.tenant);
    });
  }
});

describe('somebody who works for two tenants', () => {
  it('is added to each as what they are there', async () => {
    const { person } = await workAtBoth();
    const again = { user_id: person.id, role: 'agent', display_name: 'Again' };
    for (const [tenant_id, name] of [
      [world.tenant, 'Here'],
      [world.otherTenant, 'There'],
    ]) {
      assert.equal((await world.service.rpc('add_agent', { tenant_id, ...again })).display_name, name);
    }
  });

  it('is renamed at one of them', async () => {
    const { person } = await workAtBoth();
    const changes = { display_name: 'Renamed' };
    await world.admin.rpc('update_agent', { tenant_id: world.tenant, user_id: person.id, changes });
    assert.deepEqual(await memberships(person), [
      [world.tenant, 'Renamed', 'agent'],
      [world.otherTenant, 'There', 'admin'],
    ]);
  });

  it('leaves one of them, and keeps everything at the other', async () => {
    const { person, here, there } = await workAtBoth();
    await world.admin.rpc('remove_agent', { tenant_id: world.tenant, user_id: person.id });
    assert.deepEqual(await memberships(person), [[world.otherTenant, 'There', 'admin']]);
    assert.equal((await world.agent.rpc('session_details', { session_id: here })).session.assigned_to, null);
    const { session } = await person.rpc('session_details', { session_id: there });
    assert.equal(session.assigned_to, person.id);
    const replies = await person.rpc('list_canned_replies', { tenant_id: world.otherTenant });
    assert.equal(replies.length, 1);
    const [row] = await database.owner`
      select count(*)::int as amount from global_chat_canned_replies where owner_id = ${person.id}`;
    assert.equal(row?.['amount'], 1);
  });

  it('may leave the one where they are no admin, though they are the last admin of the other', async () => {
    const { person } = await workAtBoth();
    await database.owner`delete from global_chat_agents
      where tenant_id = ${world.otherTenant} and user_id <> ${person.id}`;
    await database.owner`delete from global_chat_agents
      where tenant_id = ${world.tenant} and role = 'admin' and user_id <> ${world.admin.id}`;
    await person.rpc('remove_agent', { tenant_id: world.tenant, user_id: person.id });
    const last = { tenant_id: world.otherTenant, user_id: person.id };
    assert.equal((await person.refused('remove_agent', last)).code, 'last_admin');
    assert.equal((await person.rpc('my_memberships')).length, 1);
  });
});

describe('an agent of a team whose admins are gone', () => {
  it('may leave it, though they are an admin elsewhere', async () => {
    const { person } = await workAtBoth();
    const { tenant_id } = await world.service.rpc('create_tenant', { slug: 'headless', name: 'Headless' });
    await world.service.rpc('add_agent', { tenant_id, user_id: person.id, display_name: 'Alone' });
    await person.rpc('remove_agent', { tenant_id, user_id: person.id });
    await database.owner`delete from global_chat_tenants where id = ${tenant_id}`;
  });
});

describe('two tenants', () => {
  it('invite one person each, and take back only their own invitation', async () => {
    const email = 'both@example.com';
    for (const tenant_id of [world.tenant, world.otherTenant]) {
      await world.service.rpc('invite_agent', { tenant_id, email });
    }
    await world.service.rpc('cancel_invitation', { tenant_id: world.tenant, email });
    const left = await world.service.rpc('list_invitations', { tenant_id: world.otherTenant });
    assert.equal(left.length, 1);
    assert.deepEqual(await world.service.rpc('list_invitations', { tenant_id: world.tenant }), []);
  });

  it('list their own views and replies, and somebody of both changes their own there', async () => {
    await database.owner`delete from global_chat_saved_views`;
    await database.owner`delete from global_chat_canned_replies`;
    const { person } = await workAtBoth();
    for (const [tenant_id, name] of [
      [world.tenant, 'here'],
      [world.otherTenant, 'there'],
    ] as const) {
      for (const shared of [true, false]) {
        const view = { tenant_id, filters: {}, shared, view_id: randomUUID() };
        await person.rpc('save_view', { ...view, name: 'as it was' });
        await person.rpc('save_view', { ...view, name: `${name} ${String(shared)}` });
        const reply = { tenant_id, content: 'x', shared, reply_id: randomUUID() };
        await person.rpc('save_canned_reply', { ...reply, shortcut: `was-${name}` });
        await person.rpc('save_canned_reply', { ...reply, shortcut: name });
      }
      const views = await person.rpc('list_saved_views', { tenant_id });
      assert.deepEqual(views.map((view: Answer) => view.name).sort(), [`${name} false`, `${name} true`]);
      const replies = await person.rpc('list_canned_replies', { tenant_id });
      assert.deepEqual(replies.map((reply: Answer) => reply.shortcut).sort(), [name, name, 'own'].sort());
    }
  });

  it('count their own sessions', async () => {
    const { person } = await workAtBoth();
    const span = { since: '2020-01-01', until: '2021-01-01' };
    for (const widget of [world.widget, world.otherWidget, world.otherWidget]) {
      const { id } = await startConversation(await newVisitor(database), widget, []);
      await database.owner`update global_chat_sessions set created_at = '2020-06-01' where id = ${id}`;
    }
    for (const [tenant_id, amount] of [
      [world.tenant, 1],
      [world.otherTenant, 2],
    ]) {
      assert.equal((await person.rpc('report', { tenant_id, ...span })).total.sessions, amount);
    }
  });

  it('are each told to be without an admin', async () => {
    const made = await world.service.rpc('create_tenant', { slug: 'nobody-there', name: 'Nobody' });
    assert.ok(made.tenant_id);
    const found = await database.owner<{ object: string }[]>`
      select object from global_chat_private.check_installation() where finding = 'tenant without an admin'`;
    assert.deepEqual(
      found.map(({ object }) => object),
      ['nobody-there'],
    );
  });
});
