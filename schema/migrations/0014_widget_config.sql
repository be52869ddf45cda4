-- Owns what everybody with the key may know about a widget: its public config. No secrets, limits or domain list.

create or replace function global_chat_private.require_widget(wanted uuid)
returns public.global_widget_config
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget public.global_widget_config;
begin
  select * into widget from public.global_widget_config where id = wanted;
  if widget.id is null then
    perform global_chat_private.raise_error(404, 'widget_not_found', 'There is no such widget. Check the widget id.');
  end if;
  return widget;
end $$;

-- The faces on the home screen: at most five, the oldest members first.
create or replace function global_chat_private.public_team(widget public.global_widget_config)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('name', display_name, 'avatar_url', avatar_url) order by created_at, display_name),
    '[]'
  )
  from (
    select display_name, avatar_url, created_at
    from public.global_chat_agents
    where tenant_id = widget.tenant_id and widget.show_team
    order by created_at, display_name
    limit 5
  ) as faces
$$;

create or replace function global_chat_private.widget_look(widget public.global_widget_config)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'color_scheme', widget.color_scheme,
    'colors', jsonb_build_object(
      'primary', widget.primary_color,
      'on_primary', widget.on_primary_color,
      'primary_dark', widget.primary_color_dark,
      'on_primary_dark', widget.on_primary_color_dark,
      'surface', widget.surface_color,
      'on_surface', widget.on_surface_color,
      'surface_dark', widget.surface_color_dark,
      'on_surface_dark', widget.on_surface_color_dark,
      'bubble_visitor', widget.bubble_visitor_color,
      'on_bubble_visitor', widget.on_bubble_visitor_color,
      'bubble_agent', widget.bubble_agent_color,
      'on_bubble_agent', widget.on_bubble_agent_color
    ),
    'position', widget.position,
    'shape', widget.shape,
    'radius', widget.radius,
    'offset_inline', widget.offset_inline,
    'offset_block', widget.offset_block,
    'launcher_icon', widget.launcher_icon,
    'launcher_label', widget.launcher_label
  )
$$;

create or replace function global_chat_private.widget_behaviour(widget public.global_widget_config)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'texts', jsonb_strip_nulls(jsonb_build_object(
      'greeting', widget.greeting_text,
      'teaser', widget.teaser_text,
      'away', widget.away_text,
      'placeholder', widget.placeholder_text,
      'consent', widget.consent_text,
      'privacy_url', widget.privacy_url
    )),
    'locales', widget.locales,
    'pre_chat', widget.pre_chat,
    'consent_required', widget.consent_required,
    'features', jsonb_build_object(
      'sounds', widget.sounds,
      'receipts', widget.receipts,
      'typing', widget.typing,
      'attachments', widget.attachments,
      'csat', widget.csat,
      'show_team', widget.show_team
    ),
    'triggers', widget.triggers,
    'captcha', case when widget.captcha_provider is not null then
      jsonb_build_object('provider', widget.captcha_provider, 'site_key', widget.captcha_site_key)
    end
  )
$$;

create or replace function global_chat_private.widget_config(wanted uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget constant public.global_widget_config := global_chat_private.require_widget(wanted);
begin
  return jsonb_build_object('id', widget.id, 'name', widget.name, 'team_name', coalesce(widget.team_name, widget.name))
    || global_chat_private.widget_look(widget)
    || global_chat_private.widget_behaviour(widget)
    || jsonb_build_object(
      'availability', global_chat_private.availability(widget),
      'team', global_chat_private.public_team(widget),
      'allowed', global_chat_private.is_allowed_host(widget.allowed_domains, global_chat_private.request_host()),
      'server_time', clock_timestamp()
    );
end $$;
