-- The roles of a hosted project, their memberships and their settings. Names and attributes are those of supabase.com.
do $$
declare
  wanted constant text[][] := array[
    ['anon',                    'nologin noinherit'],
    ['authenticated',           'nologin noinherit'],
    ['service_role',            'nologin noinherit bypassrls'],
    ['authenticator',           'login noinherit'],
    ['supabase_auth_admin',     'login noinherit createrole'],
    ['supabase_storage_admin',  'login noinherit createrole'],
    ['supabase_realtime_admin', 'login noinherit'],
    ['dashboard_user',          'nologin createdb createrole replication'],
    ['postgres',                'login createdb createrole replication bypassrls']
  ];
  entry text[];
begin
  foreach entry slice 1 in array wanted loop
    if not exists (select from pg_roles where rolname = entry[1]) then
      execute format('create role %I %s password ''postgres''', entry[1], entry[2]);
    end if;
  end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
-- `postgres` is no superuser: what needs one fails here as it fails on a hosted project.
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
-- Membership is what lets `postgres` make policies on storage.objects and realtime.messages.
grant supabase_storage_admin, supabase_realtime_admin to postgres;
grant anon, authenticated, service_role to supabase_storage_admin, supabase_realtime_admin;

-- A hosted project lets `postgres` keep the Data API's settings with role authenticator, so migrations may do it.
do $$
declare
  setting text;
begin
  foreach setting in array array[
    'db_aggregates_enabled', 'db_anon_role', 'db_config', 'db_extra_search_path', 'db_max_rows', 'db_plan_enabled',
    'db_pre_request', 'db_root_spec', 'db_schemas', 'db_tx_end', 'jwt_aud', 'jwt_cache_max_lifetime', 'log_level',
    'openapi_mode', 'server_cors_allowed_origins', 'server_timing_enabled'
  ] loop
    execute format('grant set on parameter pgrst.%I to postgres', setting);
  end loop;
end
$$;

alter role supabase_auth_admin set search_path = auth;
alter role supabase_storage_admin set search_path = storage;
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';

do $$
begin
  execute format('grant create, connect, temporary on database %I to postgres', current_database());
  execute format('grant create on database %I to supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin', current_database());
  execute format('alter database %I set search_path to "$user", public, extensions', current_database());
end
$$;
set search_path to "$user", public, extensions;
