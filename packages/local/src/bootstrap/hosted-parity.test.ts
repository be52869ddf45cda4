import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import postgres from 'postgres';
import { LocalError } from '../errors.ts';
import { startPostgres } from '../postgres/start.ts';
import type { Postgres } from '../postgres/start.ts';
import { bootstrap } from './bootstrap.ts';
import { applyMigrations } from './migrations.ts';

let database: Postgres;
/** The superuser, and the role a project's migrations run as. */
let admin: postgres.Sql;
let project: postgres.Sql;

before(async () => {
  database = await startPostgres();
  admin = postgres(database.url(), { max: 2, onnotice: () => undefined });
  await bootstrap(admin);
  project = postgres(database.url('postgres'), { max: 2, onnotice: () => undefined });
});

after(async () => {
  await Promise.all([admin?.end({ timeout: 1 }), project?.end({ timeout: 1 })]);
  await database?.stop();
});

test('running it again changes nothing and fails on nothing', async () => {
  const fingerprint = (): Promise<unknown> => admin`
    select (select count(*) from pg_class) + (select count(*) from pg_proc) + (select count(*) from pg_roles) as objects`;
  const before = await fingerprint();
  await bootstrap(admin);
  assert.deepEqual(await fingerprint(), before);
});

test('the roles have the attributes of a hosted project', async () => {
  const rows = await admin<{ rolname: string; text: string }[]>`
    select rolname, concat_ws(' ', case when rolsuper then 'super' end, case when rolcanlogin then 'login' end,
      case when rolinherit then 'inherit' end, case when rolbypassrls then 'bypassrls' end) as text
    from pg_roles where rolname in ('anon','authenticated','service_role','authenticator','postgres','supabase_admin')`;
  assert.deepEqual(Object.fromEntries(rows.map(({ rolname, text }) => [rolname, text])), {
    anon: '',
    authenticated: '',
    service_role: 'bypassrls',
    authenticator: 'login',
    postgres: 'login inherit bypassrls',
    supabase_admin: 'super login inherit bypassrls',
  });
});

test('what postgres makes in public is open to the API roles until it is revoked', async () => {
  await project`create table public.open_table (id bigint generated always as identity primary key)`;
  await project.unsafe('create function public.open_function() returns int language sql as $$ select 1 $$');
  const [granted] = await admin`
    select has_table_privilege('anon', 'public.open_table', 'insert') as anon_insert,
      has_table_privilege('authenticated', 'public.open_table', 'delete') as authenticated_delete,
      has_sequence_privilege('anon', 'public.open_table_id_seq', 'usage') as sequence,
      has_function_privilege('anon', 'public.open_function()', 'execute') as function`;
  assert.deepEqual(granted, {
    anon_insert: true,
    authenticated_delete: true,
    sequence: true,
    function: true,
  });
});

test('postgres is no superuser', async () => {
  await assert.rejects(project`create role evil superuser`, /permission denied/);
  await assert.rejects(project`alter table auth.users add column mine int`, /must be owner/);
  await assert.rejects(project`create extension file_fdw`, /permission denied/);
});

test('postgres may make policies on storage.objects and realtime.messages, and reference auth.users', async () => {
  await project`create policy "one may read" on storage.objects for select to authenticated using (true)`;
  await project`create policy "one may listen" on realtime.messages for select to authenticated using (true)`;
  await project`create table public.profiles (id uuid primary key references auth.users on delete cascade)`;
  await project`insert into storage.buckets (id, name) values ('made-by-migration', 'made-by-migration')`;
  await project`alter publication supabase_realtime add table public.profiles`;
  await project`drop policy "one may read" on storage.objects`;
});

test('extensions live in their own schema, which is on the search path', async () => {
  const rows = await admin<{ extname: string; schema: string }[]>`
    select extname, extnamespace::regnamespace::text as schema from pg_extension where extname <> 'plpgsql'`;
  assert.ok(
    rows.some(({ extname }) => extname === 'pgcrypto') && rows.some(({ extname }) => extname === 'pg_trgm'),
  );
  assert.ok(rows.every(({ schema }) => schema === 'extensions'));
  const [row] =
    await project`select crypt('x', gen_salt('bf', 4)) like '$2a$04%' as hashes, similarity('word', 'words') > 0.5 as similar`;
  assert.deepEqual(row, { hashes: true, similar: true });
  await project`create extension if not exists hstore with schema extensions`;
});

test('the functions of auth read both forms of the claims', async () => {
  const id = '11111111-1111-4111-8111-111111111111';
  const claims = JSON.stringify({ sub: id, role: 'authenticated', email: 'a@b.de', is_anonymous: true });
  const modern = await project.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${claims}, true)`;
    return sql`select auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'is_anonymous' as anonymous`;
  });
  assert.deepEqual(modern[0], { uid: id, role: 'authenticated', email: 'a@b.de', anonymous: 'true' });
  const legacy = await project.begin(async (sql) => {
    await sql`select set_config('request.jwt.claim.sub', ${id}, true)`;
    return sql`select auth.uid()`;
  });
  assert.equal(legacy[0]?.['uid'], id);
  const [nobody] = await project`select auth.uid(), auth.role(), auth.jwt()`;
  assert.deepEqual(nobody, { uid: null, role: null, jwt: null });
});

test('the tables of auth are closed to the API roles', async () => {
  const rows = await admin<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'
      and (has_table_privilege('anon', c.oid, 'select') or has_table_privilege('authenticated', c.oid, 'select') or not c.relrowsecurity)`;
  assert.deepEqual([...rows], []);
});

test('the publication belongs to postgres and is empty but for what migrations add', async () => {
  const [row] =
    await admin`select pubowner::regrole::text as owner, puballtables from pg_publication where pubname = 'supabase_realtime'`;
  assert.deepEqual(row, { owner: 'postgres', puballtables: false });
});

test('rows of storage cannot be deleted behind the back of their bytes', async () => {
  await assert.rejects(
    project`delete from storage.objects`,
    /Direct deletion from storage tables is not allowed/,
  );
});

test('a failing migration is named, and the ones before it stay', async () => {
  const migrations = [
    { name: '0001_good', sql: 'create table if not exists public.good (id int)' },
    { name: '0002_bad', sql: 'create table public.bad (id nonsense)' },
  ];
  await assert.rejects(applyMigrations(database.url('postgres'), migrations), (error: unknown) => {
    assert.ok(error instanceof LocalError);
    assert.equal(error.code, 'migration_failed');
    assert.match(error.message, /0002_bad.*nonsense/);
    return true;
  });
  assert.equal((await admin`select to_regclass('public.good') is not null as there`)[0]?.['there'], true);
});
