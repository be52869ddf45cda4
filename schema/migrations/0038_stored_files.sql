-- Owns the last word on the rows of files, whoever writes them. The Storage server asks the policies in a transaction that
-- it takes back, receives the bytes, and then writes the row as the service, over whatever has come in between: so two
-- uploads at once, a signed address and a block in the meantime would all get past the policies alone.

-- What somebody who uploaded a file is in a session: the policies ask for the caller, this for the owner of the row.
create or replace function global_chat_private.part_of_owner(owner uuid, session public.global_chat_sessions)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from global_chat_private.visitor_auth as own
    where own.auth_uid = owner and own.tenant_id = session.tenant_id
      and own.visitor_id in (
        select session.visitor_id
        union all
        select merged_into from public.global_chat_visitors where id = session.visitor_id
      )
  ) then
    return 'visitor';
  end if;
  return (
    select 'agent' from public.global_chat_agents where tenant_id = session.tenant_id and user_id = owner
  );
end $$;

-- What Storage keeps beside a file's bytes when our clients uploaded it: nothing of the uploader's own, and how long browsers
-- may keep it. Anything else would be stored without being counted, and sent with every download.
create or replace function global_chat_private.has_plain_metadata(file storage.objects)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Older Storage servers have no such column.
  return coalesce(to_jsonb(file) -> 'user_metadata', 'null') in ('null', '{}')
    and coalesce(file.metadata ->> 'cacheControl', 'no-cache') ~ '^(no-cache|max-age=[0-9]{1,9})$';
end $$;

-- A file that a person uploads. The errors are those that Storage turns into 403 and 409.
-- What the secret key stores has no owner and is not counted.
create or replace function global_chat_private.guard_new_file()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  owner constant uuid := global_chat_private.uuid_or_null(new.owner_id);
  bytes constant bigint := coalesce((new.metadata ->> 'size')::bigint, 0);
  session public.global_chat_sessions;
  part text;
begin
  if new.owner_id is null then
    return new;
  end if;
  select * into session from public.global_chat_sessions where id = global_chat_private.session_of_path(new.name);
  part := global_chat_private.part_of_owner(owner, session);
  if part is null or not global_chat_private.is_plain_upload() or not global_chat_private.has_plain_metadata(new) then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  -- One file of a tenant after the other: what is counted stays true until this one is there.
  perform pg_advisory_xact_lock(hashtextextended('global_chat:files:' || session.tenant_id, 0));
  if exists (select from storage.objects where bucket_id = new.bucket_id and name = new.name) then
    raise exception using errcode = 'unique_violation', message = 'There is already a file of this name.';
  end if;
  -- Files come before their message: what is said, or was deleted, gets no more of them.
  if exists (
    select from public.global_chat_messages where id = global_chat_private.uuid_or_null(split_part(new.name, '/', 3))
  ) then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  -- The type and the size are known when the bytes are there.
  if global_chat_private.file_type_of(new.name) is distinct from
      coalesce(new.metadata ->> 'mimetype', global_chat_private.file_type_of(new.name))
    or global_chat_private.file_type_of(new.name) is null
    or not global_chat_private.has_room_for_file(session, part, bytes)
  then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  if part = 'visitor' then
    perform global_chat_private.count_file_bytes(owner, session, bytes);
  end if;
  return new;
exception
  when sqlstate 'PT429' then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
end $$;

-- Once stored, a file is what it is, also for the secret key: what was read is what everybody reads.
create or replace function global_chat_private.guard_stored_file()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (new.bucket_id, new.name, new.version, new.metadata ->> 'size', new.metadata ->> 'mimetype')
    is distinct from (old.bucket_id, old.name, old.version, old.metadata ->> 'size', old.metadata ->> 'mimetype')
    or (not global_chat_private.has_plain_metadata(new) and global_chat_private.has_plain_metadata(old))
  then
    raise exception using errcode = 'insufficient_privilege', message = 'Files of the chat are never overwritten.';
  end if;
  return new;
end $$;

-- A hosted project lets its owner create triggers on storage.objects. Where it does not, check_installation says so.
do $$ begin
  create or replace trigger global_chat_guard_new_file
    before insert on storage.objects
    for each row when (new.bucket_id = 'global-chat')
    execute function global_chat_private.guard_new_file();
  create or replace trigger global_chat_guard_stored_file
    before update on storage.objects
    for each row when (old.bucket_id = 'global-chat' or new.bucket_id = 'global-chat')
    execute function global_chat_private.guard_stored_file();
exception
  when insufficient_privilege then
    raise warning 'Global Chat could not guard the files in Storage: %', sqlerrm;
end $$;
