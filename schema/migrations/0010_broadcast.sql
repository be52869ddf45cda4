-- Owns what the database tells Realtime. One change = one rev = one event on session:<id>, and one on inbox:<tenant>.
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

-- Everything that visitors may hear of a change, and the same for the inbox.
create or replace function global_chat_private.announce(
  session public.global_chat_sessions, event text, message public.global_chat_messages default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  payload jsonb := jsonb_build_object('rev', session.rev, 'session', global_chat_private.session_view(session));
begin
  if message.id is not null then
    payload := payload || jsonb_build_object('message', global_chat_private.message_for('visitor', message));
  end if;
  perform global_chat_private.broadcast(payload, event, 'session:' || session.id);
  perform global_chat_private.announce_to_inbox(session);
end $$;

create or replace function global_chat_private.announce_to_inbox(session public.global_chat_sessions)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    jsonb_build_object('rev', session.rev, 'session', global_chat_private.session_summary(session)),
    'session',
    'inbox:' || session.tenant_id
  );
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
