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

-- What the team was told of already: once for each day and kind.
create unlogged table if not exists global_chat_private.usage_warnings (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  day date not null,
  kind text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, day, kind)
);
alter table global_chat_private.usage_warnings enable row level security;
revoke all on global_chat_private.usage_warnings from public, anon, authenticated, service_role;

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

create or replace function global_chat_private.ceiling_of(tenant public.global_chat_tenants, kind text)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case kind
    when 'messages' then tenant.messages_per_day
    when 'sessions' then tenant.sessions_per_day
    when 'visitors' then tenant.visitors_per_day
    when 'file_bytes' then tenant.file_bytes_per_day
  end;
end $$;

-- Counts what visitors use of their tenant's day; refuses with PT429 what would be over its ceiling, and tells the team
-- when four fifths of it are used.
create or replace function global_chat_private.count_usage(tenant uuid, wanted_kind text, more bigint default 1)
returns void
language plpgsql
set search_path = ''
as $$
declare
  this_day constant date := global_chat_private.today();
  -- By connection: calls at the same time come by different ones, and no caller can choose theirs.
  own_shard constant int := pg_backend_pid() % 16;
  own_amount bigint;
  ceiling bigint;
  used bigint;
begin
  insert into global_chat_private.usage_counts as counted (tenant_id, day, kind, shard, amount)
  values (tenant, this_day, wanted_kind, own_shard, more)
  on conflict on constraint usage_counts_pkey do update set amount = counted.amount + excluded.amount
  returning amount into own_amount;
  select
    global_chat_private.ceiling_of(owner, wanted_kind),
    own_amount + (
      select coalesce(sum(others.amount), 0) from global_chat_private.usage_counts as others
      where others.tenant_id = owner.id and others.day = this_day and others.kind = wanted_kind and others.shard <> own_shard
    )
  into ceiling, used
  from public.global_chat_tenants as owner
  where owner.id = tenant;
  if used > ceiling then
    perform global_chat_private.raise_tenant_limit();
  end if;
  if used >= 0.8 * ceiling then
    perform global_chat_private.warn_of_usage(tenant, wanted_kind, used, ceiling);
  end if;
end $$;

create or replace function global_chat_private.warn_of_usage(tenant uuid, wanted_kind text, used bigint, ceiling bigint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  told constant jsonb := jsonb_build_object('kind', wanted_kind, 'used', used, 'limit', ceiling);
begin
  insert into global_chat_private.usage_warnings (tenant_id, day, kind)
  values (tenant, global_chat_private.today(), wanted_kind)
  on conflict do nothing;
  if found then
    -- Nobody's doing: the visitor who happened to be the one is not named.
    insert into global_chat_private.audit_log (tenant_id, action, subject, counts)
    values (tenant, 'usage_warning', tenant, told);
    perform global_chat_private.broadcast(told, 'usage', 'inbox:' || tenant);
  end if;
end $$;

-- A file that a visitor stores, sent or not: it counts for the tenant and for the visitor's share of its day.
create or replace function global_chat_private.count_file_bytes(
  owner uuid, session public.global_chat_sessions, bytes bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.take_visitor_tokens(
    'file_bytes', session.tenant_id, owner, (global_chat_private.person_of(session.visitor_id)).external_id, 1000, 1000,
    (select file_bytes_per_day from public.global_chat_tenants where id = session.tenant_id), bytes
  );
  perform global_chat_private.count_usage(session.tenant_id, 'file_bytes', bytes);
end $$;

-- How many bytes of files a visitor may still store at a tenant today: what is left of the tenant's day and of their share.
create or replace function global_chat_private.file_bytes_left(tenant uuid, caller uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  ceiling constant bigint := (select file_bytes_per_day from public.global_chat_tenants where id = tenant);
begin
  return greatest(0, least(
    ceiling - global_chat_private.used_today(tenant, 'file_bytes'),
    global_chat_private.share_of_visitor(ceiling) - coalesce((
      select bucket.used_today from global_chat_private.rate_buckets as bucket
      where bucket.kind = 'visitor_file_bytes' and bucket.day = global_chat_private.today()
        and bucket.subject = global_chat_private.hash_of('user', tenant, caller::text)
    ), 0)
  ));
end $$;

-- {day, resets_at, messages: {used, limit, warned_at}, sessions, visitors, file_bytes}
create or replace function global_chat_private.usage(wanted_tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  this_day constant date := global_chat_private.today();
  tenant public.global_chat_tenants;
begin
  perform global_chat_private.require_admin_or_service(wanted_tenant);
  select * into tenant from public.global_chat_tenants where id = wanted_tenant;
  return jsonb_build_object('day', this_day, 'resets_at', (this_day + 1)::timestamp at time zone 'UTC') || (
    select jsonb_object_agg(kind, jsonb_build_object(
      'used', global_chat_private.used_today(tenant.id, kind),
      'limit', global_chat_private.ceiling_of(tenant, kind),
      'warned_at', (
        select at from global_chat_private.usage_warnings as told
        where told.tenant_id = tenant.id and told.day = this_day and told.kind = kinds.kind
      )
    ))
    from unnest(array['messages', 'sessions', 'visitors', 'file_bytes']) as kinds (kind)
  );
end $$;
