-- Owns how long somebody who left a team may still hear its topics. Realtime asks the policies when a socket joins and when
-- it gets a new token, not with each event: an open socket hears on until its access token ends. Until then events of the
-- tenant say that something changed, and nothing of what; clients ask for it, and asking is checked each time.

create table if not exists global_chat_private.departures (
  tenant_id uuid primary key references public.global_chat_tenants on delete cascade,
  heard_until timestamptz not null
);
alter table global_chat_private.departures enable row level security;
revoke all on global_chat_private.departures from public, anon, authenticated, service_role;

create or replace function global_chat_private.may_be_heard_by_former_member(tenant uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from global_chat_private.departures where tenant_id = tenant and heard_until > clock_timestamp()
  );
end $$;

-- How long a token may live: as long as the owner says, or as the token of whoever acts right now, when that is longer.
create or replace function global_chat_private.token_lifetime()
returns interval
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  claims constant jsonb := auth.jwt();
  own_life numeric;
begin
  if jsonb_typeof(claims -> 'exp') = 'number' and jsonb_typeof(claims -> 'iat') = 'number' then
    own_life := least((claims ->> 'exp')::numeric - (claims ->> 'iat')::numeric, 604800);
  end if;
  return make_interval(secs => greatest(
    own_life, (select access_token_seconds from global_chat_private.installation), 3600
  )::double precision);
end $$;

-- By whatever means a row goes: a call, SQL, or the deletion of the user.
create or replace function global_chat_private.remember_departure()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into global_chat_private.departures as known (tenant_id, heard_until)
  -- Not when the tenant itself is going.
  select id, clock_timestamp() + global_chat_private.token_lifetime()
  from public.global_chat_tenants where id = old.tenant_id
  on conflict (tenant_id) do update set heard_until = greatest(known.heard_until, excluded.heard_until);
  return null;
end $$;

create or replace trigger global_chat_agents_left
  after delete on public.global_chat_agents
  for each row execute function global_chat_private.remember_departure();

create or replace trigger global_chat_agents_moved
  after update of tenant_id, user_id on public.global_chat_agents
  for each row when ((old.tenant_id, old.user_id) is distinct from (new.tenant_id, new.user_id))
  execute function global_chat_private.remember_departure();
