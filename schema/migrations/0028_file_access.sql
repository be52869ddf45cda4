-- Owns the policies on storage.objects: who may put, get and remove files of the bucket `global-chat`.
-- Nothing is ever overwritten, and nothing is listed across sessions. The last word, whoever writes the row, has the
-- trigger in 0038_stored_files.sql.

-- Files whose session was erased, or whose message was deleted: nobody reads them any more. Their rows and bytes wait for
-- the Storage API, in the hands of whoever erased the session or wrote the message.
create table if not exists global_chat_private.erased_files (
  path text primary key,
  erased_by uuid,
  erased_at timestamptz not null default now()
);
alter table global_chat_private.erased_files enable row level security;
revoke all on global_chat_private.erased_files from public, anon, authenticated, service_role;

-- The Storage server says in these settings what it was asked. Only a plain upload can be checked when it happens: a signed
-- address still works after a block and as often as somebody likes, a resumable upload may end days later, the S3 protocol,
-- copy and move bring their own types, and x-upsert replaces what was read. Our clients use none of these. A request that
-- does not say what it is, as of a server older than the setting (2024) or of SQL by hand, is refused as well:
-- what cannot be told apart cannot be allowed.
create or replace function global_chat_private.is_plain_upload()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(current_setting('storage.operation', true), '') in ('storage.object.upload', 'object.upload')
    and coalesce(lower(nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-upsert'), 'false') = 'false';
end $$;

create or replace function global_chat_private.is_file_removal()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(current_setting('storage.operation', true), '') in (
    'storage.object.delete', 'storage.object.delete_many', 'object.delete', 'object.delete_many'
  );
end $$;

-- As they were before a file's owner was asked.
drop policy if exists "Global Chat: participants may read the files of their sessions" on storage.objects;
drop policy if exists "Global Chat: nobody else may read its files" on storage.objects;
drop function if exists global_chat_private.may_see_file(text);
drop function if exists global_chat_private.may_read_file(text);

-- Files of sessions that are there: what a message carries, for everybody in the session, and what waits for its message,
-- for whoever uploaded it. Not those that wait to be removed.
create or replace function global_chat_private.may_read_file(path text, owner_id text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.part_in(global_chat_private.session_of_path(path)) is not null
    and (
      owner_id = (select auth.uid())::text
      or exists (
        select from public.global_chat_messages as message
        where message.id = global_chat_private.uuid_or_null(split_part(path, '/', 3))
          and message.session_id = global_chat_private.session_of_path(path)
          and message.attachments @> jsonb_build_array(jsonb_build_object('path', path))
      )
    )
    and not exists (select from global_chat_private.erased_files as erased where erased.path = may_read_file.path);
end $$;

create or replace function global_chat_private.may_remove_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from global_chat_private.erased_files as erased
    where erased.path = may_remove_file.path and erased.erased_by = (select auth.uid())
  );
end $$;

-- The Storage server must see a row to delete it; whoever may remove a file sees it for that alone.
create or replace function global_chat_private.may_see_file(path text, owner_id text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.may_read_file(path, owner_id)
    or (global_chat_private.is_file_removal() and global_chat_private.may_remove_file(path));
end $$;

-- The first or second folder of every file that the caller could see: tenants of an agent, sessions of a visitor, and those
-- that they erased where they remove files.
create or replace function global_chat_private.my_file_folders()
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
  select global_chat_private.my_tenant_ids()::text
  union all
  select id::text from public.global_chat_sessions
  where visitor_id = any (array (select global_chat_private.my_visitor_ids()))
  union all
  select split_part(path, '/', 2) from global_chat_private.erased_files
  where global_chat_private.is_file_removal() and erased_by = (select auth.uid())
$$;

create or replace function global_chat_private.may_store_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.is_plain_upload() and global_chat_private.may_upload_file(path);
end $$;

-- The files of a message that is no more are its author's to remove.
create or replace function global_chat_private.release_files(message public.global_chat_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  folder constant text := concat_ws('/', message.tenant_id, message.session_id, message.id);
begin
  insert into global_chat_private.erased_files (path, erased_by)
  select name, message.sender_id from storage.objects
  where bucket_id = 'global-chat' and name ~>=~ (folder || '/') and name ~<~ (folder || '0')
  on conflict (path) do nothing;
end $$;

-- Of messages that were deleted before there was this rule.
do $$ begin
  perform global_chat_private.release_files(message)
  from public.global_chat_messages as message where message.deleted_at is not null;
end $$;

create policy "Global Chat: participants may read the files of their sessions" on storage.objects
  for select to authenticated
  using (bucket_id = 'global-chat' and global_chat_private.may_see_file(name, owner_id));

drop policy if exists "Global Chat: participants may add files to their sessions" on storage.objects;
create policy "Global Chat: participants may add files to their sessions" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'global-chat'
    and owner_id = (select auth.uid())::text
    and global_chat_private.may_store_file(name)
  );

drop policy if exists "Global Chat: who erased a person may remove their files" on storage.objects;
create policy "Global Chat: who erased a person may remove their files" on storage.objects
  for delete to authenticated
  using (bucket_id = 'global-chat' and global_chat_private.may_remove_file(name));

-- A host's own, wider policy on storage must not open our bucket: the following narrow whatever else is allowed.
-- Whoever lists the bucket has all its rows looked at, so the quick question comes first.
create policy "Global Chat: nobody else may read its files" on storage.objects
  as restrictive for select to anon, authenticated
  using (
    bucket_id <> 'global-chat'
    or (
      (string_to_array(name, '/'))[1:2] && array (select global_chat_private.my_file_folders())
      and global_chat_private.may_see_file(name, owner_id)
    )
  );

drop policy if exists "Global Chat: nobody else may add files" on storage.objects;
create policy "Global Chat: nobody else may add files" on storage.objects
  as restrictive for insert to anon, authenticated
  with check (bucket_id <> 'global-chat' or global_chat_private.may_store_file(name));

drop policy if exists "Global Chat: nobody may overwrite its files" on storage.objects;
create policy "Global Chat: nobody may overwrite its files" on storage.objects
  as restrictive for update to anon, authenticated
  using (bucket_id <> 'global-chat')
  with check (bucket_id <> 'global-chat');

drop policy if exists "Global Chat: nobody else may remove its files" on storage.objects;
create policy "Global Chat: nobody else may remove its files" on storage.objects
  as restrictive for delete to anon, authenticated
  using (bucket_id <> 'global-chat' or global_chat_private.may_remove_file(name));
