-- Owns who of the visitors may write, how much, and from where: the one guard before everything a visitor changes. How many
-- messages and conversations is set by the owner, in columns of 0005_widgets.sql.

-- The person behind a visitor's row: whoever it was merged into, or itself. Whatever is read or written of a visitor
-- that was reached through a session is this row's.
create or replace function global_chat_private.person_of(visitor uuid)
returns public.global_chat_visitors
language plpgsql
stable
set search_path = ''
as $$
declare
  person public.global_chat_visitors;
begin
  select * into person from public.global_chat_visitors where id = visitor;
  if person.merged_into is not null then
    select * into person from public.global_chat_visitors where id = person.merged_into;
  end if;
  return person;
end $$;

-- The truth about a block. What a session says of it is a copy for the team's lists.
create or replace function global_chat_private.is_blocked(visitor uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return (global_chat_private.person_of(visitor)).blocked_at is not null;
end $$;

-- What one visitor may use of their tenant's day: a tenth.
create or replace function global_chat_private.share_of_visitor(daily bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ceil(daily / 10.0);
end $$;

-- Takes a token from the visitor's browser, from the person where one is known, so that several browsers are no more than
-- one, and from the address where one is known. Always in this order, so that two calls never wait in a circle.
-- The buckets belong to hashes, so that they outlive an erasure.
create or replace function global_chat_private.take_visitor_tokens(
  kind text, tenant uuid, caller uuid, external_id text, burst double precision, per_second double precision,
  daily bigint default null, amount bigint default 1
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  bucket constant text := 'visitor_' || kind;
  share constant bigint := global_chat_private.share_of_visitor(daily);
  installed global_chat_private.installation;
  address text;
begin
  select * into installed from global_chat_private.installation;
  perform global_chat_private.take_token(
    bucket, global_chat_private.hash_with(installed.secret, 'user', tenant, caller::text), burst, per_second, share, amount
  );
  if external_id is not null then
    perform global_chat_private.take_token(
      bucket, global_chat_private.hash_with(installed.secret, 'external_id', tenant, external_id), burst, per_second,
      share, amount
    );
  end if;
  address := global_chat_private.caller_address(installed);
  if address is not null then
    perform global_chat_private.take_token(
      bucket, global_chat_private.hash_with(installed.secret, 'address', tenant, address),
      installed.visitors_per_address * burst, installed.visitors_per_address * per_second,
      -- A quarter of the tenant's day for one address.
      ceil(daily / 4.0)::bigint, amount
    );
  end if;
end $$;

-- Refuses a visitor who is blocked, on a page that is not allowed, or too fast for this kind of writing: `message`,
-- `session`, `detail`, `event` or `receipt`. Notes that they are there.
drop function if exists global_chat_private.require_visitor_may_write(uuid, public.global_chat_sessions);
create or replace function global_chat_private.require_visitor_may_write(
  caller uuid, wanted_widget uuid, visitor uuid, kind text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  found record;
begin
  select
    person.id as person, person.tenant_id, person.external_id, person.blocked_at, person.last_seen_at, allowed_domains,
    case kind
      when 'message' then message_burst when 'session' then session_burst when 'receipt' then 120 when 'event' then 20 else 60
    end as burst,
    case kind
      when 'message' then messages_per_second when 'session' then sessions_per_second when 'receipt' then 4 when 'event' then 0.2 else 1
    end as per_second,
    case kind
      when 'message' then tenant.messages_per_day when 'session' then tenant.sessions_per_day
    end as daily
  into found
  from public.global_widget_config as config
  join public.global_chat_tenants as tenant on tenant.id = config.tenant_id
  -- As person_of finds it.
  join public.global_chat_visitors as person on person.id = (
    select coalesce(merged_into, id) from public.global_chat_visitors where id = visitor
  )
  where config.id = wanted_widget;
  if found.blocked_at is not null then
    perform global_chat_private.require_unblocked(found.blocked_at);
  end if;
  if found.allowed_domains <> '{}' then
    perform global_chat_private.require_allowed_origin(found.allowed_domains);
  end if;
  perform global_chat_private.take_visitor_tokens(
    kind, found.tenant_id, caller, found.external_id, found.burst, found.per_second, found.daily
  );
  if found.last_seen_at < clock_timestamp() - interval '1 minute' then
    update public.global_chat_visitors set last_seen_at = clock_timestamp() where id = found.person;
  end if;
end $$;

-- A new session also counts for its tenant. No visitor and no address may take more than a quarter of the tenant's.
create or replace function global_chat_private.take_session_tokens(caller uuid, widget public.global_widget_config)
returns void
language plpgsql
set search_path = ''
as $$
declare
  most constant double precision := widget.tenant_sessions_per_minute;
  quarter constant double precision := greatest(1, most / 4);
  address constant text := (
    select global_chat_private.caller_address(installed) from global_chat_private.installation as installed
  );
begin
  perform global_chat_private.take_token(
    'session_quarter', global_chat_private.hash_of('user', widget.tenant_id, caller::text), quarter, quarter / 60
  );
  if address is not null then
    perform global_chat_private.take_token(
      'session_quarter', global_chat_private.hash_of('address', widget.tenant_id, address), quarter, quarter / 60
    );
  end if;
  perform global_chat_private.take_token('tenant_sessions', widget.tenant_id, most, most / 60);
end $$;

-- Someone who erases themselves names no widget. One whose pages they wrote on must allow the page they are on now.
create or replace function global_chat_private.require_visitor_may_erase(caller uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from global_chat_private.visitor_auth where auth_uid = caller) and not exists (
    select
    from global_chat_private.visitor_auth as own
    join public.global_widget_config as widget on widget.tenant_id = own.tenant_id
    where own.auth_uid = caller
      and global_chat_private.is_allowed_host(widget.allowed_domains, global_chat_private.request_host())
  ) then
    perform global_chat_private.raise_error(403, 'origin_not_allowed', 'This chat may not be used on this page.');
  end if;
  perform global_chat_private.take_visitor_tokens('erasure', null, caller, null, 10, 0.05);
end $$;
