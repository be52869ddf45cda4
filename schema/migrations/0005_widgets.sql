-- Owns the widgets: typed columns that a person can edit in the table editor, refused with a sentence when wrong.
-- Secrets are not here: see global_chat_private.widget_secrets.

create table if not exists public.global_widget_config (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  name text not null
    constraint "name of a widget has 1 to 120 characters" check (char_length(name) between 1 and 120),
  team_name text
    constraint "team_name has at most 60 characters" check (char_length(team_name) <= 60),

  -- Look. An empty colour means the default; an empty dark colour is derived from the light one.
  color_scheme text not null default 'auto'
    constraint "color_scheme is auto, light or dark" check (color_scheme in ('auto', 'light', 'dark')),
  primary_color text
    constraint "primary_color is a hex colour such as #2350d8" check (primary_color ~ '^#[0-9a-fA-F]{6}$'),
  on_primary_color text
    constraint "on_primary_color is a hex colour such as #ffffff" check (on_primary_color ~ '^#[0-9a-fA-F]{6}$'),
  primary_color_dark text
    constraint "primary_color_dark is a hex colour such as #4567ea" check (primary_color_dark ~ '^#[0-9a-fA-F]{6}$'),
  on_primary_color_dark text
    constraint "on_primary_color_dark is a hex colour such as #ffffff" check (on_primary_color_dark ~ '^#[0-9a-fA-F]{6}$'),
  surface_color text
    constraint "surface_color is a hex colour such as #ffffff" check (surface_color ~ '^#[0-9a-fA-F]{6}$'),
  on_surface_color text
    constraint "on_surface_color is a hex colour such as #1a1a18" check (on_surface_color ~ '^#[0-9a-fA-F]{6}$'),
  surface_color_dark text
    constraint "surface_color_dark is a hex colour such as #18191b" check (surface_color_dark ~ '^#[0-9a-fA-F]{6}$'),
  on_surface_color_dark text
    constraint "on_surface_color_dark is a hex colour such as #ededea" check (on_surface_color_dark ~ '^#[0-9a-fA-F]{6}$'),
  bubble_visitor_color text
    constraint "bubble_visitor_color is a hex colour such as #2350d8" check (bubble_visitor_color ~ '^#[0-9a-fA-F]{6}$'),
  on_bubble_visitor_color text
    constraint "on_bubble_visitor_color is a hex colour such as #ffffff" check (on_bubble_visitor_color ~ '^#[0-9a-fA-F]{6}$'),
  bubble_agent_color text
    constraint "bubble_agent_color is a hex colour such as #f2f1ed" check (bubble_agent_color ~ '^#[0-9a-fA-F]{6}$'),
  on_bubble_agent_color text
    constraint "on_bubble_agent_color is a hex colour such as #1a1a18" check (on_bubble_agent_color ~ '^#[0-9a-fA-F]{6}$'),
  position text not null default 'end'
    constraint "position is start or end" check (position in ('start', 'end')),
  shape text not null default 'circle'
    constraint "shape is circle, rounded, square or pill" check (shape in ('circle', 'rounded', 'square', 'pill')),
  radius int not null default 12
    constraint "radius is 0 to 32 pixels" check (radius between 0 and 32),
  offset_inline int not null default 20
    constraint "offset_inline is 0 to 400 pixels" check (offset_inline between 0 and 400),
  offset_block int not null default 20
    constraint "offset_block is 0 to 400 pixels" check (offset_block between 0 and 400),
  launcher_icon text not null default 'chat'
    constraint "launcher_icon is chat, help, wave, mail or an https address"
    check (
      launcher_icon in ('chat', 'help', 'wave', 'mail')
      or (launcher_icon ~ '^https://[^[:space:]"<>]+$' and char_length(launcher_icon) <= 500)
    ),
  launcher_label text
    constraint "launcher_label has 1 to 40 characters" check (char_length(launcher_label) between 1 and 40),

  -- Texts. Empty means the widget's own text in the visitor's language.
  greeting_text text
    constraint "greeting_text has at most 500 characters" check (char_length(greeting_text) <= 500),
  teaser_text text
    constraint "teaser_text has at most 500 characters" check (char_length(teaser_text) <= 500),
  away_text text
    constraint "away_text has at most 500 characters" check (char_length(away_text) <= 500),
  placeholder_text text
    constraint "placeholder_text has at most 120 characters" check (char_length(placeholder_text) <= 120),
  consent_text text
    constraint "consent_text has at most 500 characters" check (char_length(consent_text) <= 500),
  privacy_url text
    constraint "privacy_url is a web address" 
    check (privacy_url ~ '^https?://[^[:space:]"<>]+$' and char_length(privacy_url) <= 500),
  locales jsonb not null default '{}'
    constraint "locales is texts by language, as its comment shows"
    check (global_chat_private.are_locales(locales)),

  -- Behaviour.
  pre_chat jsonb not null default '[]'
    constraint "pre_chat is a list of fields with key, label and type"
    check (global_chat_private.are_form_fields(pre_chat)),
  consent_required boolean not null default false,
  business_hours jsonb
    constraint "business_hours is slots by day, as its comment shows"
    check (global_chat_private.are_business_hours(business_hours)),
  hours_exceptions jsonb not null default '[]'
    constraint "hours_exceptions is dates with slots, as its comment shows"
    check (global_chat_private.are_date_exceptions(hours_exceptions)),
  time_zone text not null default 'UTC'
    constraint "time_zone is a name such as Europe/Oslo" check (global_chat_private.is_time_zone(time_zone)),
  reply_minutes int
    constraint "reply_minutes is 1 to 10080" check (reply_minutes between 1 and 10080),
  sounds boolean not null default true,
  receipts boolean not null default true,
  typing boolean not null default true,
  attachments boolean not null default true,
  csat boolean not null default true,
  show_team boolean not null default true,
  triggers jsonb not null default '[]'
    constraint "triggers is a list with id and message"
    check (global_chat_private.are_triggers(triggers)),

  -- Security.
  allowed_domains text[] not null default '{}'
    constraint "allowed_domains is hosts such as example.com or *.example.com"
    check (global_chat_private.are_domains(allowed_domains)),
  captcha_provider text
    constraint "captcha_provider is turnstile or hcaptcha" check (captcha_provider in ('turnstile', 'hcaptcha')),
  captcha_site_key text
    constraint "captcha_site_key has 1 to 200 characters" check (char_length(captcha_site_key) between 1 and 200),
  message_burst int not null default 20
    constraint "message_burst is 1 to 10000" check (message_burst between 1 and 10000),
  messages_per_second double precision not null default 0.5
    constraint "messages_per_second is 0.01 to 10000" check (messages_per_second between 0.01 and 10000),
  session_burst int not null default 5
    constraint "session_burst is 1 to 10000" check (session_burst between 1 and 10000),
  sessions_per_second double precision not null default 0.01
    constraint "sessions_per_second is 0.0001 to 10000" check (sessions_per_second between 0.0001 and 10000),
  tenant_sessions_per_minute int not null default 60
    constraint "tenant_sessions_per_minute is 1 to 1000000" check (tenant_sessions_per_minute between 1 and 1000000),
  files_per_day int not null default 20
    constraint "files_per_day is 0 to 10000" check (files_per_day between 0 and 10000),
  file_bytes_per_day bigint not null default 52428800
    constraint "file_bytes_per_day is 0 to 10737418240" check (file_bytes_per_day between 0 and 10737418240),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint "captcha needs both a provider and a site key"
    check ((captcha_provider is null) = (captcha_site_key is null))
);
alter table public.global_widget_config
  add column if not exists edit_minutes int not null default 5
    constraint "edit_minutes is 0 to 1440" check (edit_minutes between 0 and 1440),
  add column if not exists suggestions text
    constraint "suggestions is 1 to 5 lines of at most 120 characters"
    check (suggestions ~ '^[^\n]{1,120}(\n[^\n]{1,120}){0,4}$');
alter table public.global_widget_config
  drop constraint if exists "pre_chat needs show_if to name an earlier field and an answer",
  add constraint "pre_chat needs show_if to name an earlier field and an answer"
    check (global_chat_private.are_form_conditions(pre_chat));
comment on column public.global_widget_config.edit_minutes is
  'How long visitors may change or delete a message of theirs; 0 never.';
comment on column public.global_widget_config.suggestions is
  'Questions that the empty conversation offers, one per line; in other languages as "suggestions" in locales.';
-- It was once 5 for whoever did not say otherwise.
alter table public.global_widget_config
  alter column reply_minutes drop not null,
  alter column reply_minutes drop default;
comment on table public.global_widget_config is
  'One row per widget. Open widgets change as soon as a row is saved.';
comment on column public.global_widget_config.allowed_domains is
  'Hosts whose pages may use this widget; empty allows every page. A soft control: only browsers send an honest Origin.';
comment on column public.global_widget_config.business_hours is
  'Slots by day in time_zone, as {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["22:00", "02:00"]]}; empty is always open.';
comment on column public.global_widget_config.hours_exceptions is
  'Dates with hours of their own, as [{"date": "2026-12-24", "slots": [["09:00", "12:00"]], "name": "Christmas Eve"}].';
comment on column public.global_widget_config.locales is
  'Texts by language, as {"de": {"greeting": "Hallo"}}; they win over the texts of this row.';
comment on column public.global_widget_config.reply_minutes is
  'How long answers take, as the chat says it; empty says what the last 30 days took, once there are ten answers.';
comment on column public.global_widget_config.pre_chat is
  'Questions before the first message, as [{"key": "name", "label": "Name", "type": "text", "required": true}]. Types: text, textarea, email, phone, date, select, radio, checkbox. "show_if": {"field": "topic", "is": "Booking"}, or "one_of", or "filled", shows a field when an earlier one is answered so.';
comment on column public.global_widget_config.teaser_text is
  'What the chat says beside its launcher, some seconds after a page is there; the same as a trigger for every page.';
comment on column public.global_widget_config.triggers is
  'Messages beside the launcher, each when all that it names holds, as [{"id": "winter", "message": "Looking for a cabin?", "sender": "Mara", "url": "/seasons/*", "after_seconds": 20, "scroll_percent": 50, "exit_intent": true, "hours_only": true}]; other languages in locales, as "trigger.winter".';
comment on column public.global_widget_config.message_burst is
  'Messages a visitor may send at once; messages_per_second of them come back.';
comment on column public.global_widget_config.session_burst is
  'Conversations a visitor may start at once; sessions_per_second of them come back.';
create index if not exists global_widget_config_tenant_id_idx on public.global_widget_config (tenant_id);

alter table public.global_widget_config enable row level security;
revoke all on public.global_widget_config from public, anon, authenticated;
grant all on public.global_widget_config to service_role;

-- The key with which a host's backend signs the identity of its users. Readable by definer functions only.
create table if not exists global_chat_private.widget_secrets (
  widget_id uuid primary key references public.global_widget_config on delete cascade,
  identity_key bytea not null,
  rotated_at timestamptz not null default now()
);
alter table global_chat_private.widget_secrets enable row level security;
revoke all on global_chat_private.widget_secrets from public, anon, authenticated, service_role;
