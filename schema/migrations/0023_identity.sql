-- Owns what a proven identity changes: the visitor becomes a known person, and what they wrote before comes along.
-- Two known people are never made one.

-- Gives the sessions of visitors what is known of the person they turned out to be. Call with the sessions locked.
-- What was only claimed before is not shown as verified: name and address are the person's, or none.
create or replace function global_chat_private.copy_person_to_sessions(visitors uuid[], person public.global_chat_visitors)
returns void
language plpgsql
set search_path = ''
as $$
declare
  session public.global_chat_sessions;
begin
  for session in
    select * from public.global_chat_sessions where visitor_id = any (visitors) order by id
  loop
    update public.global_chat_sessions
    set visitor_name = person.name, visitor_email = person.email,
        visitor_verified = true, visitor_blocked_at = person.blocked_at,
        rev = rev + 1, updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    perform global_chat_private.announce(session, 'session');
  end loop;
end $$;

-- The person a token speaks of; made at the first time, brought up to date after that.
drop function if exists global_chat_private.ensure_person(uuid, jsonb);
create or replace function global_chat_private.ensure_person(caller uuid, tenant uuid, claims jsonb)
returns public.global_chat_visitors
language plpgsql
set search_path = ''
as $$
declare
  person public.global_chat_visitors;
begin
  if not exists (
    select from public.global_chat_visitors as known where (known.tenant_id, known.external_id) = (tenant, claims ->> 'sub')
  ) then
    perform global_chat_private.count_new_visitor(caller, tenant, claims ->> 'sub');
  end if;
  insert into public.global_chat_visitors as known (tenant_id, external_id, name, email, verified)
  values (
    tenant, claims ->> 'sub',
    global_chat_private.token_text(claims, 'name'),
    global_chat_private.token_text(claims, 'email'),
    true
  )
  on conflict (tenant_id, external_id) do update
  set name = coalesce(excluded.name, known.name), email = coalesce(excluded.email, known.email),
      verified = true, last_seen_at = clock_timestamp()
  returning * into person;
  return person;
end $$;

create or replace function global_chat_private.identify(wanted_widget uuid, token text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  widget constant public.global_widget_config := global_chat_private.require_widget(wanted_widget);
  claims constant jsonb := global_chat_private.verified_claims(widget.id, token, caller);
  person public.global_chat_visitors;
  present public.global_chat_visitors;
  affected uuid[];
begin
  perform global_chat_private.require_allowed_origin(widget.allowed_domains);
  perform global_chat_private.take_visitor_tokens('identity', widget.tenant_id, caller, claims ->> 'sub', 60, 1);
  perform pg_advisory_xact_lock(hashtextextended('global_chat:' || caller, 0));
  select visitor.* into present
  from global_chat_private.visitor_auth as own
  join public.global_chat_visitors as visitor on visitor.id = own.visitor_id
  where own.auth_uid = caller and own.tenant_id = widget.tenant_id;
  if present.external_id <> claims ->> 'sub' then
    perform global_chat_private.raise_error(
      409, 'identity_conflict', 'Somebody else is identified here. Reset the chat first.'
    );
  end if;

  person := global_chat_private.ensure_person(caller, widget.tenant_id, claims);
  if present.id is null then
    insert into global_chat_private.visitor_auth (auth_uid, tenant_id, visitor_id)
    values (caller, widget.tenant_id, person.id);
  elsif present.id <> person.id then
    -- A block follows the person, so it also reaches what they wrote elsewhere.
    affected := case
      when present.blocked_at is null then array[present.id]
      else array(select global_chat_private.same_person(person.id)) || present.id
    end;
    -- Sessions first, then visitors: the order in which sending locks them.
    perform from public.global_chat_sessions where visitor_id = any (affected) order by id for no key update;
    update public.global_chat_visitors set blocked_at = coalesce(blocked_at, present.blocked_at)
    where id = person.id returning * into person;
    update public.global_chat_visitors set merged_into = person.id where present.id in (id, merged_into);
    update global_chat_private.visitor_auth set visitor_id = person.id where visitor_id = present.id;
    perform global_chat_private.copy_person_to_sessions(affected, person);
  end if;
  person := global_chat_private.apply_kept_block(person);
  return jsonb_build_object('external_id', person.external_id, 'name', person.name, 'email', person.email);
end $$;

-- Apps on Supabase Auth need no token of their own: a user who is signed in for real has a confirmed address.
create or replace function global_chat_private.verify_by_auth(visitor public.global_chat_visitors, caller uuid)
returns public.global_chat_visitors
language plpgsql
set search_path = ''
as $$
declare
  account record;
begin
  if visitor.verified or global_chat_private.is_anonymous() then
    return visitor;
  end if;
  -- Confirmed is also what a project that confirms nothing calls every address. Proof is a mail that was sent for it, to
  -- a new account or with an invitation, or another provider that vouches for this very address. A user can change none of it.
  select email, raw_user_meta_data as profile into account
  from auth.users
  where id = caller and email_confirmed_at is not null and not is_anonymous and email <> ''
    and (
      confirmation_sent_at is not null or invited_at is not null
      or exists (
        select from auth.identities as linked
        where linked.user_id = caller and linked.provider <> 'email'
          and lower(linked.identity_data ->> 'email') = lower(users.email)
          and linked.identity_data ->> 'email_verified' = 'true'
      )
    );
  if not found then
    return visitor;
  end if;
  update public.global_chat_visitors
  set verified = true,
      email = left(account.email, 254),
      name = coalesce(name, global_chat_private.short_text(
        to_jsonb(left(coalesce(account.profile ->> 'name', account.profile ->> 'full_name'), 120)), 'name', 120
      ))
  where id = visitor.id
  returning * into visitor;
  return visitor;
end $$;

-- The key for signing, shown once. The one before stops working at once.
create or replace function global_chat_private.rotate_identity_key(wanted_widget uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  widget public.global_widget_config;
  -- Three random UUIDs are 366 random bits; the hash makes 256 evenly spread ones of them.
  fresh constant bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
begin
  select * into widget from public.global_widget_config where id = wanted_widget;
  perform global_chat_private.require_admin_or_service(widget.tenant_id);
  perform global_chat_private.take_agent_token(auth.uid());
  insert into global_chat_private.widget_secrets as secret (widget_id, identity_key)
  values (widget.id, convert_to(encode(fresh, 'hex'), 'UTF8'))
  on conflict (widget_id) do update set identity_key = excluded.identity_key, rotated_at = now();
  return jsonb_build_object('widget_id', widget.id, 'key', encode(fresh, 'hex'));
end $$;
