-- Owns what the database tells Realtime. One change that a visitor may see = one rev = one event on session:<id> and one on
-- inbox:<tenant>. A change that only the team sees = one team_rev = one event on inbox:<tenant>.
-- A broadcast is a doorbell: when it fails, the change stays and clients find it when they sync.

create or replace function global_chat_private.broadcast(payload jsonb, event text, topic text)
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

create or replace function global_chat_private.announce_to_team(
  session public.global_chat_sessions, summary jsonb
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    jsonb_build_object('rev', session.rev, 'session', summary), 'session', 'inbox:' || session.tenant_id
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
  heard jsonb := jsonb_build_object('rev', session.rev, 'session', view);
begin
  if message.id is not null then
    heard := heard || jsonb_build_object('message', global_chat_private.message_for('visitor', message));
  end if;
  perform global_chat_private.broadcast(heard, event, 'session:' || session.id);
  perform global_chat_private.announce_to_team(session, summary);
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
    jsonb_build_object(
      'session_id', note.session_id, 'note', global_chat_private.note_view(note), 'deleted', deleted
    ),
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
