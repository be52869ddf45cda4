// Risk: an agent promotes themselves, a tenant loses its last admin, an invitation is taken by somebody else, a limit is lifted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer, Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, newVisitor, startConversation } from './support/world.ts';
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

describe('the admin’s calls', () => {
  const calls: readonly (readonly [rpc: string, args: () => Answer])[] = [
    ['invite_agent', () => ({ tenant_id: world.tenant, email: 'x@example.com', role: 'admin' })],
    ['list_invitations', () => ({ tenant_id: world.tenant })],
    ['cancel_invitation', () => ({ tenant_id: world.tenant, email: 'x@example.com' })],
    ['create_widget', () => ({ tenant_id: world.tenant, name: 'x' })],
    ['audit_log', () => ({ tenant_id: world.tenant })],
    ['rotate_identity_key', () => ({ widget_id: world.widget })],
    [
      'update_agent',
      () => ({ tenant_id: world.tenant, user_id: world.agent.id, changes: { role: 'admin' } }),
    ],
    [
      'update_agent',
      () => ({ tenant_id: world.tenant, user_id: world.admin.id, changes: { display_name: 'Fool' } }),
    ],
    ['remove_agent', () => ({ tenant_id: world.tenant, user_id: world.admin.id })],
    ['update_widget', () => ({ widget_id: world.widget, changes: { name: 'x' } })],
  ];
  for (const [rpc, args] of calls) {
    it(`${rpc} is refused to everybody else`, async () => {
      assert.equal((await world.agent.refused(rpc, args())).code, 'not_allowed');
      for (const caller of [
        world.visitor,
        world.otherAgent,
        world.outsider,
        world.removedAgent,
        world.anonymousMember,
      ]) {
        const { status } = await caller.refused(rpc, args());
        assert.ok(status === 403 || status === 404, `${rpc} ${String(status)}`);
      }
      assert.equal((await world.anon.refused(rpc, args())).code, '42501');
      assert.equal((await database.as({ role: 'authenticated' }).refused(rpc, args())).code, 'not_signed_in');
    });
  }

  it('say the same of a tenant that does not exist', async () => {
    const foreign = await world.outsider.refused('list_invitations', { tenant_id: world.tenant });
    assert.deepEqual(await world.outsider.refused('list_invitations', { tenant_id: randomUUID() }), foreign);
    const settings = await world.outsider.refused('widget_settings', { widget_id: world.widget });
    assert.deepEqual(await world.outsider.refused('widget_settings', { widget_id: randomUUID() }), settings);
  });
});

describe('tenants', () => {
  it('are made with the secret key, with a widget and an admin', async () => {
    const person = await newUser('founder@example.com');
    const made = await world.service.rpc('create_tenant', {
      slug: 'new-one',
      name: 'New One',
      admin_id: person.id,
      admin_name: 'Founder',
    });
    const [membership] = await person.rpc('my_memberships');
    assert.deepEqual(
      [membership.tenant_id, membership.role, membership.display_name],
      [made.tenant_id, 'admin', 'Founder'],
    );
    assert.equal((await world.anon.rpc('widget_config', { widget_id: made.widget_id })).name, 'New One');
    assert.equal(
      (await world.service.refused('create_tenant', { slug: 'new-one', name: 'Again' })).code,
      'id_conflict',
    );
    for (const wrong of [
      { slug: 'New One' },
      { slug: '' },
      { slug: null },
      { slug: '-x' },
      { slug: 'x', name: 'x'.repeat(121) },
    ]) {
      assert.equal(
        (await world.service.refused('create_tenant', { name: 'x', ...wrong })).code,
        'invalid_argument',
      );
    }
    assert.equal(
      (
        await world.service.refused('create_tenant', {
          slug: 'no-admin',
          name: 'x',
          admin_id: randomUUID(),
          admin_name: 'x',
        })
      ).code,
      'not_found',
    );
    const [row] =
      await database.owner`select count(*)::int as amount from global_chat_tenants where slug = 'no-admin'`;
    assert.equal(row?.['amount'], 0, 'all or nothing');
  });

  it('are not made by anybody else', async () => {
    for (const caller of [world.anon, world.visitor, world.admin]) {
      assert.equal((await caller.refused('create_tenant', { slug: 'mine', name: 'Mine' })).code, '42501');
    }
  });
});

describe('widgets', () => {
  it('need a name', async () => {
    for (const name of ['', ' ', null, 'x'.repeat(121)]) {
      const refused = await world.admin.refused('create_widget', { tenant_id: world.tenant, name });
      assert.deepEqual([refused.code, refused.details], ['invalid_argument', { field: 'name' }]);
    }
  });

  it('are changed by an admin, column by column, and told to open pages', async () => {
    const before = (await broadcasts(database, `widget:${world.widget}`)).length;
    const changed = await world.admin.rpc('update_widget', {
      widget_id: world.widget,
      changes: {
        primary_color: '#0f6b54',
        business_hours: { mon: [['09:00', '17:00']] },
        allowed_domains: ['example.com'],
        sounds: false,
      },
    });
    assert.deepEqual(
      [changed.primary_color, changed.allowed_domains, changed.sounds],
      ['#0f6b54', ['example.com'], false],
    );
    for (const reader of [world.agent, world.service])
      assert.deepEqual(await reader.rpc('widget_settings', { widget_id: world.widget }), changed);
    const cleared = await world.admin.rpc('update_widget', {
      widget_id: world.widget,
      changes: { business_hours: null, allowed_domains: [] },
    });
    assert.equal(cleared.business_hours, null);
    assert.deepEqual(
      await world.admin.rpc('update_widget', { widget_id: world.widget, changes: {} }),
      cleared,
    );
    assert.equal((await broadcasts(database, `widget:${world.widget}`)).length, before + 2);
    const blank = await world.admin.rpc('update_widget', {
      widget_id: world.widget,
      changes: { team_name: ' \n' },
    });
    assert.equal(blank.team_name, '');
  });

  it('refuse wrong values with the column and the sentence, and limits altogether', async () => {
    await database.owner`alter table global_widget_config add column old_colour text`;
    await database.owner`alter table global_widget_config drop column old_colour`;
    const [column] = await database.owner<{ name: string }[]>`select attname as name from pg_attribute
      where attrelid = 'global_widget_config'::regclass and attisdropped`;
    const dropped = column?.name ?? '';
    for (const [changes, field, message] of [
      [{ primary_color: 'red' }, 'changes.primary_color', /hex colour/],
      [{ name: null }, 'changes.name', /cannot be empty/],
      [{ name: '' }, 'changes.name', /1 to 120/],
      [{ radius: 'round' }, 'changes', /wrong type/],
      [{ captcha_provider: 'turnstile' }, 'changes.captcha', /both/],
      [{ message_burst: 10_000 }, 'changes.message_burst', /no key/],
      [{ tenant_sessions_per_minute: 1 }, 'changes.tenant_sessions_per_minute', /no key/],
      [{ tenant_id: randomUUID() }, 'changes.tenant_id', /no key/],
      [{ id: randomUUID() }, 'changes.id', /no key/],
      [{ ctid: '(0,1)' }, 'changes.ctid', /no key/],
      [{ slug: 'x' }, 'changes.slug', /no key/],
      [{ [dropped]: 'x' }, `changes.${dropped}`, /no key/],
      [{ 'name = name, message_burst': 5 }, 'changes.name = name, message_burst', /no key/],
    ] as const) {
      const refused = await world.admin.refused('update_widget', { widget_id: world.widget, changes });
      assert.deepEqual([refused.status, refused.details], [400, { field }], JSON.stringify(changes));
      assert.match(refused.message, message);
    }
  });

  it('are added by an admin and listed for the team', async () => {
    const made = await world.admin.rpc('create_widget', { tenant_id: world.tenant, name: 'Second site' });
    const listed = await world.agent.rpc('list_widgets', { tenant_id: world.tenant });
    assert.deepEqual(
      listed.map((widget: Answer) => widget.id),
      [world.widget, made.id],
    );
    await database.owner`delete from global_widget_config where tenant_id = ${world.otherTenant}`;
    assert.deepEqual(await world.otherAgent.rpc('list_widgets', { tenant_id: world.otherTenant }), []);
    assert.equal(
      (await world.agent.refused('create_widget', { tenant_id: world.tenant, name: 'x' })).code,
      'not_allowed',
    );
  });
});

describe('the record', () => {
  it('says who did what to the team, without any words', async () => {
    const founder = await newUser('recorder@example.com');
    const { tenant_id } = await world.service.rpc('create_tenant', {
      slug: 'recorded',
      name: 'Recorded',
      admin_id: founder.id,
      admin_name: 'Founder',
    });
    const member = { tenant_id, user_id: world.outsider.id };
    await world.service.rpc('add_agent', { ...member, display_name: 'Secret Name' });
    await founder.rpc('update_agent', { ...member, changes: { role: 'admin' } });
    await founder.rpc('remove_agent', member);
    const { code } = await founder.rpc('invite_agent', { tenant_id, email: 'secret@example.com' });
    await (await newUser('secret@example.com')).rpc('accept_invitations', { code });
    const widget = await founder.rpc('create_widget', { tenant_id, name: 'Second' });
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, widget.id as string, []);
    const { session } = await founder.rpc('session_details', { session_id: id });
    await founder.rpc('block_visitor', { visitor_id: session.visitor_id });
    await founder.rpc('block_visitor', { visitor_id: session.visitor_id, blocked: false });
    const entries = await founder.rpc('audit_log', { tenant_id });
    assert.deepEqual(entries.map((entry: Answer) => entry.action).reverse(), [
      'create_tenant',
      'add_agent',
      'add_agent',
      'update_agent',
      'remove_agent',
      'invite_agent',
      'accept_invitation',
      'create_widget',
      'block_visitor',
      'unblock_visitor',
    ]);
    assert.equal(JSON.stringify(entries).toLowerCase().includes('secret'), false);
    assert.equal(entries[0].actor, founder.id);
  });
});

describe('the project’s owner, in the SQL editor', () => {
  const published = async (): Promise<string[]> =>
    (
      await database.owner<
        { tablename: string }[]
      >`select tablename from pg_publication_tables where pubname = 'supabase_realtime' order by 1`
    ).map((row) => row.tablename);

  it('switches postgres_changes on and off, any number of times', async () => {
    for (let round = 0; round < 2; round++)
      await database.owner`select global_chat_private.use_postgres_changes(true)`;
    assert.deepEqual(await published(), [
      'global_chat_messages',
      'global_chat_notes',
      'global_chat_sessions',
      'global_widget_config',
    ]);
    await database.owner`select global_chat_private.use_postgres_changes(false)`;
    assert.deepEqual(await published(), []);
  });

  it('is told of doors that stand open', async () => {
    const findings = async (): Promise<string[]> =>
      (
        await database.owner<
          { object: string }[]
        >`select object from global_chat_private.check_installation()`
      ).map((row) => row.object);
    const before = await findings();
    await database.owner`create table public.host_orders (id int)`;
    await database.owner`create table public.host_items (id int)`;
    await database.owner`alter table public.host_items enable row level security`;
    await database.owner`create policy "All who are signed in" on public.host_items for select to authenticated using (true)`;
    await database.owner`create policy "Role" on public.host_items for update using (auth.role() = 'authenticated')`;
    await database.owner`create policy "Own" on public.host_items for delete to authenticated using (id = 1)`;
    const after = (await findings()).filter((object) => !before.includes(object));
    assert.deepEqual(after.sort(), [
      '"All who are signed in" on public.host_items',
      '"Role" on public.host_items',
      'public.host_orders',
    ]);
    assert.ok(!before.some((object) => object.includes('Global Chat')));
    for (const caller of [world.visitor, world.admin, world.service]) {
      await assert.rejects(caller.query('select * from global_chat_private.check_installation()'));
    }
  });
});
