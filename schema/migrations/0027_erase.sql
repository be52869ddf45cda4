-- Owns forgetting: everything of a person, or of old sessions, in one transaction.
-- The bytes of files can only be deleted through the Storage API; their paths are handed out, and remembered in
-- erased_files (0028_file_access.sql), which lets their eraser remove them.

-- Deletes sessions with all that belongs to them. {sessions, messages, notes, files: [path]}
create or replace function global_chat_private.erase_sessions(doomed uuid[])
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  session record;
  amounts jsonb;
  files text[] := '{}';
begin
  perform from public.global_chat_sessions where id = any (doomed) order by id for update;
  for session in select id, tenant_id from public.global_chat_sessions where id = any (doomed) loop
    files := files || array(
      select name from storage.objects
      where bucket_id = 'global-chat'
        and name >= session.tenant_id || '/' || session.id || '/' and name < session.tenant_id || '/' || session.id || '0'
    );
  end loop;
  insert into global_chat_private.erased_files (path, erased_by)
  select path, auth.uid() from unnest(files) as path
  on conflict (path) do nothing;

  amounts := jsonb_build_object(
    'sessions', (select count(*) from public.global_chat_sessions where id = any (doomed)),
    'messages', (select count(*) from public.global_chat_messages where session_id = any (doomed)),
    'notes', (select count(*) from public.global_chat_notes where session_id = any (doomed))
  );
  -- Clients drop what they hold. Realtime holds nothing, see broadcast.
  perform global_chat_private.broadcast('{}', 'erased', 'session:' || erased.id)
  from public.global_chat_sessions as erased where erased.id = any (doomed);
  perform global_chat_private.broadcast(
    jsonb_build_object('session_ids', jsonb_agg(erased.id)), 'erased', 'inbox:' || erased.tenant_id
  )
  from public.global_chat_sessions as erased where erased.id = any (doomed) group by erased.tenant_id;
  delete from public.global_chat_sessions where id = any (doomed);
  return amounts || jsonb_build_object('files', to_jsonb(files));
end $$;

-- Up to 0.1.0 broadcasts were kept until then.
drop function if exists global_chat_private.forget_broadcasts(uuid[]);

-- Everything of the person behind a visitor, in every browser they used.
create or replace function global_chat_private.erase_person(visitor uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  tenant constant uuid := (select tenant_id from public.global_chat_visitors where id = visitor);
  rows constant uuid[] := array(select global_chat_private.same_person(visitor));
  answer jsonb;
begin
  answer := global_chat_private.erase_sessions(
    array(select id from public.global_chat_sessions where visitor_id = any (rows))
  );
  perform global_chat_private.keep_block_of(visitor);
  delete from public.global_chat_visitors where id = any (rows);
  perform global_chat_private.record(
    tenant, 'erase_visitor', visitor, answer - 'files' || jsonb_build_object('files', jsonb_array_length(answer -> 'files'))
  );
  return answer;
end $$;

create or replace function global_chat_private.erase_visitor(wanted_visitor uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  tenant constant uuid := (select tenant_id from public.global_chat_visitors where id = wanted_visitor);
  answer jsonb;
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.require_admin(tenant);
  answer := global_chat_private.erase_person(wanted_visitor);
  -- Sessions before the bucket, as everywhere else.
  perform global_chat_private.take_agent_token(auth.uid());
  return answer;
end $$;

-- What the caller said and was, at every tenant. {sessions, messages, notes, files}
create or replace function global_chat_private.erase_me()
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  total jsonb := '{"sessions": 0, "messages": 0, "files": []}';
  own uuid;
  part jsonb;
begin
  perform global_chat_private.require_visitor_may_erase(caller);
  perform pg_advisory_xact_lock(hashtextextended('global_chat:' || caller, 0));
  for own in select visitor_id from global_chat_private.visitor_auth where auth_uid = caller order by visitor_id loop
    part := global_chat_private.erase_person(own);
    -- Visitors are not told how many notes there were.
    total := jsonb_build_object(
      'sessions', (total -> 'sessions')::int + (part -> 'sessions')::int,
      'messages', (total -> 'messages')::int + (part -> 'messages')::int,
      'files', total -> 'files' || (part -> 'files')
    );
  end loop;
  return total;
end $$;
