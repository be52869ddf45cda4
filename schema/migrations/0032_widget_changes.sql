-- Owns editing widgets from the inbox: admins read and change the row that a person could also edit in the table editor.

-- The whole row for its team, domains and limits included.
create or replace function global_chat_private.widget_settings(wanted_widget uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget public.global_widget_config;
begin
  select * into widget from public.global_widget_config where id = wanted_widget;
  if not global_chat_private.is_service() then
    perform global_chat_private.require_user();
    if global_chat_private.my_role_in(widget.tenant_id) is null then
      perform global_chat_private.raise_not_found();
    end if;
  end if;
  return to_jsonb(widget);
end $$;

create or replace function global_chat_private.list_widgets(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by created_at, name)
    from public.global_widget_config where tenant_id = tenant
  ), '[]');
end $$;

create or replace function global_chat_private.create_widget(tenant uuid, wanted_name text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'name', 120);
  widget public.global_widget_config;
begin
  perform global_chat_private.require_admin_or_service(tenant);
  perform global_chat_private.take_agent_token(auth.uid());
  if shown_name is null then
    perform global_chat_private.raise_invalid_argument('name', 'name is missing.');
  end if;
  insert into public.global_widget_config (tenant_id, name) values (tenant, shown_name) returning * into widget;
  perform global_chat_private.record(tenant, 'create_widget', widget.id);
  return to_jsonb(widget);
end $$;

-- Sets the columns that are keys of `changes`. The limits belong to whoever runs the project, so they are not among them.
create or replace function global_chat_private.update_widget(wanted_widget uuid, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  fixed constant text[] := array[
    'id', 'tenant_id', 'created_at', 'updated_at', 'message_burst', 'messages_per_second', 'session_burst',
    'sessions_per_second', 'tenant_sessions_per_minute', 'files_per_day', 'file_bytes_per_day'
  ];
  editable constant text[] := array(
    select attname::text from pg_catalog.pg_attribute
    where attrelid = 'public.global_widget_config'::regclass and attnum >= 1 and not attisdropped and not attname = any (fixed)
    order by attnum
  );
  checked jsonb := global_chat_private.known_object(changes, 'changes', editable, 200000);
  key text;
  widget public.global_widget_config;
  assignments text;
  sentence text;
begin
  select * into widget from public.global_widget_config where id = wanted_widget;
  perform global_chat_private.require_admin(widget.tenant_id);
  perform global_chat_private.take_agent_token(auth.uid());
  foreach key in array array['name', 'team_name', 'launcher_label'] loop
    if jsonb_typeof(checked -> key) = 'string' then
      checked := checked || jsonb_build_object(
        key, coalesce(global_chat_private.short_text(checked -> key, 'changes.' || key, 120), '')
      );
    end if;
  end loop;
  select string_agg(format('%1$I = changed.%1$I', changed), ', ') into assignments from jsonb_object_keys(checked) as changed;
  if assignments is null then
    return to_jsonb(widget);
  end if;
  execute format(
    'update public.global_widget_config as stored set %s
     from jsonb_populate_record($1, $2) as changed where stored.id = $3 returning stored.*', assignments
  ) into widget using widget, checked, wanted_widget;
  return to_jsonb(widget);
exception
  when check_violation then
    -- The name of the constraint is the sentence, and its first word the column.
    get stacked diagnostics sentence = constraint_name;
    perform global_chat_private.raise_invalid_argument('changes.' || split_part(sentence, ' ', 1), sentence || '.');
  when not_null_violation then
    get stacked diagnostics sentence = column_name;
    perform global_chat_private.raise_invalid_argument('changes.' || sentence, sentence || ' cannot be empty.');
  when data_exception then
    perform global_chat_private.raise_invalid_argument('changes', 'A value has the wrong type.');
end $$;
