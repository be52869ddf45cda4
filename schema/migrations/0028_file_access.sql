-- Owns the policies on storage.objects: who may put, get and remove files of the bucket `global-chat`.
-- Nothing is ever overwritten, and nothing is listed across sessions.

-- Files whose session was erased: their rows and bytes wait for the Storage API, in the hands of whoever erased them.
create table if not exists global_chat_private.erased_files (
  path text primary key,
  erased_by uuid,
  erased_at timestamptz not null default now()
);
alter table global_chat_private.erased_files enable row level security;
revoke all on global_chat_private.erased_files from public, anon, authenticated, service_role;

create or replace function global_chat_private.may_remove_file(path text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from global_chat_private.erased_files as erased
    where erased.path = may_remove_file.path and erased.erased_by = (select auth.uid())
  )
$$;

drop policy if exists "Global Chat: participants may read the files of their sessions" on storage.objects;
create policy "Global Chat: participants may read the files of their sessions" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'global-chat'
    -- The Storage server must see a row to delete it.
    and (global_chat_private.may_read_file(name) or global_chat_private.may_remove_file(name))
  );

drop policy if exists "Global Chat: participants may add files to their sessions" on storage.objects;
create policy "Global Chat: participants may add files to their sessions" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'global-chat'
    and owner_id = (select auth.uid())::text
    and global_chat_private.may_upload_file(name)
  );

drop policy if exists "Global Chat: who erased a person may remove their files" on storage.objects;
create policy "Global Chat: who erased a person may remove their files" on storage.objects
  for delete to authenticated
  using (bucket_id = 'global-chat' and global_chat_private.may_remove_file(name));

-- A host's own, wider policy on storage must not open our bucket: the following narrow whatever else is allowed.
drop policy if exists "Global Chat: nobody else may read its files" on storage.objects;
create policy "Global Chat: nobody else may read its files" on storage.objects
  as restrictive for select to anon, authenticated
  using (
    bucket_id <> 'global-chat' or global_chat_private.may_read_file(name) or global_chat_private.may_remove_file(name)
  );

drop policy if exists "Global Chat: nobody else may add files" on storage.objects;
create policy "Global Chat: nobody else may add files" on storage.objects
  as restrictive for insert to anon, authenticated
  with check (bucket_id <> 'global-chat' or global_chat_private.may_upload_file(name));

drop policy if exists "Global Chat: nobody may overwrite its files" on storage.objects;
create policy "Global Chat: nobody may overwrite its files" on storage.objects
  as restrictive for update to anon, authenticated
  using (bucket_id <> 'global-chat')
  with check (bucket_id <> 'global-chat');

drop policy if exists "Global Chat: nobody else may remove its files" on storage.objects;
create policy "Global Chat: nobody else may remove its files" on storage.objects
  as restrictive for delete to anon, authenticated
  using (bucket_id <> 'global-chat' or global_chat_private.may_remove_file(name));
