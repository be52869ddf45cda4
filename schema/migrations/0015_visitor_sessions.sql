-- Owns how a visitor comes into being, opens sessions and lists them.

-- The visitor that the caller is for this tenant; made on first use. Call with the caller's advisory lock held.
create or replace function global_chat_private.ensure_visitor(caller uuid, tenant uuid)
returns public.global_chat_visitors
language plpgsql
set search_path = ''
as $$
declare
  visitor public.global_chat_visitors;
begin
  select found.* into visitor
  from global_chat_private.visitor_auth as own
  join public.global_chat_visitors as found on found.id = own.visitor_id
  where own.auth_uid = caller and own.tenant_id = tenant;
  if visitor.id is null then
    perform global_chat_private.count_new_visitor(caller, tenant, null);
    insert into public.global_chat_visitors (tenant_id) values (tenant) returning * into visitor;
    insert into global_chat_private.visitor_auth (auth_uid, tenant_id, visitor_id) values (caller, tenant, visitor.id);
  end if;
  return global_chat_private.apply_kept_block(global_chat_private.verify_by_auth(visitor, caller));
end $$;

-- Making visitors, as by erasing oneself again and again, is limited like everything else that stores a row.
create or replace function global_chat_private.count_new_visitor(caller uuid, tenant uuid, external_id text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.take_visitor_tokens(
    'visitor', tenant, caller, external_id, 10, 0.05,
    (select visitors_per_day from public.global_chat_tenants where id = tenant)
  );
  perform global_chat_private.count_usage(tenant, 'visitors');
end $$;

-- What a visitor says about themselves. A verified name or address is never overwritten by an unsigned one. Leaves the
-- visitor's row locked; null when it is gone.
create or replace function global_chat_private.set_visitor_details(
  visitor public.global_chat_visitors, claimed jsonb, extra jsonb
)
returns public.global_chat_visitors
language plpgsql
set search_path = ''
as $$
declare
  claimed_name constant text := global_chat_private.short_text(claimed -> 'name', 'visitor.name', 120);
  claimed_email constant text := global_chat_private.email_address(claimed -> 'email', 'visitor.email');
  told record;
begin
  -- As it is now: a token may have proven another name since the caller's row was read.
  select * into visitor from public.global_chat_visitors where id = visitor.id for no key update;
  if not found then
    return null;
  end if;
  told := global_chat_private.merged_metadata(visitor.metadata, extra - 'pages', visitor.attribute_order);
  update public.global_chat_visitors
  set name = case when visitor.verified then visitor.name else coalesce(claimed_name, visitor.name) end,
      email = case when visitor.verified then visitor.email else coalesce(claimed_email, visitor.email) end,
      metadata = told.metadata,
      attribute_order = told.attribute_order,
      last_seen_at = clock_timestamp()
  where id = visitor.id
  returning * into visitor;
  return visitor;
end $$;

create or replace function global_chat_private.open_session(
  wanted_widget uuid, wanted_session uuid, claimed jsonb, extra jsonb
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  widget constant public.global_widget_config := global_chat_private.require_widget(wanted_widget);
  claim constant jsonb := global_chat_private.known_object(claimed, 'visitor', array['name', 'email', 'client_visitor_id'], 2048);
  context constant jsonb := global_chat_private.session_metadata(extra);
  visitor public.global_chat_visitors;
  session public.global_chat_sessions;
begin
  perform global_chat_private.require_allowed_origin(widget.allowed_domains);
  if wanted_session is null then
    perform global_chat_private.raise_invalid_argument('session_id', 'session_id is missing.');
  end if;
  -- Two tabs may open at once: the second waits and finds what the first one made.
  perform pg_advisory_xact_lock(hashtextextended('global_chat:' || caller, 0));

  select * into session from public.global_chat_sessions where id = wanted_session;
  if session.id is not null then
    if session.widget_id = widget.id
      and session.visitor_id in (select global_chat_private.my_visitor_ids())
    then
      return global_chat_private.session_view(session);
    end if;
    perform global_chat_private.raise_error(409, 'id_conflict', 'This session id cannot be used. Make a new one.');
  end if;

  loop
    visitor := global_chat_private.ensure_visitor(caller, widget.tenant_id);
    perform global_chat_private.require_visitor_may_write(caller, widget.id, visitor.id, 'session');
    visitor := global_chat_private.set_visitor_details(visitor, claim, context);
    -- Not there any more: an admin erased them in this moment, so they are somebody new.
    exit when visitor.id is not null;
  end loop;
  -- Asked again with the visitor's row locked: a block waits for it, and finds this session.
  perform global_chat_private.require_unblocked(visitor.blocked_at);
  perform global_chat_private.take_session_tokens(caller, widget);
  perform global_chat_private.count_usage(widget.tenant_id, 'sessions');
  if random() < 0.02 then
    perform global_chat_private.forget_full_buckets(100);
  end if;

  insert into public.global_chat_sessions (
    id, tenant_id, widget_id, visitor_id, client_visitor_id, visitor_name, visitor_email, visitor_metadata, visitor_verified
  )
  values (
    wanted_session, widget.tenant_id, widget.id, visitor.id,
    global_chat_private.short_text(claim -> 'client_visitor_id', 'visitor.client_visitor_id', 128),
    visitor.name, visitor.email, context, visitor.verified
  )
  on conflict (id) do nothing
  returning * into session;
  if session.id is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This session id cannot be used. Make a new one.');
  end if;
  perform global_chat_private.announce(session, 'session');
  return global_chat_private.session_view(session);
end $$;

create or replace function global_chat_private.my_sessions(wanted_widget uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget constant public.global_widget_config := global_chat_private.require_widget(wanted_widget);
begin
  perform global_chat_private.require_user();
  return coalesce((
    select jsonb_agg(global_chat_private.session_view(newest) order by newest.active_at desc, newest.id desc)
    from (
      select session.*
      from public.global_chat_sessions as session
      where session.visitor_id = any (array (select global_chat_private.my_visitor_ids()))
        and session.widget_id = widget.id
      order by session.active_at desc, session.id desc
      limit 50
    ) as newest
  ), '[]');
end $$;

-- Name, address or context given later than at the start, as in "Where should we reply?".
create or replace function global_chat_private.update_visitor(wanted_session uuid, claimed jsonb, extra jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  claim constant jsonb := global_chat_private.known_object(claimed, 'visitor', array['name', 'email'], 2048);
  context constant jsonb := global_chat_private.session_metadata(extra);
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  before public.global_chat_sessions;
  visitor public.global_chat_visitors;
  told record;
begin
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is distinct from 'visitor' then
    perform global_chat_private.raise_not_found();
  end if;
  before := session;
  perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'detail');
  visitor := global_chat_private.set_visitor_details(
    global_chat_private.person_of(session.visitor_id), claim, context
  );
  told := global_chat_private.merged_metadata(session.visitor_metadata, context, session.attribute_order);
  session.visitor_name := visitor.name;
  session.visitor_email := visitor.email;
  session.visitor_metadata := told.metadata;
  if session is not distinct from before then
    update public.global_chat_sessions set attribute_order = told.attribute_order
    where id = session.id and attribute_order <> told.attribute_order;
    return global_chat_private.session_view(session);
  end if;
  update public.global_chat_sessions
  set visitor_name = session.visitor_name, visitor_email = session.visitor_email,
      visitor_metadata = session.visitor_metadata, attribute_order = told.attribute_order,
      rev = rev + 1, updated_at = clock_timestamp()
  where id = session.id
  returning * into session;
  perform global_chat_private.announce(session, 'session');
  return global_chat_private.session_view(session);
end $$;
