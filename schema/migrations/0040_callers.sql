-- Owns what is kept of callers so that limits and blocks outlive the erasure of a person: hashes, never names or addresses.

-- One row: what belongs to the installation as a whole. Edit it in the SQL editor; the secret never leaves the database.
create table if not exists global_chat_private.installation (
  only_one boolean primary key default true
    constraint "there is one installation" check (only_one),
  secret bytea not null,
  address_header text default 'cf-connecting-ip'
    constraint "address_header is a header's name in lower case" check (address_header ~ '^[a-z0-9-]{1,60}$'),
  address_hops int not null default 1
    constraint "address_hops is 1 to 20" check (address_hops between 1 and 20),
  visitors_per_address int not null default 10
    constraint "visitors_per_address is 1 to 100000" check (visitors_per_address between 1 and 100000),
  access_token_seconds int not null default 3600
    constraint "access_token_seconds is 60 to 604800" check (access_token_seconds between 60 and 604800)
);
comment on column global_chat_private.installation.address_header is
  'The header in which your own proxy names the address of a caller. Empty: no address is trusted, none is counted.';
comment on column global_chat_private.installation.address_hops is
  'Which entry of that header, from its right: 1 is what the last proxy before PostgREST saw.';
comment on column global_chat_private.installation.visitors_per_address is
  'How many visitors one address stands for: its buckets are so many times as wide as a visitor''s.';
comment on column global_chat_private.installation.access_token_seconds is
  'How long an access token of this project lives: Authentication → Sessions, or JWT expiry, in the dashboard.';
alter table global_chat_private.installation enable row level security;
revoke all on global_chat_private.installation from public, anon, authenticated, service_role;

-- Three random UUIDs are 366 random bits; the hash makes 256 evenly spread ones of them.
insert into global_chat_private.installation (secret)
values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))
on conflict do nothing;

-- What stands for a person or an address at one tenant. Without the secret nobody can tell whose it is by trying.
create or replace function global_chat_private.hash_of(kind text, tenant uuid, value text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  installed global_chat_private.installation;
begin
  select * into installed from global_chat_private.installation;
  return global_chat_private.hash_with(installed.secret, kind, tenant, value);
end $$;

create or replace function global_chat_private.hash_with(secret bytea, kind text, tenant uuid, value text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return encode(substring(sha256(secret || convert_to(concat_ws(':', kind, tenant, value), 'UTF8')) for 16), 'hex')::uuid;
end $$;

-- The address in one entry of a header, counted from its right, or null when it names none. Neighbours in IPv6 are one:
-- a /64 has one owner.
create or replace function global_chat_private.address_in(header text, hops int)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  entries constant text[] := string_to_array(header, ',');
  entry constant text := regexp_replace(btrim(entries[cardinality(entries) - hops + 1]), '^::ffff:([0-9.]+)$', '\1', 'i');
begin
  -- No network, no scope. That it is an address at all is seen by the cast, quicker than by an expression with a length.
  if entry ~ '[^0-9a-fA-F:.]' then
    return null;
  end if;
  return case when entry ~ ':' then network(set_masklen(entry::inet, 64))::text else host(entry::inet) end;
exception
  when invalid_text_representation then
    return null;
end $$;

-- The network address of this request, or null when it is not known. Whoever can forge the header can at most be as
-- unknown as somebody without it: an address only ever adds a limit.
drop function if exists global_chat_private.caller_address();
create or replace function global_chat_private.caller_address(installed global_chat_private.installation)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  header constant text := nullif(current_setting('request.headers', true), '')::jsonb ->> installed.address_header;
begin
  if header is null then
    return null;
  end if;
  return global_chat_private.address_in(header, installed.address_hops);
end $$;
