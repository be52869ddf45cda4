-- Owns row level security of the conversation's tables: who may read which rows. Nobody may write a row directly;
-- all writing goes through functions.

alter table public.global_chat_visitors enable row level security;
alter table public.global_chat_sessions enable row level security;
alter table public.global_chat_messages enable row level security;
alter table public.global_chat_notes enable row level security;
alter table public.global_chat_canned_replies enable row level security;

revoke all on
  public.global_chat_visitors, public.global_chat_sessions, public.global_chat_messages, public.global_chat_notes,
  public.global_chat_canned_replies
  from public, anon, authenticated;
grant all on
  public.global_chat_visitors, public.global_chat_sessions, public.global_chat_messages, public.global_chat_notes,
  public.global_chat_canned_replies
  to service_role;

-- Our clients read through functions. A table that anybody may read, be it no row of it, answers how many rows it has, and how
-- many the planner expects for an address or a name (Prefer: count=planned). So the tables are opened for the one thing that
-- needs it, postgres_changes, and only those that are in its publication: running this file again keeps what was chosen.
create or replace function global_chat_private.grant_published_tables()
returns void
language plpgsql
set search_path = ''
as $$
declare
  published constant text[] := array(
    select tablename from pg_catalog.pg_publication_tables where pubname = 'supabase_realtime' and schemaname = 'public'
  );
  table_name text;
begin
  revoke select on public.global_chat_sessions, public.global_chat_messages, public.global_widget_config, public.global_chat_notes
    from authenticated;
  foreach table_name in array array['global_chat_sessions', 'global_widget_config', 'global_chat_notes'] loop
    if table_name = any (published) then
      execute format('grant select on public.%I to authenticated', table_name);
    end if;
  end loop;
  if 'global_chat_messages' = any (published) then
    -- Visitors and agents read messages through the same grant, so it leaves out who works where:
    -- sender_id, tenant_id and visitor_id. Agents get sender_id from the functions.
    grant select (
      id, session_id, seq, rev, sender_type, sender_name, sender_avatar_url, content, attachments, metadata,
      created_at, edited_at, deleted_at
    ) on public.global_chat_messages to authenticated;
  end if;
end $$;
do $$ begin
  perform global_chat_private.grant_published_tables();
end $$;

-- Where a table is open all the same, the planner knows no values of what people are called, said, did or were
-- tagged with. No query of ours is planned by them.
alter table public.global_chat_visitors
  alter external_id set statistics 0, alter name set statistics 0, alter email set statistics 0, alter metadata set statistics 0,
  alter attribute_order set statistics 0;
alter table public.global_chat_sessions
  alter visitor_name set statistics 0, alter visitor_email set statistics 0, alter visitor_metadata set statistics 0,
  alter visitor_events set statistics 0, alter attribute_order set statistics 0, alter tags set statistics 0,
  alter client_visitor_id set statistics 0, alter last_message_preview set statistics 0, alter rating_comment set statistics 0,
  alter agent_name set statistics 0, alter agent_avatar_url set statistics 0;
alter table public.global_chat_messages
  alter content set statistics 0, alter sender_name set statistics 0, alter sender_avatar_url set statistics 0,
  alter attachments set statistics 0, alter metadata set statistics 0;
alter table public.global_chat_notes alter content set statistics 0, alter author_name set statistics 0;

drop policy if exists "Agents may read the tenants they work for" on public.global_chat_tenants;
create policy "Agents may read the tenants they work for" on public.global_chat_tenants
  for select to authenticated
  using (id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the team they belong to" on public.global_chat_agents;
create policy "Agents may read the team they belong to" on public.global_chat_agents
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the widgets of their tenant" on public.global_widget_config;
create policy "Agents may read the widgets of their tenant" on public.global_widget_config
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the visitors of their tenant" on public.global_chat_visitors;
create policy "Agents may read the visitors of their tenant" on public.global_chat_visitors
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

-- Visitors read their sessions through functions, which leave out tags, assignee and the rest of the team's business.
drop policy if exists "Agents may read the sessions of their tenant" on public.global_chat_sessions;
create policy "Agents may read the sessions of their tenant" on public.global_chat_sessions
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Participants may read the messages of their sessions" on public.global_chat_messages;
create policy "Participants may read the messages of their sessions" on public.global_chat_messages
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    or visitor_id = any (array (select global_chat_private.my_visitor_ids()))
  );

drop policy if exists "Agents may read the notes of their tenant" on public.global_chat_notes;
create policy "Agents may read the notes of their tenant" on public.global_chat_notes
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read shared canned replies and their own" on public.global_chat_canned_replies;
create policy "Agents may read shared canned replies and their own" on public.global_chat_canned_replies
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    and (owner_id is null or owner_id = (select auth.uid()))
  );
create index if not exists global_chat_canned_replies_owner_id_idx
  on public.global_chat_canned_replies (owner_id) where owner_id is not null;
