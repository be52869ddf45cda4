// Risk: the owner of a project is not told that something in it lets strangers in, or keeps visitors out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

const findings = async (finding: string): Promise<{ object: string; advice: string }[]> => [
  ...(await database.owner<{ object: string; advice: string }[]>`
    select object, advice from global_chat_private.check_installation() where finding = ${finding}`),
];

const objects = async (finding: string): Promise<string[]> =>
  (await findings(finding)).map(({ object }) => object).sort();
const run = (statements: string): Promise<unknown> => database.superuser.unsafe(statements);

const SIGNED_UP = {
  email_confirmed_at: new Date(),
  confirmation_sent_at: null,
  invited_at: null,
  is_anonymous: false,
  raw_user_meta_data: { sub: 'x' },
  raw_app_meta_data: { provider: 'email' },
};

async function addUser(more: Partial<Record<keyof typeof SIGNED_UP, unknown>>): Promise<void> {
  const { raw_user_meta_data, raw_app_meta_data, ...row } = { ...SIGNED_UP, ...more };
  const { superuser } = database;
  await superuser`insert into auth.users ${superuser({
    ...row,
    id: randomUUID(),
    email: `${randomUUID()}@example.com`,
    raw_user_meta_data: superuser.json(raw_user_meta_data as never),
    raw_app_meta_data: superuser.json(raw_app_meta_data as never),
  } as never)}`;
}

describe('postgres_changes', () => {
  it('are switched on and off for our tables, whatever else is published', async () => {
    await run(`
      create schema host;
      create table host.global_chat_sessions (id int);
      alter publication supabase_realtime add table host.global_chat_sessions;
      create publication of_the_host for table public.global_chat_messages`);
    const published = async (): Promise<string[]> =>
      (
        await database.owner<{ name: string }[]>`
          select schemaname || '.' || tablename as name from pg_publication_tables
          where pubname = 'supabase_realtime' order by 1`
      ).map(({ name }) => name);
    await database.owner`select global_chat_private.use_postgres_changes(true)`;
    assert.deepEqual(await published(), [
      'host.global_chat_sessions',
      'public.global_chat_messages',
      'public.global_chat_notes',
      'public.global_chat_sessions',
      'public.global_widget_config',
    ]);
    await database.owner`select global_chat_private.use_postgres_changes(false)`;
    assert.deepEqual(await published(), ['host.global_chat_sessions']);
  });
});

describe('the check of an installation', () => {
  it('tells of policies that let visitors in, and of no others', async () => {
    assert.deepEqual(await objects('policy open to anonymous users'), []);
    await run(`
      create table public.host_items (id int);
      alter table public.host_items enable row level security;
      create policy "Read" on public.host_items for select using (true);
      create policy "Write" on public.host_items for insert to authenticated with check (true);
      create policy "Global Chat: of the host" on public.host_items for delete to anon using (true);
      create policy "Own" on public.host_items for update to authenticated using (id = 1);
      create policy "Of the service" on public.host_items for select to service_role using (true);
      create policy "Narrower" on public.host_items as restrictive for select to authenticated using (true);
      create policy "Of Auth itself" on auth.users for select to authenticated using (true)`);
    assert.deepEqual(await objects('policy open to anonymous users'), [
      '"Global Chat: of the host" on public.host_items',
      '"Read" on public.host_items',
      '"Write" on public.host_items',
    ]);
  });

  it('tells of tables that visitors may use, and of no others', async () => {
    assert.deepEqual(await objects('table without row level security'), []);
    await run(`
      create table public.host_orders (id int);
      create table public.host_parts (id int) partition by range (id);
      create table public.host_guarded (id int);
      alter table public.host_guarded enable row level security;
      create table public.host_closed (id int);
      create view public.host_view as select 1 as id;
      create table host.elsewhere (id int);
      grant usage on schema host to authenticated;
      grant all on public.host_orders, public.host_parts, public.host_guarded, public.host_view, host.elsewhere to authenticated;
      revoke all on public.host_closed from authenticated, anon, public`);
    assert.deepEqual(await objects('table without row level security'), [
      'public.host_orders',
      'public.host_parts',
    ]);
  });

  it('tells when one of the triggers on files is missing or does not fire for everybody', async () => {
    const guard = 'storage.objects enable';
    const set = (how: string): Promise<unknown> =>
      run(`alter table ${how.replace('TRIGGER', 'trigger global_chat_guard_new_file')}`);
    assert.deepEqual(await objects('files are not guarded'), []);
    await set(`${guard} always TRIGGER`);
    assert.deepEqual(await objects('files are not guarded'), []);
    await set(`${guard} replica TRIGGER`);
    assert.equal((await objects('files are not guarded')).length, 1);
    await set('storage.objects disable TRIGGER');
    await run(`
      create function public.host_trigger() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger of_the_host before insert on storage.objects for each row execute function public.host_trigger();
      create trigger global_chat_guard_new_file before insert on public.host_items
        for each row execute function public.host_trigger()`);
    assert.equal((await objects('files are not guarded')).length, 1, 'another one is none of them');
    await set(`${guard} TRIGGER`);
    assert.deepEqual(await objects('files are not guarded'), []);
  });

  it('tells of sign-ups that nobody confirmed, and of no others', async () => {
    const others: Readonly<Record<string, Parameters<typeof addUser>[0]>> = {
      'an admin made this account': { raw_user_meta_data: { email_verified: true } },
      'nothing is confirmed': { email_confirmed_at: null },
      'an invitation was sent there': { invited_at: new Date() },
      'a visitor': { is_anonymous: true },
      'another provider looked': { raw_app_meta_data: { provider: 'google' } },
    };
    for (const [who, more] of Object.entries(others)) {
      await addUser(more);
      assert.deepEqual(await objects('addresses look unconfirmed'), [], who);
    }
    await addUser({});
    assert.equal((await objects('addresses look unconfirmed')).length, 1);
    await addUser({ confirmation_sent_at: new Date() });
    assert.deepEqual(await objects('addresses look unconfirmed'), []);
  });

  it('tells of triggers on new users', async () => {
    assert.deepEqual(await findings('trigger may fail for anonymous sign-ins'), []);
    await run(`
      create table public.host_plans (id int primary key);
      alter table auth.users add column plan_id int references public.host_plans;
      create trigger on_item_created after insert on public.host_items for each row execute function public.host_trigger();
      create trigger on_auth_user_created after insert on auth.users for each row execute function public.host_trigger();
      create trigger global_chat_like after insert on auth.users for each row execute function public.host_trigger();
      create trigger on_auth_user_updated after update on auth.users for each row execute function public.host_trigger()`);
    assert.deepEqual(await objects('trigger may fail for anonymous sign-ins'), [
      'global_chat_like on auth.users',
      'on_auth_user_created on auth.users',
    ]);
  });

  it('tells of a tenant that has agents alone', async () => {
    const [user, led, leaderless] = [randomUUID(), randomUUID(), randomUUID()];
    await database.superuser`insert into auth.users (id, email) values (${user}, 'both@example.com')`;
    await database.owner`insert into global_chat_tenants (id, slug, name)
      values (${led}, 'led', 'Led'), (${leaderless}, 'leaderless', 'Leaderless')`;
    await database.owner`insert into global_chat_agents (tenant_id, user_id, role, display_name)
      values (${led}, ${user}, 'admin', 'Both'), (${leaderless}, ${user}, 'agent', 'Both')`;
    assert.deepEqual(await objects('tenant without an admin'), ['leaderless']);
    await database.owner`delete from global_chat_tenants`;
  });

  it('says how to add an admin in the words that work there', async () => {
    const [tenant] =
      await database.owner`insert into global_chat_tenants (slug, name) values ('empty', 'Empty') returning id`;
    const [told] = await findings('tenant without an admin');
    assert.equal(told?.object, 'empty');
    await database.superuser`insert into auth.users (id, email, email_confirmed_at) values (${randomUUID()}, 'mara@example.com', now())`;
    await database.owner.unsafe(String(told?.advice).replace("'…'", "'mara@example.com'"));
    const [agent] =
      await database.owner`select role from global_chat_agents where tenant_id = ${String(tenant?.['id'])}`;
    assert.equal(agent?.['role'], 'admin');
  });
});
