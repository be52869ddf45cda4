import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';

const SCHEMA = `
create table public.authors (id bigint generated always as identity primary key, name text not null unique, born date);
create table public.books (
  id uuid primary key default gen_random_uuid(), author_id bigint references public.authors on delete cascade,
  title text, tags text[] default '{}', info jsonb, price numeric(10,2), published timestamptz default now(), sold bigint);
insert into public.authors (name, born) values ('Ursula', '1929-10-21'), ('Éva', '1950-01-01'), ('Zoë', null);
insert into public.books (author_id, title, tags, info, price, sold)
  select a.id, t.title, t.tags, t.info, t.price, t.sold from public.authors a, (values
    ('Dispossessed', array['sf','utopia'], '{"pages": 300, "lang": "en"}'::jsonb, 9.50, 9007199254740991),
    ('Lathe', array['sf'], '{"pages": 180}'::jsonb, 7.25, 10)) as t(title, tags, info, price, sold) where a.name = 'Ursula';

create table public.diary (id bigint generated always as identity primary key, owner uuid not null default auth.uid(), line text not null check (line <> ''), extra jsonb);
alter table public.diary enable row level security;
create policy "own lines" on public.diary to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
create table public.closed (id int);
revoke all on public.closed from anon, authenticated;
create view public.titles with (security_invoker = true) as select title from public.books;

create function public.add(a int, b int default 1) returns int language sql immutable as 'select a + b';
create function public.echo(value jsonb) returns jsonb language sql as $$ select jsonb_build_object('value', value, 'type', jsonb_typeof(value)) $$;
create function public.echo_list(list jsonb[]) returns jsonb language sql as $$ select to_jsonb(list) $$;
create function public.whoami() returns jsonb language sql stable as $$ select jsonb_build_object(
  'uid', auth.uid(), 'role', auth.role(), 'user', current_user, 'session', session_user, 'anonymous', auth.jwt() -> 'is_anonymous',
  'agent', current_setting('request.headers', true)::jsonb ->> 'user-agent', 'method', current_setting('request.method', true),
  'path', current_setting('request.path', true), 'cookie', current_setting('request.cookies', true)::jsonb ->> 'flavour',
  'timeout', current_setting('statement_timeout')) $$;
create function public.many(n int) returns setof public.authors language sql stable as $$ select * from public.authors order by id limit n $$;
create function public.nothing() returns void language sql as 'select null::void';
create function public.teapot() returns json language plpgsql as $$ begin
  perform set_config('response.status', '418', true);
  perform set_config('response.headers', '[{"X-Kind": "pot"}]', true);
  return '"short and stout"'::json; end $$;
create function public.overloaded(a int) returns text language sql as $$ select 'int' $$;
create function public.overloaded(a int, b text) returns text language sql as $$ select 'text' $$;
create table public.headers_seen (origin text default current_setting('request.headers', true)::jsonb ->> 'origin', id int);
`;

const backend = await startTestBackend({ migrations: [{ name: 'library', sql: SCHEMA }] });

test('select with columns, filters, order, range and exact count', async () => {
  const { data, count, error } = await backend
    .client()
    .from('books')
    .select('title, price, sold', { count: 'exact' })
    .gte('price', 7)
    .contains('tags', ['sf'])
    .order('title', { ascending: false })
    .range(0, 0);
  assert.equal(error, null);
  assert.equal(count, 2);
  assert.deepEqual(data, [{ title: 'Lathe', price: 7.25, sold: 10 }]);
});

test('embeds in both directions, with inner joins and filters on the embedded table', async () => {
  const client = backend.client();
  const up = await client
    .from('books')
    .select('title, authors!inner(name)')
    .eq('authors.name', 'Ursula')
    .order('title');
  assert.deepEqual(up.data, [
    { title: 'Dispossessed', authors: { name: 'Ursula' } },
    { title: 'Lathe', authors: { name: 'Ursula' } },
  ]);
  const down = await client.from('authors').select('name, books(title)').order('id');
  assert.deepEqual(
    down.data?.map(({ name, books }) => [name, books.length]),
    [
      ['Ursula', 2],
      ['Éva', 0],
      ['Zoë', 0],
    ],
  );
});

test('JSON paths, casts, aliases and case-insensitive search beyond ASCII', async () => {
  const client = backend.client();
  const pages = await client
    .from('books')
    .select('pages:info->>pages, lang:info->lang')
    .eq('info->>lang', 'en');
  assert.deepEqual(pages.data, [{ pages: '300', lang: 'en' }]);
  const names = await client.from('authors').select('name').ilike('name', 'é%');
  assert.deepEqual(names.data, [{ name: 'Éva' }]);
  const either = await client.from('authors').select('name').or('born.is.null,name.eq.Éva').order('name');
  assert.deepEqual(
    either.data?.map(({ name }) => name),
    ['Zoë', 'Éva'],
  );
});

test('insert, upsert, update and delete answer with the rows', async () => {
  const admin = backend.client(backend.local.secretKey);
  const made = await admin.from('authors').insert({ name: 'Octavia' }).select('name').single();
  assert.equal(made.status, 201);
  assert.deepEqual(made.data, { name: 'Octavia' });
  const upserted = await admin
    .from('authors')
    .upsert({ name: 'Octavia', born: '1947-06-22' }, { onConflict: 'name' })
    .select('name, born');
  assert.deepEqual(upserted.data, [{ name: 'Octavia', born: '1947-06-22' }]);
  const updated = await admin.from('authors').update({ born: null }).eq('name', 'Octavia').select('born');
  assert.deepEqual(updated.data, [{ born: null }]);
  const gone = await admin.from('authors').delete().eq('name', 'Octavia').select('name');
  assert.deepEqual(gone.data, [{ name: 'Octavia' }]);
  assert.equal((await admin.from('authors').delete().eq('name', 'Octavia')).status, 204);
});

test('single and maybeSingle count rows', async () => {
  const client = backend.client();
  const many = await client.from('authors').select().single();
  assert.equal(many.status, 406);
  assert.equal(many.error?.code, 'PGRST116');
  assert.equal((await client.from('authors').select().eq('id', -1).maybeSingle()).data, null);
});

test('head requests count without rows', async () => {
  const { count, data } = await backend.client().from('authors').select('*', { count: 'exact', head: true });
  assert.equal(data, null);
  assert.equal(count, 3);
});

test('functions: defaults, GET, sets with filters, void, several of one name', async () => {
  const client = backend.client();
  assert.equal((await client.rpc('add', { a: 2 })).data, 3);
  assert.equal((await client.rpc('add', { a: 2, b: 5 }, { get: true })).data, 7);
  assert.deepEqual((await client.rpc('many', { n: 3 }).select('name').eq('name', 'Zoë')).data, [
    { name: 'Zoë' },
  ]);
  const nothing = await client.rpc('nothing');
  assert.equal(nothing.error, null);
  assert.equal(nothing.data, null);
  assert.equal((await client.rpc('overloaded', { a: 1 })).data, 'int');
  assert.equal((await client.rpc('overloaded', { a: 1, b: '' })).data, 'text');
});

for (const value of [{ deep: [1, { x: null }] }, [1, 'two'], 'text', '5', '{"a":1}', 5, true, '']) {
  test(`the JSON value ${JSON.stringify(value)} arrives as it is, in a call and in a row`, async () => {
    const { client } = await backend.visitor();
    const called = await client.rpc('echo', { value });
    assert.deepEqual(called.data?.value, value);
    const stored = await client.from('diary').insert({ line: 'x', extra: value }).select('extra').single();
    assert.deepEqual(stored.data, { extra: value });
    const changed = await client
      .from('diary')
      .update({ extra: [value] })
      .eq('line', 'x')
      .select('extra');
    assert.deepEqual(changed.data, [{ extra: [value] }]);
  });
}

test('lists of JSON arrive as they are', async () => {
  const list = [{ a: 1 }, 'text', 3];
  assert.deepEqual((await backend.client().rpc('echo_list', { list })).data, list);
});

test('a function may choose status and headers', async () => {
  const response = await backend.request('/rest/v1/rpc/teapot', { method: 'POST' });
  assert.equal(response.status, 418);
  assert.equal(response.headers.get('x-kind'), 'pot');
  assert.equal(await response.json(), 'short and stout');
});

test('the database sees role, user, claims, headers, method, path and cookies of the request', async () => {
  const { client, id } = await backend.visitor();
  const { data: session } = await client.auth.getSession();
  const response = await backend.request('/rest/v1/rpc/whoami', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${session.session?.access_token ?? ''}`,
      'user-agent': 'test agent',
      cookie: 'a=1; flavour=oat=meal',
    },
  });
  assert.deepEqual(await response.json(), {
    uid: id,
    role: 'authenticated',
    user: 'authenticated',
    session: 'authenticator',
    anonymous: true,
    agent: 'test agent',
    method: 'POST',
    path: '/rpc/whoami',
    cookie: 'oat=meal',
    timeout: '8s',
  });
});

test('each key is its role, the opaque and the legacy ones alike', async () => {
  const { local } = backend;
  const roles: [string, string][] = [
    [local.publishableKey, 'anon'],
    [local.anonKey, 'anon'],
    [local.secretKey, 'service_role'],
    [local.serviceRoleKey, 'service_role'],
  ];
  for (const [key, role] of roles) assert.equal((await backend.client(key).rpc('whoami')).data.user, role);
});

test('headers are there for reads and writes of tables, too', async () => {
  const response = await backend.request('/rest/v1/headers_seen', {
    method: 'POST',
    headers: {
      origin: 'https://shop.example',
      prefer: 'return=representation',
      'content-type': 'application/json',
    },
    body: '{"id":1}',
  });
  assert.deepEqual(await response.json(), [{ origin: 'https://shop.example', id: 1 }]);
});

test('policies hold: own rows only, and no writing in another name', async () => {
  const [one, two] = await Promise.all([backend.visitor(), backend.visitor()]);
  await one.client.from('diary').insert({ line: 'secret of one' });
  assert.deepEqual((await two.client.from('diary').select()).data, []);
  const forged = await two.client.from('diary').insert({ line: 'forged', owner: one.id });
  assert.equal(forged.status, 403);
  assert.equal(forged.error?.code, '42501');
  await two.client.from('diary').update({ line: 'changed' }).eq('owner', one.id);
  await two.client.from('diary').delete().eq('owner', one.id);
  assert.deepEqual((await one.client.from('diary').select('line')).data, [{ line: 'secret of one' }]);
  assert.deepEqual((await backend.client().from('diary').select()).data, []);
  assert.ok(((await backend.client(backend.local.secretKey).from('diary').select()).data ?? []).length > 0);
});

test('views with the right of the caller, and other schemas', async () => {
  assert.equal((await backend.client().from('titles').select()).data?.length, 2);
  const hidden = await backend.client().schema('auth').from('users').select();
  assert.equal(hidden.status, 406);
  assert.equal(hidden.error?.code, 'PGRST106');
});

test('a wide result is cut at the maximum number of rows', async () => {
  await backend.local.sql`create table public.wide as select g as id from generate_series(1, 1500) g`;
  await backend.local.sql`grant select on public.wide to anon`;
  await backend.local.sql`notify pgrst, 'reload schema'`;
  let rows = 0;
  while (rows === 0) rows = (await backend.client().from('wide').select()).data?.length ?? 0;
  assert.equal(rows, 1000);
});

test('revoked tables stay revoked after all of the requests above', async () => {
  for (const client of [backend.client(), (await backend.visitor()).client]) {
    assert.equal((await client.from('closed').select()).error?.code, '42501');
  }
  const [row] = await backend.local.sql`
    select has_table_privilege('anon', 'public.closed', 'select') as anon, has_table_privilege('authenticated', 'auth.users', 'select') as users`;
  assert.deepEqual(row, { anon: false, users: false });
});

test('HEAD of a function counts', async () => {
  const { count, data, error } = await backend.client().rpc('many', { n: 2 }, { head: true, count: 'exact' });
  assert.deepEqual([error, data, count], [null, null, 2]);
});
