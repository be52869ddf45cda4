-- Owns the names under which admins and the secret key call.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

create or replace function public.global_chat_update_widget(widget_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_widget(widget_id, changes); end $$;
comment on function public.global_chat_update_widget(uuid, jsonb) is
  'Changes columns of a widget; a wrong value is refused with a sentence.';

create or replace function public.global_chat_create_widget(tenant_id uuid, name text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.create_widget(tenant_id, name); end $$;
comment on function public.global_chat_create_widget(uuid, text) is
  'A new widget with default settings.';

create or replace function public.global_chat_rotate_identity_key(widget_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.rotate_identity_key(widget_id); end $$;
comment on function public.global_chat_rotate_identity_key(uuid) is
  'A new key for signing identity tokens, shown once.';

create or replace function public.global_chat_add_agent(tenant_id uuid, user_id uuid, role text default 'agent', display_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.add_agent(tenant_id, user_id, role, display_name); end $$;
comment on function public.global_chat_add_agent(uuid, uuid, text, text) is
  'Makes an existing user an agent.';

create or replace function public.global_chat_update_agent(tenant_id uuid, user_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_agent(tenant_id, user_id, changes); end $$;
comment on function public.global_chat_update_agent(uuid, uuid, jsonb) is
  'Changes role, display_name or avatar_url; agents may change their own name and picture.';

create or replace function public.global_chat_remove_agent(tenant_id uuid, user_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.remove_agent(tenant_id, user_id); end $$;
comment on function public.global_chat_remove_agent(uuid, uuid) is
  'Takes somebody off the team; agents may leave by themselves.';

create or replace function public.global_chat_invite_agent(tenant_id uuid, email text, role text default 'agent', display_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.invite_agent(tenant_id, email, role, display_name); end $$;
comment on function public.global_chat_invite_agent(uuid, text, text, text) is
  'Lets the owner of an address join the team.';

create or replace function public.global_chat_list_invitations(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_invitations(tenant_id); end $$;
comment on function public.global_chat_list_invitations(uuid) is
  'Invitations that wait.';

create or replace function public.global_chat_cancel_invitation(tenant_id uuid, email text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.cancel_invitation(tenant_id, email); end $$;
comment on function public.global_chat_cancel_invitation(uuid, text) is
  'Takes an invitation back.';

create or replace function public.global_chat_accept_invitations(code text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.accept_invitations(code); end $$;
comment on function public.global_chat_accept_invitations(text) is
  'Joins the caller to the team that sent this code to their confirmed address.';

create or replace function public.global_chat_erase_visitor(visitor_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.erase_visitor(visitor_id); end $$;
comment on function public.global_chat_erase_visitor(uuid) is
  'Deletes everything of a person. Remove the returned files through Storage after that.';

create or replace function public.global_chat_audit_log(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.audit_entries(tenant_id); end $$;
comment on function public.global_chat_audit_log(uuid) is
  'Who did what to people''s data, newest first.';

create or replace function public.global_chat_create_tenant(slug text, name text, admin_id uuid default null, admin_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.create_tenant(slug, name, admin_id, admin_name); end $$;
comment on function public.global_chat_create_tenant(text, text, uuid, text) is
  'A tenant with its first widget and admin. Secret key only.';

create or replace function public.global_chat_apply_retention(dry_run boolean default true)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.apply_retention(dry_run); end $$;
comment on function public.global_chat_apply_retention(boolean) is
  'Deletes what is past the retention of each tenant, or tells what it would delete. Secret key only.';

create or replace function public.global_chat_leftover_files()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.leftover_files(); end $$;
comment on function public.global_chat_leftover_files() is
  'Files whose bytes are still to be removed: erased ones, and uploads that no message carries after a week. Secret key only.';

create or replace function public.global_chat_leftover_users()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.leftover_users(); end $$;
comment on function public.global_chat_leftover_users() is
  'Anonymous users whom the chat signed in, without a conversation and not seen for a week. Secret key only.';

create or replace function public.global_chat_usage(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.usage(tenant_id); end $$;
comment on function public.global_chat_usage(uuid) is
  'What visitors used today of each of the tenant''s ceilings.';
