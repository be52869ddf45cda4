-- Owns how often somebody may do something, and from which pages: token buckets and the Origin check.

-- Unlogged: after a crash everybody starts with a full bucket, and a message costs no extra write-ahead log.
create unlogged table if not exists global_chat_private.rate_buckets (
  kind text not null,
  subject uuid not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  primary key (subject, kind)
);
alter table global_chat_private.rate_buckets enable row level security;
revoke all on global_chat_private.rate_buckets from public, anon, authenticated, service_role;

-- When the bucket is full again it says nothing and may go. With a share of the day it also counts what was used today.
alter table global_chat_private.rate_buckets
  add column if not exists full_at timestamptz not null default now(),
  add column if not exists day date,
  add column if not exists used_today bigint not null default 0;
-- Visitors' buckets were once kept under their plain ids.
delete from global_chat_private.rate_buckets where kind in ('message', 'session');

-- Takes one token out of a bucket of `burst` that refills with `per_second`; refuses with PT429 when it is empty.
-- With `share`, `amount` also counts towards what this subject may use of one day.
drop function if exists global_chat_private.take_token(text, uuid, double precision, double precision);
create or replace function global_chat_private.take_token(
  kind text, subject uuid, burst double precision, per_second double precision, share bigint default null,
  amount bigint default 1
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  this_day constant date := case when share is not null then (now() at time zone 'UTC')::date end;
  left_over real;
  used bigint;
begin
  insert into global_chat_private.rate_buckets as bucket (kind, subject, tokens, refilled_at, full_at, day, used_today)
  values (
    take_token.kind, take_token.subject, burst - 1, moment, moment + make_interval(secs => burst / per_second), this_day, amount
  )
  on conflict on constraint rate_buckets_pkey do update
    set tokens = least(
          burst,
          bucket.tokens + per_second * greatest(0, extract(epoch from moment - bucket.refilled_at))
        ) - 1,
        refilled_at = moment,
        full_at = excluded.full_at,
        day = this_day,
        used_today = case when bucket.day = this_day then bucket.used_today else 0 end + amount
  returning bucket.tokens, bucket.used_today into left_over, used;
  -- The error takes the update back, so a refused call costs nothing.
  if left_over < 0 then
    perform global_chat_private.raise_error(
      429, 'rate_limited', 'That is too much at once. Wait a moment.',
      jsonb_build_object('retry_after_ms', ceil(-left_over / per_second * 1000)::bigint)
    );
  end if;
  if used > share then
    perform global_chat_private.raise_tenant_limit();
  end if;
end $$;

-- Says the same whether the tenant's day is used up or the caller's share of it.
create or replace function global_chat_private.raise_tenant_limit()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    429, 'tenant_limit', 'No more of this can be taken today.',
    jsonb_build_object('retry_after_ms', ceil(extract(epoch from
      (global_chat_private.today() + 1)::timestamp at time zone 'UTC' - clock_timestamp()
    ) * 1000)::bigint)
  );
end $$;

-- Deletes buckets that are full again, at most so many; those that somebody uses right now are left alone.
create or replace function global_chat_private.forget_full_buckets(most int)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from global_chat_private.rate_buckets where ctid = any (array(
    select ctid from global_chat_private.rate_buckets
    where full_at < clock_timestamp() and (day is null or day < global_chat_private.today())
    limit most for update skip locked
  ));
end $$;

-- Agents are trusted and answer many conversations, so their bucket is wide and not configurable.
create or replace function global_chat_private.take_agent_token(agent uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- The secret key and the SQL editor are nobody's browser.
  if agent is not null then
    perform global_chat_private.take_token('agent', agent, 120, 4);
  end if;
end $$;

-- The host of the page that sent this request, from its Origin header; null when there is none.
create or replace function global_chat_private.request_host()
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  headers constant text := nullif(current_setting('request.headers', true), '');
begin
  if headers is null then
    return null;
  end if;
  -- scheme://host[:port], nothing behind it: exactly what browsers send.
  return lower(substring(headers::jsonb ->> 'origin' from '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/:@?#[:space:]]+)(?::[0-9]+)?$'));
end $$;

-- An empty list allows every page. `*.example.com` covers the hosts below example.com, not itself.
create or replace function global_chat_private.is_allowed_host(domains text[], host text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select cardinality(domains) = 0 or coalesce((
    select bool_or(
      host = entry or (left(entry, 2) = '*.' and right(host, length(entry) - 1) = substr(entry, 2))
    )
    from unnest(domains) as entry
  ), false)
$$;

create or replace function global_chat_private.require_allowed_origin(domains text[])
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not global_chat_private.is_allowed_host(domains, global_chat_private.request_host()) then
    perform global_chat_private.raise_error(403, 'origin_not_allowed', 'This chat may not be used on this page.');
  end if;
end $$;
