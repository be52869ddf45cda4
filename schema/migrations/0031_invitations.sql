-- Owns invitations: an admin names an address and gets a code for it, and whoever has both may join: an account with this
-- address, confirmed, and the code, which the admin sends there. The address alone is not enough, because where a project does
-- not confirm addresses anybody signs up with any. No admin can find out by trying which addresses have an account.

create table if not exists global_chat_private.invitations (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  email text not null,
  role text not null constraint "role of an invitation is agent or admin" check (role in ('agent', 'admin')),
  display_name text not null,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  primary key (tenant_id, email)
);
-- Of the code; invitations from before there were codes have none and have to be made again.
alter table global_chat_private.invitations add column if not exists code_hash bytea;
create index if not exists invitations_email_idx on global_chat_private.invitations (email);
alter table global_chat_private.invitations enable row level security;
revoke all on global_chat_private.invitations from public, anon, authenticated, service_role;

create or replace function global_chat_private.invitation_view(invitation global_chat_private.invitations)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'email', invitation.email, 'role', invitation.role, 'display_name', invitation.display_name,
    'created_at', invitation.created_at, 'expires_at', invitation.expires_at
  )
$$;

create or replace function global_chat_private.invite_agent(tenant uuid, address text, wanted_role text, wanted_name text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  invited constant text := lower(global_chat_private.email_address(to_jsonb(address), 'email'));
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'display_name', 120);
  -- 122 bits of chance.
  code constant text := replace(gen_random_uuid()::text, '-', '');
  invitation global_chat_private.invitations;
begin
  perform global_chat_private.require_admin_or_service(tenant);
  perform global_chat_private.take_agent_token(auth.uid());
  if invited is null then
    perform global_chat_private.raise_invalid_argument('email', 'email is missing.');
  end if;
  if coalesce(wanted_role not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('role', 'role is agent or admin.');
  end if;
  insert into global_chat_private.invitations as stored (tenant_id, email, role, display_name, invited_by, code_hash)
  values (
    tenant, invited, wanted_role, coalesce(shown_name, split_part(invited, '@', 1)), auth.uid(),
    sha256(convert_to(code, 'UTF8'))
  )
  on conflict (tenant_id, email) do update
  set role = excluded.role, display_name = excluded.display_name, invited_by = excluded.invited_by,
      created_at = now(), expires_at = excluded.expires_at, code_hash = excluded.code_hash
  returning * into invitation;
  perform global_chat_private.record(tenant, 'invite_agent', null, jsonb_build_object('role', wanted_role));
  -- Told this once.
  return global_chat_private.invitation_view(invitation) || jsonb_build_object('code', code);
end $$;

create or replace function global_chat_private.list_invitations(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_admin_or_service(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.invitation_view(invitation) order by invitation.created_at)
    from global_chat_private.invitations as invitation
    where invitation.tenant_id = tenant
  ), '[]');
end $$;

create or replace function global_chat_private.cancel_invitation(tenant uuid, address text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  invitation global_chat_private.invitations;
begin
  perform global_chat_private.require_admin_or_service(tenant);
  perform global_chat_private.take_agent_token(auth.uid());
  delete from global_chat_private.invitations where tenant_id = tenant and email = lower(btrim(address)) returning * into invitation;
  if invitation.tenant_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.invitation_view(invitation);
end $$;

-- Joins the caller to the team that sent this code to their confirmed address. Returns the caller's memberships: the same as
-- before when the code is wrong, used, expired or another address's, so that it costs a token and tells nothing.
drop function if exists public.global_chat_accept_invitations();
drop function if exists global_chat_private.accept_invitations();
create or replace function global_chat_private.accept_invitations(code text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  invitation global_chat_private.invitations;
begin
  if global_chat_private.is_anonymous() then
    return global_chat_private.my_memberships();
  end if;
  perform global_chat_private.take_token('invitation', caller, 10, 1 / 60.0);
  delete from global_chat_private.invitations as stored
  where code_hash = sha256(convert_to(lower(btrim(code, E' \t\n\r')), 'UTF8'))
    and expires_at > now()
    -- Who may invite no longer has invited nobody: nobody comes back by an invitation made in time. Null is the secret key.
    and (invited_by is null or exists (
      select from public.global_chat_agents as inviter
      where inviter.tenant_id = stored.tenant_id and inviter.user_id = stored.invited_by and inviter.role = 'admin'
    ))
    and email = (
      select lower(account.email) from auth.users as account
      where account.id = caller and account.email_confirmed_at is not null and not account.is_anonymous
    )
  returning * into invitation;
  if invitation.tenant_id is not null then
    insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
    values (invitation.tenant_id, caller, invitation.role, invitation.display_name)
    on conflict (tenant_id, user_id) do nothing;
    perform global_chat_private.record(
      invitation.tenant_id, 'accept_invitation', caller, jsonb_build_object('role', invitation.role)
    );
  end if;
  return global_chat_private.my_memberships();
end $$;
