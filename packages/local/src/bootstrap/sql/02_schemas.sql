-- The schemas of a hosted project, who may enter them, and what new objects grant to whom.
create schema if not exists extensions;
create schema if not exists auth authorization supabase_auth_admin;
create schema if not exists storage authorization supabase_storage_admin;
create schema if not exists realtime authorization supabase_realtime_admin;
create schema if not exists graphql_public;

grant usage on schema public, extensions, auth, storage, realtime, graphql_public to postgres, anon, authenticated, service_role;
grant create on schema public to postgres;
grant all on schema extensions to postgres, dashboard_user;
grant all on schema auth, storage to postgres with grant option;
grant usage on schema storage, realtime to postgres, dashboard_user;

-- Whatever a migration makes in `public` is open to the API roles; only RLS and an explicit revoke close it.
do $$
declare
  creator text;
  kind text;
begin
  foreach creator in array array['postgres', 'supabase_admin'] loop
    foreach kind in array array['tables', 'functions', 'sequences'] loop
      execute format('alter default privileges for role %I in schema public grant all on %s to postgres, anon, authenticated, service_role', creator, kind);
    end loop;
  end loop;
end
$$;

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  alter publication supabase_realtime owner to postgres;
end
$$;
