-- Owns the names under which visitors (and agents, where they take part) call: the public half of docs/protocol.md.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

drop function if exists public.global_chat_widget_config(uuid);
create or replace function public.global_chat_widget_config(widget_id uuid, locale text default null)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.widget_config(widget_id, locale); end $$;
comment on function public.global_chat_widget_config(uuid, text) is
  'What everybody may know about a widget. The only function that needs no sign-in.';

create or replace function public.global_chat_open_session(widget_id uuid, session_id uuid, visitor jsonb default '{}', metadata jsonb default '{}')
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.open_session(widget_id, session_id, visitor, metadata); end $$;
comment on function public.global_chat_open_session(uuid, uuid, jsonb, jsonb) is
  'Opens a session for the signed-in visitor, once: repeating the id returns the same session.';

create or replace function public.global_chat_my_sessions(widget_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.my_sessions(widget_id); end $$;
comment on function public.global_chat_my_sessions(uuid) is
  'The caller''s own sessions at a widget, newest first, at most 50.';

create or replace function public.global_chat_update_visitor(session_id uuid, visitor jsonb default '{}', metadata jsonb default '{}')
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_visitor(session_id, visitor, metadata); end $$;
comment on function public.global_chat_update_visitor(uuid, jsonb, jsonb) is
  'The visitor''s name, email or context, given later than at the start.';

create or replace function public.global_chat_track(session_id uuid, events jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.track(session_id, events); end $$;
comment on function public.global_chat_track(uuid, jsonb) is
  'What the visitor did on the page, told by the page; the team sees the newest twenty.';

create or replace function public.global_chat_send_message(
  session_id uuid,
  message_id uuid,
  content text,
  attachments jsonb default '[]',
  metadata jsonb default '{}'
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.send_message(session_id, message_id, content, attachments, metadata); end $$;
comment on function public.global_chat_send_message(uuid, uuid, text, jsonb, jsonb) is
  'Stores a message of the caller and tells all participants, once: repeating the id returns the stored row.';

drop function if exists public.global_chat_edit_message(uuid, text);
create or replace function public.global_chat_edit_message(
  message_id uuid, content text, base_rev bigint default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.edit_message(message_id, content, base_rev); end $$;
comment on function public.global_chat_edit_message(uuid, text, bigint) is
  'New words for a message of the caller. With base_rev only while its rev is still that one.';

create or replace function public.global_chat_delete_message(message_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_message(message_id); end $$;
comment on function public.global_chat_delete_message(uuid) is
  'Leaves a tombstone in place of a message of the caller.';

create or replace function public.global_chat_sync(
  session_id uuid,
  since_rev bigint default null,
  before_seq bigint default null,
  page_size int default null
)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.sync_session(session_id, since_rev, before_seq, page_size); end $$;
comment on function public.global_chat_sync(uuid, bigint, bigint, int) is
  'Pages of messages, or everything that changed after a rev, from one snapshot.';

create or replace function public.global_chat_mark_read(session_id uuid, seq bigint)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.mark(session_id, seq, true); end $$;
comment on function public.global_chat_mark_read(uuid, bigint) is
  'Moves the caller''s read position forward. Reading implies delivery.';

create or replace function public.global_chat_mark_delivered(session_id uuid, seq bigint)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.mark(session_id, seq, false); end $$;
comment on function public.global_chat_mark_delivered(uuid, bigint) is
  'Moves the caller''s delivered position forward.';

create or replace function public.global_chat_rate_session(session_id uuid, score int, comment text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.rate_session(session_id, score, comment); end $$;
comment on function public.global_chat_rate_session(uuid, int, text) is
  'The visitor''s rating, 1 to 5, with an optional remark.';

create or replace function public.global_chat_attachment_path(session_id uuid, message_id uuid, file_name text)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.attachment_path(session_id, message_id, file_name); end $$;
comment on function public.global_chat_attachment_path(uuid, uuid, text) is
  'Where in bucket global-chat the caller may upload a file for a message.';

create or replace function public.global_chat_identify(widget_id uuid, token text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.identify(widget_id, token); end $$;
comment on function public.global_chat_identify(uuid, text) is
  'Makes the caller the person that a token signed by the host speaks of.';

create or replace function public.global_chat_erase_me()
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.erase_me(); end $$;
comment on function public.global_chat_erase_me() is
  'Deletes everything of the caller. Remove the returned files through Storage after that.';
