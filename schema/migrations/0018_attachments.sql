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
  -- Without lengths in the expression, which would take fifty times as long.
  if path !~ '^[0-9a-f-]+/[0-9a-f-]+/[0-9a-f-]+/[A-Za-z0-9_-][A-Za-z0-9._-]*$'
    or global_chat_private.uuid_or_null(part[3]) is null or char_length(part[4]) > 100
  then
    return null;
  end if;
  return (
    select id from public.global_chat_sessions
    where id = global_chat_private.uuid_or_null(part[2])
      and tenant_id = global_chat_private.uuid_or_null(part[1])
  );
end $$;

-- The media type that belongs to a file's name; null when no file of that name may be sent: without one of these endings,
-- with another one hidden before it, or with characters that show a name in another order than it has.
create or replace function global_chat_private.file_type_of(file_name text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  parts constant text[] := string_to_array(lower(file_name), '.');
begin
  if cardinality(parts) < 2
    or file_name ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]'
    or exists (
      select from unnest(parts[2:cardinality(parts) - 1]) as part
      where btrim(part) ~ ('^(apk|app|aspx?|bat|bin|chm|class|cmd|com|cpl|deb|dll|dmg|docm|exe|hta|html?|iso|jar|js|jse|jspx?|'
        || 'lnk|mht|mhtml|mjs|msi|php|pif|pkg|ps1|py|reg|rpm|scr|sh|shtml|svgz?|swf|url|vbe|vbs|wasm|wsf|xht|xhtml|xlsm|xml|xsl)$')
    )
  then
    return null;
  end if;
  return case parts[cardinality(parts)]
    when 'png' then 'image/png'
    when 'jpg' then 'image/jpeg'
    when 'jpeg' then 'image/jpeg'
    when 'webp' then 'image/webp'
    when 'gif' then 'image/gif'
    when 'pdf' then 'application/pdf'
    when 'txt' then 'text/plain'
    when 'csv' then 'text/csv'
  end;
end $$;

create or replace function global_chat_private.raise_file_type_not_allowed(file_name text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    415, 'file_type_not_allowed',
    'A file needs a name that ends as its content says: png, jpg, jpeg, webp, gif, pdf, txt or csv.',
    jsonb_build_object('name', file_name)
  );
end $$;

-- May this much more be stored in a session now? Files of the last 24 hours count. The operators compare bytes, whatever
-- the database sorts by, as the index of Storage does.
create or replace function global_chat_private.has_room_for_file(
  session public.global_chat_sessions, part text, bytes bigint
)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget constant public.global_widget_config := global_chat_private.require_widget(session.widget_id);
  folder constant text := session.tenant_id || '/' || session.id;
begin
  if part = 'visitor' and (not widget.attachments or global_chat_private.is_blocked(session.visitor_id)) then
    return false;
  end if;
  return (
    select count(*) < widget.files_per_day
      and coalesce(sum((metadata ->> 'size')::bigint), 0) + greatest(bytes, 1) <= widget.file_bytes_per_day
    from storage.objects
    where bucket_id = 'global-chat'
      and name ~>=~ (folder || '/')
      and name ~<~ (folder || '0')
      and created_at > now() - interval '24 hours'
  );
end $$;

-- A path where the caller may put a file now. How the request must look is said by is_plain_upload.
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
begin
  if part is null or global_chat_private.file_type_of(path) is null then
    return false;
  end if;
  select * into session from public.global_chat_sessions where id = wanted;
  if part = 'visitor' and not global_chat_private.is_allowed_host(
    (select allowed_domains from public.global_widget_config where id = session.widget_id),
    global_chat_private.request_host()
  ) then
    return false;
  end if;
  return global_chat_private.has_room_for_file(session, part, 0)
    -- The day's ceiling is the visitors'.
    and (part = 'agent' or global_chat_private.file_bytes_left(session.tenant_id, auth.uid()) > 0);
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
  shown_name constant text := right(file_name, 255);
  safe constant text := right(regexp_replace(shown_name, '[^A-Za-z0-9._-]+', '-', 'g'), 100);
  session public.global_chat_sessions;
  path text;
begin
  perform global_chat_private.require_user();
  select * into session from public.global_chat_sessions where id = wanted_session;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is null then
    perform global_chat_private.raise_not_found();
  end if;
  if wanted_message is null then
    perform global_chat_private.raise_invalid_argument('message_id', 'message_id is missing.');
  end if;
  if global_chat_private.file_type_of(shown_name) is null then
    perform global_chat_private.raise_file_type_not_allowed(shown_name);
  end if;
  path := concat_ws('/', session.tenant_id, session.id, wanted_message, case when safe ~ '^[.]*[^.]*$' then 'file.' || ltrim(safe, '.') else ltrim(safe, '.') end);
  -- What is there already may be asked for again, although it was the last file of the day: its answer may have been lost.
  if not global_chat_private.may_upload_file(path)
    and not exists (select from storage.objects where bucket_id = 'global-chat' and name = path)
  then
    perform global_chat_private.raise_error(
      403, 'upload_not_allowed', 'No more files can be sent in this conversation today.'
    );
  end if;
  return jsonb_build_object('path', path);
end $$;

-- What a message may carry: files that were really uploaded for this very message. Type and size are the store's, and
-- the name that people see ends as the type says.
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
  shown_name text;
  file_type text;
  checked jsonb := '[]';
  file jsonb;
  stored jsonb;
begin
  if jsonb_typeof(files) = 'null' then
    return checked;
  end if;
  if jsonb_typeof(files) <> 'array' or jsonb_array_length(files) > 10 then
    perform global_chat_private.raise_invalid_argument('attachments', 'attachments is a list of at most 10 files.');
  end if;
  for file in select value from jsonb_array_elements(files) loop
    file := global_chat_private.known_object(
      file, 'attachments', array['path', 'name', 'type', 'size', 'width', 'height'], 2048
    );
    -- A file without an owner was stored with the secret key.
    select metadata into stored
    from storage.objects
    where (owner_id is null or owner_id = auth.uid()::text) and bucket_id = 'global-chat' and name = file ->> 'path' and left(name, length(prefix)) = prefix;
    if not found then
      perform global_chat_private.raise_invalid_argument('attachments', 'A file was not uploaded for this message.');
    end if;
    shown_name := coalesce(
      global_chat_private.short_text(file -> 'name', 'attachments.name', 255), right(file ->> 'path', -length(prefix))
    );
    file_type := global_chat_private.file_type_of(file ->> 'path');
    if file_type is null or global_chat_private.file_type_of(shown_name) is distinct from file_type
      or file ->> 'name' ~ '[\u202a-\u202e\u2066-\u2069]'
      or stored ->> 'mimetype' is distinct from file_type
    then
      perform global_chat_private.raise_file_type_not_allowed(shown_name);
    end if;
    checked := checked || jsonb_strip_nulls(jsonb_build_object(
      'path', file ->> 'path',
      'name', shown_name,
      'type', file_type,
      'size', coalesce((stored ->> 'size')::bigint, global_chat_private.whole_number(file -> 'size', 'attachments.size', 10485760)),
      'width', global_chat_private.whole_number(file -> 'width', 'attachments.width', 100000),
      'height', global_chat_private.whole_number(file -> 'height', 'attachments.height', 100000)
    ));
  end loop;
  return checked;
end $$;
