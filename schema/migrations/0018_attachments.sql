-- Owns files: the private bucket `global-chat`, the form of a path, the quotas, and what a message may carry.
-- A path is <tenant>/<session>/<message>/<file>. The policies on storage.objects are in 0028_file_access.sql.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'global-chat', 'global-chat', false, 10485760,
  array['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf', 'text/plain', 'text/csv']
)
on conflict (id) do update
set public = excluded.public,
    file_size_limit = excluded.file_size_limit,
    allowed_mime_types = excluded.allowed_mime_types;

-- The session a path belongs to, or null when it is no path of ours, or names another tenant than the session's.
create or replace function global_chat_private.session_of_path(path text)
returns uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  part constant text[] := string_to_array(path, '/');
begin
  if path !~ '^[0-9a-f-]{36}/[0-9a-f-]{36}/[0-9a-f-]{36}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$'
    or global_chat_private.uuid_or_null(part[3]) is null
  then
    return null;
  end if;
  return (
    select id from public.global_chat_sessions
    where id = global_chat_private.uuid_or_null(part[2])
      and tenant_id = global_chat_private.uuid_or_null(part[1])
  );
end $$;

create or replace function global_chat_private.may_read_file(path text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select global_chat_private.part_in(global_chat_private.session_of_path(path)) is not null
$$;

-- Files of the last 24 hours count; the one being uploaded has no size yet, so it may be the one too many bytes.
create or replace function global_chat_private.may_upload_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  wanted constant uuid := global_chat_private.session_of_path(path);
  part constant text := global_chat_private.part_in(wanted);
  session public.global_chat_sessions;
  widget public.global_widget_config;
begin
  if part is null then
    return false;
  end if;
  select * into session from public.global_chat_sessions where id = wanted;
  widget := global_chat_private.require_widget(session.widget_id);
  if part = 'visitor' and (
    not widget.attachments
    or session.visitor_blocked_at is not null
    or not global_chat_private.is_allowed_host(widget.allowed_domains, global_chat_private.request_host())
  ) then
    return false;
  end if;
  return (
    select count(*) < widget.files_per_day
      and coalesce(sum((metadata ->> 'size')::bigint), 0) < widget.file_bytes_per_day
    from storage.objects
    where bucket_id = 'global-chat'
      and name >= session.tenant_id || '/' || session.id || '/'
      and name < session.tenant_id || '/' || session.id || '0'
      and created_at > now() - interval '24 hours'
  );
end $$;

-- Where a participant may upload a file for a message: the file's name is made safe, the shown name stays as it was.
create or replace function global_chat_private.attachment_path(wanted_session uuid, wanted_message uuid, file_name text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  safe constant text := right(regexp_replace(coalesce(file_name, ''), '[^A-Za-z0-9._-]+', '-', 'g'), 100);
  session public.global_chat_sessions;
  path text;
begin
  perform global_chat_private.require_user();
  select * into session from public.global_chat_sessions where id = wanted_session;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is null then
    perform global_chat_private.refuse_unknown();
  end if;
  if wanted_message is null then
    perform global_chat_private.refuse_argument('message_id', 'message_id is missing.');
  end if;
  path := concat_ws('/', session.tenant_id, session.id, wanted_message, coalesce(nullif(ltrim(safe, '.'), ''), 'file'));
  -- What is there already may be asked for again, although it was the last file of the day: its answer may have been lost.
  if not global_chat_private.may_upload_file(path)
    and not exists (select from storage.objects where bucket_id = 'global-chat' and name = path)
  then
    perform global_chat_private.refuse(
      403, 'upload_not_allowed', 'No more files can be sent in this conversation today.'
    );
  end if;
  return jsonb_build_object('path', path);
end $$;

-- What a message may carry: files that were really uploaded for this very message. Type and size are the store's.
create or replace function global_chat_private.checked_attachments(
  files jsonb, session public.global_chat_sessions, wanted_message uuid
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  prefix constant text := concat_ws('/', session.tenant_id, session.id, wanted_message, '');
  checked jsonb := '[]';
  file jsonb;
  stored jsonb;
begin
  if files is null or files in ('[]', 'null') then
    return checked;
  end if;
  if jsonb_typeof(files) <> 'array' or jsonb_array_length(files) > 10 then
    perform global_chat_private.refuse_argument('attachments', 'attachments is a list of at most 10 files.');
  end if;
  for file in select value from jsonb_array_elements(files) loop
    file := global_chat_private.known_object(
      file, 'attachments', array['path', 'name', 'type', 'size', 'width', 'height'], 2048
    );
    select metadata into stored
    from storage.objects
    where bucket_id = 'global-chat' and name = file ->> 'path' and left(name, length(prefix)) = prefix;
    if not found then
      perform global_chat_private.refuse_argument('attachments', 'A file was not uploaded for this message.');
    end if;
    checked := checked || jsonb_strip_nulls(jsonb_build_object(
      'path', file ->> 'path',
      'name', coalesce(global_chat_private.short_text(file -> 'name', 'attachments.name', 255), 'file'),
      'type', coalesce(stored ->> 'mimetype', global_chat_private.short_text(file -> 'type', 'attachments.type', 100)),
      'size', coalesce((stored ->> 'size')::bigint, global_chat_private.whole_number(file -> 'size', 'attachments.size', 10485760)),
      'width', global_chat_private.whole_number(file -> 'width', 'attachments.width', 100000),
      'height', global_chat_private.whole_number(file -> 'height', 'attachments.height', 100000)
    ));
  end loop;
  return checked;
end $$;
