-- Owns what a page tells of what its visitor did: the newest events of a session, which only the team
-- sees; and what the visitor answered there.

-- One event as it is stored: what happened, a few values, and when, by the database's own clock.
create or replace function global_chat_private.checked_event(entry jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant jsonb := global_chat_private.known_object(entry, 'events', array['id', 'name', 'properties', 'age_ms'], 1024);
  event_id constant uuid := global_chat_private.uuid_or_null(lower(known ->> 'id'));
  event_name constant text := global_chat_private.short_text(known -> 'name', 'events.name', 60);
  age constant bigint := coalesce(global_chat_private.whole_number(known -> 'age_ms', 'events.age_ms', 86400000), 0);
  properties constant jsonb := coalesce(nullif(known -> 'properties', 'null'), '{}');
begin
  if event_id is null then
    perform global_chat_private.raise_invalid_argument('events.id', 'An event has an id, which is a UUID.');
  end if;
  if event_name is null or event_name ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]' then
    perform global_chat_private.raise_invalid_argument('events.name', 'An event has a name, on one line.');
  end if;
  if jsonb_typeof(properties) <> 'object' or octet_length(properties::text) > 512 or exists (
    select from jsonb_each(properties) as pairs (key, value) where jsonb_typeof(value) in ('object', 'array')
  ) then
    perform global_chat_private.raise_invalid_argument(
      'events.properties', 'The properties of an event are texts, numbers, true or false: at most 512 bytes together.'
    );
  end if;
  return jsonb_build_object(
    'id', event_id, 'name', event_name, 'properties', properties,
    'at', date_trunc('milliseconds', clock_timestamp() - make_interval(secs => age / 1000.0))
  );
end $$;

-- Old events and new ones, oldest first: the newest 20, of them as many as are 4 KB together. One that is there already,
-- because an answer was lost and it was sent again, stays as it is.
create or replace function global_chat_private.newest_events(old jsonb, new jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_agg(entry order by number desc)
  from (
    select entry, row_number() over newest as number, sum(octet_length(entry::text) + 2) over newest as bytes
    from (
      select distinct on (entry ->> 'id') entry, place
      from jsonb_array_elements(old || new) with ordinality as entries (entry, place)
      order by entry ->> 'id', place
    ) as different
    window newest as (order by (entry ->> 'at')::timestamptz desc, place desc)
  ) as counted
  where number <= 20 and bytes <= 4096
$$;

create or replace function global_chat_private.track(wanted_session uuid, events jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  kept jsonb;
begin
  if jsonb_typeof(events) is distinct from 'array' or jsonb_array_length(events) not between 1 and 20 then
    perform global_chat_private.raise_invalid_argument('events', 'events is a list of 1 to 20.');
  end if;
  events := (select jsonb_agg(global_chat_private.checked_event(entry)) from jsonb_array_elements(events) as entry);
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is distinct from 'visitor' then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'event');
  kept := global_chat_private.newest_events(session.visitor_events, events);
  if kept <> session.visitor_events then
    update public.global_chat_sessions
    set visitor_events = kept, team_rev = team_rev + 1, team_updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end if;
  return global_chat_private.session_view(session);
end $$;

-- The message beside the launcher that a conversation answers. The visitor names which; its words are the owner's own.
create or replace function global_chat_private.answered_trigger(session public.global_chat_sessions)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  wanted constant text := session.visitor_metadata ->> 'trigger';
  widget public.global_widget_config;
begin
  if wanted is null then
    return null;
  end if;
  select * into widget from public.global_widget_config where id = session.widget_id;
  if wanted = 'teaser' then
    return nullif(widget.teaser_text, '');
  end if;
  return (
    select entry ->> 'message' from jsonb_array_elements(widget.triggers) as entry where entry ->> 'id' = wanted
  );
end $$;
