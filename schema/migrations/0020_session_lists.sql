-- Owns what the inbox reads: lists of sessions by keyset, one session with its notes, teams and memberships.

-- A column that is one of these. The values stand in the text as literals, so that the planner knows which they are;
-- a single one as `=`, so that an index in the order of the list can be read from its beginning.
create or replace function global_chat_private.is_one_of(column_name text, entries text[])
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if cardinality(entries) = 1 then
    return format('session.%I = %L', column_name, entries[1]);
  end if;
  return format('session.%I = any (%L)', column_name, entries);
end $$;

-- The part of WHERE that checked filters stand for, but for the tabs.
create or replace function global_chat_private.filter_conditions(tenant uuid, caller uuid, filters jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  conditions text := format('session.tenant_id = %L', tenant);
  assignees text;
begin
  if filters ? 'assigned_to' then
    assignees := global_chat_private.is_one_of('assigned_to', array(
      select id::text
      from jsonb_array_elements_text(filters -> 'assigned_to') as who,
        lateral (select case who when 'me' then caller else global_chat_private.uuid_or_null(lower(who)) end as id) as known
      where id is not null
    ));
    if filters -> 'assigned_to' ? 'nobody' then
      assignees := format('(session.assigned_to is null or %s)', assignees);
    end if;
    conditions := concat_ws(' and ', conditions, assignees);
  end if;
  if filters ? 'tags' then
    conditions := concat_ws(' and ', conditions, format(
      'session.tags @> %L', array(select jsonb_array_elements_text(filters -> 'tags'))
    ));
  end if;
  if filters ? 'widget_id' then
    conditions := concat_ws(' and ', conditions, global_chat_private.is_one_of(
      'widget_id', array_remove(array[global_chat_private.uuid_or_null(lower(filters ->> 'widget_id'))::text], null)
    ));
  end if;
  if filters ? 'priority' then
    conditions := concat_ws(' and ', conditions, global_chat_private.is_one_of(
      'priority', array(select jsonb_array_elements_text(filters -> 'priority'))
    ));
  end if;
  if filters ? 'unread' then
    conditions := concat_ws(' and ', conditions, format('(session.agent_unread > 0) = %L', filters ->> 'unread'));
  end if;
  if filters ? 'mentioned' then
    conditions := concat_ws(' and ', conditions, format(
      '(session.id = any (array(select session_id from public.global_chat_notes where tenant_id = %L and mentions @> %L))) = %L',
      tenant, array[caller], filters ->> 'mentioned'
    ));
  end if;
  return conditions;
end $$;

-- The part that belongs to the tabs, which the counts are by: status, snoozed, updated_since. Begins with `and`, or is empty.
create or replace function global_chat_private.tab_conditions(filters jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  conditions text := '';
begin
  if filters ? 'status' then
    conditions := conditions || ' and ' || global_chat_private.is_one_of(
      'status', array(select jsonb_array_elements_text(filters -> 'status'))
    );
  end if;
  if filters ? 'snoozed' then
    conditions := conditions || format(
      ' and (coalesce(session.snoozed_until, ''-infinity'') > now()) = %L', filters ->> 'snoozed'
    );
  end if;
  if filters ? 'updated_since' then
    conditions := conditions || format(' and greatest(session.updated_at, session.team_updated_at) >= %L', filters ->> 'updated_since');
  end if;
  return conditions;
end $$;

-- Known keys only, single values as lists, nothing that could fail later inside a query.
create or replace function global_chat_private.checked_filters(filters jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant text[] := array[
    'status', 'assigned_to', 'tags', 'widget_id', 'priority', 'unread', 'snoozed', 'mentioned', 'updated_since'
  ];
  checked jsonb := jsonb_strip_nulls(global_chat_private.known_object(filters, 'filters', known, 8192));
  key text;
begin
  foreach key in array array['status', 'assigned_to', 'tags', 'priority'] loop
    if checked ? key then
      if jsonb_typeof(checked -> key) = 'string' then
        checked := jsonb_set(checked, array[key], jsonb_build_array(checked -> key));
      end if;
      checked := jsonb_set(
        checked, array[key],
        to_jsonb(global_chat_private.text_list(checked -> key, 'filters.' || key, 50, 60))
      );
    end if;
  end loop;
  foreach key in array array['unread', 'snoozed', 'mentioned'] loop
    if jsonb_typeof(checked -> key) <> 'boolean' then
      perform global_chat_private.raise_invalid_argument('filters.' || key, format('%s is true or false.', key));
    end if;
  end loop;
  if checked ? 'updated_since' then
    perform global_chat_private.point_in_time(checked -> 'updated_since', 'filters.updated_since');
  end if;
  return checked;
end $$;

create or replace function global_chat_private.count_sessions(tenant uuid, caller uuid, filters jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  counts jsonb;
  conditions constant text := global_chat_private.filter_conditions(tenant, caller, filters);
begin
  -- Resolved sessions pile up, so they are counted by the index on status alone.
  execute $sql$
    select jsonb_build_object(
      'open', count(*) filter (where status = 'open' and not snoozed),
      'pending', count(*) filter (where status = 'pending' and not snoozed),
      'snoozed', count(*) filter (where snoozed),
      'resolved', (
        select count(*) from public.global_chat_sessions as session
        where session.status = 'resolved' and $sql$ || conditions || $sql$
      )
    )
    from (
      select session.status, coalesce(session.snoozed_until > now(), false) as snoozed
      from public.global_chat_sessions as session
      where session.status in ('open', 'pending') and $sql$ || conditions || $sql$
    ) as waiting $sql$
  into counts;
  return counts;
end $$;

create or replace function global_chat_private.list_sessions(tenant uuid, filters jsonb, page int, after jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  page_size constant int := least(greatest(coalesce(page, 50), 1), 200);
  checked constant jsonb := global_chat_private.checked_filters(filters);
  cursor constant jsonb := global_chat_private.known_object(after, 'cursor', array['at', 'id'], 200);
  after_time timestamptz;
  after_id uuid;
  found jsonb;
  last_one jsonb;
begin
  perform global_chat_private.require_agent(tenant);
  if cursor <> '{}' then
    after_time := global_chat_private.point_in_time(cursor -> 'at', 'cursor.at');
    after_id := global_chat_private.uuid_or_null(cursor ->> 'id');
    if after_time is null or after_id is null then
      perform global_chat_private.raise_invalid_argument('cursor', 'cursor is what the page before returned.');
    end if;
  end if;
  execute $sql$
    select
      jsonb_agg(global_chat_private.session_summary(listed) order by place) filter (where place <= $1),
      case when count(*) > $1 then
        jsonb_agg(jsonb_build_object('at', active_at, 'id', id)) filter (where place = $1) -> 0
      end
    from (
      select
        session as listed, session.active_at, session.id,
        row_number() over (order by session.active_at desc, session.id desc) as place
      from public.global_chat_sessions as session
      where $sql$ || global_chat_private.filter_conditions(tenant, caller, checked) || global_chat_private.tab_conditions(checked)
        || case when after_id is null then '' else ' and (session.active_at, session.id) < ($2, $3)' end || $sql$
      order by session.active_at desc, session.id desc
      limit $1 + 1
    ) as page $sql$
  into found, last_one using page_size, after_time, after_id;
  return jsonb_build_object(
    'sessions', coalesce(found, '[]'),
    'cursor', last_one,
    'counts', global_chat_private.count_sessions(tenant, caller, checked)
  );
end $$;

create or replace function global_chat_private.session_details(wanted_session uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  session public.global_chat_sessions;
begin
  perform global_chat_private.require_user();
  select * into session from public.global_chat_sessions where id = wanted_session;
  perform global_chat_private.require_agent_of_session(session);
  return jsonb_build_object(
    'session', global_chat_private.session_summary(session),
    'visitor', global_chat_private.visitor_view(global_chat_private.person_of(session.visitor_id)),
    'answered_trigger', global_chat_private.answered_trigger(session),
    'notes', coalesce((
      select jsonb_agg(global_chat_private.note_view(note) order by note.created_at, note.id)
      from public.global_chat_notes as note
      where note.session_id = session.id
    ), '[]'),
    'previous', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', earlier.id, 'status', earlier.status,
        'last_message_preview', earlier.last_message_preview, 'last_message_at', earlier.last_message_at
      ) order by earlier.active_at desc)
      from (
        select other.*
        from public.global_chat_sessions as other
        where other.visitor_id = any (array (select global_chat_private.same_person(session.visitor_id)))
          and other.id <> session.id
        order by other.active_at desc
        limit 20
      ) as earlier
    ), '[]')
  );
end $$;

-- All visitor rows of one person: the identified one and those merged into it.
create or replace function global_chat_private.same_person(visitor uuid)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  with person as (
    select coalesce(merged_into, id) as id from public.global_chat_visitors where id = visitor
  )
  select id from person
  union all
  select merged.id from person join public.global_chat_visitors as merged on merged.merged_into = person.id
$$;

create or replace function global_chat_private.my_memberships()
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_user();
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'tenant_id', agent.tenant_id, 'tenant_name', tenant.name, 'role', agent.role, 'user_id', agent.user_id,
      'display_name', agent.display_name, 'avatar_url', agent.avatar_url, 'availability', agent.availability
    ) order by agent.created_at, tenant.name)
    from public.global_chat_agents as agent
    join public.global_chat_tenants as tenant on tenant.id = agent.tenant_id
    where agent.user_id = auth.uid() and not global_chat_private.is_anonymous()
  ), '[]');
end $$;

create or replace function global_chat_private.team(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return (
    select jsonb_agg(jsonb_build_object(
      'user_id', user_id, 'display_name', display_name, 'avatar_url', avatar_url, 'role', role
    ) order by display_name, user_id)
    from public.global_chat_agents
    where tenant_id = tenant
  );
end $$;
