// Risk: installing Global Chat changes something of the project it comes to, or the project's own settings open Global
// Chat; or the check of the installation overlooks a door that anonymous visitors can now walk through.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { describeRest } from './support/rest-of-catalog.ts';

const pasted = await readFile(new URL('../global_chat_schema.sql', import.meta.url), 'utf8');

/** A shop with things of every kind, some of them more open than they should be. */
const SHOP = `
  create schema shop;
  create table public.orders (id int primary key, customer uuid default auth.uid(), total numeric not null check (total >= 0));
  create table public.posts (id int primary key, words text);
  create table public.coupons (code text primary key);
  create table public.members (id uuid primary key);
  create table shop.suppliers (id int primary key, name text);
  create index orders_customer_idx on public.orders (customer);
  alter table public.orders enable row level security;
  alter table public.posts enable row level security;
  alter table public.members enable row level security;
  create policy "Own orders" on public.orders for select to authenticated using (customer = (select auth.uid()));
  create policy "Signed in may order" on public.orders for insert to authenticated with check (auth.uid() is not null);
  create policy "Everybody reads posts" on public.posts for select using (true);
  create policy "Members write posts" on public.posts for insert to authenticated with check ((select auth.role()) = 'authenticated');
  create policy "Real members" on public.members for select to authenticated
    using (coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) is false and id = auth.uid());
  create policy "By the role in the token" on public.members for delete using ((auth.jwt() ->> 'role') = 'authenticated');
  create function public.global_counter() returns int language sql as 'select 1';
  create function public.global_chatter() returns int language sql security definer set search_path = '' as 'select 2';
  create function shop.note_order() returns trigger language plpgsql as 'begin return new; end';
  create trigger note_order before insert on public.orders for each row execute function shop.note_order();
  create view public.order_totals with (security_invoker = true) as select sum(total) from public.orders;
  create publication supabase_realtime for table public.orders;
  alter default privileges in schema public grant all on tables to public;
  alter default privileges in schema public grant execute on functions to public;
  alter role authenticated set statement_timeout = '9s';
  insert into public.orders values (1, null, 10), (2, null, 20);
  insert into public.posts values (1, 'Hello');
  insert into storage.buckets (id, name, public) values ('pictures', 'pictures', true);
  create policy "All may see pictures" on storage.objects for select using (bucket_id = 'pictures');
  create policy "Anything goes" on storage.objects for insert to authenticated with check (true);
  create policy "Rooms" on realtime.messages for select to authenticated using (realtime.topic() like 'room:%');`;

let database: TestDatabase;
let untouched: string[];

before(async () => {
  database = await startDatabase({ bare: true, ownCluster: true });
  const hasPublication =
    await database.superuser`select from pg_publication where pubname = 'supabase_realtime'`;
  if (hasPublication.length > 0) await database.superuser`drop publication supabase_realtime`;
  await database.superuser`grant create on database ${database.superuser(new URL(database.url()).pathname.slice(1))} to postgres`;
  await database.owner.unsafe(SHOP.replace(/^ *alter role.*$/m, '')).simple();
  await database.superuser.unsafe(`alter role authenticated set statement_timeout = '9s'`);
  untouched = await describeRest(database.superuser);
  const editor = postgres(database.url('postgres'), { max: 1, onnotice: () => undefined });
  await editor.unsafe(pasted).simple();
  await editor.end();
});
after(() => database.stop());

describe('a project with things of its own', () => {
  it('has them as before: tables, rows, policies, grants, functions, triggers, roles, publications, buckets', async () => {
    assert.ok(untouched.length > 300, String(untouched.length));
    for (const kind of [
      'table public.orders',
      'policy orders',
      'function global_counter',
      'bucket',
      'rows public.orders',
    ])
      assert.ok(
        untouched.some((line) => line.startsWith(kind)),
        kind,
      );
    assert.deepEqual(await describeRest(database.superuser), untouched);
  });

  it('has them as before when the file is pasted again', async () => {
    const editor = postgres(database.url('postgres'), { max: 1, onnotice: () => undefined });
    await editor.unsafe(pasted).simple();
    await editor.end();
    assert.deepEqual(await describeRest(database.superuser), untouched);
  });

  it('goes on working for its own people', async () => {
    const customer = database.as({ role: 'authenticated', sub: randomUUID(), is_anonymous: false });
    await customer.query('insert into public.orders (id, total) values (3, 5)');
    assert.deepEqual(await customer.query('select id from public.orders'), [{ id: 3 }]);
    assert.equal((await customer.query('select public.global_chatter() as two'))[0].two, 2);
    await customer.query(`insert into storage.objects (bucket_id, name) values ('pictures', 'a.png')`);
  });

  it('does not open Global Chat by its own default privileges', async () => {
    const open = await database.superuser<{ name: string }[]>`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind = 'r' and (c.relnamespace = 'global_chat_private'::regnamespace
          or (c.relnamespace = 'public'::regnamespace and c.relname ~ '^global_(chat|widget)_'))
        and (has_table_privilege('anon', c.oid, 'select, insert, update, delete, truncate, references, trigger')
          or has_table_privilege('authenticated', c.oid, 'insert, update, delete, truncate, references, trigger'))
      union all
      select p.oid::regprocedure::text from pg_proc p
      where (p.pronamespace = 'global_chat_private'::regnamespace
          or (p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'global_chat_')))
        and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)`;
    assert.deepEqual([...open], []);
  });
});

describe('the check of the installation', () => {
  it('lists each door that stands open to anonymous visitors, and no other', async () => {
    const findings = await database.owner<{ finding: string; object: string; advice: string }[]>`
      select finding, object, advice from global_chat_private.check_installation() order by finding, object`;
    assert.deepEqual(
      findings.map(({ finding, object }) => `${finding}: ${object}`),
      [
        'policy open to anonymous users: "Anything goes" on storage.objects',
        'policy open to anonymous users: "By the role in the token" on public.members',
        'policy open to anonymous users: "Everybody reads posts" on public.posts',
        'policy open to anonymous users: "Members write posts" on public.posts',
        'policy open to anonymous users: "Signed in may order" on public.orders',
        'table without row level security: public.coupons',
      ],
    );
    assert.ok(findings.every(({ advice }) => advice.length > 20));
  });
});
