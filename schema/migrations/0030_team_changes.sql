-- Owns tenants coming into being and people joining and leaving them.

-- The secret key acts for the whole installation, e.g. from a host's backend or the command line, and so does the owner of
-- the schema in the SQL editor, who has no token at all.
create or replace function global_chat_private.is_service()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if nullif(current_setting('request.jwt.claims', true), '') is null then
    return pg_has_role(
      session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'global_chat_private'), 'usage'
    );
  end if;
  return coalesce(auth.role() = 'service_role', false);
end $$;

create or replace function global_chat_private.require_admin_or_service(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if global_chat_private.is_service() then
    if not exists (select from public.global_chat_tenants where id = tenant) then
      perform global_chat_private.raise_not_found();
    end if;
    return;
  end if;
  perform global_chat_private.require_admin(tenant);
end $$;

-- A tenant with its first admin and widget. {tenant_id, widget_id}
create or replace function global_chat_private.create_tenant(
  wanted_slug text, wanted_name text, admin_id uuid, admin_name text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  shown_name constant text := coalesce(global_chat_private.short_text(to_jsonb(wanted_name), 'name', 120), wanted_slug);
  tenant uuid;
  widget uuid;
begin
  if not global_chat_private.is_service() then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only the secret key may create tenants.');
  end if;
  if coalesce(wanted_slug !~ '^[a-z0-9][a-z0-9-]{0,62}$', true) then
    perform global_chat_private.raise_invalid_argument('slug', 'slug is lower-case letters, digits and hyphens.');
  end if;
  insert into public.global_chat_tenants (slug, name)
  values (wanted_slug, shown_name)
  on conflict (slug) do nothing
  returning id into tenant;
  if tenant is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'There is already a tenant with this slug.');
  end if;
  insert into public.global_widget_config (tenant_id, name)
  values (tenant, shown_name)
  returning id into widget;
  perform global_chat_private.record(tenant, 'create_tenant', tenant);
  if admin_id is not null then
    perform global_chat_private.add_agent(tenant, admin_id, 'admin', admin_name);
  end if;
  return jsonb_build_object('tenant_id', tenant, 'widget_id', widget);
end $$;

create or replace function global_chat_private.agent_view(agent public.global_chat_agents)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_id', agent.user_id, 'display_name', agent.display_name, 'avatar_url', agent.avatar_url, 'role', agent.role
  )
$$;

-- Makes an existing user an agent; for a member it changes nothing. For the secret key and the SQL editor: an admin invites,
-- so that nobody is put on a team, and no id is tried for an account, without the person's consent.
create or replace function global_chat_private.add_agent(tenant uuid, person uuid, wanted_role text, wanted_name text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  agent public.global_chat_agents;
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'display_name', 120);
begin
  if not global_chat_private.is_service() then
    perform global_chat_private.require_user();
    perform global_chat_private.raise_error(403, 'not_allowed', 'Invite them instead, with global_chat_invite_agent.');
  end if;
  perform global_chat_private.require_admin_or_service(tenant);
  if coalesce(wanted_role not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('role', 'role is agent or admin.');
  end if;
  if shown_name is null then
    perform global_chat_private.raise_invalid_argument('display_name', 'display_name is missing.');
  end if;
  if not exists (select from auth.users where id = person and not is_anonymous) then
    perform global_chat_private.raise_not_found();
  end if;
  insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
  values (tenant, person, wanted_role, shown_name)
  on conflict (tenant_id, user_id) do nothing
  returning * into agent;
  if agent.user_id is null then
    select * into agent from public.global_chat_agents where tenant_id = tenant and user_id = person;
  else
    perform global_chat_private.record(tenant, 'add_agent', person, jsonb_build_object('role', wanted_role));
  end if;
  return global_chat_private.agent_view(agent);
end $$;

-- A tenant always keeps an admin. The rows of the admins are locked, so that two of them cannot both go.
create or replace function global_chat_private.require_other_admin(tenant uuid, leaving uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.global_chat_agents where (tenant_id, role) = (tenant, 'admin') order by user_id for no key update;
  if array(select user_id from public.global_chat_agents where tenant_id = tenant and role = 'admin') = array[leaving] then
    perform global_chat_private.raise_error(409, 'last_admin', 'A team needs at least one admin.');
  end if;
end $$;

-- Own name and picture; admins may change everybody's, and roles.
create or replace function global_chat_private.update_agent(tenant uuid, person uuid, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  checked constant jsonb := global_chat_private.known_object(changes, 'changes', array['role', 'display_name', 'avatar_url'], 4096);
  shown_name constant text := global_chat_private.short_text(checked -> 'display_name', 'changes.display_name', 120);
  picture constant text := global_chat_private.short_text(checked -> 'avatar_url', 'changes.avatar_url', 2000);
  agent public.global_chat_agents;
begin
  if checked ? 'role' or person is distinct from auth.uid() then
    perform global_chat_private.require_admin_or_service(tenant);
  else
    perform global_chat_private.require_agent(tenant);
  end if;
  if checked ? 'role' and coalesce(checked ->> 'role' not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('changes.role', 'role is agent or admin.');
  end if;
  if checked ? 'display_name' and shown_name is null then
    perform global_chat_private.raise_invalid_argument('changes.display_name', 'display_name has 1 to 120 characters.');
  end if;
  if picture !~ '^https?://[^[:space:]"<>]+$' then
    perform global_chat_private.raise_invalid_argument('changes.avatar_url', 'avatar_url is a web address.');
  end if;
  if checked ->> 'role' = 'agent' then
    perform global_chat_private.require_other_admin(tenant, person);
  end if;
  update public.global_chat_agents
  set role = coalesce(checked ->> 'role', role),
      display_name = coalesce(shown_name, display_name),
      avatar_url = case when checked ? 'avatar_url' then picture else avatar_url end
  where tenant_id = tenant and user_id = person
  returning * into agent;
  if agent.user_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  if checked ? 'role' then
    perform global_chat_private.record(tenant, 'update_agent', person, jsonb_build_object('role', agent.role));
  end if;
  return global_chat_private.agent_view(agent);
end $$;

-- Takes somebody off the team. Their sessions wait for somebody else; what they wrote stays.
create or replace function global_chat_private.remove_agent(tenant uuid, person uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  agent public.global_chat_agents;
  session public.global_chat_sessions;
begin
  if person is distinct from auth.uid() then
    perform global_chat_private.require_admin_or_service(tenant);
  else
    perform global_chat_private.require_agent(tenant);
  end if;
  perform global_chat_private.require_other_admin(tenant, person);
  for session in
    select * from public.global_chat_sessions where tenant_id = tenant and assigned_to = person order by id for no key update
  loop
    perform global_chat_private.change_session(session, '{"assigned_to": null}');
  end loop;
  delete from public.global_chat_agents where tenant_id = tenant and user_id = person returning * into agent;
  if agent.user_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  delete from public.global_chat_canned_replies where tenant_id = tenant and owner_id = person;
  perform global_chat_private.record(tenant, 'remove_agent', person);
  return global_chat_private.agent_view(agent);
end $$;
