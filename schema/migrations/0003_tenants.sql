-- Owns tenants and their agents. A person is staff because of a row here, never because of a role in the token.

create table if not exists public.global_chat_tenants (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique
    constraint "slug is lower-case letters, digits and hyphens" check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null
    constraint "name of a tenant has 1 to 120 characters" check (char_length(name) between 1 and 120),
  retention_days int
    constraint "retention_days is 1 to 3650, or empty to keep everything" check (retention_days between 1 and 3650),
  created_at timestamptz not null default now()
);
comment on table public.global_chat_tenants is 'A company or site owner. Everything belongs to exactly one tenant.';
comment on column public.global_chat_tenants.retention_days is
  'Resolved conversations older than this are deleted by global_chat_apply_retention; empty keeps everything.';

-- What all visitors of a tenant together may do in one day (UTC). Agents are not held to it.
alter table public.global_chat_tenants
  add column if not exists messages_per_day int not null default 20000
    constraint "messages_per_day is 1 to 100000000" check (messages_per_day between 1 and 100000000),
  add column if not exists sessions_per_day int not null default 2000
    constraint "sessions_per_day is 1 to 100000000" check (sessions_per_day between 1 and 100000000),
  add column if not exists visitors_per_day int not null default 2000
    constraint "visitors_per_day is 1 to 100000000" check (visitors_per_day between 1 and 100000000),
  add column if not exists file_bytes_per_day bigint not null default 524288000
    constraint "file_bytes_per_day is 0 to 1099511627776" check (file_bytes_per_day between 0 and 1099511627776);
comment on column public.global_chat_tenants.messages_per_day is
  'Messages that all visitors together may send in one day (UTC).';
comment on column public.global_chat_tenants.sessions_per_day is
  'Conversations that all visitors together may start in one day (UTC).';
comment on column public.global_chat_tenants.visitors_per_day is
  'New visitors in one day (UTC).';
comment on column public.global_chat_tenants.file_bytes_per_day is
  'Bytes of files that all visitors together may store in one day (UTC).';

alter table public.global_chat_tenants
  add column if not exists online_needs_agent boolean;
comment on column public.global_chat_tenants.online_needs_agent is
  'Whether the chat is online only while an agent is, or by its hours alone. Empty: by hours until an inbox first says that its '
  'agent is there, which makes it true. Set false when your team answers elsewhere.';

create table if not exists public.global_chat_agents (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'agent'
    constraint "role is agent or admin" check (role in ('agent', 'admin')),
  display_name text not null
    constraint "display_name has 1 to 120 characters" check (char_length(display_name) between 1 and 120),
  avatar_url text
    constraint "avatar_url is a web address" 
    check (avatar_url ~ '^https?://[^[:space:]"<>]+$' and char_length(avatar_url) <= 2000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
alter table public.global_chat_agents
  add column if not exists availability text not null default 'online'
    constraint "availability is online, away or off" check (availability in ('online', 'away', 'off')),
  add column if not exists last_heartbeat_at timestamptz;
comment on column public.global_chat_agents.availability is
  'What the agent chose to be; only who is online with a recent heartbeat counts (0045_agent_availability.sql).';
comment on column public.global_chat_agents.last_heartbeat_at is
  'When an inbox of the agent last said that it is open; empty when none ever did.';
comment on table public.global_chat_agents is 'The people who answer: user_id is a user of Supabase Auth.';
create index if not exists global_chat_agents_user_id_idx on public.global_chat_agents (user_id);

alter table public.global_chat_tenants enable row level security;
alter table public.global_chat_agents enable row level security;
revoke all on public.global_chat_tenants, public.global_chat_agents from public, anon, authenticated;
grant all on public.global_chat_tenants, public.global_chat_agents to service_role;
