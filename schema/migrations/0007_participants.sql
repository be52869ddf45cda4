-- Owns the answer to "who is asking?": which visitors and tenants a caller stands for, and the part they play in a session.
-- Policies and functions ask here and nowhere else.

-- The visitors a caller is, with those that were merged into them. Blocked visitors keep reading, see require_unblocked.
create or replace function global_chat_private.my_visitor_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
rows 2
as $$
  select visitor_id from global_chat_private.visitor_auth where auth_uid = (select auth.uid())
  union all
  select merged.id
  from global_chat_private.visitor_auth as own
  join public.global_chat_visitors as merged on merged.merged_into = own.visitor_id
  where own.auth_uid = (select auth.uid())
$$;

-- Staff sign in for real: an anonymous token never counts, even with a membership row.
create or replace function global_chat_private.is_anonymous()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(auth.jwt() ->> 'is_anonymous', 'false') <> 'false';
end $$;

create or replace function global_chat_private.my_tenant_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
rows 2
as $$
  select tenant_id from public.global_chat_agents
  where user_id = (select auth.uid()) and not (select global_chat_private.is_anonymous())
$$;

-- 'agent', 'admin', or null.
create or replace function global_chat_private.my_role_in(tenant uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select role from public.global_chat_agents
    where tenant_id = tenant and user_id = (select auth.uid()) and not (select global_chat_private.is_anonymous())
  );
end $$;

-- 'visitor', 'agent', or null for everybody else. Who is both is the visitor of their own session.
create or replace function global_chat_private.part_of(tenant uuid, visitor uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if exists (
    select from global_chat_private.visitor_auth as own
    where own.auth_uid = (select auth.uid())
      and own.tenant_id = tenant
      and (own.visitor_id = visitor or own.visitor_id = (
        select merged_into from public.global_chat_visitors where id = visitor
      ))
  ) then
    return 'visitor';
  end if;
  return case when global_chat_private.my_role_in(tenant) is not null then 'agent' end;
end $$;

create or replace function global_chat_private.part_in(session uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select global_chat_private.part_of(tenant_id, visitor_id) from public.global_chat_sessions where id = session
  );
end $$;

-- Refuses everybody who is no agent of the tenant. Others cannot tell whether the tenant exists.
create or replace function global_chat_private.require_agent(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only agents of this tenant may do that.');
  end if;
end $$;

create or replace function global_chat_private.require_admin(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is distinct from 'admin' then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only admins of this tenant may do that.');
  end if;
end $$;

-- Blocked visitors keep reading what was said, and can write nothing.
create or replace function global_chat_private.require_unblocked(blocked_at timestamptz)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if blocked_at is not null then
    perform global_chat_private.raise_error(403, 'blocked', 'This conversation is closed.');
  end if;
end $$;
