-- Owns notes and canned replies: what agents write for each other. Notes take no rev, because visitors hear of every rev.

-- Agents of the tenant among those mentioned; a stranger is refused.
create or replace function global_chat_private.checked_mentions(tenant uuid, mentions uuid[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  people constant uuid[] := array(select distinct person from unnest(mentions) as person);
begin
  if cardinality(people) > 50 or exists (
    select from unnest(people) as person
    where not exists (select from public.global_chat_agents where tenant_id = tenant and user_id = person)
  ) then
    perform global_chat_private.raise_invalid_argument('mentions', 'mentions are agents of this tenant.');
  end if;
  return people;
end $$;

create or replace function global_chat_private.add_note(
  wanted_session uuid, words text, mentions uuid[], wanted_note uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  note public.global_chat_notes;
begin
  select * into session from public.global_chat_sessions where id = wanted_session;
  perform global_chat_private.require_agent_of_session(session);
  select * into note from public.global_chat_notes where id = wanted_note;
  if note.id is not null then
    if note.session_id = session.id and note.author_id = caller then
      return global_chat_private.note_view(note);
    end if;
    perform global_chat_private.raise_error(409, 'id_conflict', 'This note id cannot be used. Make a new one.');
  end if;
  perform global_chat_private.take_agent_token(caller);
  insert into public.global_chat_notes (id, tenant_id, session_id, author_id, author_name, content, mentions, created_at, updated_at)
  values (
    coalesce(wanted_note, gen_random_uuid()), session.tenant_id, session.id, caller,
    (select display_name from public.global_chat_agents where tenant_id = session.tenant_id and user_id = caller),
    global_chat_private.message_text(words, false),
    global_chat_private.checked_mentions(session.tenant_id, mentions),
    clock_timestamp(), clock_timestamp()
  )
  on conflict (id) do nothing
  returning * into note;
  if note.id is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This note id cannot be used. Make a new one.');
  end if;
  perform global_chat_private.announce_note(note, false);
  return global_chat_private.note_view(note);
end $$;

create or replace function global_chat_private.update_note(wanted_note uuid, words text, mentions uuid[])
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  note public.global_chat_notes;
begin
  select * into note from public.global_chat_notes where id = wanted_note for update;
  if global_chat_private.my_role_in(note.tenant_id) is null or note.author_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  update public.global_chat_notes as stored
  set content = global_chat_private.message_text(coalesce(words, stored.content), false),
      mentions = case
        when update_note.mentions is null then stored.mentions
        else global_chat_private.checked_mentions(stored.tenant_id, update_note.mentions)
      end,
      updated_at = clock_timestamp()
  where id = wanted_note
  returning * into note;
  perform global_chat_private.announce_note(note, false);
  return global_chat_private.note_view(note);
end $$;

-- The author's, or an admin's, right.
create or replace function global_chat_private.delete_note(wanted_note uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  note public.global_chat_notes;
  role text;
begin
  select * into note from public.global_chat_notes where id = wanted_note for update;
  role := global_chat_private.my_role_in(note.tenant_id);
  if role is null or (note.author_id <> caller and role <> 'admin') then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_notes where id = wanted_note;
  perform global_chat_private.announce_note(note, true);
  return global_chat_private.note_view(note);
end $$;

create or replace function global_chat_private.canned_reply_view(reply public.global_chat_canned_replies)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', reply.id, 'shortcut', reply.shortcut, 'content', reply.content, 'shared', reply.owner_id is null
  )
$$;

create or replace function global_chat_private.list_canned_replies(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.canned_reply_view(reply) order by reply.shortcut, reply.owner_id nulls first)
    from public.global_chat_canned_replies as reply
    where reply.tenant_id = tenant and (reply.owner_id is null or reply.owner_id = auth.uid())
  ), '[]');
end $$;

-- Makes a reply, or changes the one with this id. Shared ones belong to the whole team.
create or replace function global_chat_private.save_canned_reply(
  tenant uuid, shortcut text, words text, shared boolean, wanted_reply uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  owner constant uuid := case when coalesce(shared, true) then null else caller end;
  reply public.global_chat_canned_replies;
begin
  perform global_chat_private.require_agent(tenant);
  perform global_chat_private.take_agent_token(caller);
  if coalesce(save_canned_reply.shortcut !~ '^[a-z0-9][a-z0-9-]{0,39}$', true) then
    perform global_chat_private.raise_invalid_argument('shortcut', 'shortcut is up to 40 lower-case letters, digits and hyphens.');
  end if;
  words := global_chat_private.message_text(words, false);
  if exists (
    select from public.global_chat_canned_replies as other
    where other.tenant_id = tenant and other.owner_id is not distinct from owner
      and other.shortcut = save_canned_reply.shortcut and other.id is distinct from wanted_reply
  ) then
    perform global_chat_private.raise_error(409, 'id_conflict', 'There is already a reply with this shortcut.');
  end if;
  insert into public.global_chat_canned_replies as stored (id, tenant_id, shortcut, content, owner_id)
  values (coalesce(wanted_reply, gen_random_uuid()), tenant, save_canned_reply.shortcut, words, owner)
  on conflict (id) do update
  set shortcut = excluded.shortcut, content = excluded.content, owner_id = excluded.owner_id, updated_at = clock_timestamp()
  -- Somebody else's is as if it did not exist.
  where stored.tenant_id = excluded.tenant_id and (stored.owner_id is null or stored.owner_id = caller)
  returning * into reply;
  if not found then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.canned_reply_view(reply);
end $$;

create or replace function global_chat_private.delete_canned_reply(wanted_reply uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  reply public.global_chat_canned_replies;
begin
  select * into reply from public.global_chat_canned_replies where id = wanted_reply for update;
  if global_chat_private.my_role_in(reply.tenant_id) is null or reply.owner_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_canned_replies where id = wanted_reply;
  return global_chat_private.canned_reply_view(reply);
end $$;
