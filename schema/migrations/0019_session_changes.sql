-- Owns what agents change about sessions: status, assignee, tags, priority, snooze; one or up to 200 at once.

-- The values to be stored, checked, with only the keys that were sent.
create or replace function global_chat_private.checked_changes(tenant uuid, changes jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant text[] := array['status', 'assigned_to', 'tags', 'priority', 'snoozed_until'];
  checked jsonb := global_chat_private.known_object(changes, 'changes', known, 8192);
  assignee uuid;
  wake_up timestamptz;
begin
  if checked ? 'status' and coalesce(checked ->> 'status' not in ('open', 'pending', 'resolved'), true) then
    perform global_chat_private.raise_invalid_argument('changes.status', 'status is open, pending or resolved.');
  end if;
  if checked ? 'priority' and coalesce(checked ->> 'priority' not in ('low', 'normal', 'high', 'urgent'), true) then
    perform global_chat_private.raise_invalid_argument('changes.priority', 'priority is low, normal, high or urgent.');
  end if;
  if checked ? 'tags' then
    checked := checked || jsonb_build_object(
      'tags', to_jsonb(global_chat_private.text_list(checked -> 'tags', 'changes.tags', 20, 60))
    );
  end if;
  if jsonb_typeof(checked -> 'assigned_to') <> 'null' then
    assignee := global_chat_private.uuid_or_null(lower(checked ->> 'assigned_to'));
    if not exists (select from public.global_chat_agents where tenant_id = tenant and user_id = assignee) then
      perform global_chat_private.raise_invalid_argument('changes.assigned_to', 'assigned_to is no agent of this tenant.');
    end if;
    checked := checked || jsonb_build_object('assigned_to', assignee);
  end if;
  if jsonb_typeof(checked -> 'snoozed_until') <> 'null' then
    wake_up := global_chat_private.point_in_time(checked -> 'snoozed_until', 'changes.snoozed_until');
    if wake_up <= now() or wake_up > now() + interval '5 years' then
      perform global_chat_private.raise_invalid_argument('changes.snoozed_until', 'snoozed_until must be a time to come.');
    end if;
    checked := checked || jsonb_build_object('snoozed_until', wake_up);
  end if;
  return checked;
end $$;

-- Applies checked changes to a locked session. What changes nothing takes no rev and tells nobody. A new status takes a
-- `rev`, which the visitor hears of; everything else takes a `team_rev`.
create or replace function global_chat_private.change_session(session public.global_chat_sessions, checked jsonb)
returns public.global_chat_sessions
language plpgsql
set search_path = ''
as $$
declare
  before constant public.global_chat_sessions := session;
  moment constant timestamptz := clock_timestamp();
  is_visible boolean;
begin
  if checked ? 'status' then
    session.status := checked ->> 'status';
    session.resolved_at := case when session.status = 'resolved' then coalesce(session.resolved_at, moment) end;
    if session.status = 'resolved' then
      session.snoozed_until := null;
    end if;
  end if;
  if checked ? 'assigned_to' then
    session.assigned_to := (checked ->> 'assigned_to')::uuid;
  end if;
  if checked ? 'tags' then
    session.tags := array(select jsonb_array_elements_text(checked -> 'tags'));
  end if;
  if checked ? 'priority' then
    session.priority := checked ->> 'priority';
  end if;
  if checked ? 'snoozed_until' then
    session.snoozed_until := (checked ->> 'snoozed_until')::timestamptz;
  end if;
  if session is not distinct from before then
    return session;
  end if;
  is_visible := session.status <> before.status;
  update public.global_chat_sessions
  set status = session.status,
      resolved_at = session.resolved_at,
      assigned_to = session.assigned_to,
      tags = session.tags,
      priority = session.priority,
      snoozed_until = session.snoozed_until,
      rev = case when is_visible then rev + 1 else rev end,
      updated_at = case when is_visible then moment else updated_at end,
      team_rev = case when is_visible then team_rev else team_rev + 1 end,
      team_updated_at = case when is_visible then team_updated_at else moment end
  where id = session.id
  returning * into session;
  if is_visible then
    perform global_chat_private.announce(session, 'session');
  else
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end if;
  return session;
end $$;

create or replace function global_chat_private.update_session(wanted_session uuid, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
begin
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.my_role_in(session.tenant_id) is null then
    perform global_chat_private.require_agent_of_session(session);
  end if;
  perform global_chat_private.take_agent_token(caller);
  return global_chat_private.session_summary(global_chat_private.change_session(
    session, global_chat_private.checked_changes(session.tenant_id, changes)
  ));
end $$;

-- A visitor of the session may know that it exists; for everybody else it does not.
create or replace function global_chat_private.require_agent_of_session(session public.global_chat_sessions)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if global_chat_private.my_role_in(session.tenant_id) is not null then
    return;
  end if;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) = 'visitor' then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only agents may do that.');
  end if;
  perform global_chat_private.raise_not_found();
end $$;

create or replace function global_chat_private.update_sessions(wanted_sessions uuid[], changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  checked jsonb;
  checked_for uuid;
  amount int := 0;
  answer jsonb := '[]';
begin
  if wanted_sessions is null or cardinality(wanted_sessions) > 200 then
    perform global_chat_private.raise_invalid_argument('session_ids', 'session_ids is a list of at most 200 sessions.');
  end if;
  -- Locked in the order of their ids, and before the caller's bucket as everywhere else, so that two changes never wait
  -- for each other in a circle.
  for session in
    select * from public.global_chat_sessions where id = any (wanted_sessions) order by id for no key update
  loop
    perform global_chat_private.require_agent_of_session(session);
    if checked_for is distinct from session.tenant_id then
      checked := global_chat_private.checked_changes(session.tenant_id, changes);
      checked_for := session.tenant_id;
    end if;
    amount := amount + 1;
    answer := answer || global_chat_private.session_summary(global_chat_private.change_session(session, checked));
  end loop;
  -- Before the bucket, which may be empty: an answer about it would tell a stranger which sessions there are.
  if amount < (select count(distinct wanted) from unnest(wanted_sessions) as wanted) then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  return answer;
end $$;
