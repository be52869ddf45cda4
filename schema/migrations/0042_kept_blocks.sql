-- Owns the blocks that are kept when a person's rows are gone.

-- Who is blocked at a tenant, as hashes that outlive the person's rows: erasing oneself and coming back is no way out.
-- All that is known of one person shares a `block_id`, and goes with it.
create table if not exists global_chat_private.kept_blocks (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  kind text not null
    constraint "kind is visitor, user, external_id or email" check (kind in ('visitor', 'user', 'external_id', 'email')),
  hash uuid not null,
  block_id uuid not null,
  blocked_at timestamptz not null,
  primary key (tenant_id, kind, hash)
);
create index if not exists kept_blocks_block_id_idx on global_chat_private.kept_blocks (block_id);
alter table global_chat_private.kept_blocks enable row level security;
revoke all on global_chat_private.kept_blocks from public, anon, authenticated, service_role;

-- What a person is known by, as [{kind, hash}]: the ids that the team saw, their browsers' users, their id at the host, an
-- address that was proven. Never what they said.
drop function if exists global_chat_private.identities_of(uuid);
create or replace function global_chat_private.identities_of(visitor uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with person as (
      select known.* from global_chat_private.same_person(visitor) as same
      join public.global_chat_visitors as known on known.id = same
    ),
    identity as (
      select 'visitor' as kind, global_chat_private.hash_of('visitor', tenant_id, id::text) as hash from person
      union
      select 'external_id', global_chat_private.hash_of('external_id', tenant_id, external_id)
      from person where external_id is not null
      union
      select 'email', global_chat_private.hash_of('email', tenant_id, lower(email))
      from person where verified and email is not null
      union
      select 'user', global_chat_private.hash_of('user', own.tenant_id, own.auth_uid::text)
      from person join global_chat_private.visitor_auth as own on own.visitor_id = person.id
    )
    select coalesce(jsonb_agg(identity), '[]') from identity
  );
end $$;

-- The oldest block that is kept of one of these identities.
drop function if exists global_chat_private.kept_block_of(uuid);
create or replace function global_chat_private.kept_block_of(tenant uuid, identities jsonb)
returns global_chat_private.kept_blocks
language sql
stable
set search_path = ''
as $$
  select kept
  from jsonb_to_recordset(identities) as known (kind text, hash uuid)
  join global_chat_private.kept_blocks as kept
    on kept.tenant_id = tenant and kept.kind = known.kind and kept.hash = known.hash
  order by kept.blocked_at limit 1
$$;

-- Keeps a block of all these identities, which are one person's.
drop function if exists global_chat_private.keep_block(uuid);
create or replace function global_chat_private.keep_block(tenant uuid, identities jsonb, since timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  block constant uuid := coalesce((global_chat_private.kept_block_of(tenant, identities)).block_id, gen_random_uuid());
begin
  insert into global_chat_private.kept_blocks (tenant_id, kind, hash, block_id, blocked_at)
  select tenant, known.kind, known.hash, block, since
  from jsonb_to_recordset(identities) as known (kind text, hash uuid)
  on conflict do nothing;
end $$;

-- Keeps the block of a person who is blocked now; for everybody else it does nothing.
create or replace function global_chat_private.keep_block_of(visitor uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  person constant public.global_chat_visitors := global_chat_private.person_of(visitor);
begin
  if person.blocked_at is not null then
    perform global_chat_private.keep_block(
      person.tenant_id, global_chat_private.identities_of(visitor), person.blocked_at
    );
  end if;
end $$;

-- The visitor, blocked when one of what they are known by is.
create or replace function global_chat_private.apply_kept_block(visitor public.global_chat_visitors)
returns public.global_chat_visitors
language plpgsql
set search_path = ''
as $$
declare
  since constant timestamptz := (
    global_chat_private.kept_block_of(visitor.tenant_id, global_chat_private.identities_of(visitor.id))
  ).blocked_at;
begin
  if visitor.blocked_at is null and since is not null then
    perform global_chat_private.set_block(visitor.id, since);
  end if;
  -- What they became known by since they were blocked is blocked with them.
  perform global_chat_private.keep_block_of(visitor.id);
  return global_chat_private.person_of(visitor.id);
end $$;

-- The tenant of the caller's that keeps a block of a visitor who was erased.
create or replace function global_chat_private.tenant_of_block(visitor uuid)
returns uuid
language sql
stable
set search_path = ''
as $$
  select kept.tenant_id
  from global_chat_private.my_tenant_ids() as mine
  join global_chat_private.kept_blocks as kept
    on kept.tenant_id = mine and kept.kind = 'visitor' and kept.hash = global_chat_private.hash_of('visitor', mine, visitor::text)
  limit 1
$$;

-- Unblocks everything that is kept with what this person is known by; false when there was nothing.
create or replace function global_chat_private.forget_block(tenant uuid, visitor uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  delete from global_chat_private.kept_blocks
  where block_id in (
    select kept.block_id
    from (
      select * from jsonb_to_recordset(global_chat_private.identities_of(visitor)) as identity (kind text, hash uuid)
      union
      select 'visitor', global_chat_private.hash_of('visitor', tenant, visitor::text)
    ) as known (kind, hash)
    join global_chat_private.kept_blocks as kept
      on kept.tenant_id = tenant and kept.kind = known.kind and kept.hash = known.hash
  );
  return found;
end $$;

-- Blocks from before they were kept.
do $$
begin
  perform global_chat_private.keep_block_of(id) from public.global_chat_visitors where blocked_at is not null;
end $$;
