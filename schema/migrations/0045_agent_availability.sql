-- Owns whether agents are there: what they chose to be, and the heartbeat of their open inboxes. Visitors learn of it only
-- whether the team is online (0013_availability.sql).

create or replace function global_chat_private.online_needs_agent(tenant uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (select online_needs_agent from public.global_chat_tenants where id = tenant);
end $$;

-- An inbox sends a heartbeat each minute; two may get lost.
create or replace function global_chat_private.is_fresh_heartbeat(heartbeat timestamptz)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  return heartbeat > clock_timestamp() - interval '150 seconds';
end $$;

create or replace function global_chat_private.is_agent_online(tenant uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.global_chat_agents
    where tenant_id = tenant and availability = 'online' and global_chat_private.is_fresh_heartbeat(last_heartbeat_at)
  );
end $$;

-- Open widgets ask again whether the team is there.
create or replace function global_chat_private.announce_availability(tenant uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  widget uuid;
begin
  for widget in select id from public.global_widget_config where tenant_id = tenant loop
    perform global_chat_private.broadcast('{"changed": true}', 'config', 'widget:' || widget);
  end loop;
end $$;

-- The caller's inbox is open, and the agent is this from now on; without a wish, what they were. {availability}
-- A heartbeat that repeats what is known since less than half its interval writes nothing.
create or replace function global_chat_private.set_availability(tenant uuid, wanted text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  was_online boolean;
  known public.global_chat_agents;
begin
  perform global_chat_private.require_agent(tenant);
  if wanted not in ('online', 'away', 'off') then
    perform global_chat_private.raise_invalid_argument('availability', 'availability is online, away or off.');
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  select * into known from public.global_chat_agents where tenant_id = tenant and user_id = auth.uid();
  if coalesce(wanted, known.availability) = known.availability and known.last_heartbeat_at > moment - interval '30 seconds' then
    return jsonb_build_object('availability', known.availability);
  end if;
  -- One after another, so that of two who leave at once the second one knows.
  perform from public.global_chat_tenants where id = tenant for no key update;
  update public.global_chat_tenants set online_needs_agent = true where id = tenant and online_needs_agent is null;
  -- Until the first heartbeat of all, visitors were told the hours.
  was_online := found or global_chat_private.is_agent_online(tenant);
  update public.global_chat_agents
  set availability = coalesce(wanted, availability), last_heartbeat_at = moment
  where tenant_id = tenant and user_id = auth.uid()
  returning * into known;
  if global_chat_private.online_needs_agent(tenant) and was_online <> global_chat_private.is_agent_online(tenant) then
    perform global_chat_private.announce_availability(tenant);
  end if;
  return jsonb_build_object('availability', known.availability);
end $$;

-- By whatever means a row goes: a call, SQL, or the deletion of the user.
create or replace function global_chat_private.announce_absence()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if global_chat_private.online_needs_agent(old.tenant_id)
    and old.availability = 'online' and global_chat_private.is_fresh_heartbeat(old.last_heartbeat_at)
    and not global_chat_private.is_agent_online(old.tenant_id)
  then
    perform global_chat_private.announce_availability(old.tenant_id);
  end if;
  return null;
end $$;

create or replace trigger global_chat_agents_absent
  after delete on public.global_chat_agents
  for each row execute function global_chat_private.announce_absence();
