-- Owns writing in a session: send, edit, delete. seq and rev are taken while the session's row is locked.

-- Text as sent, or PT413 / PT400.
create or replace function global_chat_private.message_text(words text, has_files boolean)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if char_length(words) > 4000 then
    perform global_chat_private.raise_error(
      413, 'content_too_long', 'This message is too long.', '{"limit": 4000}'
    );
  end if;
  -- Most texts have a letter of ASCII, which is quicker to see.
  if not has_files and coalesce(words, '') !~ '[!-~]' and not global_chat_private.is_visible(words) then
    perform global_chat_private.raise_error(400, 'content_empty', 'Write something or attach a file.');
  end if;
  return coalesce(words, '');
end $$;

-- The session after a message of `part`: counters, preview, status, read position. Writing is reading.
create or replace function global_chat_private.session_with_message(
  session public.global_chat_sessions, part text, preview text, writer public.global_chat_agents
)
returns public.global_chat_sessions
language plpgsql
set search_path = ''
as $$
declare
  -- Never earlier than the message before, even when the server's clock is set back.
  moment constant timestamptz := greatest(clock_timestamp(), session.last_message_at);
  by_visitor constant boolean := part = 'visitor';
begin
  update public.global_chat_sessions
  set last_seq = last_seq + 1,
      rev = rev + 1,
      last_message_at = moment,
      last_message_preview = preview,
      last_message_by = part,
      updated_at = moment,
      -- A visitor's message re-opens; a reply hands the turn to the visitor.
      status = case when by_visitor then 'open' when status = 'open' then 'pending' else status end,
      resolved_at = case when by_visitor then null else resolved_at end,
      snoozed_until = case when by_visitor then null else snoozed_until end,
      visitor_read_seq = case when by_visitor then last_seq + 1 else visitor_read_seq end,
      visitor_delivered_seq = case when by_visitor then last_seq + 1 else visitor_delivered_seq end,
      visitor_unread = case when by_visitor then 0 else visitor_unread + 1 end,
      agent_read_seq = case when by_visitor then agent_read_seq else last_seq + 1 end,
      agent_delivered_seq = case when by_visitor then agent_delivered_seq else last_seq + 1 end,
      agent_unread = case when by_visitor then agent_unread + 1 else 0 end,
      first_reply_at = case when by_visitor then first_reply_at else coalesce(first_reply_at, moment) end,
      agent_name = case when by_visitor then agent_name else writer.display_name end,
      agent_avatar_url = case when by_visitor then agent_avatar_url else writer.avatar_url end
  where id = session.id
  returning * into session;
  return session;
end $$;

-- The answer for a message that is stored already.
create or replace function global_chat_private.message_answer(
  part text, message public.global_chat_messages, session public.global_chat_sessions
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'message', global_chat_private.message_for(part, message),
    'session', global_chat_private.session_for(part, session),
    'rev', session.rev
  )
$$;

create or replace function global_chat_private.send_message(
  wanted_session uuid, wanted_message uuid, words text, files jsonb, extra jsonb
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  message public.global_chat_messages;
  writer public.global_chat_agents;
  part text;
  attached jsonb;
begin
  if wanted_message is null then
    perform global_chat_private.raise_invalid_argument('message_id', 'message_id is missing.');
  end if;
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null then
    perform global_chat_private.raise_not_found();
  end if;

  select * into message from public.global_chat_messages where id = wanted_message;
  if message.id is not null then
    if message.session_id = session.id and message.sender_id = caller then
      return global_chat_private.message_answer(part, message, session);
    end if;
    perform global_chat_private.raise_error(409, 'id_conflict', 'This message id cannot be used. Make a new one.');
  end if;

  attached := global_chat_private.checked_attachments(files, session, wanted_message);
  words := global_chat_private.message_text(words, attached <> '[]');
  extra := global_chat_private.message_metadata(extra);
  if part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'message');
    perform global_chat_private.count_usage(session.tenant_id, 'messages');
  else
    perform global_chat_private.take_agent_token(caller);
    select * into writer from public.global_chat_agents where tenant_id = session.tenant_id and user_id = caller;
  end if;

  session := global_chat_private.session_with_message(
    session, part, global_chat_private.preview_of(words, attached), writer
  );
  insert into public.global_chat_messages (
    id, session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, sender_name, sender_avatar_url,
    content, attachments, metadata, created_at
  )
  values (
    wanted_message, session.id, session.tenant_id, session.visitor_id, session.last_seq, session.rev, part, caller,
    case part when 'visitor' then session.visitor_name else writer.display_name end, writer.avatar_url,
    words, attached, extra, session.last_message_at
  )
  on conflict (id) do nothing
  returning * into message;
  if message.id is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This message id cannot be used. Make a new one.');
  end if;
  return global_chat_private.announce(session, 'message', message, part);
end $$;

-- Locks the session of a message that the caller wrote and may still change; anything else does not exist.
create or replace function global_chat_private.lock_own_message(
  caller uuid, wanted_message uuid, out session public.global_chat_sessions, out message public.global_chat_messages,
  out part text
)
language plpgsql
set search_path = ''
as $$
begin
  select locked.* into session
  from public.global_chat_sessions as locked
  where locked.id = (select session_id from public.global_chat_messages where id = wanted_message)
  for no key update;
  select * into message from public.global_chat_messages where id = wanted_message;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null or message.sender_id is distinct from caller or message.sender_type <> part
    or message.deleted_at is not null
  then
    perform global_chat_private.raise_not_found();
  end if;
  if part = 'visitor' and clock_timestamp() >= message.created_at + make_interval(
    mins => (select edit_minutes from public.global_widget_config where id = session.widget_id)
  ) then
    perform global_chat_private.raise_error(403, 'edit_expired', 'This message can no longer be changed.');
  end if;
end $$;

drop function if exists global_chat_private.edit_message(uuid, text);
-- Who names the rev that the new words were made from overwrites nothing that was not read.
create or replace function global_chat_private.edit_message(wanted_message uuid, words text, base_rev bigint)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  own record;
begin
  own := global_chat_private.lock_own_message(caller, wanted_message);
  words := global_chat_private.message_text(words, (own.message).attachments <> '[]');
  if words = (own.message).content then
    return global_chat_private.message_answer(own.part, own.message, own.session);
  end if;
  if base_rev <> (own.message).rev then
    perform global_chat_private.raise_error(409, 'edit_conflict', 'This message was changed elsewhere. Read it first.');
  end if;
  if own.part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(
      caller, (own.session).widget_id, (own.session).visitor_id, 'message'
    );
  else
    perform global_chat_private.take_agent_token(caller);
  end if;
  return global_chat_private.rewrite_message(own.session, own.message, own.part, words, false);
end $$;

create or replace function global_chat_private.delete_message(wanted_message uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  own record;
begin
  own := global_chat_private.lock_own_message(caller, wanted_message);
  if own.part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(
      caller, (own.session).widget_id, (own.session).visitor_id, 'detail'
    );
  else
    perform global_chat_private.take_agent_token(caller);
  end if;
  return global_chat_private.rewrite_message(own.session, own.message, own.part, '', true);
end $$;

-- Stores the new words, or the tombstone that keeps the message's place and nothing of what it said.
create or replace function global_chat_private.rewrite_message(
  session public.global_chat_sessions, message public.global_chat_messages, part text, words text, deleted boolean
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  kept constant jsonb := case when deleted then '[]' else message.attachments end;
begin
  update public.global_chat_sessions
  set rev = rev + 1,
      updated_at = moment,
      visitor_unread = visitor_unread - (deleted and part = 'agent' and message.seq > visitor_read_seq)::int,
      agent_unread = agent_unread - (deleted and part = 'visitor' and message.seq > agent_read_seq)::int,
      last_message_preview = case
        when message.seq = last_seq then global_chat_private.preview_of(words, kept) else last_message_preview
      end
  where id = session.id
  returning * into session;
  update public.global_chat_messages
  set content = words,
      attachments = kept,
      metadata = case when deleted then '{}' else metadata end,
      rev = session.rev,
      edited_at = case when deleted then edited_at else moment end,
      deleted_at = case when deleted then moment end
  where id = message.id
  returning * into message;
  if deleted then
    perform global_chat_private.release_files(message);
  end if;
  return global_chat_private.announce(session, 'message', message, part);
end $$;
