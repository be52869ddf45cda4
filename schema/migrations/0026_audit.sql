-- Owns the record of what was done to people's data and by whom: who, when, how much, never what it said.

create table if not exists global_chat_private.audit_log (
  id bigint generated always as identity primary key,
  tenant_id uuid references public.global_chat_tenants on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  subject uuid,
  counts jsonb not null default '{}'
);
create index if not exists audit_log_tenant_id_idx on global_chat_private.audit_log (tenant_id, at desc);
alter table global_chat_private.audit_log enable row level security;
revoke all on global_chat_private.audit_log from public, anon, authenticated, service_role;

create or replace function global_chat_private.record(tenant uuid, action text, subject uuid, counts jsonb default '{}')
returns void
language sql
set search_path = ''
as $$
  insert into global_chat_private.audit_log (tenant_id, actor, action, subject, counts)
  values (tenant, auth.uid(), action, subject, counts)
$$;

-- The newest 200 entries.
create or replace function global_chat_private.audit_entries(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_admin(tenant);
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'at', entry.at, 'actor', entry.actor, 'action', entry.action, 'subject', entry.subject, 'counts', entry.counts
    ) order by entry.at desc, entry.id desc)
    from (
      select * from global_chat_private.audit_log where tenant_id = tenant order by at desc, id desc limit 200
    ) as entry
  ), '[]');
end $$;
