-- Owns saved views: named filters of the inbox, shared by the team or one's own.

create table if not exists public.global_chat_saved_views (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  owner_id uuid,
  name text not null constraint "name of a view has 1 to 60 characters" check (char_length(name) between 1 and 60),
  filters jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on column public.global_chat_saved_views.owner_id is 'The agent who alone sees it; empty = shared by the team.';
create index if not exists global_chat_saved_views_tenant_id_idx on public.global_chat_saved_views (tenant_id);
create index if not exists global_chat_saved_views_owner_id_idx
  on public.global_chat_saved_views (owner_id) where owner_id is not null;

alter table public.global_chat_saved_views enable row level security;
revoke all on public.global_chat_saved_views from public, anon, authenticated;
grant all on public.global_chat_saved_views to service_role;

drop policy if exists "Agents may read shared views and their own" on public.global_chat_saved_views;
create policy "Agents may read shared views and their own" on public.global_chat_saved_views
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    and (owner_id is null or owner_id = (select auth.uid()))
  );

create or replace function global_chat_private.saved_view(view public.global_chat_saved_views)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object('id', view.id, 'name', view.name, 'filters', view.filters, 'shared', view.owner_id is null)
$$;

create or replace function global_chat_private.list_saved_views(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.saved_view(view) order by view.created_at, view.id)
    from public.global_chat_saved_views as view
    where view.tenant_id = tenant and (view.owner_id is null or view.owner_id = auth.uid())
  ), '[]');
end $$;

create or replace function global_chat_private.save_view(
  tenant uuid, wanted_name text, filters jsonb, shared boolean, wanted_view uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  checked constant jsonb := global_chat_private.checked_filters(filters);
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'name', 60);
  view public.global_chat_saved_views;
begin
  perform global_chat_private.require_agent(tenant);
  if shown_name is null then
    perform global_chat_private.raise_invalid_argument('name', 'name has 1 to 60 characters.');
  end if;
  perform global_chat_private.take_agent_token(caller);
  insert into public.global_chat_saved_views as stored (id, tenant_id, owner_id, name, filters)
  values (
    coalesce(wanted_view, gen_random_uuid()), tenant, case when shared then null else caller end, shown_name, checked
  )
  on conflict (id) do update set owner_id = excluded.owner_id, name = excluded.name, filters = excluded.filters
  -- Somebody else's is as if it did not exist.
  where stored.tenant_id = excluded.tenant_id and (stored.owner_id is null or stored.owner_id = caller)
  returning * into view;
  if not found then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.saved_view(view);
end $$;

create or replace function global_chat_private.delete_saved_view(wanted_view uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  view public.global_chat_saved_views;
begin
  select * into view from public.global_chat_saved_views where id = wanted_view for update;
  if global_chat_private.my_role_in(view.tenant_id) is null or view.owner_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_saved_views where id = wanted_view;
  return global_chat_private.saved_view(view);
end $$;
