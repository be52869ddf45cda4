-- Owns the memory that a session is gone: whoever still knows its id must not become its visitor, and with that the reader
-- of files whose bytes are not removed yet. An id tells nothing about a person.

create table if not exists global_chat_private.erased_sessions (
  id uuid primary key,
  erased_at timestamptz not null default now()
);
alter table global_chat_private.erased_sessions enable row level security;
revoke all on global_chat_private.erased_sessions from public, anon, authenticated, service_role;

-- However a session goes.
create or replace function global_chat_private.remember_erased_sessions()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into global_chat_private.erased_sessions (id) select id from gone on conflict (id) do nothing;
  return null;
end $$;

create or replace trigger global_chat_sessions_erased
  after delete on public.global_chat_sessions
  referencing old table as gone
  for each statement execute function global_chat_private.remember_erased_sessions();

create or replace function global_chat_private.reject_erased_session()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from global_chat_private.erased_sessions where id = new.id) then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This session id cannot be used. Make a new one.');
  end if;
  return new;
end $$;

create or replace trigger global_chat_sessions_not_erased
  before insert on public.global_chat_sessions
  for each row execute function global_chat_private.reject_erased_session();

-- Of sessions that were erased before there was this memory, as far as their files tell.
insert into global_chat_private.erased_sessions (id)
select distinct global_chat_private.uuid_or_null(split_part(path, '/', 2))
from global_chat_private.erased_files
where not exists (
  select from public.global_chat_sessions where id = global_chat_private.uuid_or_null(split_part(path, '/', 2))
)
on conflict (id) do nothing;
