-- Owns what the owner of a project runs by hand in the SQL editor: switching on postgres_changes, and a check of what
-- else in the project could open a door. Nobody can call these through the API.

-- select global_chat_private.use_postgres_changes(true);
-- Puts our tables into the publication `supabase_realtime` and lets signed-in users read them, under row level security;
-- false takes both back. The dashboard's switches do the first half only.
-- Mind that every subscriber costs one check per change, and that a DELETE sends its primary key to all of them.
create or replace function global_chat_private.use_postgres_changes(enabled boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
  table_name text;
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  foreach table_name in array array['global_chat_sessions', 'global_chat_messages', 'global_widget_config', 'global_chat_notes'] loop
    if enabled <> exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = table_name
    ) then
      execute format(
        'alter publication supabase_realtime %s table public.%I', case when enabled then 'add' else 'drop' end, table_name
      );
    end if;
  end loop;
  perform global_chat_private.grant_published_tables();
  return case when enabled then 'postgres_changes is on' else 'postgres_changes is off' end;
end $$;

-- A condition of a policy that lets in everybody who has any token: true, the role, or that there is a user.
create or replace function global_chat_private.allows_anonymous(condition text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select regexp_replace(condition, ' AS (?:role|uid|jwt)|SELECT|[()[:space:]]', '', 'g') ~ any (array[
    '^true$',
    '^auth[.]role=''(?:authenticated|anon)''::text$',
    '^auth[.]jwt->>''role''::text=''authenticated''::text$',
    '^auth[.]uidISNOTNULL$'
  ])
$$;

-- select * from global_chat_private.check_installation();
-- One row per finding; none is what you want to see.
create or replace function global_chat_private.check_installation()
returns table (finding text, object text, advice text)
language sql
stable
set search_path = ''
as $$
  -- Visitors are anonymous users, and these have the role `authenticated` like everybody who signed up.
  select
    'policy open to anonymous users',
    format('%I on %I.%I', policyname, schemaname, tablename),
    'Visitors of the chat sign in anonymously and have the role authenticated. Add a condition on (auth.jwt() ->> ''is_anonymous'') or on the user.'
  from pg_catalog.pg_policies
  where permissive = 'PERMISSIVE'
    and roles && array['public', 'anon', 'authenticated']::name[]
    and (global_chat_private.allows_anonymous(qual) or global_chat_private.allows_anonymous(with_check))
    and schemaname not in ('pg_catalog', 'information_schema', 'auth', 'cron', 'extensions', 'graphql', 'vault')
  union all
  select
    'table without row level security', format('%I.%I', nspname, relname), 'Anonymous users can read or write it. Enable row level security.'
  from pg_catalog.pg_class
  join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
  where relkind in ('r', 'p') and nspname = 'public' and not relrowsecurity
    and has_table_privilege('authenticated', pg_class.oid, 'select, insert, update, delete')
  union all
  select
    'private schema is exposed', 'global_chat_private', 'Take it out of the exposed schemas of the Data API.'
  where current_setting('pgrst.db_schemas', true) ~ '\mglobal_chat_private\M'
  union all
  select
    'broadcast from the database is missing', 'realtime.send', 'Enable Realtime for this project, or update it.'
  where to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null
  union all
  select
    'files are not guarded', 'storage.objects',
    'The triggers on storage.objects are missing: run the schema again as a role that may create triggers there.'
  where 2 > (
    select count(*) from pg_catalog.pg_trigger
    where tgrelid = to_regclass('storage.objects') and tgname in ('global_chat_guard_new_file', 'global_chat_guard_stored_file')
      and tgenabled in ('O', 'A')
  )
  union all
  -- A sign-up that is confirmed by mail leaves the time of that mail. (Accounts that an admin made leave none either.)
  select
    'addresses look unconfirmed', 'Authentication → Sign In / Providers → Email',
    'Switch on Confirm email: otherwise anybody signs up with any address, also with one that was invited.'
  where not exists (select from auth.users where confirmation_sent_at is not null)
    and exists (
      select from auth.users
      where email_confirmed_at is not null and invited_at is null and not is_anonymous
        and raw_user_meta_data ? 'sub' and raw_app_meta_data ->> 'provider' = 'email'
    )
  union all
  select
    'trigger may fail for anonymous sign-ins', format('%I on auth.users', tgname),
    'Visitors of the chat sign in anonymously and have no email. Let the function return new at once when new.is_anonymous.'
  from pg_catalog.pg_trigger
  where tgrelid = to_regclass('auth.users') and not tgisinternal and tgtype & 4 = 4
  union all
  select 'tenant without an admin', slug, format(
    'select global_chat_add_agent(%L, (select id from auth.users where email = ''…''), ''admin'', ''Name'');', tenant.id
  )
  from public.global_chat_tenants as tenant
  where not exists (select from public.global_chat_agents where tenant_id = tenant.id and role = 'admin')
$$;
