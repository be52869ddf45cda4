-- Owns what a tenant may use up in one day (UTC): the counters behind the ceilings in global_chat_tenants.

-- Unlogged as the buckets are: a message costs no extra write-ahead log, and after a crash the day begins anew.
-- Sixteen rows for each number, so that visitors who write at the same time seldom wait for each other.
create unlogged table if not exists global_chat_private.usage_counts (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  day date not null,
  kind text not null
    constraint "kind is messages, sessions, visitors or file_bytes"
    check (kind in ('messages', 'sessions', 'visitors', 'file_bytes')),
  shard int not null,
  amount bigint not null,
  primary key (tenant_id, day, kind, shard)
) with (fillfactor = 50);
alter table global_chat_private.usage_counts enable row level security;
revoke all on global_chat_private.usage_counts from public, anon, authenticated, service_role;

create or replace function global_chat_private.today()
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
  return (now() at time zone 'UTC')::date;
end $$;

create or replace function global_chat_private.used_today(tenant uuid, wanted_kind text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum(amount), 0)::bigint from global_chat_private.usage_counts
    where tenant_id = tenant and day = global_chat_private.today() and kind = wanted_kind
  );
end $$;

-- Bytes of the files that were uploaded for a tenant today. The operators compare bytes whatever the database sorts by,
-- and are those of the index that Storage keeps for its folders.
create or replace function global_chat_private.stored_today(tenant uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum((metadata ->> 'size')::bigint), 0)::bigint
    from storage.objects
    where bucket_id = 'global-chat' and name ~>=~ (tenant || '/') and name ~<~ (tenant || '0')
      and created_at >= global_chat_private.today()::timestamp at time zone 'UTC'
  );
end $$;

-- How many bytes of files a tenant may still store today; never below 0.
create or replace function global_chat_private.file_bytes_left(tenant uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return greatest(0, (
    select file_bytes_per_day - greatest(
      global_chat_private.stored_today(id), global_chat_private.used_today(id, 'file_bytes')
    )
    from public.global_chat_tenants where id = tenant
  ));
end $$;
