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

-- `share` of one hex colour in another; null when one is missing.
create or replace function global_chat_private.mixed_color(base text, other text, share double precision)
returns text
language sql
immutable
set search_path = ''
as $$
  select '#' || string_agg(
    lpad(to_hex(round(
      get_byte(decode(substr(base, 2), 'hex'), part) * (1 - share) + get_byte(decode(substr(other, 2), 'hex'), part) * share
    )::int), 2, '0'), '' order by part
  )
  from generate_series(0, 2) as part
$$;

-- One colour in both schemes: where only the dark one is set the light one is the default, and the other way round the dark
-- one is derived.
create or replace function global_chat_private.color_pair(
  name text, light text, dark text, default_light text, derived_dark text
)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    name, coalesce(light, case when dark is not null then default_light end), name || '_dark', coalesce(dark, derived_dark)
  )
$$;

create or replace function global_chat_private.widget_look(widget public.global_widget_config)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'color_scheme', widget.color_scheme,
    'colors',
      global_chat_private.color_pair(
        'primary', widget.primary_color, widget.primary_color_dark, '#2350d8',
        global_chat_private.mixed_color(widget.primary_color, '#ffffff', 0.15)
      )
      || global_chat_private.color_pair(
        'on_primary', widget.on_primary_color, widget.on_primary_color_dark, '#ffffff', null
      )
      || global_chat_private.color_pair(
        'surface', widget.surface_color, widget.surface_color_dark, '#ffffff',
        global_chat_private.mixed_color('#18191b', widget.surface_color, 0.06)
      )
      || global_chat_private.color_pair(
        'on_surface', widget.on_surface_color, widget.on_surface_color_dark, '#1a1a18',
        global_chat_private.mixed_color('#ededea', widget.on_surface_color, 0.06)
      )
      || global_chat_private.color_pair(
        'bubble_visitor', widget.bubble_visitor_color, null, null,
        global_chat_private.mixed_color(widget.bubble_visitor_color, '#ffffff', 0.15)
      )
      || global_chat_private.color_pair('on_bubble_visitor', widget.on_bubble_visitor_color, null, null, null)
      || global_chat_private.color_pair(
        'bubble_agent', widget.bubble_agent_color, null, null,
        global_chat_private.mixed_color('#28292d', widget.bubble_agent_color, 0.12)
      )
      || global_chat_private.color_pair('on_bubble_agent', widget.on_bubble_agent_color, null, null, null),
    'position', widget.position,
    'shape', widget.shape,
    'radius', widget.radius,
    'offset_inline', widget.offset_inline,
    'offset_block', widget.offset_block,
    'launcher_icon', widget.launcher_icon,
    'launcher_label', widget.launcher_label
  )
$$;

-- The tag itself, then with its last part dropped, and so on; beside each the name that our languages have for it.
create or replace function global_chat_private.language_tags(locale text)
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  others constant jsonb := '{
    "pt": "pt-br", "no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"
  }';
  tag text := lower(left(locale, 35));
  tags text[] := '{}';
begin
  while tag <> '' loop
    tags := tags || array_remove(array[tag, others ->> tag], null);
    tag := regexp_replace(tag, '-?[^-]*$', '');
  end loop;
  return tags;
end $$;

-- [what opens the chat, the chat] in the nearest language; as packages/ui has them.
create or replace function global_chat_private.launcher_words(tags text[])
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  words constant jsonb := '{
    "en": ["Open chat", "Chat"],
    "ar": ["فتح المحادثة", "المحادثة"],
    "cs": ["Otevřít chat", "Chat"],
    "da": ["Åbn chatten", "Chat"],
    "de": ["Chat öffnen", "Chat"],
    "el": ["Άνοιγμα chat", "Chat"],
    "es": ["Abrir el chat", "Chat"],
    "fi": ["Avaa chat", "Chat"],
    "fr": ["Ouvrir le chat", "Chat"],
    "he": ["פתיחת הצ׳אט", "צ׳אט"],
    "hi": ["चैट खोलें", "चैट"],
    "hu": ["Chat megnyitása", "Chat"],
    "id": ["Buka obrolan", "Obrolan"],
    "it": ["Apri la chat", "Chat"],
    "ja": ["チャットを開く", "チャット"],
    "ko": ["채팅 열기", "채팅"],
    "nb": ["Åpne chat", "Chat"],
    "nl": ["Chat openen", "Chat"],
    "pl": ["Otwórz czat", "Czat"],
    "pt-br": ["Abrir o chat", "Chat"],
    "ro": ["Deschide chatul", "Chat"],
    "ru": ["Открыть чат", "Чат"],
    "sv": ["Öppna chatten", "Chatt"],
    "th": ["เปิดแชต", "แชต"],
    "tr": ["Sohbeti aç", "Sohbet"],
    "uk": ["Відкрити чат", "Чат"],
    "vi": ["Mở trò chuyện", "Trò chuyện"],
    "zh-hans": ["打开聊天", "聊天"],
    "zh-hant": ["開啟聊天", "聊天"]
  }';
  tag text;
begin
  foreach tag in array tags loop
    if words ? tag then
      return words -> tag;
    end if;
  end loop;
  return words -> 'en';
end $$;

-- An owner's own text in the nearest language.
create or replace function global_chat_private.own_text(locales jsonb, tags text[], name text)
returns text
language sql
immutable
set search_path = ''
as $$
  select texts ->> name
  from jsonb_each(locales) as own (tag, texts)
  where lower(tag) = any (tags) and texts ? name
  order by array_position(tags, lower(tag))
  limit 1
$$;

-- The first language of the browser that asks.
create or replace function global_chat_private.request_language()
returns text
language sql
stable
set search_path = ''
as $$
  select substring(nullif(current_setting('request.headers', true), '')::jsonb ->> 'accept-language' from '^[A-Za-z-]+')
$$;

-- All that a script needs to draw the launcher before anybody comes near it.
create or replace function global_chat_private.launcher(widget public.global_widget_config, locale text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  look constant jsonb := global_chat_private.widget_look(widget);
  tags constant text[] := global_chat_private.language_tags(
    coalesce(nullif(locale, ''), global_chat_private.request_language(), 'en')
  );
  words constant jsonb := global_chat_private.launcher_words(tags);
  label constant text := coalesce(
    global_chat_private.own_text(widget.locales, tags, 'launcher_label'),
    widget.launcher_label,
    -- A pill is one around a word.
    case when widget.shape = 'pill' then coalesce(global_chat_private.own_text(widget.locales, tags, 'chat'), words ->> 1) end
  );
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'text', label,
    'name', concat_ws(', ', coalesce(global_chat_private.own_text(widget.locales, tags, 'openChat'), words ->> 0), label),
    'primary', (look #>> '{colors,primary}') || ',' || (look #>> '{colors,primary_dark}'),
    'radius', case widget.shape when 'rounded' then 18 when 'square' then 4 else 99 end,
    'position', widget.position,
    'inline', widget.offset_inline,
    'offset', widget.offset_block
  ));
end $$;

create or replace function global_chat_private.widget_behaviour(widget public.global_widget_config)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'texts', jsonb_strip_nulls(jsonb_build_object(
      'greeting', widget.greeting_text,
      'away', widget.away_text,
      'placeholder', widget.placeholder_text,
      'consent', widget.consent_text,
      'suggestions', widget.suggestions,
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
      'edit_minutes', widget.edit_minutes
    ),
    -- Null where a page has nothing to fetch for the launcher at rest. The teaser is the last of them, so that what an owner
    -- wrote for this page comes first.
    'triggers', nullif(widget.triggers || case when widget.teaser_text <> '' then
      jsonb_build_object('id', 'teaser', 'message', widget.teaser_text, 'after_seconds', 5)
    else '[]' end, case when widget.launcher_icon = 'chat' then '[]'::jsonb end),
    'captcha', case when widget.captcha_provider is not null then
      jsonb_build_object('provider', widget.captcha_provider, 'site_key', widget.captcha_site_key)
    end
  )
$$;

drop function if exists global_chat_private.widget_config(uuid);
create or replace function global_chat_private.widget_config(wanted uuid, locale text)
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
      'launcher', global_chat_private.launcher(widget, locale),
      'availability', global_chat_private.availability(widget),
      'team', global_chat_private.public_team(widget),
      'allowed', global_chat_private.is_allowed_host(widget.allowed_domains, global_chat_private.request_host()),
      'server_time', clock_timestamp()
    );
end $$;
