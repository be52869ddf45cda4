-- Owns what the database tells Realtime. One change that a visitor may see = one rev = one event on session:<id> and one on
-- inbox:<tenant>. A change that only the team sees = one team_rev = one event on inbox:<tenant>.
-- A broadcast is a doorbell: when it fails, the change stays and clients find it when they sync.

create or replace function global_chat_private.send_event(payload jsonb, event text, topic text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform realtime.send(payload, event, topic, true);
exception
  when others then
    raise warning 'Global Chat could not broadcast %: %', event, sqlerrm;
end $$;

-- Realtime hears of the row that is inserted, and would keep it for three days to replay it to whoever joins, with words
-- that were edited, deleted or erased since. Nobody of ours asks for a replay, so nothing is left to be replayed.
create or replace function global_chat_private.empty_sent_events(topics text[])
returns void
language plpgsql
set search_path = ''
-- One plan for good: a new one for each message costs more than the update, and one that was made in the morning, when the
-- day's partition was empty, would read all of it in the evening.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  -- By an update, because a hosted project grants no delete. The time is the column's default, the start of this transaction.
  update realtime.messages set payload = '{}', private = false
  where topic = any (topics) and inserted_at = now()::timestamp and private and extension = 'broadcast';
exception
  when others then
    raise warning 'Global Chat could not empty a broadcast that was sent: %', sqlerrm;
end $$;

create or replace function global_chat_private.broadcast(payload jsonb, event text, topic text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.send_event(payload, event, topic);
  perform global_chat_private.empty_sent_events(array[topic]);
end $$;

-- What was kept before there was this rule.
do $$ begin
  update realtime.messages set payload = '{}', private = false
  where private and extension = 'broadcast'
    and topic ~ '^(session|inbox):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    and (
      exists (select from public.global_chat_sessions where topic = 'session:' || id)
      or exists (select from public.global_chat_tenants where topic = 'inbox:' || id)
    );
exception
  when insufficient_privilege then
    raise warning 'Global Chat could not empty older broadcasts; Realtime drops them after three days: %', sqlerrm;
end $$;

-- What a change of a session tells. For as long as somebody who left the team may still hear (0044_departures.sql): that it
-- changed, and nothing of what.
create or replace function global_chat_private.event_of(session public.global_chat_sessions, heard jsonb, thin boolean)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when thin then jsonb_build_object('rev', session.rev, 'session_id', session.id) else heard end;
end $$;

create or replace function global_chat_private.announce_to_team(
  session public.global_chat_sessions, summary jsonb
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    global_chat_private.event_of(
      session,
      jsonb_build_object('rev', session.rev, 'session', summary),
      global_chat_private.may_be_heard_by_former_member(session.tenant_id)
    ),
    'session',
    'inbox:' || session.tenant_id
  );
end $$;

-- Tells the participants and the inbox of a change, and returns the answer for a caller who plays this part:
-- {rev, session, message?}.
create or replace function global_chat_private.announce(
  session public.global_chat_sessions, event text, message public.global_chat_messages default null,
  part text default 'visitor'
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  view constant jsonb := global_chat_private.session_view(session);
  summary constant jsonb := global_chat_private.summary_over(view, session);
  topic constant text := 'session:' || session.id;
  team_topic constant text := 'inbox:' || session.tenant_id;
  thin constant boolean := global_chat_private.may_be_heard_by_former_member(session.tenant_id);
  heard jsonb := jsonb_build_object('rev', session.rev, 'session', view);
begin
  if message.id is not null then
    heard := heard || jsonb_build_object('message', global_chat_private.message_for('visitor', message));
  end if;
  perform global_chat_private.send_event(global_chat_private.event_of(session, heard, thin), event, topic);
  perform global_chat_private.send_event(
    global_chat_private.event_of(session, jsonb_build_object('rev', session.rev, 'session', summary), thin),
    'session',
    team_topic
  );
  perform global_chat_private.empty_sent_events(array[topic, team_topic]);
  if part = 'agent' then
    heard := heard || jsonb_build_object('session', summary);
    if message.id is not null then
      heard := heard || jsonb_build_object('message', global_chat_private.message_for('agent', message));
    end if;
  end if;
  return heard;
end $$;

create or replace function global_chat_private.announce_note(note public.global_chat_notes, deleted boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    case
      when global_chat_private.may_be_heard_by_former_member(note.tenant_id) then jsonb_build_object('session_id', note.session_id)
      else jsonb_build_object('session_id', note.session_id, 'note', global_chat_private.note_view(note), 'deleted', deleted)
    end,
    'note',
    'inbox:' || note.tenant_id
  );
end $$;

-- Open widgets fetch their config again, whoever edited the row and by whatever means.
create or replace function global_chat_private.touch_widget()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end $$;

create or replace function global_chat_private.announce_widget()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast('{"changed": true}', 'config', 'widget:' || new.id);
  return null;
end $$;

create or replace trigger global_widget_config_touch
  before update on public.global_widget_config
  for each row when (old is distinct from new)
  execute function global_chat_private.touch_widget();

create or replace trigger global_widget_config_announce
  after update on public.global_widget_config
  for each row when (old is distinct from new)
  execute function global_chat_private.announce_widget();
