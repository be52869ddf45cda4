-- Owns visitors, sessions, messages and notes: the tables of a conversation.
-- tenant_id and visitor_id are repeated on the children, so that no policy needs a join.

create table if not exists public.global_chat_visitors (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  external_id text
    constraint "external_id has 1 to 255 characters" check (char_length(external_id) between 1 and 255),
  name text constraint "name of a visitor has at most 120 characters" check (char_length(name) <= 120),
  email text constraint "email has at most 254 characters" check (char_length(email) <= 254),
  verified boolean not null default false,
  merged_into uuid references public.global_chat_visitors on delete cascade,
  blocked_at timestamptz,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (tenant_id, external_id)
);
comment on column public.global_chat_visitors.external_id is
  'The id of this person in the host''s own system, from a signed token; empty for anonymous visitors.';
alter table public.global_chat_visitors add column if not exists attribute_order text[] not null default '{}';
comment on column public.global_chat_visitors.attribute_order is
  'The names of the attributes in metadata as they were last set, oldest first: those go first when there is no room.';
create index if not exists global_chat_visitors_merged_into_idx
  on public.global_chat_visitors (merged_into) where merged_into is not null;

comment on table public.global_chat_visitors is 'A person who writes to a tenant, whether known by name or not.';
comment on column public.global_chat_visitors.verified is 'Name and address come from a signed token or a confirmed account.';
comment on column public.global_chat_visitors.merged_into is
  'The same person''s other row, once a token said so. What is asked or written of this row means that one.';
comment on column public.global_chat_visitors.metadata is 'What the page told of the person: locale, pages, attributes; at most 2 KB.';

-- Which signed-in user is which visitor of a tenant.
create table if not exists global_chat_private.visitor_auth (
  auth_uid uuid not null,
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  visitor_id uuid not null references public.global_chat_visitors on delete cascade,
  primary key (auth_uid, tenant_id)
);
create index if not exists visitor_auth_visitor_id_idx on global_chat_private.visitor_auth (visitor_id);
create index if not exists visitor_auth_tenant_id_idx on global_chat_private.visitor_auth (tenant_id);
alter table global_chat_private.visitor_auth enable row level security;
revoke all on global_chat_private.visitor_auth from public, anon, authenticated, service_role;

create table if not exists public.global_chat_sessions (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  widget_id uuid not null references public.global_widget_config,
  visitor_id uuid not null references public.global_chat_visitors on delete cascade,
  client_visitor_id text
    constraint "client_visitor_id has at most 128 characters" check (char_length(client_visitor_id) <= 128),
  visitor_name text
    constraint "visitor_name has at most 120 characters" check (char_length(visitor_name) <= 120),
  visitor_email text
    constraint "visitor_email has at most 254 characters" check (char_length(visitor_email) <= 254),
  visitor_metadata jsonb not null default '{}',
  -- As on the visitor, so that no list has to look there.
  visitor_verified boolean not null default false,
  visitor_blocked_at timestamptz,
  status text not null default 'open'
    constraint "status is open, pending or resolved" check (status in ('open', 'pending', 'resolved')),
  assigned_to uuid,
  tags text[] not null default '{}'
    constraint "tags are at most 20" check (cardinality(tags) <= 20),
  priority text not null default 'normal'
    constraint "priority is low, normal, high or urgent" check (priority in ('low', 'normal', 'high', 'urgent')),
  snoozed_until timestamptz,
  rating int constraint "rating is 1 to 5" check (rating between 1 and 5),
  rating_comment text
    constraint "rating_comment has at most 1000 characters" check (char_length(rating_comment) <= 1000),
  last_seq bigint not null default 0,
  rev bigint not null default 1,
  last_message_at timestamptz,
  last_message_preview text,
  last_message_by text
    constraint "last_message_by is visitor, agent or system" check (last_message_by in ('visitor', 'agent', 'system')),
  visitor_read_seq bigint not null default 0,
  visitor_delivered_seq bigint not null default 0,
  agent_read_seq bigint not null default 0,
  agent_delivered_seq bigint not null default 0,
  agent_name text,
  agent_avatar_url text,
  first_reply_at timestamptz,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When something was last said, for lists: newest first.
  active_at timestamptz generated always as (coalesce(last_message_at, created_at)) stored,
  foreign key (tenant_id, assigned_to) references public.global_chat_agents on delete set null (assigned_to)
);
comment on table public.global_chat_sessions is 'One conversation of a visitor with the team.';
comment on column public.global_chat_sessions.client_visitor_id is
  'An id of the visitor that the page gave, unproven: to tell browsers apart, never to find anybody by.';
comment on column public.global_chat_sessions.visitor_name is
  'As the visitor is called now, repeated here and in visitor_email and visitor_metadata so that no list has to join.';
comment on column public.global_chat_sessions.visitor_verified is
  'Name and address come from a signed token or a confirmed account.';
comment on column public.global_chat_sessions.visitor_blocked_at is 'When the team blocked the visitor; empty when it did not.';
comment on column public.global_chat_sessions.status is
  'open: the team has to answer. pending: the visitor has to. resolved: nobody has to, until somebody writes.';
comment on column public.global_chat_sessions.snoozed_until is 'Kept out of the open list until then, or until the visitor writes.';
comment on column public.global_chat_sessions.last_message_preview is 'One line of the newest message, at most 140 characters.';
comment on column public.global_chat_sessions.visitor_read_seq is
  'The seq up to which the visitor has read. The four positions never go back and never pass last_seq.';
comment on column public.global_chat_sessions.agent_name is 'Who of the team answered last, as the visitor sees them.';
comment on column public.global_chat_sessions.first_reply_at is 'When the team first answered; reports count from created_at to it.';
comment on column public.global_chat_sessions.resolved_at is 'When it was resolved; empty while it is not.';
comment on column public.global_chat_sessions.active_at is 'When something was last said, or when it began: what lists sort by.';
alter table public.global_chat_sessions
  add column if not exists team_rev bigint not null default 0,
  add column if not exists team_updated_at timestamptz;
comment on column public.global_chat_sessions.team_rev is
  'Counts the changes that only the team sees (assignee, tags, priority, snoozing, block). These take no rev, so that a visitor cannot tell that they happened.';
comment on column public.global_chat_sessions.team_updated_at is 'When team_rev was last raised; empty when it never was.';
alter table public.global_chat_sessions add column if not exists attribute_order text[] not null default '{}';
comment on column public.global_chat_sessions.attribute_order is
  'The names of the attributes in visitor_metadata as they were last set, oldest first.';
alter table public.global_chat_sessions add column if not exists visitor_events jsonb not null default '[]';
comment on column public.global_chat_sessions.visitor_events is
  'What the page told that the visitor did, the newest twenty, oldest first. Only the team sees them.';
comment on column public.global_chat_sessions.last_seq is 'The seq of the newest message: dense from 1.';
comment on column public.global_chat_sessions.rev is
  'Counts every change of the session and its messages that the visitor may see; taken while this row is locked.';
create index if not exists global_chat_sessions_visitor_id_idx on public.global_chat_sessions (visitor_id);
drop index if exists public.global_chat_sessions_widget_id_idx;
create index if not exists global_chat_sessions_widget_idx on public.global_chat_sessions (widget_id, created_at);
create index if not exists global_chat_sessions_active_idx
  on public.global_chat_sessions (tenant_id, active_at desc, id desc);
create index if not exists global_chat_sessions_status_idx
  on public.global_chat_sessions (tenant_id, status, active_at desc, id desc);
drop index if exists public.global_chat_sessions_updated_idx;
create index if not exists global_chat_sessions_changed_idx
  on public.global_chat_sessions (tenant_id, greatest(updated_at, team_updated_at));
create index if not exists global_chat_sessions_assigned_idx
  on public.global_chat_sessions (tenant_id, assigned_to, active_at desc) where assigned_to is not null;

create table if not exists public.global_chat_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.global_chat_sessions on delete cascade,
  tenant_id uuid not null,
  visitor_id uuid not null,
  seq bigint not null,
  rev bigint not null,
  sender_type text not null
    constraint "sender_type is visitor, agent or system" check (sender_type in ('visitor', 'agent', 'system')),
  sender_id uuid,
  sender_name text,
  sender_avatar_url text,
  content text not null
    constraint "content has at most 4000 characters and 16 KB"
    check (char_length(content) <= 4000 and octet_length(content) <= 16384),
  attachments jsonb not null default '[]'
    constraint "attachments is a list" check (jsonb_typeof(attachments) = 'array'),
  metadata jsonb not null default '{}'
    constraint "metadata of a message has at most 2048 bytes" check (octet_length(metadata::text) <= 2048),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  constraint global_chat_messages_session_id_seq_key unique (session_id, seq),
  constraint global_chat_messages_session_id_rev_key unique (session_id, rev),
  constraint "a message says something, until it is deleted"
    check (deleted_at is not null or content ~ '[^[:space:]]' or attachments <> '[]')
);
comment on table public.global_chat_messages is 'What was said in a session. Rows are written by functions only.';
comment on column public.global_chat_messages.seq is 'The place in the session: dense from 1, never reused.';
comment on column public.global_chat_messages.rev is
  'The session''s rev when this message last changed. Who asks for what came after a rev gets every change once.';
comment on column public.global_chat_messages.sender_name is 'As the sender was called then.';
comment on column public.global_chat_messages.deleted_at is 'A deleted message keeps its place and nothing of what it said.';
create index if not exists global_chat_messages_visitor_id_idx on public.global_chat_messages (visitor_id);
create index if not exists global_chat_messages_tenant_id_idx
  on public.global_chat_messages (tenant_id, created_at desc);

create table if not exists public.global_chat_notes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  session_id uuid not null references public.global_chat_sessions on delete cascade,
  author_id uuid not null,
  author_name text not null,
  content text not null
    constraint "content of a note has 1 to 4000 characters"
    check (char_length(content) between 1 and 4000 and octet_length(content) <= 16384),
  mentions uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.global_chat_notes is 'What agents tell each other about a session. No visitor ever reads it.';
create index if not exists global_chat_notes_session_id_idx on public.global_chat_notes (session_id, created_at);
create index if not exists global_chat_notes_tenant_id_idx on public.global_chat_notes (tenant_id, created_at);
create index if not exists global_chat_notes_mentions_idx on public.global_chat_notes using gin (mentions);

create table if not exists public.global_chat_canned_replies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  shortcut text not null
    constraint "shortcut is lower-case letters, digits and hyphens" check (shortcut ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  content text not null
    constraint "content of a canned reply has 1 to 4000 characters" check (char_length(content) between 1 and 4000),
  owner_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (tenant_id, owner_id, shortcut)
);
comment on column public.global_chat_canned_replies.owner_id is 'The agent who alone uses it; empty = shared by the team.';
alter table public.global_chat_sessions add column if not exists visitor_unread int, add column if not exists agent_unread int;
-- Of conversations from before these columns: what is after a side's position is the other's, since writing is reading.
update public.global_chat_sessions as session
set (visitor_unread, agent_unread) = (
  select
    count(*) filter (where message.seq > session.visitor_read_seq),
    count(*) filter (where message.seq > session.agent_read_seq)
  from public.global_chat_messages as message
  where message.session_id = session.id and message.deleted_at is null
)
where session.visitor_unread is null;
alter table public.global_chat_sessions
  alter column visitor_unread set default 0, alter column visitor_unread set not null,
  alter column agent_unread set default 0, alter column agent_unread set not null;
comment on column public.global_chat_sessions.visitor_unread is
  'What the visitor has not read: messages of the team after visitor_read_seq that are not deleted.';
comment on column public.global_chat_sessions.agent_unread is
  'What the team has not read: messages of the visitor after agent_read_seq that are not deleted.';
