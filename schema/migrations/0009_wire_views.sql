-- Owns the JSON of the wire (docs/protocol.md): which fields a visitor gets and which only an agent.

create or replace function global_chat_private.session_view(session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', session.id,
    'widget_id', session.widget_id,
    'status', session.status,
    'rev', session.rev,
    'last_seq', session.last_seq,
    'visitor_name', session.visitor_name,
    'visitor_email', session.visitor_email,
    'visitor_read_seq', session.visitor_read_seq,
    'visitor_delivered_seq', session.visitor_delivered_seq,
    'visitor_unread', session.visitor_unread,
    'agent_read_seq', session.agent_read_seq,
    'agent_delivered_seq', session.agent_delivered_seq,
    'agent_unread', session.agent_unread,
    'last_message_at', session.last_message_at,
    'last_message_preview', session.last_message_preview,
    'last_message_by', session.last_message_by,
    'agent_name', session.agent_name,
    'agent_avatar_url', session.agent_avatar_url,
    'rating', session.rating,
    'rating_comment', session.rating_comment,
    'resolved_at', session.resolved_at,
    'created_at', session.created_at,
    'updated_at', session.updated_at
  );
end $$;

-- What agents get on top of a visitor's view. For them `updated_at` is the last change of any kind.
create or replace function global_chat_private.summary_over(view jsonb, session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return view || jsonb_build_object(
    'tenant_id', session.tenant_id,
    'visitor_id', session.visitor_id,
    'client_visitor_id', session.client_visitor_id,
    'visitor_metadata', session.visitor_metadata,
    'visitor_events', session.visitor_events,
    'visitor_verified', session.visitor_verified,
    'visitor_blocked_at', session.visitor_blocked_at,
    'assigned_to', session.assigned_to,
    'tags', session.tags,
    'priority', session.priority,
    'snoozed_until', session.snoozed_until,
    'first_reply_at', session.first_reply_at,
    'team_rev', session.team_rev,
    'updated_at', greatest(session.updated_at, session.team_updated_at)
  );
end $$;

create or replace function global_chat_private.session_summary(session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return global_chat_private.summary_over(global_chat_private.session_view(session), session);
end $$;

-- The session as the caller may see it: `part` is 'visitor' or 'agent'.
create or replace function global_chat_private.session_for(part text, session public.global_chat_sessions)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if part = 'agent' then
    return global_chat_private.session_summary(session);
  end if;
  return global_chat_private.session_view(session);
end $$;

create or replace function global_chat_private.message_for(part text, message public.global_chat_messages)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  view constant jsonb := jsonb_build_object(
    'id', message.id,
    'session_id', message.session_id,
    'seq', message.seq,
    'rev', message.rev,
    'sender_type', message.sender_type,
    'sender_name', message.sender_name,
    'sender_avatar_url', message.sender_avatar_url,
    'content', message.content,
    'attachments', message.attachments,
    'metadata', message.metadata,
    'created_at', message.created_at,
    'edited_at', message.edited_at,
    'deleted_at', message.deleted_at
  );
begin
  if part = 'agent' then
    return view || jsonb_build_object('sender_id', message.sender_id);
  end if;
  return view;
end $$;

-- The messages as a list, in the order given, with the keys of message_for. As json, which is text already: for a page
-- that takes a third of the time of jsonb.
create or replace function global_chat_private.messages_for(part text, messages public.global_chat_messages[])
returns json
language plpgsql
immutable
set search_path = ''
as $$
begin
  if part = 'agent' then
    return (
      select coalesce(json_agg(view), '[]')
      from (
        select message.id, message.session_id, message.seq, message.rev, message.sender_type, message.sender_name,
          message.sender_avatar_url, message.content, message.attachments, message.metadata, message.created_at,
          message.edited_at, message.deleted_at, message.sender_id
        from unnest(messages) with ordinality as message
        order by message.ordinality
      ) as view
    );
  end if;
  return (
    select coalesce(json_agg(view), '[]')
    from (
      select message.id, message.session_id, message.seq, message.rev, message.sender_type, message.sender_name,
        message.sender_avatar_url, message.content, message.attachments, message.metadata, message.created_at,
        message.edited_at, message.deleted_at
      from unnest(messages) with ordinality as message
      order by message.ordinality
    ) as view
  );
end $$;

create or replace function global_chat_private.note_view(note public.global_chat_notes)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', note.id,
    'session_id', note.session_id,
    'author_id', note.author_id,
    'author_name', note.author_name,
    'content', note.content,
    'mentions', to_jsonb(note.mentions),
    'created_at', note.created_at,
    'updated_at', note.updated_at
  )
$$;

-- A text without the marks that the chat shows as bold, italic, code, links and lists: one line of it is read in lists.
create or replace function global_chat_private.without_marks(content text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if content !~ '[*_`[]|- ' then
    return content;
  end if;
  -- Before an amount it is a minus.
  content := regexp_replace(content, '^ {0,3}[-*] +(?=[^[:space:][:digit:]$€£¥])', '', 'gn');
  content := regexp_replace(content, '(`{1,3})([^`]+)\1', '\2', 'g');
  content := regexp_replace(content, '\[([^]]+)\]\((?:https?://|mailto:)[^)[:space:]]*\)', '\1', 'g');
  content := regexp_replace(content, '(\*{1,3})(?=\S)([^*]*[^*[:space:]])\1', '\2', 'g');
  return regexp_replace(content, '(^|[^[:alnum:]_])_(?=[^[:space:]_])([^_]*[^_[:space:]])_(?![[:alnum:]_])', '\1\2', 'g');
end $$;

-- One line for lists: the text without its line breaks, or the name of the first file.
create or replace function global_chat_private.preview_of(content text, attachments jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return left(
    coalesce(
      case when content ~ '[!-~]' or global_chat_private.is_visible(content) then
        nullif(btrim(regexp_replace(global_chat_private.without_marks(left(content, 400)), '[[:space:]]+', ' ', 'g')), '')
      end,
      attachments -> 0 ->> 'name',
      ''
    ),
    140
  );
end $$;
