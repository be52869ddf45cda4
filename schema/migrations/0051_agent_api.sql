-- Owns the names under which agents call: the team's half of docs/protocol.md.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

create or replace function public.global_chat_my_memberships()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.my_memberships(); end $$;
comment on function public.global_chat_my_memberships() is
  'The tenants that the caller works for.';

create or replace function public.global_chat_team(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.team(tenant_id); end $$;
comment on function public.global_chat_team(uuid) is
  'The agents of a tenant.';

create or replace function public.global_chat_set_availability(tenant_id uuid, availability text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.set_availability(tenant_id, availability); end $$;
comment on function public.global_chat_set_availability(uuid, text) is
  'The heartbeat of an open inbox; with availability (online, away, off) also what the caller is from now on.';

create or replace function public.global_chat_list_sessions(
  tenant_id uuid,
  filters jsonb default '{}',
  page_size int default null,
  cursor jsonb default null
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_sessions(tenant_id, filters, page_size, cursor); end $$;
comment on function public.global_chat_list_sessions(uuid, jsonb, int, jsonb) is
  'Sessions of a tenant, newest message first, with counts by status.';

create or replace function public.global_chat_session_details(session_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.session_details(session_id); end $$;
comment on function public.global_chat_session_details(uuid) is
  'A session with its notes and the visitor''s other sessions.';

create or replace function public.global_chat_update_session(session_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_session(session_id, changes); end $$;
comment on function public.global_chat_update_session(uuid, jsonb) is
  'Changes status, assigned_to, tags, priority or snoozed_until.';

create or replace function public.global_chat_update_sessions(session_ids uuid[], changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_sessions(session_ids, changes); end $$;
comment on function public.global_chat_update_sessions(uuid[], jsonb) is
  'The same changes for up to 200 sessions, all or none.';

create or replace function public.global_chat_add_note(session_id uuid, content text, mentions uuid[] default null, note_id uuid default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.add_note(session_id, content, mentions, note_id); end $$;
comment on function public.global_chat_add_note(uuid, text, uuid[], uuid) is
  'A note that only the team reads.';

create or replace function public.global_chat_update_note(note_id uuid, content text default null, mentions uuid[] default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_note(note_id, content, mentions); end $$;
comment on function public.global_chat_update_note(uuid, text, uuid[]) is
  'New words or mentions for a note of the caller.';

create or replace function public.global_chat_delete_note(note_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_note(note_id); end $$;
comment on function public.global_chat_delete_note(uuid) is
  'Deletes a note of the caller; admins may delete every note.';

create or replace function public.global_chat_list_canned_replies(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_canned_replies(tenant_id); end $$;
comment on function public.global_chat_list_canned_replies(uuid) is
  'Shared canned replies and the caller''s own.';

create or replace function public.global_chat_save_canned_reply(
  tenant_id uuid,
  shortcut text,
  content text,
  shared boolean default true,
  reply_id uuid default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.save_canned_reply(tenant_id, shortcut, content, shared, reply_id); end $$;
comment on function public.global_chat_save_canned_reply(uuid, text, text, boolean, uuid) is
  'Makes a canned reply, or changes the one with this id.';

create or replace function public.global_chat_delete_canned_reply(reply_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_canned_reply(reply_id); end $$;
comment on function public.global_chat_delete_canned_reply(uuid) is
  'Deletes a canned reply.';

create or replace function public.global_chat_search(
  tenant_id uuid,
  query text,
  filters jsonb default '{}',
  page_size int default null,
  cursor jsonb default null
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.search(tenant_id, query, filters, page_size, cursor); end $$;
comment on function public.global_chat_search(uuid, text, jsonb, int, jsonb) is
  'Finds messages, notes and visitors by words, newest first.';

create or replace function public.global_chat_export(tenant_id uuid, filters jsonb default '{}', cursor jsonb default null)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.export_sessions(tenant_id, filters, cursor); end $$;
comment on function public.global_chat_export(uuid, jsonb, jsonb) is
  'Complete sessions, oldest first, page by page.';

create or replace function public.global_chat_report(tenant_id uuid, since timestamptz, until timestamptz, time_zone text default 'UTC')
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.report(tenant_id, since, until, time_zone); end $$;
comment on function public.global_chat_report(uuid, timestamptz, timestamptz, text) is
  'Volume, times and ratings of the sessions that began in a time, by day and agent.';

create or replace function public.global_chat_block_visitor(visitor_id uuid, blocked boolean default true)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.block_visitor(visitor_id, blocked); end $$;
comment on function public.global_chat_block_visitor(uuid, boolean) is
  'Stops a visitor from writing, or lets them write again.';

create or replace function public.global_chat_list_saved_views(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_saved_views(tenant_id); end $$;
comment on function public.global_chat_list_saved_views(uuid) is
  'Shared views of the inbox and the caller''s own.';

create or replace function public.global_chat_save_view(
  tenant_id uuid,
  name text,
  filters jsonb,
  shared boolean default false,
  view_id uuid default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.save_view(tenant_id, name, filters, shared, view_id); end $$;
comment on function public.global_chat_save_view(uuid, text, jsonb, boolean, uuid) is
  'Makes a view, or changes the one with this id.';

create or replace function public.global_chat_delete_saved_view(view_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_saved_view(view_id); end $$;
comment on function public.global_chat_delete_saved_view(uuid) is
  'Deletes a view.';

create or replace function public.global_chat_list_widgets(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_widgets(tenant_id); end $$;
comment on function public.global_chat_list_widgets(uuid) is
  'The widgets of a tenant.';

create or replace function public.global_chat_widget_settings(widget_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.widget_settings(widget_id); end $$;
comment on function public.global_chat_widget_settings(uuid) is
  'The whole row of a widget, for its team.';
