-- Owns blocking: a blocked person keeps reading what was said and can write nothing, in any browser they are known in.

-- Blocks or unblocks all rows and sessions of a person; false when they were so already.
create or replace function global_chat_private.set_block(visitor uuid, moment timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  people uuid[];
  changed boolean := false;
  session public.global_chat_sessions;
begin
  loop
    people := array(select global_chat_private.same_person(visitor));
    -- Sessions first, then visitors: the order in which sending locks them.
    perform from public.global_chat_sessions where visitor_id = any (people) order by id for no key update;
    update public.global_chat_visitors set blocked_at = moment
    where id = any (people) and (blocked_at is null) <> (moment is null);
    changed := changed or found;
    -- Another browser may have turned out to be theirs while this waited.
    exit when people @> array(select global_chat_private.same_person(visitor));
  end loop;
  for session in
    select * from public.global_chat_sessions
    where visitor_id = any (people) and (visitor_blocked_at is null) <> (moment is null) order by id
  loop
    update public.global_chat_sessions
    set visitor_blocked_at = moment, team_rev = team_rev + 1, team_updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end loop;
  return changed;
end $$;

-- A visitor who was erased while they were blocked can still be unblocked, by the id that the team saw and the audit log names.
create or replace function global_chat_private.block_visitor(wanted_visitor uuid, blocked boolean)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  moment constant timestamptz := case when coalesce(blocked, true) then now() end;
  -- As long as there is something to know them by: they may be erasing themselves right now.
  known constant jsonb := global_chat_private.identities_of(wanted_visitor);
  tenant constant uuid := coalesce(
    (select tenant_id from public.global_chat_visitors where id = wanted_visitor),
    global_chat_private.tenant_of_block(wanted_visitor)
  );
  changed boolean;
begin
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_not_found();
  end if;
  -- Sessions before the bucket, as everywhere else.
  perform from public.global_chat_sessions
  where visitor_id = any (array(select global_chat_private.same_person(wanted_visitor))) order by id for no key update;
  perform global_chat_private.take_agent_token(caller);
  changed := global_chat_private.set_block(wanted_visitor, moment);
  if moment is null then
    changed := global_chat_private.forget_block(tenant, wanted_visitor) or changed;
  else
    perform global_chat_private.keep_block(tenant, known || global_chat_private.identities_of(wanted_visitor), moment);
  end if;
  if changed then
    perform global_chat_private.record(tenant, case when moment is null then 'unblock_visitor' else 'block_visitor' end, wanted_visitor);
  end if;
  return jsonb_build_object(
    'visitor_id', wanted_visitor,
    'blocked_at', coalesce((global_chat_private.person_of(wanted_visitor)).blocked_at, moment)
  );
end $$;

-- What the team sees beside a conversation.
create or replace function global_chat_private.visitor_view(visitor public.global_chat_visitors)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', visitor.id, 'external_id', visitor.external_id, 'name', visitor.name, 'email', visitor.email,
    'verified', visitor.verified, 'blocked_at', visitor.blocked_at, 'metadata', visitor.metadata,
    'created_at', visitor.created_at, 'last_seen_at', visitor.last_seen_at
  )
$$;
