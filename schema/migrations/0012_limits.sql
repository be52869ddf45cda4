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

-- Takes one token out of a bucket of `burst` that refills with `per_second`; refuses with PT429 when it is empty.
create or replace function global_chat_private.take_token(
  kind text, subject uuid, burst double precision, per_second double precision
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  left_over real;
begin
  insert into global_chat_private.rate_buckets as bucket (kind, subject, tokens, refilled_at)
  values (take_token.kind, take_token.subject, burst - 1, moment)
  on conflict on constraint rate_buckets_pkey do update
    set tokens = least(
          burst,
          bucket.tokens + per_second * greatest(0, extract(epoch from moment - bucket.refilled_at))
        ) - 1,
        refilled_at = moment
  returning bucket.tokens into left_over;
  if left_over < 0 then
    -- The error takes the update back, so a refused call costs nothing.
    perform global_chat_private.refuse(
      429, 'rate_limited', 'That is too much at once. Wait a moment.',
      jsonb_build_object('retry_after_ms', ceil(-left_over / per_second * 1000)::bigint)
    );
  end if;
end $$;

-- Agents are trusted and answer many conversations, so their bucket is wide and not configurable.
create or replace function global_chat_private.take_agent_token(agent uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.take_token('agent', agent, 120, 4);
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
  if cardinality(domains) > 0
    and not global_chat_private.is_allowed_host(domains, global_chat_private.request_host())
  then
    perform global_chat_private.refuse(403, 'origin_not_allowed', 'This chat may not be used on this page.');
  end if;
end $$;
