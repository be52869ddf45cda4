-- Global Chat 0.1.0: the whole database in one file.
-- GENERATED from schema/migrations by `npm run schema`. Change the migrations, not this file.
--
-- How to install or upgrade: open your project on supabase.com, SQL Editor, New query, paste all of this, Run.
-- It may run as often as you like: what exists stays, and your data is not touched.
-- It creates tables named global_chat_* and global_widget_config, the schema global_chat_private, the storage
-- bucket global-chat, and policies named "Global Chat: …". It changes nothing else.

begin;

-- Existing objects are announced as notices; only what goes wrong should be read.
set local client_min_messages = warning;

-- -------------------- 0001_foundation.sql

-- Owns the private schema and the one way in which a function refuses.
-- What every call or message needs is plpgsql here and everywhere: before PostgreSQL 18 a SQL function that fixes its
-- search_path is planned anew at each call.
-- Holds no table and no rule of the product, and needs no extension.

create schema if not exists global_chat_private;
comment on schema global_chat_private is
  'Helpers and secrets of Global Chat. Never add it to the exposed schemas of the API.';
revoke all on schema global_chat_private from public;
-- Needed to call the functions that are granted by name; it opens no table and no other function.
grant usage on schema global_chat_private to anon, authenticated, service_role;

-- Refuses a call: the SQLSTATE PT<status> becomes the HTTP status, the hint is the stable code for programs,
-- the message is for people, the details are JSON text.
create or replace function global_chat_private.raise_error(
  status int, code text, sentence text, details jsonb default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if details is null then
    raise exception using errcode = 'PT' || status, message = sentence, hint = code;
  end if;
  raise exception using errcode = 'PT' || status, message = sentence, hint = code, detail = details::text;
end $$;

create or replace function global_chat_private.raise_invalid_argument(field text, sentence text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(400, 'invalid_argument', sentence, jsonb_build_object('field', field));
end $$;

-- One sentence for "does not exist" and "is not yours", so that the answer tells nothing.
create or replace function global_chat_private.raise_not_found()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(404, 'not_found', 'There is no such thing here, or it is not yours.');
end $$;

-- The signed-in user of this request; PT401 when there is none.
create or replace function global_chat_private.require_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  caller constant uuid := auth.uid();
begin
  if caller is null then
    perform global_chat_private.raise_error(401, 'not_signed_in', 'Sign in first. Visitors sign in anonymously.');
  end if;
  return caller;
end $$;

-- -------------------- 0002_arguments.sql

-- Owns the checks of values that callers send. Pure functions: they read no table. SQL's null means as much as JSON's.

-- Is there anything to see in a text? White space, controls, characters without a shape of their own (zero width, fillers,
-- tags, variation selectors) and combining marks without a letter are nothing. Private use is drawn, so it is something.
create or replace function global_chat_private.is_visible(content text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(content ~ (
    '[^\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7'
    '\u0610-\u061a\u061c\u064b-\u065f\u0670\u06d6-\u06dd\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u070f\u0711\u0730-\u074a'
    '\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f\u2028-\u202f\u205f-\u206f'
    '\u20d0-\u20ff\u2800\u3000\u302a-\u302f\u3099\u309a\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffb'
    '\U000101fd\U0001bca0-\U0001bca3\U0001d159\U0001d165-\U0001d169\U0001d16d-\U0001d182\U0001d185-\U0001d18b'
    '\U0001d1aa-\U0001d1ad\U000e0000-\U000e0fff]'
  ), false);
end $$;

-- A trimmed text of at most `longest` characters, or null when there is nothing to see in it. Loses the characters that
-- turn the direction of what stands behind them, as a name or a file's name could lie with them.
create or replace function global_chat_private.short_text(value jsonb, field text, longest int)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  content text;
begin
  if jsonb_typeof(value) = 'null' then
    return null;
  end if;
  if jsonb_typeof(value) <> 'string' then
    perform global_chat_private.raise_invalid_argument(field, format('%s must be a text.', field));
  end if;
  content := btrim(regexp_replace(value #>> '{}', '[\u202a-\u202e\u2066-\u2069]', '', 'g'), E' \t\n\r');
  if char_length(content) > longest then
    perform global_chat_private.raise_invalid_argument(field, format('%s is longer than %s characters.', field, longest));
  end if;
  return case when global_chat_private.is_visible(content) then content end;
end $$;

-- Is a value longer than this as JSON text? A few bytes like 1e131071 are written as a hundred thousand, so the text is
-- made last, in a statement of its own, as the planner would make it at once: what is stored takes at most four times its
-- text, and no number that a page can count with has 400 digits.
create or replace function global_chat_private.is_larger_than(value jsonb, most_bytes int)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  if pg_column_size(value) > 8 * most_bytes then
    return true;
  end if;
  if exists (
    select from jsonb_path_query(value, 'strict $.** ? (@.type() == "number")') as number
    where abs(number::numeric) >= 1e400 or scale(number::numeric) > 400
  ) then
    return true;
  end if;
  return octet_length(value::text) > most_bytes;
end $$;

-- An object with no other keys than those known, and at most `most_bytes` long as JSON text.
create or replace function global_chat_private.known_object(value jsonb, field text, known text[], most_bytes int)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  stranger text;
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return '{}'::jsonb;
  end if;
  if jsonb_typeof(value) <> 'object' then
    perform global_chat_private.raise_invalid_argument(field, format('%s must be an object.', field));
  end if;
  if global_chat_private.is_larger_than(value, most_bytes) then
    perform global_chat_private.raise_invalid_argument(field, format('%s is larger than %s bytes.', field, most_bytes));
  end if;
  select key into stranger from jsonb_object_keys(value) as key where not key = any (known) limit 1;
  if stranger is not null then
    perform global_chat_private.raise_invalid_argument(
      field || '.' || left(stranger, 60),
      format('%s has no key "%s". Known keys: %s.', field, left(stranger, 60), array_to_string(known, ', '))
    );
  end if;
  return value;
end $$;

-- An address as people type it. Whether it can receive mail is not ours to know.
create or replace function global_chat_private.email_address(value jsonb, field text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  address constant text := global_chat_private.short_text(value, field, 254);
begin
  if address !~ '^[^[:space:]@<>"]+@[^[:space:]@<>"]+[.][^[:space:]@<>".]+$' then
    perform global_chat_private.raise_invalid_argument(field, 'Enter an email like name@example.com.');
  end if;
  return address;
end $$;

-- A UUID in canonical form, or null: never an error, whatever was sent.
create or replace function global_chat_private.uuid_or_null(value text)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when value ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then value::uuid
  end;
end $$;

-- A point in time; refuses what PostgreSQL cannot read, and `infinity`.
create or replace function global_chat_private.point_in_time(value jsonb, field text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  moment timestamptz;
begin
  if value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then
    perform global_chat_private.raise_invalid_argument(field, format('%s must be an ISO 8601 time.', field));
  end if;
  begin
    moment := (value #>> '{}')::timestamptz;
  exception
    when invalid_datetime_format or datetime_field_overflow or invalid_parameter_value
      or invalid_time_zone_displacement_value then
      perform global_chat_private.raise_invalid_argument(field, format('%s must be an ISO 8601 time.', field));
  end;
  return moment;
end $$;

-- A list of distinct, trimmed, non-empty texts.
create or replace function global_chat_private.text_list(value jsonb, field text, most int, longest int)
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  list text[];
begin
  if jsonb_typeof(value) = 'null' then
    return '{}';
  end if;
  if jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > most then
    perform global_chat_private.raise_invalid_argument(field, format('%s must be a list of at most %s texts.', field, most));
  end if;
  select array_agg(item order by place) into list
  from (
    select global_chat_private.short_text(entry, field, longest) as item, min(place) as place
    from jsonb_array_elements(value) with ordinality as entries (entry, place)
    group by 1
  ) as items
  where item is not null;
  return coalesce(list, '{}');
end $$;

-- A whole number from 0 to `most`, or null.
create or replace function global_chat_private.whole_number(value jsonb, field text, most bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(value) = 'null' then
    return null;
  end if;
  if jsonb_typeof(value) <> 'number' or value::numeric <> trunc(value::numeric) or value::numeric not between 0 and most then
    perform global_chat_private.raise_invalid_argument(field, format('%s must be a whole number from 0 to %s.', field, most));
  end if;
  return value::bigint;
end $$;

-- -------------------- 0003_tenants.sql

-- Owns tenants and their agents. A person is staff because of a row here, never because of a role in the token.

create table if not exists public.global_chat_tenants (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique
    constraint "slug is lower-case letters, digits and hyphens" check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null
    constraint "name of a tenant has 1 to 120 characters" check (char_length(name) between 1 and 120),
  retention_days int
    constraint "retention_days is 1 to 3650, or empty to keep everything" check (retention_days between 1 and 3650),
  created_at timestamptz not null default now()
);
comment on table public.global_chat_tenants is 'A company or site owner. Everything belongs to exactly one tenant.';
comment on column public.global_chat_tenants.retention_days is
  'Resolved conversations older than this are deleted by global_chat_apply_retention; empty keeps everything.';

-- What all visitors of a tenant together may do in one day (UTC). Agents are not held to it.
alter table public.global_chat_tenants
  add column if not exists messages_per_day int not null default 20000
    constraint "messages_per_day is 1 to 100000000" check (messages_per_day between 1 and 100000000),
  add column if not exists sessions_per_day int not null default 2000
    constraint "sessions_per_day is 1 to 100000000" check (sessions_per_day between 1 and 100000000),
  add column if not exists visitors_per_day int not null default 2000
    constraint "visitors_per_day is 1 to 100000000" check (visitors_per_day between 1 and 100000000),
  add column if not exists file_bytes_per_day bigint not null default 524288000
    constraint "file_bytes_per_day is 0 to 1099511627776" check (file_bytes_per_day between 0 and 1099511627776);
comment on column public.global_chat_tenants.messages_per_day is
  'Messages that all visitors together may send in one day (UTC).';
comment on column public.global_chat_tenants.sessions_per_day is
  'Conversations that all visitors together may start in one day (UTC).';
comment on column public.global_chat_tenants.visitors_per_day is
  'New visitors in one day (UTC).';
comment on column public.global_chat_tenants.file_bytes_per_day is
  'Bytes of files that all visitors together may store in one day (UTC).';

alter table public.global_chat_tenants
  add column if not exists online_needs_agent boolean;
comment on column public.global_chat_tenants.online_needs_agent is
  'Whether the chat is online only while an agent is, or by its hours alone. Empty: by hours until an inbox first says that its '
  'agent is there, which makes it true. Set false when your team answers elsewhere.';

create table if not exists public.global_chat_agents (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'agent'
    constraint "role is agent or admin" check (role in ('agent', 'admin')),
  display_name text not null
    constraint "display_name has 1 to 120 characters" check (char_length(display_name) between 1 and 120),
  avatar_url text
    constraint "avatar_url is a web address" 
    check (avatar_url ~ '^https?://[^[:space:]"<>]+$' and char_length(avatar_url) <= 2000),
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
alter table public.global_chat_agents
  add column if not exists availability text not null default 'online'
    constraint "availability is online, away or off" check (availability in ('online', 'away', 'off')),
  add column if not exists last_heartbeat_at timestamptz;
comment on column public.global_chat_agents.availability is
  'What the agent chose to be; only who is online with a recent heartbeat counts (0045_agent_availability.sql).';
comment on column public.global_chat_agents.last_heartbeat_at is
  'When an inbox of the agent last said that it is open; empty when none ever did.';
comment on table public.global_chat_agents is 'The people who answer: user_id is a user of Supabase Auth.';
create index if not exists global_chat_agents_user_id_idx on public.global_chat_agents (user_id);

alter table public.global_chat_tenants enable row level security;
alter table public.global_chat_agents enable row level security;
revoke all on public.global_chat_tenants, public.global_chat_agents from public, anon, authenticated;
grant all on public.global_chat_tenants, public.global_chat_agents to service_role;

-- -------------------- 0004_widget_rules.sql

-- Owns the pure checks behind the constraints of a widget's structured columns.
-- They answer true or false; the constraint's name is the sentence that people read.

-- Exact hosts or `*.host`, lower case, without scheme, port or path.
create or replace function global_chat_private.are_domains(value text[])
returns boolean
language sql
immutable
set search_path = ''
as $$
  select cardinality(value) <= 100 and coalesce(bool_and(
    coalesce(
      length(entry) <= 253
      and entry ~ '^([*][.])?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$',
      false
    )
  ), true)
  from unnest(value) as entry
$$;

create or replace function global_chat_private.is_time_zone(value text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Names only: PostgreSQL would also take POSIX rules such as "FOO+3", which no browser understands.
  if value is null or value !~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$' or value ~ '^[A-Z]+[+-]?[0-9]' then
    return false;
  end if;
  perform timezone(value, timestamptz 'epoch');
  return true;
exception
  when invalid_parameter_value then
    return false;
end $$;

-- [["09:00", "12:00"], ["22:00", "02:00"]]: opening and closing times of one day; a closing time that is not later
-- than the opening belongs to the next day.
create or replace function global_chat_private.are_slots(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > 12 then false
    else not exists (
      select from jsonb_array_elements(value) as slot
      where not case
        when jsonb_typeof(slot) <> 'array' or jsonb_array_length(slot) <> 2 then false
        else coalesce(
          slot ->> 0 ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and slot ->> 1 ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
          false
        )
      end
    )
  end
$$;

-- {"mon": slots, …, "sun": slots}; a day that is missing is closed.
create or replace function global_chat_private.are_business_hours(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'object' then false
    else not exists (
      select from jsonb_each(value) as day
      where day.key not in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
        or not global_chat_private.are_slots(day.value)
    )
  end
$$;

-- [{"date": "2026-12-24", "slots": [], "name": "Christmas Eve"}]: replaces the hours of that date.
create or replace function global_chat_private.are_date_exceptions(value jsonb)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > 366 then
    return false;
  end if;
  return not exists (
    select from jsonb_array_elements(value) as entry
    where not case
      when jsonb_typeof(entry) <> 'object' then false
      else coalesce(
        entry ->> 'date' ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$'
        and to_char((entry ->> 'date')::date, 'YYYY-MM-DD') = entry ->> 'date'
        and entry ? 'slots'
        and global_chat_private.are_slots(entry -> 'slots')
        and char_length(coalesce(entry ->> 'name', '')) <= 120,
        false
      )
    end
  );
exception
  when datetime_field_overflow then
    return false;
end $$;

-- {"de": {"greeting": "…", "trigger.winter": "…"}}: texts of at most 500 characters by language.
create or replace function global_chat_private.are_locales(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'object' or octet_length(value::text) > 65536 then false
    else not exists (
      select from jsonb_each(value) as locale
      where locale.key !~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'
        or case
          when jsonb_typeof(locale.value) <> 'object' then true
          else exists (
            select from jsonb_each(locale.value) as entry
            where entry.key !~ '^[a-z][a-zA-Z0-9_.-]{0,63}$'
              or jsonb_typeof(entry.value) <> 'string'
              or char_length(entry.value #>> '{}') > 500
          )
        end
    )
  end
$$;

-- [{"key": "topic", "label": "Topic", "type": "select", "required": false, "options": ["A"], "pattern": "…"}]
create or replace function global_chat_private.are_form_fields(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > 10 then false
    else not exists (
      select from jsonb_array_elements(value) as field
      where not case
        when jsonb_typeof(field) <> 'object' then false
        else coalesce(
          field ->> 'key' ~ '^[a-z][a-z0-9_]{0,39}$'
          and char_length(field ->> 'label') between 1 and 120
          and field ->> 'type' in ('text', 'textarea', 'email', 'phone', 'date', 'select', 'radio', 'checkbox')
          and (not field ? 'required' or jsonb_typeof(field -> 'required') = 'boolean')
          and (not field ? 'pattern' or char_length(field ->> 'pattern') between 1 and 200)
          and case
            when jsonb_typeof(field -> 'options') = 'array' then jsonb_array_length(field -> 'options') between 1 and 50
            else field ->> 'type' not in ('select', 'radio')
          end,
          false
        )
      end
    )
  end
$$;

-- When a field shows: {"show_if": {"field": "topic", "is": "Booking"}}, {"field": "topic", "one_of": ["Booking", "Refund"]} or
-- {"field": "phone", "filled": true}. The field that it names stands before it, so that there is no circle. What is no list of
-- fields is refused by the rule above.
create or replace function global_chat_private.are_form_conditions(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'array' then true
    else not exists (
      select from jsonb_array_elements(value) with ordinality as form (field, place)
      where field ? 'show_if' and not case
        when jsonb_typeof(field -> 'show_if') <> 'object' then false
        else coalesce(
          (select count(*) = 2 from jsonb_object_keys(field -> 'show_if'))
          and exists (
            select from jsonb_array_elements(value) with ordinality as earlier (field, place)
            where earlier.place < form.place and earlier.field ->> 'key' = form.field #>> '{show_if,field}'
          )
          and case
            when field -> 'show_if' ? 'is' then
              jsonb_typeof(field #> '{show_if,is}') = 'string'
              and char_length(field #>> '{show_if,is}') between 1 and 200
            when jsonb_typeof(field #> '{show_if,one_of}') = 'array' then
              jsonb_array_length(field #> '{show_if,one_of}') between 1 and 50
              and not exists (
                select from jsonb_array_elements(field #> '{show_if,one_of}') as choice
                where jsonb_typeof(choice) <> 'string' or char_length(choice #>> '{}') not between 1 and 200
              )
            else field #> '{show_if,filled}' = 'true'::jsonb
          end,
          false
        )
      end
    )
  end
$$;

-- [{"id": "winter", "message": "…", "sender": "Mara", "url": "/seasons/*", "after_seconds": 20, "scroll_percent": 50,
-- "exit_intent": true, "hours_only": true}]: each id once, and none is `teaser`, which stands for teaser_text.
create or replace function global_chat_private.are_triggers(value jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > 20 then false
    else not exists (
      select from jsonb_array_elements(value) as entry
      where not case
        when jsonb_typeof(entry) <> 'object' then false
        else coalesce(
          entry ->> 'id' ~ '^[a-z0-9][a-z0-9_-]{0,39}$'
          and entry ->> 'id' <> 'teaser'
          and jsonb_typeof(entry -> 'message') = 'string'
          and char_length(entry ->> 'message') between 1 and 500
          and (not entry ? 'sender' or char_length(entry ->> 'sender') between 1 and 60)
          and (not entry ? 'url' or entry ->> 'url' ~ '^(/|[*]|https?://)' and char_length(entry ->> 'url') <= 500)
          and (not entry ? 'after_seconds' or entry ->> 'after_seconds' ~ '^[0-9]{1,5}$')
          and (not entry ? 'scroll_percent' or entry ->> 'scroll_percent' ~ '^([0-9]{1,2}|100)$')
          and (not entry ? 'exit_intent' or jsonb_typeof(entry -> 'exit_intent') = 'boolean')
          and (not entry ? 'hours_only' or jsonb_typeof(entry -> 'hours_only') = 'boolean'),
          false
        )
      end
    ) and (
      select count(*) = count(distinct entry ->> 'id') from jsonb_array_elements(value) as entry
    )
  end
$$;

-- -------------------- 0005_widgets.sql

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

-- -------------------- 0006_conversations.sql

-- Owns visitors, sessions, messages and notes: the tables of a conversation.
-- tenant_id and visitor_id are repeated on the children, so that no policy needs a join.

create table if not exists public.global_chat_visitors (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  external_id text
    constraint "external_id has 1 to 255 characters" check (char_length(external_id) between 1 and 255),
  name text constraint "name of a visitor has at most 120 characters" check (char_length(name) <= 120),
  email text constraint "email has at most 254 characters" check (char_length(email) <= 254),
  verified boolean not null default false,
  merged_into uuid references public.global_chat_visitors on delete cascade,
  blocked_at timestamptz,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (tenant_id, external_id)
);
comment on column public.global_chat_visitors.external_id is
  'The id of this person in the host''s own system, from a signed token; empty for anonymous visitors.';
alter table public.global_chat_visitors add column if not exists attribute_order text[] not null default '{}';
comment on column public.global_chat_visitors.attribute_order is
  'The names of the attributes in metadata as they were last set, oldest first: those go first when there is no room.';
create index if not exists global_chat_visitors_merged_into_idx
  on public.global_chat_visitors (merged_into) where merged_into is not null;

comment on table public.global_chat_visitors is 'A person who writes to a tenant, whether known by name or not.';
comment on column public.global_chat_visitors.verified is 'Name and address come from a signed token or a confirmed account.';
comment on column public.global_chat_visitors.merged_into is
  'The same person''s other row, once a token said so. What is asked or written of this row means that one.';
comment on column public.global_chat_visitors.metadata is 'What the page told of the person: locale, pages, attributes; at most 2 KB.';

-- Which signed-in user is which visitor of a tenant.
create table if not exists global_chat_private.visitor_auth (
  auth_uid uuid not null,
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  visitor_id uuid not null references public.global_chat_visitors on delete cascade,
  primary key (auth_uid, tenant_id)
);
create index if not exists visitor_auth_visitor_id_idx on global_chat_private.visitor_auth (visitor_id);
create index if not exists visitor_auth_tenant_id_idx on global_chat_private.visitor_auth (tenant_id);
alter table global_chat_private.visitor_auth enable row level security;
revoke all on global_chat_private.visitor_auth from public, anon, authenticated, service_role;

create table if not exists public.global_chat_sessions (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  widget_id uuid not null references public.global_widget_config,
  visitor_id uuid not null references public.global_chat_visitors on delete cascade,
  client_visitor_id text
    constraint "client_visitor_id has at most 128 characters" check (char_length(client_visitor_id) <= 128),
  visitor_name text
    constraint "visitor_name has at most 120 characters" check (char_length(visitor_name) <= 120),
  visitor_email text
    constraint "visitor_email has at most 254 characters" check (char_length(visitor_email) <= 254),
  visitor_metadata jsonb not null default '{}',
  -- As on the visitor, so that no list has to look there.
  visitor_verified boolean not null default false,
  visitor_blocked_at timestamptz,
  status text not null default 'open'
    constraint "status is open, pending or resolved" check (status in ('open', 'pending', 'resolved')),
  assigned_to uuid,
  tags text[] not null default '{}'
    constraint "tags are at most 20" check (cardinality(tags) <= 20),
  priority text not null default 'normal'
    constraint "priority is low, normal, high or urgent" check (priority in ('low', 'normal', 'high', 'urgent')),
  snoozed_until timestamptz,
  rating int constraint "rating is 1 to 5" check (rating between 1 and 5),
  rating_comment text
    constraint "rating_comment has at most 1000 characters" check (char_length(rating_comment) <= 1000),
  last_seq bigint not null default 0,
  rev bigint not null default 1,
  last_message_at timestamptz,
  last_message_preview text,
  last_message_by text
    constraint "last_message_by is visitor, agent or system" check (last_message_by in ('visitor', 'agent', 'system')),
  visitor_read_seq bigint not null default 0,
  visitor_delivered_seq bigint not null default 0,
  agent_read_seq bigint not null default 0,
  agent_delivered_seq bigint not null default 0,
  agent_name text,
  agent_avatar_url text,
  first_reply_at timestamptz,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When something was last said, for lists: newest first.
  active_at timestamptz generated always as (coalesce(last_message_at, created_at)) stored,
  foreign key (tenant_id, assigned_to) references public.global_chat_agents on delete set null (assigned_to)
);
comment on table public.global_chat_sessions is 'One conversation of a visitor with the team.';
comment on column public.global_chat_sessions.client_visitor_id is
  'An id of the visitor that the page gave, unproven: to tell browsers apart, never to find anybody by.';
comment on column public.global_chat_sessions.visitor_name is
  'As the visitor is called now, repeated here and in visitor_email and visitor_metadata so that no list has to join.';
comment on column public.global_chat_sessions.visitor_verified is
  'Name and address come from a signed token or a confirmed account.';
comment on column public.global_chat_sessions.visitor_blocked_at is 'When the team blocked the visitor; empty when it did not.';
comment on column public.global_chat_sessions.status is
  'open: the team has to answer. pending: the visitor has to. resolved: nobody has to, until somebody writes.';
comment on column public.global_chat_sessions.snoozed_until is 'Kept out of the open list until then, or until the visitor writes.';
comment on column public.global_chat_sessions.last_message_preview is 'One line of the newest message, at most 140 characters.';
comment on column public.global_chat_sessions.visitor_read_seq is
  'The seq up to which the visitor has read. The four positions never go back and never pass last_seq.';
comment on column public.global_chat_sessions.agent_name is 'Who of the team answered last, as the visitor sees them.';
comment on column public.global_chat_sessions.first_reply_at is 'When the team first answered; reports count from created_at to it.';
comment on column public.global_chat_sessions.resolved_at is 'When it was resolved; empty while it is not.';
comment on column public.global_chat_sessions.active_at is 'When something was last said, or when it began: what lists sort by.';
alter table public.global_chat_sessions
  add column if not exists team_rev bigint not null default 0,
  add column if not exists team_updated_at timestamptz;
comment on column public.global_chat_sessions.team_rev is
  'Counts the changes that only the team sees (assignee, tags, priority, snoozing, block). These take no rev, so that a visitor cannot tell that they happened.';
comment on column public.global_chat_sessions.team_updated_at is 'When team_rev was last raised; empty when it never was.';
alter table public.global_chat_sessions add column if not exists attribute_order text[] not null default '{}';
comment on column public.global_chat_sessions.attribute_order is
  'The names of the attributes in visitor_metadata as they were last set, oldest first.';
alter table public.global_chat_sessions add column if not exists visitor_events jsonb not null default '[]';
comment on column public.global_chat_sessions.visitor_events is
  'What the page told that the visitor did, the newest twenty, oldest first. Only the team sees them.';
comment on column public.global_chat_sessions.last_seq is 'The seq of the newest message: dense from 1.';
comment on column public.global_chat_sessions.rev is
  'Counts every change of the session and its messages that the visitor may see; taken while this row is locked.';
create index if not exists global_chat_sessions_visitor_id_idx on public.global_chat_sessions (visitor_id);
drop index if exists public.global_chat_sessions_widget_id_idx;
create index if not exists global_chat_sessions_widget_idx on public.global_chat_sessions (widget_id, created_at);
create index if not exists global_chat_sessions_active_idx
  on public.global_chat_sessions (tenant_id, active_at desc, id desc);
create index if not exists global_chat_sessions_status_idx
  on public.global_chat_sessions (tenant_id, status, active_at desc, id desc);
drop index if exists public.global_chat_sessions_updated_idx;
create index if not exists global_chat_sessions_changed_idx
  on public.global_chat_sessions (tenant_id, greatest(updated_at, team_updated_at));
create index if not exists global_chat_sessions_assigned_idx
  on public.global_chat_sessions (tenant_id, assigned_to, active_at desc) where assigned_to is not null;

create table if not exists public.global_chat_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.global_chat_sessions on delete cascade,
  tenant_id uuid not null,
  visitor_id uuid not null,
  seq bigint not null,
  rev bigint not null,
  sender_type text not null
    constraint "sender_type is visitor, agent or system" check (sender_type in ('visitor', 'agent', 'system')),
  sender_id uuid,
  sender_name text,
  sender_avatar_url text,
  content text not null
    constraint "content has at most 4000 characters and 16 KB"
    check (char_length(content) <= 4000 and octet_length(content) <= 16384),
  attachments jsonb not null default '[]'
    constraint "attachments is a list" check (jsonb_typeof(attachments) = 'array'),
  metadata jsonb not null default '{}'
    constraint "metadata of a message has at most 2048 bytes" check (octet_length(metadata::text) <= 2048),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  constraint global_chat_messages_session_id_seq_key unique (session_id, seq),
  constraint global_chat_messages_session_id_rev_key unique (session_id, rev),
  constraint "a message says something, until it is deleted"
    check (deleted_at is not null or content ~ '[^[:space:]]' or attachments <> '[]')
);
comment on table public.global_chat_messages is 'What was said in a session. Rows are written by functions only.';
comment on column public.global_chat_messages.seq is 'The place in the session: dense from 1, never reused.';
comment on column public.global_chat_messages.rev is
  'The session''s rev when this message last changed. Who asks for what came after a rev gets every change once.';
comment on column public.global_chat_messages.sender_name is 'As the sender was called then.';
comment on column public.global_chat_messages.deleted_at is 'A deleted message keeps its place and nothing of what it said.';
create index if not exists global_chat_messages_visitor_id_idx on public.global_chat_messages (visitor_id);
create index if not exists global_chat_messages_tenant_id_idx
  on public.global_chat_messages (tenant_id, created_at desc);

create table if not exists public.global_chat_notes (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  session_id uuid not null references public.global_chat_sessions on delete cascade,
  author_id uuid not null,
  author_name text not null,
  content text not null
    constraint "content of a note has 1 to 4000 characters"
    check (char_length(content) between 1 and 4000 and octet_length(content) <= 16384),
  mentions uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.global_chat_notes is 'What agents tell each other about a session. No visitor ever reads it.';
create index if not exists global_chat_notes_session_id_idx on public.global_chat_notes (session_id, created_at);
create index if not exists global_chat_notes_tenant_id_idx on public.global_chat_notes (tenant_id, created_at);
create index if not exists global_chat_notes_mentions_idx on public.global_chat_notes using gin (mentions);

create table if not exists public.global_chat_canned_replies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  shortcut text not null
    constraint "shortcut is lower-case letters, digits and hyphens" check (shortcut ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  content text not null
    constraint "content of a canned reply has 1 to 4000 characters" check (char_length(content) between 1 and 4000),
  owner_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (tenant_id, owner_id, shortcut)
);
comment on column public.global_chat_canned_replies.owner_id is 'The agent who alone uses it; empty = shared by the team.';
alter table public.global_chat_sessions add column if not exists visitor_unread int, add column if not exists agent_unread int;
-- Of conversations from before these columns: what is after a side's position is the other's, since writing is reading.
update public.global_chat_sessions as session
set (visitor_unread, agent_unread) = (
  select
    count(*) filter (where message.seq > session.visitor_read_seq),
    count(*) filter (where message.seq > session.agent_read_seq)
  from public.global_chat_messages as message
  where message.session_id = session.id and message.deleted_at is null
)
where session.visitor_unread is null;
alter table public.global_chat_sessions
  alter column visitor_unread set default 0, alter column visitor_unread set not null,
  alter column agent_unread set default 0, alter column agent_unread set not null;
comment on column public.global_chat_sessions.visitor_unread is
  'What the visitor has not read: messages of the team after visitor_read_seq that are not deleted.';
comment on column public.global_chat_sessions.agent_unread is
  'What the team has not read: messages of the visitor after agent_read_seq that are not deleted.';

-- -------------------- 0007_participants.sql

-- Owns the answer to "who is asking?": which visitors and tenants a caller stands for, and the part they play in a session.
-- Policies and functions ask here and nowhere else.

-- The visitors a caller is, with those that were merged into them. Blocked visitors keep reading, see require_unblocked.
create or replace function global_chat_private.my_visitor_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
rows 2
as $$
  select visitor_id from global_chat_private.visitor_auth where auth_uid = (select auth.uid())
  union all
  select merged.id
  from global_chat_private.visitor_auth as own
  join public.global_chat_visitors as merged on merged.merged_into = own.visitor_id
  where own.auth_uid = (select auth.uid())
$$;

-- Staff sign in for real: an anonymous token never counts, even with a membership row.
create or replace function global_chat_private.is_anonymous()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(auth.jwt() ->> 'is_anonymous', 'false') <> 'false';
end $$;

create or replace function global_chat_private.my_tenant_ids()
returns setof uuid
language sql
stable
security definer
set search_path = ''
rows 2
as $$
  select tenant_id from public.global_chat_agents
  where user_id = (select auth.uid()) and not (select global_chat_private.is_anonymous())
$$;

-- 'agent', 'admin', or null.
create or replace function global_chat_private.my_role_in(tenant uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select role from public.global_chat_agents
    where tenant_id = tenant and user_id = (select auth.uid()) and not (select global_chat_private.is_anonymous())
  );
end $$;

-- 'visitor', 'agent', or null for everybody else. Who is both is the visitor of their own session.
create or replace function global_chat_private.part_of(tenant uuid, visitor uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if exists (
    select from global_chat_private.visitor_auth as own
    where own.auth_uid = (select auth.uid())
      and own.tenant_id = tenant
      and (own.visitor_id = visitor or own.visitor_id = (
        select merged_into from public.global_chat_visitors where id = visitor
      ))
  ) then
    return 'visitor';
  end if;
  return case when global_chat_private.my_role_in(tenant) is not null then 'agent' end;
end $$;

create or replace function global_chat_private.part_in(session uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select global_chat_private.part_of(tenant_id, visitor_id) from public.global_chat_sessions where id = session
  );
end $$;

-- Refuses everybody who is no agent of the tenant. Others cannot tell whether the tenant exists.
create or replace function global_chat_private.require_agent(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only agents of this tenant may do that.');
  end if;
end $$;

create or replace function global_chat_private.require_admin(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is distinct from 'admin' then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only admins of this tenant may do that.');
  end if;
end $$;

-- Blocked visitors keep reading what was said, and can write nothing.
create or replace function global_chat_private.require_unblocked(blocked_at timestamptz)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if blocked_at is not null then
    perform global_chat_private.raise_error(403, 'blocked', 'This conversation is closed.');
  end if;
end $$;

-- -------------------- 0008_row_security.sql

-- Owns row level security of the conversation's tables: who may read which rows. Nobody may write a row directly;
-- all writing goes through functions.

alter table public.global_chat_visitors enable row level security;
alter table public.global_chat_sessions enable row level security;
alter table public.global_chat_messages enable row level security;
alter table public.global_chat_notes enable row level security;
alter table public.global_chat_canned_replies enable row level security;

revoke all on
  public.global_chat_visitors, public.global_chat_sessions, public.global_chat_messages, public.global_chat_notes,
  public.global_chat_canned_replies
  from public, anon, authenticated;
grant all on
  public.global_chat_visitors, public.global_chat_sessions, public.global_chat_messages, public.global_chat_notes,
  public.global_chat_canned_replies
  to service_role;

-- Our clients read through functions. A table that anybody may read, be it no row of it, answers how many rows it has, and how
-- many the planner expects for an address or a name (Prefer: count=planned). So the tables are opened for the one thing that
-- needs it, postgres_changes, and only those that are in its publication: running this file again keeps what was chosen.
create or replace function global_chat_private.grant_published_tables()
returns void
language plpgsql
set search_path = ''
as $$
declare
  published constant text[] := array(
    select tablename from pg_catalog.pg_publication_tables where pubname = 'supabase_realtime' and schemaname = 'public'
  );
  table_name text;
begin
  revoke select on public.global_chat_sessions, public.global_chat_messages, public.global_widget_config, public.global_chat_notes
    from authenticated;
  foreach table_name in array array['global_chat_sessions', 'global_widget_config', 'global_chat_notes'] loop
    if table_name = any (published) then
      execute format('grant select on public.%I to authenticated', table_name);
    end if;
  end loop;
  if 'global_chat_messages' = any (published) then
    -- Visitors and agents read messages through the same grant, so it leaves out who works where:
    -- sender_id, tenant_id and visitor_id. Agents get sender_id from the functions.
    grant select (
      id, session_id, seq, rev, sender_type, sender_name, sender_avatar_url, content, attachments, metadata,
      created_at, edited_at, deleted_at
    ) on public.global_chat_messages to authenticated;
  end if;
end $$;
do $$ begin
  perform global_chat_private.grant_published_tables();
end $$;

-- Where a table is open all the same, the planner knows no values of what people are called, said, did or were
-- tagged with. No query of ours is planned by them.
alter table public.global_chat_visitors
  alter external_id set statistics 0, alter name set statistics 0, alter email set statistics 0, alter metadata set statistics 0,
  alter attribute_order set statistics 0;
alter table public.global_chat_sessions
  alter visitor_name set statistics 0, alter visitor_email set statistics 0, alter visitor_metadata set statistics 0,
  alter visitor_events set statistics 0, alter attribute_order set statistics 0, alter tags set statistics 0,
  alter client_visitor_id set statistics 0, alter last_message_preview set statistics 0, alter rating_comment set statistics 0,
  alter agent_name set statistics 0, alter agent_avatar_url set statistics 0;
alter table public.global_chat_messages
  alter content set statistics 0, alter sender_name set statistics 0, alter sender_avatar_url set statistics 0,
  alter attachments set statistics 0, alter metadata set statistics 0;
alter table public.global_chat_notes alter content set statistics 0, alter author_name set statistics 0;

drop policy if exists "Agents may read the tenants they work for" on public.global_chat_tenants;
create policy "Agents may read the tenants they work for" on public.global_chat_tenants
  for select to authenticated
  using (id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the team they belong to" on public.global_chat_agents;
create policy "Agents may read the team they belong to" on public.global_chat_agents
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the widgets of their tenant" on public.global_widget_config;
create policy "Agents may read the widgets of their tenant" on public.global_widget_config
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read the visitors of their tenant" on public.global_chat_visitors;
create policy "Agents may read the visitors of their tenant" on public.global_chat_visitors
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

-- Visitors read their sessions through functions, which leave out tags, assignee and the rest of the team's business.
drop policy if exists "Agents may read the sessions of their tenant" on public.global_chat_sessions;
create policy "Agents may read the sessions of their tenant" on public.global_chat_sessions
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Participants may read the messages of their sessions" on public.global_chat_messages;
create policy "Participants may read the messages of their sessions" on public.global_chat_messages
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    or visitor_id = any (array (select global_chat_private.my_visitor_ids()))
  );

drop policy if exists "Agents may read the notes of their tenant" on public.global_chat_notes;
create policy "Agents may read the notes of their tenant" on public.global_chat_notes
  for select to authenticated
  using (tenant_id = any (array (select global_chat_private.my_tenant_ids())));

drop policy if exists "Agents may read shared canned replies and their own" on public.global_chat_canned_replies;
create policy "Agents may read shared canned replies and their own" on public.global_chat_canned_replies
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    and (owner_id is null or owner_id = (select auth.uid()))
  );
create index if not exists global_chat_canned_replies_owner_id_idx
  on public.global_chat_canned_replies (owner_id) where owner_id is not null;

-- -------------------- 0009_wire_views.sql

-- Owns the JSON of the wire (docs/protocol.md): which fields a visitor gets and which only an agent.

create or replace function global_chat_private.session_view(session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', session.id,
    'widget_id', session.widget_id,
    'status', session.status,
    'rev', session.rev,
    'last_seq', session.last_seq,
    'visitor_name', session.visitor_name,
    'visitor_email', session.visitor_email,
    'visitor_read_seq', session.visitor_read_seq,
    'visitor_delivered_seq', session.visitor_delivered_seq,
    'visitor_unread', session.visitor_unread,
    'agent_read_seq', session.agent_read_seq,
    'agent_delivered_seq', session.agent_delivered_seq,
    'agent_unread', session.agent_unread,
    'last_message_at', session.last_message_at,
    'last_message_preview', session.last_message_preview,
    'last_message_by', session.last_message_by,
    'agent_name', session.agent_name,
    'agent_avatar_url', session.agent_avatar_url,
    'rating', session.rating,
    'rating_comment', session.rating_comment,
    'resolved_at', session.resolved_at,
    'created_at', session.created_at,
    'updated_at', session.updated_at
  );
end $$;

-- What agents get on top of a visitor's view. For them `updated_at` is the last change of any kind.
create or replace function global_chat_private.summary_over(view jsonb, session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return view || jsonb_build_object(
    'tenant_id', session.tenant_id,
    'visitor_id', session.visitor_id,
    'client_visitor_id', session.client_visitor_id,
    'visitor_metadata', session.visitor_metadata,
    'visitor_events', session.visitor_events,
    'visitor_verified', session.visitor_verified,
    'visitor_blocked_at', session.visitor_blocked_at,
    'assigned_to', session.assigned_to,
    'tags', session.tags,
    'priority', session.priority,
    'snoozed_until', session.snoozed_until,
    'first_reply_at', session.first_reply_at,
    'team_rev', session.team_rev,
    'updated_at', greatest(session.updated_at, session.team_updated_at)
  );
end $$;

create or replace function global_chat_private.session_summary(session public.global_chat_sessions)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return global_chat_private.summary_over(global_chat_private.session_view(session), session);
end $$;

-- The session as the caller may see it: `part` is 'visitor' or 'agent'.
create or replace function global_chat_private.session_for(part text, session public.global_chat_sessions)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if part = 'agent' then
    return global_chat_private.session_summary(session);
  end if;
  return global_chat_private.session_view(session);
end $$;

create or replace function global_chat_private.message_for(part text, message public.global_chat_messages)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  view constant jsonb := jsonb_build_object(
    'id', message.id,
    'session_id', message.session_id,
    'seq', message.seq,
    'rev', message.rev,
    'sender_type', message.sender_type,
    'sender_name', message.sender_name,
    'sender_avatar_url', message.sender_avatar_url,
    'content', message.content,
    'attachments', message.attachments,
    'metadata', message.metadata,
    'created_at', message.created_at,
    'edited_at', message.edited_at,
    'deleted_at', message.deleted_at
  );
begin
  if part = 'agent' then
    return view || jsonb_build_object('sender_id', message.sender_id);
  end if;
  return view;
end $$;

-- The messages as a list, in the order given, with the keys of message_for. As json, which is text already: for a page
-- that takes a third of the time of jsonb.
create or replace function global_chat_private.messages_for(part text, messages public.global_chat_messages[])
returns json
language plpgsql
immutable
set search_path = ''
as $$
begin
  if part = 'agent' then
    return (
      select coalesce(json_agg(view), '[]')
      from (
        select message.id, message.session_id, message.seq, message.rev, message.sender_type, message.sender_name,
          message.sender_avatar_url, message.content, message.attachments, message.metadata, message.created_at,
          message.edited_at, message.deleted_at, message.sender_id
        from unnest(messages) with ordinality as message
        order by message.ordinality
      ) as view
    );
  end if;
  return (
    select coalesce(json_agg(view), '[]')
    from (
      select message.id, message.session_id, message.seq, message.rev, message.sender_type, message.sender_name,
        message.sender_avatar_url, message.content, message.attachments, message.metadata, message.created_at,
        message.edited_at, message.deleted_at
      from unnest(messages) with ordinality as message
      order by message.ordinality
    ) as view
  );
end $$;

create or replace function global_chat_private.note_view(note public.global_chat_notes)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', note.id,
    'session_id', note.session_id,
    'author_id', note.author_id,
    'author_name', note.author_name,
    'content', note.content,
    'mentions', to_jsonb(note.mentions),
    'created_at', note.created_at,
    'updated_at', note.updated_at
  )
$$;

-- A text without the marks that the chat shows as bold, italic, code, links and lists: one line of it is read in lists.
create or replace function global_chat_private.without_marks(content text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if content !~ '[*_`[]|- ' then
    return content;
  end if;
  -- Before an amount it is a minus.
  content := regexp_replace(content, '^ {0,3}[-*] +(?=[^[:space:][:digit:]$€£¥])', '', 'gn');
  content := regexp_replace(content, '(`{1,3})([^`]+)\1', '\2', 'g');
  content := regexp_replace(content, '\[([^]]+)\]\((?:https?://|mailto:)[^)[:space:]]*\)', '\1', 'g');
  content := regexp_replace(content, '(\*{1,3})(?=\S)([^*]*[^*[:space:]])\1', '\2', 'g');
  return regexp_replace(content, '(^|[^[:alnum:]_])_(?=[^[:space:]_])([^_]*[^_[:space:]])_(?![[:alnum:]_])', '\1\2', 'g');
end $$;

-- One line for lists: the text without its line breaks, or the name of the first file.
create or replace function global_chat_private.preview_of(content text, attachments jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return left(
    coalesce(
      case when content ~ '[!-~]' or global_chat_private.is_visible(content) then
        nullif(btrim(regexp_replace(global_chat_private.without_marks(left(content, 400)), '[[:space:]]+', ' ', 'g')), '')
      end,
      attachments -> 0 ->> 'name',
      ''
    ),
    140
  );
end $$;

-- -------------------- 0010_broadcast.sql

-- Owns what the database tells Realtime. One change that a visitor may see = one rev = one event on session:<id> and one on
-- inbox:<tenant>. A change that only the team sees = one team_rev = one event on inbox:<tenant>.
-- A broadcast is a doorbell: when it fails, the change stays and clients find it when they sync.

create or replace function global_chat_private.send_event(payload jsonb, event text, topic text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform realtime.send(payload, event, topic, true);
exception
  when others then
    raise warning 'Global Chat could not broadcast %: %', event, sqlerrm;
end $$;

-- Realtime hears of the row that is inserted, and would keep it for three days to replay it to whoever joins, with words
-- that were edited, deleted or erased since. Nobody of ours asks for a replay, so nothing is left to be replayed.
create or replace function global_chat_private.empty_sent_events(topics text[])
returns void
language plpgsql
set search_path = ''
-- One plan for good: a new one for each message costs more than the update, and one that was made in the morning, when the
-- day's partition was empty, would read all of it in the evening.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  -- By an update, because a hosted project grants no delete. The time is the column's default, the start of this transaction.
  update realtime.messages set payload = '{}', private = false
  where topic = any (topics) and inserted_at = now()::timestamp and private and extension = 'broadcast';
exception
  when others then
    raise warning 'Global Chat could not empty a broadcast that was sent: %', sqlerrm;
end $$;

create or replace function global_chat_private.broadcast(payload jsonb, event text, topic text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.send_event(payload, event, topic);
  perform global_chat_private.empty_sent_events(array[topic]);
end $$;

-- What was kept before there was this rule.
do $$ begin
  update realtime.messages set payload = '{}', private = false
  where private and extension = 'broadcast'
    and topic ~ '^(session|inbox):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    and (
      exists (select from public.global_chat_sessions where topic = 'session:' || id)
      or exists (select from public.global_chat_tenants where topic = 'inbox:' || id)
    );
exception
  when insufficient_privilege then
    raise warning 'Global Chat could not empty older broadcasts; Realtime drops them after three days: %', sqlerrm;
end $$;

-- What a change of a session tells. For as long as somebody who left the team may still hear (0044_departures.sql): that it
-- changed, and nothing of what.
create or replace function global_chat_private.event_of(session public.global_chat_sessions, heard jsonb, thin boolean)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when thin then jsonb_build_object('rev', session.rev, 'session_id', session.id) else heard end;
end $$;

create or replace function global_chat_private.announce_to_team(
  session public.global_chat_sessions, summary jsonb
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    global_chat_private.event_of(
      session,
      jsonb_build_object('rev', session.rev, 'session', summary),
      global_chat_private.may_be_heard_by_former_member(session.tenant_id)
    ),
    'session',
    'inbox:' || session.tenant_id
  );
end $$;

-- Tells the participants and the inbox of a change, and returns the answer for a caller who plays this part:
-- {rev, session, message?}.
create or replace function global_chat_private.announce(
  session public.global_chat_sessions, event text, message public.global_chat_messages default null,
  part text default 'visitor'
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  view constant jsonb := global_chat_private.session_view(session);
  summary constant jsonb := global_chat_private.summary_over(view, session);
  topic constant text := 'session:' || session.id;
  team_topic constant text := 'inbox:' || session.tenant_id;
  thin constant boolean := global_chat_private.may_be_heard_by_former_member(session.tenant_id);
  heard jsonb := jsonb_build_object('rev', session.rev, 'session', view);
begin
  if message.id is not null then
    heard := heard || jsonb_build_object('message', global_chat_private.message_for('visitor', message));
  end if;
  perform global_chat_private.send_event(global_chat_private.event_of(session, heard, thin), event, topic);
  perform global_chat_private.send_event(
    global_chat_private.event_of(session, jsonb_build_object('rev', session.rev, 'session', summary), thin),
    'session',
    team_topic
  );
  perform global_chat_private.empty_sent_events(array[topic, team_topic]);
  if part = 'agent' then
    heard := heard || jsonb_build_object('session', summary);
    if message.id is not null then
      heard := heard || jsonb_build_object('message', global_chat_private.message_for('agent', message));
    end if;
  end if;
  return heard;
end $$;

create or replace function global_chat_private.announce_note(note public.global_chat_notes, deleted boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast(
    case
      when global_chat_private.may_be_heard_by_former_member(note.tenant_id) then jsonb_build_object('session_id', note.session_id)
      else jsonb_build_object('session_id', note.session_id, 'note', global_chat_private.note_view(note), 'deleted', deleted)
    end,
    'note',
    'inbox:' || note.tenant_id
  );
end $$;

-- Open widgets fetch their config again, whoever edited the row and by whatever means.
create or replace function global_chat_private.touch_widget()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end $$;

create or replace function global_chat_private.announce_widget()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.broadcast('{"changed": true}', 'config', 'widget:' || new.id);
  return null;
end $$;

create or replace trigger global_widget_config_touch
  before update on public.global_widget_config
  for each row when (old is distinct from new)
  execute function global_chat_private.touch_widget();

create or replace trigger global_widget_config_announce
  after update on public.global_widget_config
  for each row when (old is distinct from new)
  execute function global_chat_private.announce_widget();

-- -------------------- 0011_topics.sql

-- Owns who may join, hear and write which Realtime topic: policies on realtime.messages.
-- Topics that carry messages are written by the database only; typing and presence have their own.

-- A topic is <kind>:<uuid>. The id is null, and then nothing is allowed, for suffixes, spaces, upper case and everything else.
create or replace function global_chat_private.topic_id(topic text)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
  return global_chat_private.uuid_or_null(substring(topic from '[^:]*$'));
end $$;

create or replace function global_chat_private.topic_kind(topic text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return substring(topic from '^(.*):[^:]*$');
end $$;

-- May the caller hear this topic by this extension ('broadcast' or 'presence')?
create or replace function global_chat_private.may_hear(topic text, extension text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  kind constant text := global_chat_private.topic_kind(topic);
  target constant uuid := global_chat_private.topic_id(topic);
begin
  if extension = 'broadcast' and kind in ('session', 'typing:visitor', 'typing:agent') then
    return global_chat_private.part_in(target) is not null;
  end if;
  if (extension = 'broadcast' and kind = 'inbox') or kind = 'presence' then
    return global_chat_private.my_role_in(target) is not null;
  end if;
  if extension = 'broadcast' and kind = 'widget' then
    return exists (select from public.global_widget_config where id = target);
  end if;
  return false;
end $$;

-- May the caller write to this topic by this extension ('broadcast' or 'presence')?
create or replace function global_chat_private.may_speak(topic text, extension text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  kind constant text := global_chat_private.topic_kind(topic);
  target constant uuid := global_chat_private.topic_id(topic);
begin
  if extension = 'broadcast' and kind = 'typing:visitor' then
    return global_chat_private.part_in(target) is not distinct from 'visitor'
      and not global_chat_private.is_blocked((select visitor_id from public.global_chat_sessions where id = target));
  end if;
  if extension = 'broadcast' and kind = 'typing:agent' then
    return global_chat_private.part_in(target) is not distinct from 'agent';
  end if;
  if kind = 'presence' then
    return global_chat_private.my_role_in(target) is not null;
  end if;
  return false;
end $$;

-- Is this one of our topics, whoever asks? Host projects may use the same words for topics of their own.
create or replace function global_chat_private.is_our_topic(topic text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  kind constant text := global_chat_private.topic_kind(topic);
  target constant uuid := global_chat_private.topic_id(topic);
begin
  if kind in ('session', 'typing:visitor', 'typing:agent') then
    return exists (select from public.global_chat_sessions where id = target);
  end if;
  if kind in ('inbox', 'presence') then
    return exists (select from public.global_chat_tenants where id = target);
  end if;
  if kind = 'widget' then
    return exists (select from public.global_widget_config where id = target);
  end if;
  return false;
end $$;
drop policy if exists "Global Chat: participants may hear their topics" on realtime.messages;
create policy "Global Chat: participants may hear their topics" on realtime.messages
  for select to anon, authenticated
  using (
    (extension = 'broadcast' and (select global_chat_private.may_hear(realtime.topic(), 'broadcast')))
    or (extension = 'presence' and (select global_chat_private.may_hear(realtime.topic(), 'presence')))
  );

drop policy if exists "Global Chat: participants may type and be present" on realtime.messages;
create policy "Global Chat: participants may type and be present" on realtime.messages
  for insert to authenticated
  with check (
    (extension = 'broadcast' and (select global_chat_private.may_speak(realtime.topic(), 'broadcast')))
    or (extension = 'presence' and (select global_chat_private.may_speak(realtime.topic(), 'presence')))
  );

-- A host's own, wider policy must not open our topics: these two narrow whatever else is allowed.
drop policy if exists "Global Chat: nobody else may hear our topics" on realtime.messages;
create policy "Global Chat: nobody else may hear our topics" on realtime.messages
  as restrictive for select to anon, authenticated
  using (
    not (select global_chat_private.is_our_topic(realtime.topic()))
    or (extension = 'broadcast' and (select global_chat_private.may_hear(realtime.topic(), 'broadcast')))
    or (extension = 'presence' and (select global_chat_private.may_hear(realtime.topic(), 'presence')))
  );

drop policy if exists "Global Chat: nobody else may write to our topics" on realtime.messages;
create policy "Global Chat: nobody else may write to our topics" on realtime.messages
  as restrictive for insert to anon, authenticated
  with check (
    not (select global_chat_private.is_our_topic(realtime.topic()))
    or (extension = 'broadcast' and (select global_chat_private.may_speak(realtime.topic(), 'broadcast')))
    or (extension = 'presence' and (select global_chat_private.may_speak(realtime.topic(), 'presence')))
  );

-- -------------------- 0012_rate_buckets.sql

-- Owns how often somebody may do something, and from which pages: token buckets and the Origin check.

-- Unlogged: after a crash everybody starts with a full bucket, and a message costs no extra write-ahead log.
create unlogged table if not exists global_chat_private.rate_buckets (
  kind text not null,
  subject uuid not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  primary key (subject, kind)
);
alter table global_chat_private.rate_buckets enable row level security;
revoke all on global_chat_private.rate_buckets from public, anon, authenticated, service_role;

-- When the bucket is full again it says nothing and may go. With a share of the day it also counts what was used today.
alter table global_chat_private.rate_buckets
  add column if not exists full_at timestamptz not null default now(),
  add column if not exists day date,
  add column if not exists used_today bigint not null default 0;
-- Visitors' buckets were once kept under their plain ids.
delete from global_chat_private.rate_buckets where kind in ('message', 'session');

-- Takes one token out of a bucket of `burst` that refills with `per_second`; refuses with PT429 when it is empty.
-- With `share`, `amount` also counts towards what this subject may use of one day.
drop function if exists global_chat_private.take_token(text, uuid, double precision, double precision);
create or replace function global_chat_private.take_token(
  kind text, subject uuid, burst double precision, per_second double precision, share bigint default null,
  amount bigint default 1
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  this_day constant date := case when share is not null then (now() at time zone 'UTC')::date end;
  left_over real;
  used bigint;
begin
  insert into global_chat_private.rate_buckets as bucket (kind, subject, tokens, refilled_at, full_at, day, used_today)
  values (
    take_token.kind, take_token.subject, burst - 1, moment, moment + make_interval(secs => burst / per_second), this_day, amount
  )
  on conflict on constraint rate_buckets_pkey do update
    set tokens = least(
          burst,
          bucket.tokens + per_second * greatest(0, extract(epoch from moment - bucket.refilled_at))
        ) - 1,
        refilled_at = moment,
        full_at = excluded.full_at,
        day = this_day,
        used_today = case when bucket.day = this_day then bucket.used_today else 0 end + amount
  returning bucket.tokens, bucket.used_today into left_over, used;
  -- The error takes the update back, so a refused call costs nothing.
  if left_over < 0 then
    perform global_chat_private.raise_error(
      429, 'rate_limited', 'That is too much at once. Wait a moment.',
      jsonb_build_object('retry_after_ms', ceil(-left_over / per_second * 1000)::bigint)
    );
  end if;
  if used > share then
    perform global_chat_private.raise_tenant_limit();
  end if;
end $$;

-- Says the same whether the tenant's day is used up or the caller's share of it.
create or replace function global_chat_private.raise_tenant_limit()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    429, 'tenant_limit', 'No more of this can be taken today.',
    jsonb_build_object('retry_after_ms', ceil(extract(epoch from
      (global_chat_private.today() + 1)::timestamp at time zone 'UTC' - clock_timestamp()
    ) * 1000)::bigint)
  );
end $$;

-- Deletes buckets that are full again, at most so many; those that somebody uses right now are left alone.
create or replace function global_chat_private.forget_full_buckets(most int)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from global_chat_private.rate_buckets where ctid = any (array(
    select ctid from global_chat_private.rate_buckets
    where full_at < clock_timestamp() and (day is null or day < global_chat_private.today())
    limit most for update skip locked
  ));
end $$;

-- Agents are trusted and answer many conversations, so their bucket is wide and not configurable.
create or replace function global_chat_private.take_agent_token(agent uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- The secret key and the SQL editor are nobody's browser.
  if agent is not null then
    perform global_chat_private.take_token('agent', agent, 120, 4);
  end if;
end $$;

-- The host of the page that sent this request, from its Origin header; null when there is none.
create or replace function global_chat_private.request_host()
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  headers constant text := nullif(current_setting('request.headers', true), '');
begin
  if headers is null then
    return null;
  end if;
  -- scheme://host[:port], nothing behind it: exactly what browsers send.
  return lower(substring(headers::jsonb ->> 'origin' from '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/:@?#[:space:]]+)(?::[0-9]+)?$'));
end $$;

-- An empty list allows every page. `*.example.com` covers the hosts below example.com, not itself.
create or replace function global_chat_private.is_allowed_host(domains text[], host text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select cardinality(domains) = 0 or coalesce((
    select bool_or(
      host = entry or (left(entry, 2) = '*.' and right(host, length(entry) - 1) = substr(entry, 2))
    )
    from unnest(domains) as entry
  ), false)
$$;

create or replace function global_chat_private.require_allowed_origin(domains text[])
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not global_chat_private.is_allowed_host(domains, global_chat_private.request_host()) then
    perform global_chat_private.raise_error(403, 'origin_not_allowed', 'This chat may not be used on this page.');
  end if;
end $$;

-- -------------------- 0013_availability.sql

-- Owns opening hours, and what visitors are told of the team: whether it is there now, and when it opens next. Local wall-clock times in the widget's zone,
-- so that nine o'clock stays nine o'clock when clocks change.

-- The openings from yesterday (a night shift may last into today) to `days` days ahead, in order.
create or replace function global_chat_private.openings(
  widget public.global_widget_config, moment timestamptz, days int
)
returns table (opens_at timestamptz, closes_at timestamptz)
language sql
stable
set search_path = ''
as $$
  with local_days as (
    select (moment at time zone widget.time_zone)::date + step as day
    from generate_series(-1, days) as step
  ),
  slots as (
    select
      local_days.day,
      (slot ->> 0)::time as opens,
      (slot ->> 1)::time as closes
    from local_days
    left join lateral (
      select entry -> 'slots' as slots
      from jsonb_array_elements(widget.hours_exceptions) as entry
      where entry ->> 'date' = to_char(local_days.day, 'YYYY-MM-DD')
      limit 1
    ) as exception on true
    cross join lateral jsonb_array_elements(
      coalesce(exception.slots, widget.business_hours -> lower(to_char(local_days.day, 'Dy')), '[]')
    ) as slot
  )
  select
    timezone(widget.time_zone, day + opens),
    timezone(widget.time_zone, day + closes + case when closes <= opens then interval '1 day' else interval '0' end)
  from slots
  order by 1
$$;

-- How many minutes half of the last answers took at most: of the newest hundred conversations of 30 days that were answered.
-- Null while there are fewer than ten, which say little and could be recognized.
create or replace function global_chat_private.measured_reply_minutes(widget public.global_widget_config)
returns int
language sql
stable
set search_path = ''
as $$
  select case when count(*) >= 10 then
    least(10080, greatest(1, ceil(percentile_cont(0.5) within group (order by waited) / 60)))::int
  end
  from (
    select extract(epoch from first_reply_at - created_at) as waited
    from public.global_chat_sessions
    where widget_id = widget.id and first_reply_at is not null and created_at > now() - interval '30 days'
    order by created_at desc
    limit 100
  ) as answered
$$;

-- {online, next_open_at, changes_at, reply_minutes}; next_open_at is null within hours, and when nothing opens within a year.
-- changes_at is when this answer may not be true any more: a page that stays open asks again then. Where online needs an agent
-- that is two to three minutes from now, whoever is there: inboxes that close say nothing, and the moment at which the last
-- heartbeat grows old would tell how many there are. The spread keeps pages apart that heard the same event.
create or replace function global_chat_private.availability(
  widget public.global_widget_config, moment timestamptz default now()
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  is_open boolean := widget.business_hours is null;
  next_open timestamptz;
  closes timestamptz;
  asks_again timestamptz;
begin
  if widget.business_hours is null and widget.hours_exceptions <> '[]' then
    -- Always open but for the exceptions: a day without one is one slot of 24 hours.
    widget.business_hours := (
      select jsonb_object_agg(day, '[["00:00", "24:00"]]'::jsonb)
      from unnest(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) as day
    );
  end if;
  if widget.business_hours is not null then
    closes := (
      select max(closes_at) from global_chat_private.openings(widget, moment, 0)
      where opens_at <= moment and moment < closes_at
    );
    is_open := closes is not null;
    if not is_open then
      next_open := coalesce(
        (select min(opens_at) from global_chat_private.openings(widget, moment, 8) where opens_at > moment),
        (select min(opens_at) from global_chat_private.openings(widget, moment, 370) where opens_at > moment)
      );
    end if;
  end if;
  if is_open and global_chat_private.online_needs_agent(widget.tenant_id) then
    is_open := global_chat_private.is_agent_online(widget.tenant_id);
    asks_again := moment + make_interval(secs => 120 + 60 * random());
  end if;
  return jsonb_build_object(
    'online', is_open, 'next_open_at', next_open, 'changes_at', least(asks_again, coalesce(closes, next_open)),
    'reply_minutes', coalesce(widget.reply_minutes, global_chat_private.measured_reply_minutes(widget))
  );
end $$;

-- -------------------- 0014_widget_config.sql

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

-- -------------------- 0015_visitor_sessions.sql

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

-- -------------------- 0016_messages.sql

-- Owns writing in a session: send, edit, delete. seq and rev are taken while the session's row is locked.

-- Text as sent, or PT413 / PT400.
create or replace function global_chat_private.message_text(words text, has_files boolean)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if char_length(words) > 4000 then
    perform global_chat_private.raise_error(
      413, 'content_too_long', 'This message is too long.', '{"limit": 4000}'
    );
  end if;
  -- Most texts have a letter of ASCII, which is quicker to see.
  if not has_files and coalesce(words, '') !~ '[!-~]' and not global_chat_private.is_visible(words) then
    perform global_chat_private.raise_error(400, 'content_empty', 'Write something or attach a file.');
  end if;
  return coalesce(words, '');
end $$;

-- The session after a message of `part`: counters, preview, status, read position. Writing is reading.
create or replace function global_chat_private.session_with_message(
  session public.global_chat_sessions, part text, preview text, writer public.global_chat_agents
)
returns public.global_chat_sessions
language plpgsql
set search_path = ''
as $$
declare
  -- Never earlier than the message before, even when the server's clock is set back.
  moment constant timestamptz := greatest(clock_timestamp(), session.last_message_at);
  by_visitor constant boolean := part = 'visitor';
begin
  update public.global_chat_sessions
  set last_seq = last_seq + 1,
      rev = rev + 1,
      last_message_at = moment,
      last_message_preview = preview,
      last_message_by = part,
      updated_at = moment,
      -- A visitor's message re-opens; a reply hands the turn to the visitor.
      status = case when by_visitor then 'open' when status = 'open' then 'pending' else status end,
      resolved_at = case when by_visitor then null else resolved_at end,
      snoozed_until = case when by_visitor then null else snoozed_until end,
      visitor_read_seq = case when by_visitor then last_seq + 1 else visitor_read_seq end,
      visitor_delivered_seq = case when by_visitor then last_seq + 1 else visitor_delivered_seq end,
      visitor_unread = case when by_visitor then 0 else visitor_unread + 1 end,
      agent_read_seq = case when by_visitor then agent_read_seq else last_seq + 1 end,
      agent_delivered_seq = case when by_visitor then agent_delivered_seq else last_seq + 1 end,
      agent_unread = case when by_visitor then agent_unread + 1 else 0 end,
      first_reply_at = case when by_visitor then first_reply_at else coalesce(first_reply_at, moment) end,
      agent_name = case when by_visitor then agent_name else writer.display_name end,
      agent_avatar_url = case when by_visitor then agent_avatar_url else writer.avatar_url end
  where id = session.id
  returning * into session;
  return session;
end $$;

-- The answer for a message that is stored already.
create or replace function global_chat_private.message_answer(
  part text, message public.global_chat_messages, session public.global_chat_sessions
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'message', global_chat_private.message_for(part, message),
    'session', global_chat_private.session_for(part, session),
    'rev', session.rev
  )
$$;

create or replace function global_chat_private.send_message(
  wanted_session uuid, wanted_message uuid, words text, files jsonb, extra jsonb
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  message public.global_chat_messages;
  writer public.global_chat_agents;
  part text;
  attached jsonb;
begin
  if wanted_message is null then
    perform global_chat_private.raise_invalid_argument('message_id', 'message_id is missing.');
  end if;
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null then
    perform global_chat_private.raise_not_found();
  end if;

  select * into message from public.global_chat_messages where id = wanted_message;
  if message.id is not null then
    if message.session_id = session.id and message.sender_id = caller then
      return global_chat_private.message_answer(part, message, session);
    end if;
    perform global_chat_private.raise_error(409, 'id_conflict', 'This message id cannot be used. Make a new one.');
  end if;

  attached := global_chat_private.checked_attachments(files, session, wanted_message);
  words := global_chat_private.message_text(words, attached <> '[]');
  extra := global_chat_private.message_metadata(extra);
  if part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'message');
    perform global_chat_private.count_usage(session.tenant_id, 'messages');
  else
    perform global_chat_private.take_agent_token(caller);
    select * into writer from public.global_chat_agents where tenant_id = session.tenant_id and user_id = caller;
  end if;

  session := global_chat_private.session_with_message(
    session, part, global_chat_private.preview_of(words, attached), writer
  );
  insert into public.global_chat_messages (
    id, session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, sender_name, sender_avatar_url,
    content, attachments, metadata, created_at
  )
  values (
    wanted_message, session.id, session.tenant_id, session.visitor_id, session.last_seq, session.rev, part, caller,
    case part when 'visitor' then session.visitor_name else writer.display_name end, writer.avatar_url,
    words, attached, extra, session.last_message_at
  )
  on conflict (id) do nothing
  returning * into message;
  if message.id is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This message id cannot be used. Make a new one.');
  end if;
  return global_chat_private.announce(session, 'message', message, part);
end $$;

-- Locks the session of a message that the caller wrote and may still change; anything else does not exist.
create or replace function global_chat_private.lock_own_message(
  caller uuid, wanted_message uuid, out session public.global_chat_sessions, out message public.global_chat_messages,
  out part text
)
language plpgsql
set search_path = ''
as $$
begin
  select locked.* into session
  from public.global_chat_sessions as locked
  where locked.id = (select session_id from public.global_chat_messages where id = wanted_message)
  for no key update;
  select * into message from public.global_chat_messages where id = wanted_message;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null or message.sender_id is distinct from caller or message.sender_type <> part
    or message.deleted_at is not null
  then
    perform global_chat_private.raise_not_found();
  end if;
  if part = 'visitor' and clock_timestamp() >= message.created_at + make_interval(
    mins => (select edit_minutes from public.global_widget_config where id = session.widget_id)
  ) then
    perform global_chat_private.raise_error(403, 'edit_expired', 'This message can no longer be changed.');
  end if;
end $$;

drop function if exists global_chat_private.edit_message(uuid, text);
-- Who names the rev that the new words were made from overwrites nothing that was not read.
create or replace function global_chat_private.edit_message(wanted_message uuid, words text, base_rev bigint)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  own record;
begin
  own := global_chat_private.lock_own_message(caller, wanted_message);
  words := global_chat_private.message_text(words, (own.message).attachments <> '[]');
  if words = (own.message).content then
    return global_chat_private.message_answer(own.part, own.message, own.session);
  end if;
  if base_rev <> (own.message).rev then
    perform global_chat_private.raise_error(409, 'edit_conflict', 'This message was changed elsewhere. Read it first.');
  end if;
  if own.part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(
      caller, (own.session).widget_id, (own.session).visitor_id, 'message'
    );
  else
    perform global_chat_private.take_agent_token(caller);
  end if;
  return global_chat_private.rewrite_message(own.session, own.message, own.part, words, false);
end $$;

create or replace function global_chat_private.delete_message(wanted_message uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  own record;
begin
  own := global_chat_private.lock_own_message(caller, wanted_message);
  if own.part = 'visitor' then
    perform global_chat_private.require_visitor_may_write(
      caller, (own.session).widget_id, (own.session).visitor_id, 'detail'
    );
  else
    perform global_chat_private.take_agent_token(caller);
  end if;
  return global_chat_private.rewrite_message(own.session, own.message, own.part, '', true);
end $$;

-- Stores the new words, or the tombstone that keeps the message's place and nothing of what it said.
create or replace function global_chat_private.rewrite_message(
  session public.global_chat_sessions, message public.global_chat_messages, part text, words text, deleted boolean
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  kept constant jsonb := case when deleted then '[]' else message.attachments end;
begin
  update public.global_chat_sessions
  set rev = rev + 1,
      updated_at = moment,
      visitor_unread = visitor_unread - (deleted and part = 'agent' and message.seq > visitor_read_seq)::int,
      agent_unread = agent_unread - (deleted and part = 'visitor' and message.seq > agent_read_seq)::int,
      last_message_preview = case
        when message.seq = last_seq then global_chat_private.preview_of(words, kept) else last_message_preview
      end
  where id = session.id
  returning * into session;
  update public.global_chat_messages
  set content = words,
      attachments = kept,
      metadata = case when deleted then '{}' else metadata end,
      rev = session.rev,
      edited_at = case when deleted then edited_at else moment end,
      deleted_at = case when deleted then moment end
  where id = message.id
  returning * into message;
  if deleted then
    perform global_chat_private.release_files(message);
  end if;
  return global_chat_private.announce(session, 'message', message, part);
end $$;

-- -------------------- 0017_history_and_read_marks.sql

-- Owns reading: pages of messages, catching up after a rev, and how far each side has read, so what is unread. It changes no
-- message. Sending and deleting count unread messages up and down in 0016_messages.sql.

create or replace function global_chat_private.sync_session(
  wanted_session uuid, after_rev bigint, before bigint, page int
)
returns json
language plpgsql
-- Stable: all queries share the snapshot of the call, so that `rev` and the messages belong together.
stable
security definer
set search_path = ''
as $$
declare
  page_size constant int := least(greatest(coalesce(page, 50), 1), 200);
  session public.global_chat_sessions;
  part text;
  found public.global_chat_messages[];
  amount int;
  answer_rev bigint;
begin
  perform global_chat_private.require_user();
  select * into session from public.global_chat_sessions where id = wanted_session;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null then
    perform global_chat_private.raise_not_found();
  end if;

  if after_rev is not null then
    select
      array_agg(changed order by place) filter (where place <= page_size),
      count(*),
      max(rev) filter (where place <= page_size)
    into found, amount, answer_rev
    from (
      select message as changed, message.rev, row_number() over (order by message.rev) as place
      from public.global_chat_messages as message
      where message.session_id = session.id and message.rev > after_rev
      order by message.rev
      limit page_size + 1
    ) as page_and_one;
    return json_build_object(
      'session', global_chat_private.session_for(part, session),
      'rev', case when amount > page_size then answer_rev else session.rev end,
      'messages', global_chat_private.messages_for(part, found),
      'has_more', false,
      'complete', amount <= page_size
    );
  end if;

  select
    array_agg(older order by place desc) filter (where place <= page_size),
    count(*)
  into found, amount
  from (
    select message as older, row_number() over (order by message.seq desc) as place
    from public.global_chat_messages as message
    where message.session_id = session.id and (before is null or message.seq < before)
    order by message.seq desc
    limit page_size + 1
  ) as page_and_one;
  return json_build_object(
    'session', global_chat_private.session_for(part, session),
    'rev', session.rev,
    'messages', global_chat_private.messages_for(part, found),
    'has_more', amount > page_size,
    'complete', true
  );
end $$;

-- How many messages come after a side's position. They are the other side's, since writing is reading; a deleted one says
-- nothing that could be read.
create or replace function global_chat_private.unread_after(session uuid, seq_read bigint)
returns int
language sql
stable
set search_path = ''
as $$
  select count(*)::int
  from public.global_chat_messages as message
  where message.session_id = session and message.seq > seq_read and message.deleted_at is null
$$;

-- Moves the caller's own position forward, never back and never past the newest message.
create or replace function global_chat_private.mark(wanted_session uuid, up_to bigint, as_read boolean)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  part text;
  target bigint;
  moved boolean;
begin
  select * into session from public.global_chat_sessions where id = wanted_session;
  part := global_chat_private.part_of(session.tenant_id, session.visitor_id);
  if part is null then
    perform global_chat_private.raise_not_found();
  end if;
  -- Most calls move nothing, so they do not wait for the lock.
  for attempt in 1..2 loop
    target := least(greatest(up_to, 0), session.last_seq);
    moved := case part
      when 'visitor' then target > session.visitor_delivered_seq or (as_read and target > session.visitor_read_seq)
      else target > session.agent_delivered_seq or (as_read and target > session.agent_read_seq)
    end;
    exit when not moved or attempt = 2;
    select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  end loop;

  -- Who is blocked may read on, and nobody is told.
  if moved and (part <> 'visitor' or not global_chat_private.is_blocked(session.visitor_id)) then
    if part = 'visitor' then
      perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'receipt');
    end if;
    update public.global_chat_sessions
    set visitor_delivered_seq = case when part = 'visitor' then greatest(visitor_delivered_seq, target) else visitor_delivered_seq end,
        visitor_read_seq = case when part = 'visitor' and as_read then greatest(visitor_read_seq, target) else visitor_read_seq end,
        visitor_unread = case
          when part = 'visitor' and as_read then global_chat_private.unread_after(id, greatest(visitor_read_seq, target))
          else visitor_unread
        end,
        agent_delivered_seq = case when part = 'agent' then greatest(agent_delivered_seq, target) else agent_delivered_seq end,
        agent_read_seq = case when part = 'agent' and as_read then greatest(agent_read_seq, target) else agent_read_seq end,
        agent_unread = case
          when part = 'agent' and as_read then global_chat_private.unread_after(id, greatest(agent_read_seq, target))
          else agent_unread
        end,
        rev = rev + 1,
        updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    return global_chat_private.announce(session, 'receipt', null, part);
  end if;
  return jsonb_build_object('session', global_chat_private.session_for(part, session), 'rev', session.rev);
end $$;

create or replace function global_chat_private.rate_session(wanted_session uuid, score int, words text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  remark constant text := global_chat_private.short_text(to_jsonb(words), 'comment', 1000);
begin
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is distinct from 'visitor' then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'detail');
  if score is null or score not between 1 and 5 then
    perform global_chat_private.raise_invalid_argument('score', 'score is 1 to 5.');
  end if;
  if session.rating = score and session.rating_comment is not distinct from remark then
    return global_chat_private.session_view(session);
  end if;
  update public.global_chat_sessions
  set rating = score, rating_comment = remark, rev = rev + 1, updated_at = clock_timestamp()
  where id = session.id
  returning * into session;
  perform global_chat_private.announce(session, 'session');
  return global_chat_private.session_view(session);
end $$;

-- -------------------- 0018_attachments.sql

-- Owns files: the private bucket `global-chat`, the form of a path, the quotas, and what a message may carry.
-- A path is <tenant>/<session>/<message>/<file>. The policies on storage.objects are in 0028_file_access.sql.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'global-chat', 'global-chat', false, 10485760,
  array['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf', 'text/plain', 'text/csv']
)
on conflict (id) do update
set public = excluded.public,
    file_size_limit = excluded.file_size_limit,
    allowed_mime_types = excluded.allowed_mime_types;

-- The session a path belongs to, or null when it is no path of ours, or names another tenant than the session's.
create or replace function global_chat_private.session_of_path(path text)
returns uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  part constant text[] := string_to_array(path, '/');
begin
  -- Without lengths in the expression, which would take fifty times as long.
  if path !~ '^[0-9a-f-]+/[0-9a-f-]+/[0-9a-f-]+/[A-Za-z0-9_-][A-Za-z0-9._-]*$'
    or global_chat_private.uuid_or_null(part[3]) is null or char_length(part[4]) > 100
  then
    return null;
  end if;
  return (
    select id from public.global_chat_sessions
    where id = global_chat_private.uuid_or_null(part[2])
      and tenant_id = global_chat_private.uuid_or_null(part[1])
  );
end $$;

-- The media type that belongs to a file's name; null when no file of that name may be sent: without one of these endings,
-- with another one hidden before it, or with characters that show a name in another order than it has.
create or replace function global_chat_private.file_type_of(file_name text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  parts constant text[] := string_to_array(lower(file_name), '.');
begin
  if cardinality(parts) < 2
    or file_name ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]'
    or exists (
      select from unnest(parts[2:cardinality(parts) - 1]) as part
      where btrim(part) ~ ('^(apk|app|aspx?|bat|bin|chm|class|cmd|com|cpl|deb|dll|dmg|docm|exe|hta|html?|iso|jar|js|jse|jspx?|'
        || 'lnk|mht|mhtml|mjs|msi|php|pif|pkg|ps1|py|reg|rpm|scr|sh|shtml|svgz?|swf|url|vbe|vbs|wasm|wsf|xht|xhtml|xlsm|xml|xsl)$')
    )
  then
    return null;
  end if;
  return case parts[cardinality(parts)]
    when 'png' then 'image/png'
    when 'jpg' then 'image/jpeg'
    when 'jpeg' then 'image/jpeg'
    when 'webp' then 'image/webp'
    when 'gif' then 'image/gif'
    when 'pdf' then 'application/pdf'
    when 'txt' then 'text/plain'
    when 'csv' then 'text/csv'
  end;
end $$;

create or replace function global_chat_private.raise_file_type_not_allowed(file_name text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    415, 'file_type_not_allowed',
    'A file needs a name that ends as its content says: png, jpg, jpeg, webp, gif, pdf, txt or csv.',
    jsonb_build_object('name', file_name)
  );
end $$;

-- May this much more be stored in a session now? Files of the last 24 hours count. The operators compare bytes, whatever
-- the database sorts by, as the index of Storage does.
create or replace function global_chat_private.has_room_for_file(
  session public.global_chat_sessions, part text, bytes bigint
)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  widget constant public.global_widget_config := global_chat_private.require_widget(session.widget_id);
  folder constant text := session.tenant_id || '/' || session.id;
begin
  if part = 'visitor' and (not widget.attachments or global_chat_private.is_blocked(session.visitor_id)) then
    return false;
  end if;
  return (
    select count(*) < widget.files_per_day
      and coalesce(sum((metadata ->> 'size')::bigint), 0) + greatest(bytes, 1) <= widget.file_bytes_per_day
    from storage.objects
    where bucket_id = 'global-chat'
      and name ~>=~ (folder || '/')
      and name ~<~ (folder || '0')
      and created_at > now() - interval '24 hours'
  );
end $$;

-- A path where the caller may put a file now. How the request must look is said by is_plain_upload.
create or replace function global_chat_private.may_upload_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  wanted constant uuid := global_chat_private.session_of_path(path);
  part constant text := global_chat_private.part_in(wanted);
  session public.global_chat_sessions;
begin
  if part is null or global_chat_private.file_type_of(path) is null then
    return false;
  end if;
  select * into session from public.global_chat_sessions where id = wanted;
  if part = 'visitor' and not global_chat_private.is_allowed_host(
    (select allowed_domains from public.global_widget_config where id = session.widget_id),
    global_chat_private.request_host()
  ) then
    return false;
  end if;
  return global_chat_private.has_room_for_file(session, part, 0)
    -- The day's ceiling is the visitors'.
    and (part = 'agent' or global_chat_private.file_bytes_left(session.tenant_id, auth.uid()) > 0);
end $$;

-- Where a participant may upload a file for a message: the file's name is made safe, the shown name stays as it was.
create or replace function global_chat_private.attachment_path(wanted_session uuid, wanted_message uuid, file_name text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  shown_name constant text := right(file_name, 255);
  safe constant text := right(regexp_replace(shown_name, '[^A-Za-z0-9._-]+', '-', 'g'), 100);
  session public.global_chat_sessions;
  path text;
begin
  perform global_chat_private.require_user();
  select * into session from public.global_chat_sessions where id = wanted_session;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is null then
    perform global_chat_private.raise_not_found();
  end if;
  if wanted_message is null then
    perform global_chat_private.raise_invalid_argument('message_id', 'message_id is missing.');
  end if;
  if global_chat_private.file_type_of(shown_name) is null then
    perform global_chat_private.raise_file_type_not_allowed(shown_name);
  end if;
  path := concat_ws('/', session.tenant_id, session.id, wanted_message, case when safe ~ '^[.]*[^.]*$' then 'file.' || ltrim(safe, '.') else ltrim(safe, '.') end);
  -- What is there already may be asked for again, although it was the last file of the day: its answer may have been lost.
  if not global_chat_private.may_upload_file(path)
    and not exists (select from storage.objects where bucket_id = 'global-chat' and name = path)
  then
    perform global_chat_private.raise_error(
      403, 'upload_not_allowed', 'No more files can be sent in this conversation today.'
    );
  end if;
  return jsonb_build_object('path', path);
end $$;

-- What a message may carry: files that were really uploaded for this very message. Type and size are the store's, and
-- the name that people see ends as the type says.
create or replace function global_chat_private.checked_attachments(
  files jsonb, session public.global_chat_sessions, wanted_message uuid
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  prefix constant text := concat_ws('/', session.tenant_id, session.id, wanted_message, '');
  shown_name text;
  file_type text;
  checked jsonb := '[]';
  file jsonb;
  stored jsonb;
begin
  if jsonb_typeof(files) = 'null' then
    return checked;
  end if;
  if jsonb_typeof(files) <> 'array' or jsonb_array_length(files) > 10 then
    perform global_chat_private.raise_invalid_argument('attachments', 'attachments is a list of at most 10 files.');
  end if;
  for file in select value from jsonb_array_elements(files) loop
    file := global_chat_private.known_object(
      file, 'attachments', array['path', 'name', 'type', 'size', 'width', 'height'], 2048
    );
    -- A file without an owner was stored with the secret key.
    select metadata into stored
    from storage.objects
    where (owner_id is null or owner_id = auth.uid()::text) and bucket_id = 'global-chat' and name = file ->> 'path' and left(name, length(prefix)) = prefix;
    if not found then
      perform global_chat_private.raise_invalid_argument('attachments', 'A file was not uploaded for this message.');
    end if;
    shown_name := coalesce(
      global_chat_private.short_text(file -> 'name', 'attachments.name', 255), right(file ->> 'path', -length(prefix))
    );
    file_type := global_chat_private.file_type_of(file ->> 'path');
    if file_type is null or global_chat_private.file_type_of(shown_name) is distinct from file_type
      or file ->> 'name' ~ '[\u202a-\u202e\u2066-\u2069]'
      or stored ->> 'mimetype' is distinct from file_type
    then
      perform global_chat_private.raise_file_type_not_allowed(shown_name);
    end if;
    checked := checked || jsonb_strip_nulls(jsonb_build_object(
      'path', file ->> 'path',
      'name', shown_name,
      'type', file_type,
      'size', coalesce((stored ->> 'size')::bigint, global_chat_private.whole_number(file -> 'size', 'attachments.size', 10485760)),
      'width', global_chat_private.whole_number(file -> 'width', 'attachments.width', 100000),
      'height', global_chat_private.whole_number(file -> 'height', 'attachments.height', 100000)
    ));
  end loop;
  return checked;
end $$;

-- -------------------- 0019_session_changes.sql

-- Owns what agents change about sessions: status, assignee, tags, priority, snooze; one or up to 200 at once.

-- The values to be stored, checked, with only the keys that were sent.
create or replace function global_chat_private.checked_changes(tenant uuid, changes jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant text[] := array['status', 'assigned_to', 'tags', 'priority', 'snoozed_until'];
  checked jsonb := global_chat_private.known_object(changes, 'changes', known, 8192);
  assignee uuid;
  wake_up timestamptz;
begin
  if checked ? 'status' and coalesce(checked ->> 'status' not in ('open', 'pending', 'resolved'), true) then
    perform global_chat_private.raise_invalid_argument('changes.status', 'status is open, pending or resolved.');
  end if;
  if checked ? 'priority' and coalesce(checked ->> 'priority' not in ('low', 'normal', 'high', 'urgent'), true) then
    perform global_chat_private.raise_invalid_argument('changes.priority', 'priority is low, normal, high or urgent.');
  end if;
  if checked ? 'tags' then
    checked := checked || jsonb_build_object(
      'tags', to_jsonb(global_chat_private.text_list(checked -> 'tags', 'changes.tags', 20, 60))
    );
  end if;
  if jsonb_typeof(checked -> 'assigned_to') <> 'null' then
    assignee := global_chat_private.uuid_or_null(lower(checked ->> 'assigned_to'));
    if not exists (select from public.global_chat_agents where tenant_id = tenant and user_id = assignee) then
      perform global_chat_private.raise_invalid_argument('changes.assigned_to', 'assigned_to is no agent of this tenant.');
    end if;
    checked := checked || jsonb_build_object('assigned_to', assignee);
  end if;
  if jsonb_typeof(checked -> 'snoozed_until') <> 'null' then
    wake_up := global_chat_private.point_in_time(checked -> 'snoozed_until', 'changes.snoozed_until');
    if wake_up <= now() or wake_up > now() + interval '5 years' then
      perform global_chat_private.raise_invalid_argument('changes.snoozed_until', 'snoozed_until must be a time to come.');
    end if;
    checked := checked || jsonb_build_object('snoozed_until', wake_up);
  end if;
  return checked;
end $$;

-- Applies checked changes to a locked session. What changes nothing takes no rev and tells nobody. A new status takes a
-- `rev`, which the visitor hears of; everything else takes a `team_rev`.
create or replace function global_chat_private.change_session(session public.global_chat_sessions, checked jsonb)
returns public.global_chat_sessions
language plpgsql
set search_path = ''
as $$
declare
  before constant public.global_chat_sessions := session;
  moment constant timestamptz := clock_timestamp();
  is_visible boolean;
begin
  if checked ? 'status' then
    session.status := checked ->> 'status';
    session.resolved_at := case when session.status = 'resolved' then coalesce(session.resolved_at, moment) end;
    if session.status = 'resolved' then
      session.snoozed_until := null;
    end if;
  end if;
  if checked ? 'assigned_to' then
    session.assigned_to := (checked ->> 'assigned_to')::uuid;
  end if;
  if checked ? 'tags' then
    session.tags := array(select jsonb_array_elements_text(checked -> 'tags'));
  end if;
  if checked ? 'priority' then
    session.priority := checked ->> 'priority';
  end if;
  if checked ? 'snoozed_until' then
    session.snoozed_until := (checked ->> 'snoozed_until')::timestamptz;
  end if;
  if session is not distinct from before then
    return session;
  end if;
  is_visible := session.status <> before.status;
  update public.global_chat_sessions
  set status = session.status,
      resolved_at = session.resolved_at,
      assigned_to = session.assigned_to,
      tags = session.tags,
      priority = session.priority,
      snoozed_until = session.snoozed_until,
      rev = case when is_visible then rev + 1 else rev end,
      updated_at = case when is_visible then moment else updated_at end,
      team_rev = case when is_visible then team_rev else team_rev + 1 end,
      team_updated_at = case when is_visible then team_updated_at else moment end
  where id = session.id
  returning * into session;
  if is_visible then
    perform global_chat_private.announce(session, 'session');
  else
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end if;
  return session;
end $$;

create or replace function global_chat_private.update_session(wanted_session uuid, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
begin
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.my_role_in(session.tenant_id) is null then
    perform global_chat_private.require_agent_of_session(session);
  end if;
  perform global_chat_private.take_agent_token(caller);
  return global_chat_private.session_summary(global_chat_private.change_session(
    session, global_chat_private.checked_changes(session.tenant_id, changes)
  ));
end $$;

-- A visitor of the session may know that it exists; for everybody else it does not.
create or replace function global_chat_private.require_agent_of_session(session public.global_chat_sessions)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if global_chat_private.my_role_in(session.tenant_id) is not null then
    return;
  end if;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) = 'visitor' then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only agents may do that.');
  end if;
  perform global_chat_private.raise_not_found();
end $$;

create or replace function global_chat_private.update_sessions(wanted_sessions uuid[], changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  checked jsonb;
  checked_for uuid;
  amount int := 0;
  answer jsonb := '[]';
begin
  if wanted_sessions is null or cardinality(wanted_sessions) > 200 then
    perform global_chat_private.raise_invalid_argument('session_ids', 'session_ids is a list of at most 200 sessions.');
  end if;
  -- Locked in the order of their ids, and before the caller's bucket as everywhere else, so that two changes never wait
  -- for each other in a circle.
  for session in
    select * from public.global_chat_sessions where id = any (wanted_sessions) order by id for no key update
  loop
    perform global_chat_private.require_agent_of_session(session);
    if checked_for is distinct from session.tenant_id then
      checked := global_chat_private.checked_changes(session.tenant_id, changes);
      checked_for := session.tenant_id;
    end if;
    amount := amount + 1;
    answer := answer || global_chat_private.session_summary(global_chat_private.change_session(session, checked));
  end loop;
  -- Before the bucket, which may be empty: an answer about it would tell a stranger which sessions there are.
  if amount < (select count(distinct wanted) from unnest(wanted_sessions) as wanted) then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  return answer;
end $$;

-- -------------------- 0020_session_lists.sql

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

-- -------------------- 0021_notes.sql

-- Owns notes and canned replies: what agents write for each other. Notes take no rev, because visitors hear of every rev.

-- Agents of the tenant among those mentioned; a stranger is refused.
create or replace function global_chat_private.checked_mentions(tenant uuid, mentions uuid[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  people constant uuid[] := array(select distinct person from unnest(mentions) as person);
begin
  if cardinality(people) > 50 or exists (
    select from unnest(people) as person
    where not exists (select from public.global_chat_agents where tenant_id = tenant and user_id = person)
  ) then
    perform global_chat_private.raise_invalid_argument('mentions', 'mentions are agents of this tenant.');
  end if;
  return people;
end $$;

create or replace function global_chat_private.add_note(
  wanted_session uuid, words text, mentions uuid[], wanted_note uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  note public.global_chat_notes;
begin
  select * into session from public.global_chat_sessions where id = wanted_session;
  perform global_chat_private.require_agent_of_session(session);
  select * into note from public.global_chat_notes where id = wanted_note;
  if note.id is not null then
    if note.session_id = session.id and note.author_id = caller then
      return global_chat_private.note_view(note);
    end if;
    perform global_chat_private.raise_error(409, 'id_conflict', 'This note id cannot be used. Make a new one.');
  end if;
  perform global_chat_private.take_agent_token(caller);
  insert into public.global_chat_notes (id, tenant_id, session_id, author_id, author_name, content, mentions, created_at, updated_at)
  values (
    coalesce(wanted_note, gen_random_uuid()), session.tenant_id, session.id, caller,
    (select display_name from public.global_chat_agents where tenant_id = session.tenant_id and user_id = caller),
    global_chat_private.message_text(words, false),
    global_chat_private.checked_mentions(session.tenant_id, mentions),
    clock_timestamp(), clock_timestamp()
  )
  on conflict (id) do nothing
  returning * into note;
  if note.id is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'This note id cannot be used. Make a new one.');
  end if;
  perform global_chat_private.announce_note(note, false);
  return global_chat_private.note_view(note);
end $$;

create or replace function global_chat_private.update_note(wanted_note uuid, words text, mentions uuid[])
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  note public.global_chat_notes;
begin
  select * into note from public.global_chat_notes where id = wanted_note for update;
  if global_chat_private.my_role_in(note.tenant_id) is null or note.author_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  update public.global_chat_notes as stored
  set content = global_chat_private.message_text(coalesce(words, stored.content), false),
      mentions = case
        when update_note.mentions is null then stored.mentions
        else global_chat_private.checked_mentions(stored.tenant_id, update_note.mentions)
      end,
      updated_at = clock_timestamp()
  where id = wanted_note
  returning * into note;
  perform global_chat_private.announce_note(note, false);
  return global_chat_private.note_view(note);
end $$;

-- The author's, or an admin's, right.
create or replace function global_chat_private.delete_note(wanted_note uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  note public.global_chat_notes;
  role text;
begin
  select * into note from public.global_chat_notes where id = wanted_note for update;
  role := global_chat_private.my_role_in(note.tenant_id);
  if role is null or (note.author_id <> caller and role <> 'admin') then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_notes where id = wanted_note;
  perform global_chat_private.announce_note(note, true);
  return global_chat_private.note_view(note);
end $$;

create or replace function global_chat_private.canned_reply_view(reply public.global_chat_canned_replies)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', reply.id, 'shortcut', reply.shortcut, 'content', reply.content, 'shared', reply.owner_id is null
  )
$$;

create or replace function global_chat_private.list_canned_replies(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.canned_reply_view(reply) order by reply.shortcut, reply.owner_id nulls first)
    from public.global_chat_canned_replies as reply
    where reply.tenant_id = tenant and (reply.owner_id is null or reply.owner_id = auth.uid())
  ), '[]');
end $$;

-- Makes a reply, or changes the one with this id. Shared ones belong to the whole team.
create or replace function global_chat_private.save_canned_reply(
  tenant uuid, shortcut text, words text, shared boolean, wanted_reply uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  owner constant uuid := case when coalesce(shared, true) then null else caller end;
  reply public.global_chat_canned_replies;
begin
  perform global_chat_private.require_agent(tenant);
  perform global_chat_private.take_agent_token(caller);
  if coalesce(save_canned_reply.shortcut !~ '^[a-z0-9][a-z0-9-]{0,39}$', true) then
    perform global_chat_private.raise_invalid_argument('shortcut', 'shortcut is up to 40 lower-case letters, digits and hyphens.');
  end if;
  words := global_chat_private.message_text(words, false);
  if exists (
    select from public.global_chat_canned_replies as other
    where other.tenant_id = tenant and other.owner_id is not distinct from owner
      and other.shortcut = save_canned_reply.shortcut and other.id is distinct from wanted_reply
  ) then
    perform global_chat_private.raise_error(409, 'id_conflict', 'There is already a reply with this shortcut.');
  end if;
  insert into public.global_chat_canned_replies as stored (id, tenant_id, shortcut, content, owner_id)
  values (coalesce(wanted_reply, gen_random_uuid()), tenant, save_canned_reply.shortcut, words, owner)
  on conflict (id) do update
  set shortcut = excluded.shortcut, content = excluded.content, owner_id = excluded.owner_id, updated_at = clock_timestamp()
  -- Somebody else's is as if it did not exist.
  where stored.tenant_id = excluded.tenant_id and (stored.owner_id is null or stored.owner_id = caller)
  returning * into reply;
  if not found then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.canned_reply_view(reply);
end $$;

create or replace function global_chat_private.delete_canned_reply(wanted_reply uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  reply public.global_chat_canned_replies;
begin
  select * into reply from public.global_chat_canned_replies where id = wanted_reply for update;
  if global_chat_private.my_role_in(reply.tenant_id) is null or reply.owner_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_canned_replies where id = wanted_reply;
  return global_chat_private.canned_reply_view(reply);
end $$;

-- -------------------- 0022_identity_tokens.sql

-- Owns reading identity tokens: JSON Web Tokens that a host's backend signs with HS256 to say who its user is.
-- Pure checks of one token; what follows from it is in the next file.

-- HMAC-SHA256 from the built-in sha256, so that no extension has to be there.
create or replace function global_chat_private.hmac_sha256(message bytea, secret bytea)
returns bytea
language plpgsql
immutable
set search_path = ''
as $$
declare
  padded bytea := decode(repeat('00', 64), 'hex');
  inner_pad bytea := padded;
  outer_pad bytea := padded;
  short constant bytea := case when length(secret) > 64 then sha256(secret) else secret end;
begin
  padded := short || substring(padded from length(short) + 1);
  for place in 0..63 loop
    inner_pad := set_byte(inner_pad, place, get_byte(padded, place) # 54);
    outer_pad := set_byte(outer_pad, place, get_byte(padded, place) # 92);
  end loop;
  return sha256(outer_pad || sha256(inner_pad || message));
end $$;

-- Bytes of a base64url text without padding.
create or replace function global_chat_private.from_base64url(value text)
returns bytea
language sql
immutable
strict
set search_path = ''
as $$
  select decode(rpad(translate(value, '-_', '+/'), (length(value) + 3) / 4 * 4, '='), 'base64')
$$;

create or replace function global_chat_private.raise_identity_invalid(reason text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.raise_error(
    403, 'identity_invalid', 'This identity token is not valid.', jsonb_build_object('reason', reason)
  );
end $$;

create or replace function global_chat_private.to_base64url(value bytea)
returns text
language sql
immutable
strict
set search_path = ''
as $$
  select translate(encode(value, 'base64'), E'+/=\n', '-_')
$$;

-- One JSON object out of a token, or a refusal. A key that is there twice means one thing here and another to the signer.
create or replace function global_chat_private.token_part(part text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  written json;
  content jsonb;
begin
  begin
    written := convert_from(global_chat_private.from_base64url(part), 'UTF8')::json;
    content := written::jsonb;
  exception
    when data_exception then
      perform global_chat_private.raise_identity_invalid('malformed');
  end;
  if jsonb_typeof(content) <> 'object' or (
    select count(*) from json_object_keys(written)
  ) <> (
    select count(*) from jsonb_object_keys(content)
  ) then
    perform global_chat_private.raise_identity_invalid('malformed');
  end if;
  return content;
end $$;

-- A claim that must be a time in seconds.
create or replace function global_chat_private.token_time(claims jsonb, claim text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  seconds numeric;
begin
  if jsonb_typeof(claims -> claim) is distinct from 'number' then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  seconds := (claims ->> claim)::numeric;
  if seconds not between 0 and 32503680000 then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  return to_timestamp(seconds::double precision);
end $$;

-- What a token says somebody is called: as short as what visitors type, on one line. Null where it says nothing.
create or replace function global_chat_private.token_text(claims jsonb, claim text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  content text;
begin
  begin
    content := case claim
      when 'email' then global_chat_private.email_address(claims -> claim, claim)
      else global_chat_private.short_text(claims -> claim, claim, 120)
    end;
  exception
    when sqlstate 'PT400' then
      perform global_chat_private.raise_identity_invalid(claim);
  end;
  if content ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]' then
    perform global_chat_private.raise_identity_invalid(claim);
  end if;
  return content;
end $$;

-- The claims of a token that this widget's key signed for this caller and now; anything else is refused with its reason.
-- The signature is checked first, so that a stranger learns nothing from the others.
create or replace function global_chat_private.verified_claims(wanted_widget uuid, token text, caller uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  -- Controls, zero width, turned direction, tags: two ids that look alike would be two people.
  hidden constant text :=
    '[\u0001-\u001f\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]';
  -- How far ahead of ours the signer's clock may be.
  leeway constant interval := '60 seconds';
  part text[];
  header jsonb;
  secret bytea;
  claims jsonb;
  expires timestamptz;
begin
  if token is null or length(token) > 4096 or token !~ '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$' then
    perform global_chat_private.raise_identity_invalid('malformed');
  end if;
  part := string_to_array(token, '.');
  header := global_chat_private.token_part(part[1]);
  -- `crit` names what a reader has to understand, and this one understands nothing more.
  if header -> 'alg' is distinct from '"HS256"' or header ? 'crit' then
    perform global_chat_private.raise_identity_invalid('algorithm');
  end if;
  select identity_key into secret from global_chat_private.widget_secrets where widget_id = wanted_widget;
  -- Hashed once more before comparing, so that the time it takes says nothing about how far they agree. As texts: the last
  -- character of a signature has bits that are nothing of it, and one token must not have several texts.
  if secret is null
    or sha256(convert_to(global_chat_private.to_base64url(
      global_chat_private.hmac_sha256(convert_to(part[1] || '.' || part[2], 'UTF8'), secret)
    ), 'UTF8')) is distinct from sha256(convert_to(part[3], 'UTF8'))
  then
    perform global_chat_private.raise_identity_invalid('signature');
  end if;

  claims := global_chat_private.token_part(part[2]);
  if claims -> 'aud' is distinct from to_jsonb('globalchat:' || wanted_widget) then
    perform global_chat_private.raise_identity_invalid('aud');
  end if;
  expires := global_chat_private.token_time(claims, 'exp');
  if expires <= now() or expires > now() + interval '24 hours' + leeway then
    perform global_chat_private.raise_identity_invalid('exp');
  end if;
  if claims ? 'nbf' and global_chat_private.token_time(claims, 'nbf') > now() + leeway then
    perform global_chat_private.raise_identity_invalid('nbf');
  end if;
  if jsonb_typeof(claims -> 'sub') is distinct from 'string' or char_length(claims ->> 'sub') not between 1 and 255
    or not global_chat_private.is_visible(claims ->> 'sub') or claims ->> 'sub' ~ hidden
  then
    perform global_chat_private.raise_identity_invalid('sub');
  end if;
  if claims ? 'dev' and claims -> 'dev' is distinct from to_jsonb(caller::text) then
    perform global_chat_private.raise_identity_invalid('dev');
  end if;
  perform global_chat_private.token_text(claims, 'name'), global_chat_private.token_text(claims, 'email');
  return claims;
exception
  when data_exception then
    perform global_chat_private.raise_identity_invalid('malformed');
end $$;

-- -------------------- 0023_identity.sql

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

-- -------------------- 0024_search.sql

-- Owns full-text search over messages, notes, names and addresses: the indexes and the query. What is shown of a hit is in
-- 0047_search_snippets.sql.
-- Words match by their beginning, in any language; scripts without spaces match character by character in a row. What is
-- stored and what is sought fall apart by the same rule, and accents, capitals and compositions do not matter.

-- Text as it is compared; clients fold alike (packages/core/src/fold-text.ts).
create or replace function global_chat_private.folded(content text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  plain text := lower(content);
begin
  if octet_length(plain) = length(plain) then
    return plain;
  end if;
  -- Without the marks of Latin, Greek and Cyrillic, the points of Hebrew and the vowel signs of Arabic.
  plain := lower(regexp_replace(
    normalize(plain, nfkd), '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670]', '', 'g'
  ));
  plain := replace(replace(replace(replace(plain, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
  return normalize(translate(plain, 'øđðħıłς', 'oddhilσ'), nfc);
end $$;

drop index if exists
  public.global_chat_messages_search_idx, public.global_chat_notes_search_idx, public.global_chat_visitors_search_idx;

-- The words of a text with one space between them; characters of scripts without spaces stand alone. Everything that is
-- no letter, mark or digit only separates: brackets, quotes, signs of addresses, numbers and code.
create or replace function global_chat_private.searchable(content text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    regexp_replace(
      global_chat_private.folded(content),
      '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])', ' \1 ', 'g'
    ),
    '[^[:alnum:]\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0670\u06d6-\u06ed\u0900-\u109f\u1780-\u17ff\u0e00-\u0eff]+', ' ', 'g'
  ));
end $$;

-- The tenant is one of the words, behind a sign that no word has, so that one index answers "these words, in this tenant". No parser takes part, which would
-- see tags, numbers and entities where somebody only wrote.
create or replace function global_chat_private.search_vector(tenant uuid, content text)
returns tsvector
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return array_to_tsvector(array['@' || tenant]) || coalesce((
    select string_agg(left(word, 100) || ':' || place, ' ')
    from string_to_table(global_chat_private.searchable(content), ' ') with ordinality as words (word, place)
    where word <> ''
  ), '')::tsvector;
end $$;

create index if not exists global_chat_messages_words_idx
  on public.global_chat_messages using gin (global_chat_private.search_vector(tenant_id, content))
  where deleted_at is null;
create index if not exists global_chat_notes_words_idx
  on public.global_chat_notes using gin (global_chat_private.search_vector(tenant_id, content));
create index if not exists global_chat_visitors_words_idx
  on public.global_chat_visitors using gin (global_chat_private.search_vector(tenant_id, coalesce(name, '') || ' ' || coalesce(email, '')));

-- The words of a query, at most eight; a run of a script without spaces is one.
create or replace function global_chat_private.query_words(query text)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select coalesce(array_agg(word), '{}')
  from (
    select word
    from regexp_split_to_table(
      global_chat_private.folded(left(query, 200)),
      '[^[:alnum:]\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0670\u06d6-\u06ed\u0900-\u109f\u1780-\u17ff\u0e00-\u0eff]+'
    ) as word
    where word <> ''
    limit 8
  ) as words
$$;

-- All words in the tenant, each by its beginning; a run of characters without spaces as a phrase. Null: nothing to look for.
create or replace function global_chat_private.search_query(tenant uuid, query text)
returns tsquery
language plpgsql
immutable
set search_path = ''
as $$
declare
  answer tsquery;
  word text;
  part text;
  phrase tsquery;
begin
  foreach word in array global_chat_private.query_words(query) loop
    phrase := null;
    foreach part in array string_to_array(global_chat_private.searchable(word), ' ') loop
      phrase := case
        when phrase is null then (quote_literal(left(part, 100)) || ':*')::tsquery
        else phrase <-> (quote_literal(left(part, 100)) || ':*')::tsquery
      end;
    end loop;
    answer := case when answer is null then phrase else answer && phrase end;
  end loop;
  if answer is null then
    return null;
  end if;
  return quote_literal('@' || tenant)::tsquery && answer;
end $$;

-- Hits newest first: {hits: [{kind, id, at, seq, snippet, session}], cursor}. `kind` is message, note or visitor.
create or replace function global_chat_private.search(
  tenant uuid, words text, filters jsonb, page int, after jsonb
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  page_size constant int := least(greatest(coalesce(page, 30), 1), 100);
  checked constant jsonb := global_chat_private.checked_filters(filters);
  cursor constant jsonb := global_chat_private.known_object(after, 'cursor', array['at', 'id'], 200);
  sought tsquery;
  after_time timestamptz;
  after_id uuid;
  of_session text := '';
  enough_since timestamptz;
  of_message text := '';
  answer jsonb;
begin
  perform global_chat_private.require_agent(tenant);
  sought := global_chat_private.search_query(tenant, words);
  if sought is null then
    return jsonb_build_object('hits', '[]'::jsonb, 'cursor', null);
  end if;
  if cursor <> '{}' then
    after_time := global_chat_private.point_in_time(cursor -> 'at', 'cursor.at');
    after_id := global_chat_private.uuid_or_null(cursor ->> 'id');
    if after_time is null or after_id is null then
      perform global_chat_private.raise_invalid_argument('cursor', 'cursor is what the page before returned.');
    end if;
  end if;
  if checked = '{}' then
    -- A word that is everywhere fills the page from the newest messages; then the many older ones are not even fetched.
    select hit.created_at into enough_since
    from (
      select newest.* from public.global_chat_messages as newest
      where newest.tenant_id = tenant and newest.deleted_at is null
        and (after_time is null or (newest.created_at, newest.id) < (after_time, after_id))
      order by newest.created_at desc, newest.id desc limit 8 * page_size
    ) as hit
    where global_chat_private.search_vector(hit.tenant_id, hit.content) @@ sought
      -- The longest take as long as all others together.
      and octet_length(hit.content) <= 1000
    order by hit.created_at desc offset page_size limit 1;
    if found then
      of_message := format('and hit.tenant_id = %L and hit.created_at >= %L', tenant, enough_since);
    end if;
  else
    -- Without filters no session is looked up for the thousands of hits that the page leaves out.
    of_session := format(
      'and exists (select from public.global_chat_sessions as session where session.id = hit.session_id and %s%s)',
      global_chat_private.filter_conditions(tenant, caller, checked), global_chat_private.tab_conditions(checked)
    );
  end if;
  execute $sql$
    with people as (
      select id, name, email from public.global_chat_visitors
      where global_chat_private.search_vector(tenant_id, coalesce(name, '') || ' ' || coalesce(email, '')) @@ $1
        -- What they called themselves before they were known is theirs no longer.
        and merged_into is null
    ),
    -- What a person wrote before they were known hangs on the visitor that was merged into them.
    visitors as (
      select id as visitor_id, name, email from people
      union all
      select merged.id, people.name, people.email
      from people join public.global_chat_visitors as merged on merged.merged_into = people.id
    ),
    hits as (
      (
        select 'message' as kind, hit.id, hit.created_at as at, hit.seq, hit.content, hit.session_id
        from public.global_chat_messages as hit
        where global_chat_private.search_vector(hit.tenant_id, hit.content) @@ $1
          and hit.deleted_at is null and ($3 is null or (hit.created_at, hit.id) < ($3, $4))
          $sql$ || of_message || of_session || $sql$
        order by hit.created_at desc, hit.id desc limit $2 + 1
      )
      union all
      (
        select 'note', hit.id, hit.created_at, null, hit.content, hit.session_id
        from public.global_chat_notes as hit
        where global_chat_private.search_vector(hit.tenant_id, hit.content) @@ $1
          and ($3 is null or (hit.created_at, hit.id) < ($3, $4)) $sql$ || of_session || $sql$
        order by hit.created_at desc, hit.id desc limit $2 + 1
      )
      union all
      (
        select 'visitor', hit.session_id, hit.at, null, hit.content, hit.session_id
        from (
          select own.id as session_id, own.active_at as at, concat_ws(' · ', visitor.name, visitor.email) as content
          from visitors as visitor
          join public.global_chat_sessions as own on own.visitor_id = visitor.visitor_id
        ) as hit
        where ($3 is null or (hit.at, hit.session_id) < ($3, $4)) $sql$ || of_session || $sql$
        order by hit.at desc, hit.session_id desc limit $2 + 1
      )
    ),
    placed as (
      select *, row_number() over (order by at desc, id desc) as place from hits order by at desc, id desc limit $2 + 1
    )
    select jsonb_build_object(
      'hits', coalesce(jsonb_agg(jsonb_build_object(
        'kind', kind, 'id', id, 'at', at, 'seq', seq,
        'snippet', global_chat_private.snippet(content, $5),
        'session', (
          select global_chat_private.session_summary(session)
          from public.global_chat_sessions as session where session.id = placed.session_id
        )
      ) order by place) filter (where place <= $2), '[]'),
      'cursor', case when count(*) > $2 then
        jsonb_agg(jsonb_build_object('at', at, 'id', id)) filter (where place = $2) -> 0
      end
    )
    from placed $sql$
  into answer
  using sought, page_size, after_time, after_id, words;
  return answer;
end $$;

-- -------------------- 0025_export.sql

-- Owns the export: complete sessions with their messages and notes, page by page, for the team that owns them.

create or replace function global_chat_private.exported_session(session public.global_chat_sessions)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select global_chat_private.session_summary(session) || jsonb_build_object(
    'messages', to_jsonb(global_chat_private.messages_for('agent', array(
      select message from public.global_chat_messages as message where message.session_id = session.id order by message.seq
    ))),
    'notes', coalesce((
      select jsonb_agg(global_chat_private.note_view(note) order by note.created_at, note.id)
      from public.global_chat_notes as note
      where note.session_id = session.id
    ), '[]')
  )
$$;

-- {sessions, cursor}: oldest first, so that new ones come last and no page shifts. A page ends at 50 sessions or when
-- it would pass 2,000 messages, and holds at least one session.
create or replace function global_chat_private.export_sessions(tenant uuid, filters jsonb, after jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  checked constant jsonb := global_chat_private.checked_filters(filters);
  cursor constant jsonb := global_chat_private.known_object(after, 'cursor', array['at', 'id'], 200);
  after_time timestamptz := '-infinity';
  after_id uuid := '00000000-0000-0000-0000-000000000000';
  answer jsonb;
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
    with candidates as (
      select session, session.created_at, session.id,
        row_number() over oldest_first as place, sum(session.last_seq) over oldest_first as messages
      from public.global_chat_sessions as session
      where $sql$ || global_chat_private.filter_conditions(tenant, caller, checked) || global_chat_private.tab_conditions(checked)
        || $sql$ and (session.created_at, session.id) > ($1, $2)
      window oldest_first as (order by session.created_at, session.id)
      order by session.created_at, session.id
      limit 51
    ),
    page as (
      select * from candidates where place = 1 or (place <= 50 and messages <= 2000)
    )
    select jsonb_build_object(
      'sessions', coalesce(jsonb_agg(global_chat_private.exported_session(page.session) order by place), '[]'),
      'cursor', case when count(*) < (select count(*) from candidates) then
        jsonb_build_object('at', max(created_at), 'id', (array_agg(id order by place desc))[1])
      end
    )
    from page $sql$
  into answer using after_time, after_id;
  return answer;
end $$;
create index if not exists global_chat_sessions_created_idx
  on public.global_chat_sessions (tenant_id, created_at, id);

-- -------------------- 0026_audit.sql

-- Owns the record of what was done to people's data and by whom: who, when, how much, never what it said.

create table if not exists global_chat_private.audit_log (
  id bigint generated always as identity primary key,
  tenant_id uuid references public.global_chat_tenants on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  subject uuid,
  counts jsonb not null default '{}'
);
create index if not exists audit_log_tenant_id_idx on global_chat_private.audit_log (tenant_id, at desc);
alter table global_chat_private.audit_log enable row level security;
revoke all on global_chat_private.audit_log from public, anon, authenticated, service_role;

create or replace function global_chat_private.record(tenant uuid, action text, subject uuid, counts jsonb default '{}')
returns void
language sql
set search_path = ''
as $$
  insert into global_chat_private.audit_log (tenant_id, actor, action, subject, counts)
  values (tenant, auth.uid(), action, subject, counts)
$$;

-- The newest 200 entries.
create or replace function global_chat_private.audit_entries(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_admin(tenant);
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'at', entry.at, 'actor', entry.actor, 'action', entry.action, 'subject', entry.subject, 'counts', entry.counts
    ) order by entry.at desc, entry.id desc)
    from (
      select * from global_chat_private.audit_log where tenant_id = tenant order by at desc, id desc limit 200
    ) as entry
  ), '[]');
end $$;

-- -------------------- 0027_erase.sql

-- Owns forgetting: everything of a person, or of old sessions, in one transaction.
-- The bytes of files can only be deleted through the Storage API; their paths are handed out, and remembered in
-- erased_files (0028_file_access.sql), which lets their eraser remove them.

-- Deletes sessions with all that belongs to them. {sessions, messages, notes, files: [path]}
create or replace function global_chat_private.erase_sessions(doomed uuid[])
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  session record;
  amounts jsonb;
  files text[] := '{}';
begin
  perform from public.global_chat_sessions where id = any (doomed) order by id for update;
  for session in select id, tenant_id from public.global_chat_sessions where id = any (doomed) loop
    files := files || array(
      select name from storage.objects
      where bucket_id = 'global-chat'
        and name >= session.tenant_id || '/' || session.id || '/' and name < session.tenant_id || '/' || session.id || '0'
    );
  end loop;
  insert into global_chat_private.erased_files (path, erased_by)
  select path, auth.uid() from unnest(files) as path
  on conflict (path) do nothing;

  amounts := jsonb_build_object(
    'sessions', (select count(*) from public.global_chat_sessions where id = any (doomed)),
    'messages', (select count(*) from public.global_chat_messages where session_id = any (doomed)),
    'notes', (select count(*) from public.global_chat_notes where session_id = any (doomed))
  );
  -- Clients drop what they hold. Realtime holds nothing, see broadcast.
  perform global_chat_private.broadcast('{}', 'erased', 'session:' || erased.id)
  from public.global_chat_sessions as erased where erased.id = any (doomed);
  perform global_chat_private.broadcast(
    jsonb_build_object('session_ids', jsonb_agg(erased.id)), 'erased', 'inbox:' || erased.tenant_id
  )
  from public.global_chat_sessions as erased where erased.id = any (doomed) group by erased.tenant_id;
  delete from public.global_chat_sessions where id = any (doomed);
  return amounts || jsonb_build_object('files', to_jsonb(files));
end $$;

-- Up to 0.1.0 broadcasts were kept until then.
drop function if exists global_chat_private.forget_broadcasts(uuid[]);

-- Everything of the person behind a visitor, in every browser they used.
create or replace function global_chat_private.erase_person(visitor uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  tenant constant uuid := (select tenant_id from public.global_chat_visitors where id = visitor);
  rows constant uuid[] := array(select global_chat_private.same_person(visitor));
  answer jsonb;
begin
  answer := global_chat_private.erase_sessions(
    array(select id from public.global_chat_sessions where visitor_id = any (rows))
  );
  perform global_chat_private.keep_block_of(visitor);
  delete from public.global_chat_visitors where id = any (rows);
  perform global_chat_private.record(
    tenant, 'erase_visitor', visitor, answer - 'files' || jsonb_build_object('files', jsonb_array_length(answer -> 'files'))
  );
  return answer;
end $$;

create or replace function global_chat_private.erase_visitor(wanted_visitor uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  tenant constant uuid := (select tenant_id from public.global_chat_visitors where id = wanted_visitor);
  answer jsonb;
begin
  perform global_chat_private.require_user();
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.require_admin(tenant);
  answer := global_chat_private.erase_person(wanted_visitor);
  -- Sessions before the bucket, as everywhere else.
  perform global_chat_private.take_agent_token(auth.uid());
  return answer;
end $$;

-- What the caller said and was, at every tenant. {sessions, messages, notes, files}
create or replace function global_chat_private.erase_me()
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  total jsonb := '{"sessions": 0, "messages": 0, "files": []}';
  own uuid;
  part jsonb;
begin
  perform global_chat_private.require_visitor_may_erase(caller);
  perform pg_advisory_xact_lock(hashtextextended('global_chat:' || caller, 0));
  for own in select visitor_id from global_chat_private.visitor_auth where auth_uid = caller order by visitor_id loop
    part := global_chat_private.erase_person(own);
    -- Visitors are not told how many notes there were.
    total := jsonb_build_object(
      'sessions', (total -> 'sessions')::int + (part -> 'sessions')::int,
      'messages', (total -> 'messages')::int + (part -> 'messages')::int,
      'files', total -> 'files' || (part -> 'files')
    );
  end loop;
  return total;
end $$;

-- -------------------- 0028_file_access.sql

-- Owns the policies on storage.objects: who may put, get and remove files of the bucket `global-chat`.
-- Nothing is ever overwritten, and nothing is listed across sessions. The last word, whoever writes the row, has the
-- trigger in 0038_stored_files.sql.

-- Files whose session was erased, or whose message was deleted: nobody reads them any more. Their rows and bytes wait for
-- the Storage API, in the hands of whoever erased the session or wrote the message.
create table if not exists global_chat_private.erased_files (
  path text primary key,
  erased_by uuid,
  erased_at timestamptz not null default now()
);
alter table global_chat_private.erased_files enable row level security;
revoke all on global_chat_private.erased_files from public, anon, authenticated, service_role;

-- The Storage server says in these settings what it was asked. Only a plain upload can be checked when it happens: a signed
-- address still works after a block and as often as somebody likes, a resumable upload may end days later, the S3 protocol,
-- copy and move bring their own types, and x-upsert replaces what was read. Our clients use none of these. A request that
-- does not say what it is, as of a server older than the setting (2024) or of SQL by hand, is refused as well:
-- what cannot be told apart cannot be allowed.
create or replace function global_chat_private.is_plain_upload()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(current_setting('storage.operation', true), '') in ('storage.object.upload', 'object.upload')
    and coalesce(lower(nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-upsert'), 'false') = 'false';
end $$;

create or replace function global_chat_private.is_file_removal()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(current_setting('storage.operation', true), '') in (
    'storage.object.delete', 'storage.object.delete_many', 'object.delete', 'object.delete_many'
  );
end $$;

-- As they were before a file's owner was asked.
drop policy if exists "Global Chat: participants may read the files of their sessions" on storage.objects;
drop policy if exists "Global Chat: nobody else may read its files" on storage.objects;
drop function if exists global_chat_private.may_see_file(text);
drop function if exists global_chat_private.may_read_file(text);

-- Files of sessions that are there: what a message carries, for everybody in the session, and what waits for its message,
-- for whoever uploaded it. Not those that wait to be removed.
create or replace function global_chat_private.may_read_file(path text, owner_id text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.part_in(global_chat_private.session_of_path(path)) is not null
    and (
      owner_id = (select auth.uid())::text
      or exists (
        select from public.global_chat_messages as message
        where message.id = global_chat_private.uuid_or_null(split_part(path, '/', 3))
          and message.session_id = global_chat_private.session_of_path(path)
          and message.attachments @> jsonb_build_array(jsonb_build_object('path', path))
      )
    )
    and not exists (select from global_chat_private.erased_files as erased where erased.path = may_read_file.path);
end $$;

create or replace function global_chat_private.may_remove_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from global_chat_private.erased_files as erased
    where erased.path = may_remove_file.path and erased.erased_by = (select auth.uid())
  );
end $$;

-- The Storage server must see a row to delete it; whoever may remove a file sees it for that alone.
create or replace function global_chat_private.may_see_file(path text, owner_id text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.may_read_file(path, owner_id)
    or (global_chat_private.is_file_removal() and global_chat_private.may_remove_file(path));
end $$;

-- The first or second folder of every file that the caller could see: tenants of an agent, sessions of a visitor, and those
-- that they erased where they remove files.
create or replace function global_chat_private.my_file_folders()
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
  select global_chat_private.my_tenant_ids()::text
  union all
  select id::text from public.global_chat_sessions
  where visitor_id = any (array (select global_chat_private.my_visitor_ids()))
  union all
  select split_part(path, '/', 2) from global_chat_private.erased_files
  where global_chat_private.is_file_removal() and erased_by = (select auth.uid())
$$;

create or replace function global_chat_private.may_store_file(path text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return global_chat_private.is_plain_upload() and global_chat_private.may_upload_file(path);
end $$;

-- The files of a message that is no more are its author's to remove.
create or replace function global_chat_private.release_files(message public.global_chat_messages)
returns void
language plpgsql
set search_path = ''
as $$
declare
  folder constant text := concat_ws('/', message.tenant_id, message.session_id, message.id);
begin
  insert into global_chat_private.erased_files (path, erased_by)
  select name, message.sender_id from storage.objects
  where bucket_id = 'global-chat' and name ~>=~ (folder || '/') and name ~<~ (folder || '0')
  on conflict (path) do nothing;
end $$;

-- Of messages that were deleted before there was this rule.
do $$ begin
  perform global_chat_private.release_files(message)
  from public.global_chat_messages as message where message.deleted_at is not null;
end $$;

create policy "Global Chat: participants may read the files of their sessions" on storage.objects
  for select to authenticated
  using (bucket_id = 'global-chat' and global_chat_private.may_see_file(name, owner_id));

drop policy if exists "Global Chat: participants may add files to their sessions" on storage.objects;
create policy "Global Chat: participants may add files to their sessions" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'global-chat'
    and owner_id = (select auth.uid())::text
    and global_chat_private.may_store_file(name)
  );

drop policy if exists "Global Chat: who erased a person may remove their files" on storage.objects;
create policy "Global Chat: who erased a person may remove their files" on storage.objects
  for delete to authenticated
  using (bucket_id = 'global-chat' and global_chat_private.may_remove_file(name));

-- A host's own, wider policy on storage must not open our bucket: the following narrow whatever else is allowed.
-- Whoever lists the bucket has all its rows looked at, so the quick question comes first.
create policy "Global Chat: nobody else may read its files" on storage.objects
  as restrictive for select to anon, authenticated
  using (
    bucket_id <> 'global-chat'
    or (
      (string_to_array(name, '/'))[1:2] && array (select global_chat_private.my_file_folders())
      and global_chat_private.may_see_file(name, owner_id)
    )
  );

drop policy if exists "Global Chat: nobody else may add files" on storage.objects;
create policy "Global Chat: nobody else may add files" on storage.objects
  as restrictive for insert to anon, authenticated
  with check (bucket_id <> 'global-chat' or global_chat_private.may_store_file(name));

drop policy if exists "Global Chat: nobody may overwrite its files" on storage.objects;
create policy "Global Chat: nobody may overwrite its files" on storage.objects
  as restrictive for update to anon, authenticated
  using (bucket_id <> 'global-chat')
  with check (bucket_id <> 'global-chat');

drop policy if exists "Global Chat: nobody else may remove its files" on storage.objects;
create policy "Global Chat: nobody else may remove its files" on storage.objects
  as restrictive for delete to anon, authenticated
  using (bucket_id <> 'global-chat' or global_chat_private.may_remove_file(name));

-- -------------------- 0029_retention.sql

-- Owns how long things are kept: old resolved sessions per tenant, and leftovers of our own.
-- Runs when somebody with the secret key, or a schedule, calls it; a dry run tells what it would do.

-- The sessions past the retention of their tenant, oldest first.
create or replace function global_chat_private.expired_sessions(tenant public.global_chat_tenants, most int)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select id from public.global_chat_sessions
  where tenant_id = tenant.id
    and status = 'resolved'
    and active_at < now() - make_interval(days => tenant.retention_days)
    and coalesce(resolved_at, updated_at) < now() - make_interval(days => tenant.retention_days)
  order by active_at
  limit most
$$;

-- Visitors nobody heard of for as long as the tenant keeps anything, and who leave no session behind when these are gone.
create or replace function global_chat_private.expired_visitors(tenant public.global_chat_tenants, doomed uuid[], most int)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select visitor.id from public.global_chat_visitors as visitor
  where visitor.tenant_id = tenant.id
    and visitor.blocked_at is null
    and visitor.last_seen_at < now() - make_interval(days => tenant.retention_days)
    and not exists (
      select from public.global_chat_sessions as kept where kept.visitor_id = visitor.id and not kept.id = any (doomed)
    )
    and not exists (select from public.global_chat_visitors as merged where merged.merged_into = visitor.id)
  limit most
$$;

-- [{tenant_id, sessions, messages, notes, files, visitors}] for each tenant with something to do. At most 5,000 sessions
-- per tenant and call, so that one call never holds locks for long; call again until the answer is empty.
create or replace function global_chat_private.apply_retention(dry_run boolean)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  tenant public.global_chat_tenants;
  doomed uuid[];
  amounts jsonb;
  strangers uuid[];
  answer jsonb := '[]';
begin
  -- Nothing is deleted without being asked for.
  dry_run := coalesce(dry_run, true);
  for tenant in select * from public.global_chat_tenants where retention_days is not null order by id loop
    doomed := array(select global_chat_private.expired_sessions(tenant, 5000));
    if not dry_run then
      -- Somebody may have written in one of them by the time it is locked.
      perform from public.global_chat_sessions where id = any (doomed) order by id for update;
      doomed := array(
        select expired from global_chat_private.expired_sessions(tenant, 5000) as expired where expired = any (doomed)
      );
    end if;
    strangers := array(select global_chat_private.expired_visitors(tenant, doomed, 5000));
    if dry_run then
      amounts := jsonb_build_object(
        'sessions', cardinality(doomed),
        'messages', (select count(*) from public.global_chat_messages where session_id = any (doomed)),
        'notes', (select count(*) from public.global_chat_notes where session_id = any (doomed)),
        'files', (
          select count(*) from storage.objects
          where bucket_id = 'global-chat'
            and name like tenant.id || '/%' and global_chat_private.uuid_or_null(split_part(name, '/', 2)) = any (doomed)
        )
      );
    else
      amounts := global_chat_private.erase_sessions(doomed);
      amounts := amounts || jsonb_build_object('files', jsonb_array_length(amounts -> 'files'));
      -- And somebody may have come back.
      perform from public.global_chat_visitors where id = any (strangers) order by id for update;
      strangers := array(
        select expired from global_chat_private.expired_visitors(tenant, '{}', 5000) as expired where expired = any (strangers)
      );
      delete from public.global_chat_visitors where id = any (strangers);
    end if;
    if cardinality(doomed) > 0 or cardinality(strangers) > 0 then
      amounts := amounts || jsonb_build_object('visitors', cardinality(strangers));
      if not dry_run then
        perform global_chat_private.record(tenant.id, 'apply_retention', null, amounts);
      end if;
      answer := answer || jsonb_build_array(jsonb_build_object('tenant_id', tenant.id) || amounts);
    end if;
  end loop;
  if not dry_run then
    perform global_chat_private.forget_full_buckets(100000);
    delete from global_chat_private.usage_counts where day < global_chat_private.today() - 30;
    delete from global_chat_private.usage_warnings where day < global_chat_private.today() - 30;
    delete from global_chat_private.erased_files as erased
    where erased_at < now() - interval '1 day'
      and not exists (select from storage.objects where bucket_id = 'global-chat' and name = erased.path);
  end if;
  return answer;
end $$;

-- Paths for a job with the secret key to remove through the Storage API: of erased files that are still there, and of
-- uploads that no message carries. Those get a week, because a message may wait that long in an outbox after its upload.
create or replace function global_chat_private.leftover_files()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(leftover.path order by leftover.since), '[]')
  from (
    select erased.path, erased.erased_at as since
    from global_chat_private.erased_files as erased
    where exists (select from storage.objects where bucket_id = 'global-chat' and name = erased.path)
    union
    select file.name, file.created_at
    from storage.objects as file
    where file.bucket_id = 'global-chat'
      and file.created_at < now() - interval '7 days'
      and not exists (select from global_chat_private.erased_files where path = file.name)
      and not exists (
        select from public.global_chat_messages as message
        where message.id = global_chat_private.uuid_or_null(split_part(file.name, '/', 3))
          and message.attachments @> jsonb_build_array(jsonb_build_object('path', file.name))
      )
    order by since limit 1000
  ) as leftover
$$;

-- Users of Auth for a job with the secret key to remove through the Auth admin API, because SQL must not: anonymous ones
-- whom the chat signed in, as their metadata says, who have no conversation and were not there for a week. A user whom
-- the host's own app signed in is never among them.
create or replace function global_chat_private.leftover_users()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(leftover.id order by leftover.seen_at), '[]')
  from (
    select account.id, seen.at as seen_at
    from auth.users as account
    cross join lateral (
      select greatest(account.created_at, account.last_sign_in_at, (
        select max(greatest(login.created_at, login.updated_at)) from auth.sessions as login where login.user_id = account.id
      )) as at
    ) as seen
    where account.is_anonymous
      and account.raw_user_meta_data -> 'global_chat' = 'true'
      and seen.at < now() - interval '7 days'
      and not exists (select from public.global_chat_agents as agent where agent.user_id = account.id)
      and not exists (
        select from global_chat_private.visitor_auth as own
        cross join lateral global_chat_private.same_person(own.visitor_id) as person
        join public.global_chat_sessions as session on session.visitor_id = person
        where own.auth_uid = account.id
      )
    order by seen.at limit 1000
  ) as leftover
$$;

-- -------------------- 0030_team_changes.sql

-- Owns tenants coming into being and people joining and leaving them.

-- The secret key acts for the whole installation, e.g. from a host's backend or the command line, and so does the owner of
-- the schema in the SQL editor, who has no token at all.
create or replace function global_chat_private.is_service()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if nullif(current_setting('request.jwt.claims', true), '') is null then
    return pg_has_role(
      session_user, (select nspowner from pg_catalog.pg_namespace where nspname = 'global_chat_private'), 'usage'
    );
  end if;
  return coalesce(auth.role() = 'service_role', false);
end $$;

create or replace function global_chat_private.require_admin_or_service(tenant uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if global_chat_private.is_service() then
    if not exists (select from public.global_chat_tenants where id = tenant) then
      perform global_chat_private.raise_not_found();
    end if;
    return;
  end if;
  perform global_chat_private.require_admin(tenant);
end $$;

-- A tenant with its first admin and widget. {tenant_id, widget_id}
create or replace function global_chat_private.create_tenant(
  wanted_slug text, wanted_name text, admin_id uuid, admin_name text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  shown_name constant text := coalesce(global_chat_private.short_text(to_jsonb(wanted_name), 'name', 120), wanted_slug);
  tenant uuid;
  widget uuid;
begin
  if not global_chat_private.is_service() then
    perform global_chat_private.raise_error(403, 'not_allowed', 'Only the secret key may create tenants.');
  end if;
  if coalesce(wanted_slug !~ '^[a-z0-9][a-z0-9-]{0,62}$', true) then
    perform global_chat_private.raise_invalid_argument('slug', 'slug is lower-case letters, digits and hyphens.');
  end if;
  insert into public.global_chat_tenants (slug, name)
  values (wanted_slug, shown_name)
  on conflict (slug) do nothing
  returning id into tenant;
  if tenant is null then
    perform global_chat_private.raise_error(409, 'id_conflict', 'There is already a tenant with this slug.');
  end if;
  insert into public.global_widget_config (tenant_id, name)
  values (tenant, shown_name)
  returning id into widget;
  perform global_chat_private.record(tenant, 'create_tenant', tenant);
  if admin_id is not null then
    perform global_chat_private.add_agent(tenant, admin_id, 'admin', admin_name);
  end if;
  return jsonb_build_object('tenant_id', tenant, 'widget_id', widget);
end $$;

create or replace function global_chat_private.agent_view(agent public.global_chat_agents)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'user_id', agent.user_id, 'display_name', agent.display_name, 'avatar_url', agent.avatar_url, 'role', agent.role
  )
$$;

-- Makes an existing user an agent; for a member it changes nothing. For the secret key and the SQL editor: an admin invites,
-- so that nobody is put on a team, and no id is tried for an account, without the person's consent.
create or replace function global_chat_private.add_agent(tenant uuid, person uuid, wanted_role text, wanted_name text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  agent public.global_chat_agents;
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'display_name', 120);
begin
  if not global_chat_private.is_service() then
    perform global_chat_private.require_user();
    perform global_chat_private.raise_error(403, 'not_allowed', 'Invite them instead, with global_chat_invite_agent.');
  end if;
  perform global_chat_private.require_admin_or_service(tenant);
  if coalesce(wanted_role not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('role', 'role is agent or admin.');
  end if;
  if shown_name is null then
    perform global_chat_private.raise_invalid_argument('display_name', 'display_name is missing.');
  end if;
  if not exists (select from auth.users where id = person and not is_anonymous) then
    perform global_chat_private.raise_not_found();
  end if;
  insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
  values (tenant, person, wanted_role, shown_name)
  on conflict (tenant_id, user_id) do nothing
  returning * into agent;
  if agent.user_id is null then
    select * into agent from public.global_chat_agents where tenant_id = tenant and user_id = person;
  else
    perform global_chat_private.record(tenant, 'add_agent', person, jsonb_build_object('role', wanted_role));
  end if;
  return global_chat_private.agent_view(agent);
end $$;

-- A tenant always keeps an admin. The rows of the admins are locked, so that two of them cannot both go.
create or replace function global_chat_private.require_other_admin(tenant uuid, leaving uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.global_chat_agents where (tenant_id, role) = (tenant, 'admin') order by user_id for no key update;
  if array(select user_id from public.global_chat_agents where tenant_id = tenant and role = 'admin') = array[leaving] then
    perform global_chat_private.raise_error(409, 'last_admin', 'A team needs at least one admin.');
  end if;
end $$;

-- Own name and picture; admins may change everybody's, and roles.
create or replace function global_chat_private.update_agent(tenant uuid, person uuid, changes jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  checked constant jsonb := global_chat_private.known_object(changes, 'changes', array['role', 'display_name', 'avatar_url'], 4096);
  shown_name constant text := global_chat_private.short_text(checked -> 'display_name', 'changes.display_name', 120);
  picture constant text := global_chat_private.short_text(checked -> 'avatar_url', 'changes.avatar_url', 2000);
  agent public.global_chat_agents;
begin
  if checked ? 'role' or person is distinct from auth.uid() then
    perform global_chat_private.require_admin_or_service(tenant);
  else
    perform global_chat_private.require_agent(tenant);
  end if;
  if checked ? 'role' and coalesce(checked ->> 'role' not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('changes.role', 'role is agent or admin.');
  end if;
  if checked ? 'display_name' and shown_name is null then
    perform global_chat_private.raise_invalid_argument('changes.display_name', 'display_name has 1 to 120 characters.');
  end if;
  if picture !~ '^https?://[^[:space:]"<>]+$' then
    perform global_chat_private.raise_invalid_argument('changes.avatar_url', 'avatar_url is a web address.');
  end if;
  if checked ->> 'role' = 'agent' then
    perform global_chat_private.require_other_admin(tenant, person);
  end if;
  update public.global_chat_agents
  set role = coalesce(checked ->> 'role', role),
      display_name = coalesce(shown_name, display_name),
      avatar_url = case when checked ? 'avatar_url' then picture else avatar_url end
  where tenant_id = tenant and user_id = person
  returning * into agent;
  if agent.user_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  if checked ? 'role' then
    perform global_chat_private.record(tenant, 'update_agent', person, jsonb_build_object('role', agent.role));
  end if;
  return global_chat_private.agent_view(agent);
end $$;

-- Takes somebody off the team. Their sessions wait for somebody else; what they wrote stays.
create or replace function global_chat_private.remove_agent(tenant uuid, person uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  agent public.global_chat_agents;
  session public.global_chat_sessions;
begin
  if person is distinct from auth.uid() then
    perform global_chat_private.require_admin_or_service(tenant);
  else
    perform global_chat_private.require_agent(tenant);
  end if;
  perform global_chat_private.require_other_admin(tenant, person);
  for session in
    select * from public.global_chat_sessions where tenant_id = tenant and assigned_to = person order by id for no key update
  loop
    perform global_chat_private.change_session(session, '{"assigned_to": null}');
  end loop;
  delete from public.global_chat_agents where tenant_id = tenant and user_id = person returning * into agent;
  if agent.user_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  delete from public.global_chat_canned_replies where tenant_id = tenant and owner_id = person;
  perform global_chat_private.record(tenant, 'remove_agent', person);
  return global_chat_private.agent_view(agent);
end $$;

-- -------------------- 0031_invitations.sql

-- Owns invitations: an admin names an address and gets a code for it, and whoever has both may join: an account with this
-- address, confirmed, and the code, which the admin sends there. The address alone is not enough, because where a project does
-- not confirm addresses anybody signs up with any. No admin can find out by trying which addresses have an account.

create table if not exists global_chat_private.invitations (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  email text not null,
  role text not null constraint "role of an invitation is agent or admin" check (role in ('agent', 'admin')),
  display_name text not null,
  invited_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  primary key (tenant_id, email)
);
-- Of the code; invitations from before there were codes have none and have to be made again.
alter table global_chat_private.invitations add column if not exists code_hash bytea;
create index if not exists invitations_email_idx on global_chat_private.invitations (email);
alter table global_chat_private.invitations enable row level security;
revoke all on global_chat_private.invitations from public, anon, authenticated, service_role;

create or replace function global_chat_private.invitation_view(invitation global_chat_private.invitations)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'email', invitation.email, 'role', invitation.role, 'display_name', invitation.display_name,
    'created_at', invitation.created_at, 'expires_at', invitation.expires_at
  )
$$;

create or replace function global_chat_private.invite_agent(tenant uuid, address text, wanted_role text, wanted_name text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  invited constant text := lower(global_chat_private.email_address(to_jsonb(address), 'email'));
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'display_name', 120);
  -- 122 bits of chance.
  code constant text := replace(gen_random_uuid()::text, '-', '');
  invitation global_chat_private.invitations;
begin
  perform global_chat_private.require_admin_or_service(tenant);
  perform global_chat_private.take_agent_token(auth.uid());
  if invited is null then
    perform global_chat_private.raise_invalid_argument('email', 'email is missing.');
  end if;
  if coalesce(wanted_role not in ('agent', 'admin'), true) then
    perform global_chat_private.raise_invalid_argument('role', 'role is agent or admin.');
  end if;
  insert into global_chat_private.invitations as stored (tenant_id, email, role, display_name, invited_by, code_hash)
  values (
    tenant, invited, wanted_role, coalesce(shown_name, split_part(invited, '@', 1)), auth.uid(),
    sha256(convert_to(code, 'UTF8'))
  )
  on conflict (tenant_id, email) do update
  set role = excluded.role, display_name = excluded.display_name, invited_by = excluded.invited_by,
      created_at = now(), expires_at = excluded.expires_at, code_hash = excluded.code_hash
  returning * into invitation;
  perform global_chat_private.record(tenant, 'invite_agent', null, jsonb_build_object('role', wanted_role));
  -- Told this once.
  return global_chat_private.invitation_view(invitation) || jsonb_build_object('code', code);
end $$;

create or replace function global_chat_private.list_invitations(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_admin_or_service(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.invitation_view(invitation) order by invitation.created_at)
    from global_chat_private.invitations as invitation
    where invitation.tenant_id = tenant
  ), '[]');
end $$;

create or replace function global_chat_private.cancel_invitation(tenant uuid, address text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  invitation global_chat_private.invitations;
begin
  perform global_chat_private.require_admin_or_service(tenant);
  perform global_chat_private.take_agent_token(auth.uid());
  delete from global_chat_private.invitations where tenant_id = tenant and email = lower(btrim(address)) returning * into invitation;
  if invitation.tenant_id is null then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.invitation_view(invitation);
end $$;

-- Joins the caller to the team that sent this code to their confirmed address. Returns the caller's memberships: the same as
-- before when the code is wrong, used, expired or another address's, so that it costs a token and tells nothing.
drop function if exists public.global_chat_accept_invitations();
drop function if exists global_chat_private.accept_invitations();
create or replace function global_chat_private.accept_invitations(code text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  invitation global_chat_private.invitations;
begin
  if global_chat_private.is_anonymous() then
    return global_chat_private.my_memberships();
  end if;
  perform global_chat_private.take_token('invitation', caller, 10, 1 / 60.0);
  delete from global_chat_private.invitations as stored
  where code_hash = sha256(convert_to(lower(btrim(code, E' \t\n\r')), 'UTF8'))
    and expires_at > now()
    -- Who may invite no longer has invited nobody: nobody comes back by an invitation made in time. Null is the secret key.
    and (invited_by is null or exists (
      select from public.global_chat_agents as inviter
      where inviter.tenant_id = stored.tenant_id and inviter.user_id = stored.invited_by and inviter.role = 'admin'
    ))
    and email = (
      select lower(account.email) from auth.users as account
      where account.id = caller and account.email_confirmed_at is not null and not account.is_anonymous
    )
  returning * into invitation;
  if invitation.tenant_id is not null then
    insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
    values (invitation.tenant_id, caller, invitation.role, invitation.display_name)
    on conflict (tenant_id, user_id) do nothing;
    perform global_chat_private.record(
      invitation.tenant_id, 'accept_invitation', caller, jsonb_build_object('role', invitation.role)
    );
  end if;
  return global_chat_private.my_memberships();
end $$;

-- -------------------- 0032_widget_changes.sql

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

-- -------------------- 0033_blocking.sql

-- Owns blocking: a blocked person keeps reading what was said and can write nothing, in any browser they are known in.

-- Blocks or unblocks all rows and sessions of a person; false when they were so already.
create or replace function global_chat_private.set_block(visitor uuid, moment timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  people uuid[];
  changed boolean := false;
  session public.global_chat_sessions;
begin
  loop
    people := array(select global_chat_private.same_person(visitor));
    -- Sessions first, then visitors: the order in which sending locks them.
    perform from public.global_chat_sessions where visitor_id = any (people) order by id for no key update;
    update public.global_chat_visitors set blocked_at = moment
    where id = any (people) and (blocked_at is null) <> (moment is null);
    changed := changed or found;
    -- Another browser may have turned out to be theirs while this waited.
    exit when people @> array(select global_chat_private.same_person(visitor));
  end loop;
  for session in
    select * from public.global_chat_sessions
    where visitor_id = any (people) and (visitor_blocked_at is null) <> (moment is null) order by id
  loop
    update public.global_chat_sessions
    set visitor_blocked_at = moment, team_rev = team_rev + 1, team_updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end loop;
  return changed;
end $$;

-- A visitor who was erased while they were blocked can still be unblocked, by the id that the team saw and the audit log names.
create or replace function global_chat_private.block_visitor(wanted_visitor uuid, blocked boolean)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  moment constant timestamptz := case when coalesce(blocked, true) then now() end;
  -- As long as there is something to know them by: they may be erasing themselves right now.
  known constant jsonb := global_chat_private.identities_of(wanted_visitor);
  tenant constant uuid := coalesce(
    (select tenant_id from public.global_chat_visitors where id = wanted_visitor),
    global_chat_private.tenant_of_block(wanted_visitor)
  );
  changed boolean;
begin
  if global_chat_private.my_role_in(tenant) is null then
    perform global_chat_private.raise_not_found();
  end if;
  -- Sessions before the bucket, as everywhere else.
  perform from public.global_chat_sessions
  where visitor_id = any (array(select global_chat_private.same_person(wanted_visitor))) order by id for no key update;
  perform global_chat_private.take_agent_token(caller);
  changed := global_chat_private.set_block(wanted_visitor, moment);
  if moment is null then
    changed := global_chat_private.forget_block(tenant, wanted_visitor) or changed;
  else
    perform global_chat_private.keep_block(tenant, known || global_chat_private.identities_of(wanted_visitor), moment);
  end if;
  if changed then
    perform global_chat_private.record(tenant, case when moment is null then 'unblock_visitor' else 'block_visitor' end, wanted_visitor);
  end if;
  return jsonb_build_object(
    'visitor_id', wanted_visitor,
    'blocked_at', coalesce((global_chat_private.person_of(wanted_visitor)).blocked_at, moment)
  );
end $$;

-- What the team sees beside a conversation.
create or replace function global_chat_private.visitor_view(visitor public.global_chat_visitors)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', visitor.id, 'external_id', visitor.external_id, 'name', visitor.name, 'email', visitor.email,
    'verified', visitor.verified, 'blocked_at', visitor.blocked_at, 'metadata', visitor.metadata,
    'created_at', visitor.created_at, 'last_seen_at', visitor.last_seen_at
  )
$$;

-- -------------------- 0034_saved_views.sql

-- Owns saved views: named filters of the inbox, shared by the team or one's own.

create table if not exists public.global_chat_saved_views (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  owner_id uuid,
  name text not null constraint "name of a view has 1 to 60 characters" check (char_length(name) between 1 and 60),
  filters jsonb not null default '{}',
  created_at timestamptz not null default now()
);
comment on column public.global_chat_saved_views.owner_id is 'The agent who alone sees it; empty = shared by the team.';
create index if not exists global_chat_saved_views_tenant_id_idx on public.global_chat_saved_views (tenant_id);
create index if not exists global_chat_saved_views_owner_id_idx
  on public.global_chat_saved_views (owner_id) where owner_id is not null;

alter table public.global_chat_saved_views enable row level security;
revoke all on public.global_chat_saved_views from public, anon, authenticated;
grant all on public.global_chat_saved_views to service_role;

drop policy if exists "Agents may read shared views and their own" on public.global_chat_saved_views;
create policy "Agents may read shared views and their own" on public.global_chat_saved_views
  for select to authenticated
  using (
    tenant_id = any (array (select global_chat_private.my_tenant_ids()))
    and (owner_id is null or owner_id = (select auth.uid()))
  );

create or replace function global_chat_private.saved_view(view public.global_chat_saved_views)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object('id', view.id, 'name', view.name, 'filters', view.filters, 'shared', view.owner_id is null)
$$;

create or replace function global_chat_private.list_saved_views(tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform global_chat_private.require_agent(tenant);
  return coalesce((
    select jsonb_agg(global_chat_private.saved_view(view) order by view.created_at, view.id)
    from public.global_chat_saved_views as view
    where view.tenant_id = tenant and (view.owner_id is null or view.owner_id = auth.uid())
  ), '[]');
end $$;

create or replace function global_chat_private.save_view(
  tenant uuid, wanted_name text, filters jsonb, shared boolean, wanted_view uuid
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  checked constant jsonb := global_chat_private.checked_filters(filters);
  shown_name constant text := global_chat_private.short_text(to_jsonb(wanted_name), 'name', 60);
  view public.global_chat_saved_views;
begin
  perform global_chat_private.require_agent(tenant);
  if shown_name is null then
    perform global_chat_private.raise_invalid_argument('name', 'name has 1 to 60 characters.');
  end if;
  perform global_chat_private.take_agent_token(caller);
  insert into public.global_chat_saved_views as stored (id, tenant_id, owner_id, name, filters)
  values (
    coalesce(wanted_view, gen_random_uuid()), tenant, case when shared then null else caller end, shown_name, checked
  )
  on conflict (id) do update set owner_id = excluded.owner_id, name = excluded.name, filters = excluded.filters
  -- Somebody else's is as if it did not exist.
  where stored.tenant_id = excluded.tenant_id and (stored.owner_id is null or stored.owner_id = caller)
  returning * into view;
  if not found then
    perform global_chat_private.raise_not_found();
  end if;
  return global_chat_private.saved_view(view);
end $$;

create or replace function global_chat_private.delete_saved_view(wanted_view uuid)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  view public.global_chat_saved_views;
begin
  select * into view from public.global_chat_saved_views where id = wanted_view for update;
  if global_chat_private.my_role_in(view.tenant_id) is null or view.owner_id <> caller then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.take_agent_token(caller);
  delete from public.global_chat_saved_views where id = wanted_view;
  return global_chat_private.saved_view(view);
end $$;

-- -------------------- 0035_reports.sql

-- Owns the numbers of the team: volume, first reply, time to resolve, satisfaction; by day and by agent.

-- Sessions that began in [since, until), days in the given zone.
create or replace function global_chat_private.report(tenant uuid, since timestamptz, until timestamptz, zone text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  answer jsonb;
begin
  perform global_chat_private.require_agent(tenant);
  -- The year 4000 is far enough: what PostgreSQL can add nothing to is refused before it is counted with.
  if since is null or until is null or since >= until or until > timestamptz '4000-01-01'
    or since < timestamptz '1900-01-01' or until - since > interval '400 days'
  then
    perform global_chat_private.raise_invalid_argument('until', 'The time asked for is 1 to 400 days.');
  end if;
  if not global_chat_private.is_time_zone(zone) then
    perform global_chat_private.raise_invalid_argument('time_zone', 'time_zone is a name such as Europe/Oslo.');
  end if;
  with measured as (
    select
      (created_at at time zone zone)::date as day, assigned_to, rating,
      extract(epoch from first_reply_at - created_at) as reply_seconds,
      extract(epoch from resolved_at - created_at) as resolve_seconds
    from public.global_chat_sessions
    where tenant_id = tenant and created_at >= since and created_at < until
  ),
  grouped as (
    select
      day, assigned_to, grouping(day) as over_days, grouping(assigned_to) as over_agents,
      jsonb_build_object(
        'sessions', count(*),
        'first_reply_seconds', round(percentile_cont(0.5) within group (order by reply_seconds)),
        'resolve_seconds', round(percentile_cont(0.5) within group (order by resolve_seconds)),
        'rated', count(rating),
        'satisfied', count(*) filter (where rating >= 4)
      ) as numbers
    from measured
    group by grouping sets ((), (day), (assigned_to))
  )
  select jsonb_build_object(
    'total', (select numbers from grouped where over_days = 1 and over_agents = 1),
    'ratings', (
      select jsonb_object_agg(score, (select count(*) from measured where rating = score))
      from generate_series(1, 5) as score
    ),
    'days', coalesce((
      select jsonb_agg(jsonb_build_object('day', day) || numbers order by day) from grouped where over_days = 0
    ), '[]'),
    'agents', coalesce((
      select jsonb_agg(
        jsonb_build_object('user_id', grouped.assigned_to, 'display_name', agent.display_name) || numbers
        order by (numbers ->> 'sessions')::int desc, agent.display_name
      )
      from grouped
      left join public.global_chat_agents as agent on agent.tenant_id = tenant and agent.user_id = grouped.assigned_to
      where over_agents = 0
    ), '[]')
  ) into answer;
  return answer;
end $$;

-- -------------------- 0036_installation.sql

-- Owns what the owner of a project runs by hand in the SQL editor: switching on postgres_changes, and a check of what
-- else in the project could open a door. Nobody can call these through the API.

-- select global_chat_private.use_postgres_changes(true);
-- Puts our tables into the publication `supabase_realtime` and lets signed-in users read them, under row level security;
-- false takes both back. The dashboard's switches do the first half only.
-- Mind that every subscriber costs one check per change, and that a DELETE sends its primary key to all of them.
create or replace function global_chat_private.use_postgres_changes(enabled boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
  table_name text;
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  foreach table_name in array array['global_chat_sessions', 'global_chat_messages', 'global_widget_config', 'global_chat_notes'] loop
    if enabled <> exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = table_name
    ) then
      execute format(
        'alter publication supabase_realtime %s table public.%I', case when enabled then 'add' else 'drop' end, table_name
      );
    end if;
  end loop;
  perform global_chat_private.grant_published_tables();
  return case when enabled then 'postgres_changes is on' else 'postgres_changes is off' end;
end $$;

-- A condition of a policy that lets in everybody who has any token: true, the role, or that there is a user.
create or replace function global_chat_private.allows_anonymous(condition text)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select regexp_replace(condition, ' AS (?:role|uid|jwt)|SELECT|[()[:space:]]', '', 'g') ~ any (array[
    '^true$',
    '^auth[.]role=''(?:authenticated|anon)''::text$',
    '^auth[.]jwt->>''role''::text=''authenticated''::text$',
    '^auth[.]uidISNOTNULL$'
  ])
$$;

-- select * from global_chat_private.check_installation();
-- One row per finding; none is what you want to see.
create or replace function global_chat_private.check_installation()
returns table (finding text, object text, advice text)
language sql
stable
set search_path = ''
as $$
  -- Visitors are anonymous users, and these have the role `authenticated` like everybody who signed up.
  select
    'policy open to anonymous users',
    format('%I on %I.%I', policyname, schemaname, tablename),
    'Visitors of the chat sign in anonymously and have the role authenticated. Add a condition on (auth.jwt() ->> ''is_anonymous'') or on the user.'
  from pg_catalog.pg_policies
  where permissive = 'PERMISSIVE'
    and roles && array['public', 'anon', 'authenticated']::name[]
    and (global_chat_private.allows_anonymous(qual) or global_chat_private.allows_anonymous(with_check))
    and schemaname not in ('pg_catalog', 'information_schema', 'auth', 'cron', 'extensions', 'graphql', 'vault')
  union all
  select
    'table without row level security', format('%I.%I', nspname, relname), 'Anonymous users can read or write it. Enable row level security.'
  from pg_catalog.pg_class
  join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
  where relkind in ('r', 'p') and nspname = 'public' and not relrowsecurity
    and has_table_privilege('authenticated', pg_class.oid, 'select, insert, update, delete')
  union all
  select
    'private schema is exposed', 'global_chat_private', 'Take it out of the exposed schemas of the Data API.'
  where current_setting('pgrst.db_schemas', true) ~ '\mglobal_chat_private\M'
  union all
  select
    'broadcast from the database is missing', 'realtime.send', 'Enable Realtime for this project, or update it.'
  where to_regprocedure('realtime.send(jsonb, text, text, boolean)') is null
  union all
  select
    'files are not guarded', 'storage.objects',
    'The triggers on storage.objects are missing: run the schema again as a role that may create triggers there.'
  where 2 > (
    select count(*) from pg_catalog.pg_trigger
    where tgrelid = to_regclass('storage.objects') and tgname in ('global_chat_guard_new_file', 'global_chat_guard_stored_file')
      and tgenabled in ('O', 'A')
  )
  union all
  -- A sign-up that is confirmed by mail leaves the time of that mail. (Accounts that an admin made leave none either.)
  select
    'addresses look unconfirmed', 'Authentication → Sign In / Providers → Email',
    'Switch on Confirm email: otherwise anybody signs up with any address, also with one that was invited.'
  where not exists (select from auth.users where confirmation_sent_at is not null)
    and exists (
      select from auth.users
      where email_confirmed_at is not null and invited_at is null and not is_anonymous
        and raw_user_meta_data ? 'sub' and raw_app_meta_data ->> 'provider' = 'email'
    )
  union all
  select
    'trigger may fail for anonymous sign-ins', format('%I on auth.users', tgname),
    'Visitors of the chat sign in anonymously and have no email. Let the function return new at once when new.is_anonymous.'
  from pg_catalog.pg_trigger
  where tgrelid = to_regclass('auth.users') and not tgisinternal and tgtype & 4 = 4
  union all
  select 'tenant without an admin', slug, format(
    'select global_chat_add_agent(%L, (select id from auth.users where email = ''…''), ''admin'', ''Name'');', tenant.id
  )
  from public.global_chat_tenants as tenant
  where not exists (select from public.global_chat_agents where tenant_id = tenant.id and role = 'admin')
$$;

-- -------------------- 0037_usage.sql

-- Owns what a tenant may use up in one day (UTC): the counters behind the ceilings in global_chat_tenants.

-- Unlogged as the buckets are: a message costs no extra write-ahead log, and after a crash the day begins anew.
-- Sixteen rows for each number, so that visitors who write at the same time seldom wait for each other.
create unlogged table if not exists global_chat_private.usage_counts (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  day date not null,
  kind text not null
    constraint "kind is messages, sessions, visitors or file_bytes"
    check (kind in ('messages', 'sessions', 'visitors', 'file_bytes')),
  shard int not null,
  amount bigint not null,
  primary key (tenant_id, day, kind, shard)
) with (fillfactor = 50);
alter table global_chat_private.usage_counts enable row level security;
revoke all on global_chat_private.usage_counts from public, anon, authenticated, service_role;

create or replace function global_chat_private.today()
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
  return (now() at time zone 'UTC')::date;
end $$;

-- What the team was told of already: once for each day and kind.
create unlogged table if not exists global_chat_private.usage_warnings (
  tenant_id uuid not null references public.global_chat_tenants on delete cascade,
  day date not null,
  kind text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, day, kind)
);
alter table global_chat_private.usage_warnings enable row level security;
revoke all on global_chat_private.usage_warnings from public, anon, authenticated, service_role;

create or replace function global_chat_private.used_today(tenant uuid, wanted_kind text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum(amount), 0)::bigint from global_chat_private.usage_counts
    where tenant_id = tenant and day = global_chat_private.today() and kind = wanted_kind
  );
end $$;

create or replace function global_chat_private.ceiling_of(tenant public.global_chat_tenants, kind text)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case kind
    when 'messages' then tenant.messages_per_day
    when 'sessions' then tenant.sessions_per_day
    when 'visitors' then tenant.visitors_per_day
    when 'file_bytes' then tenant.file_bytes_per_day
  end;
end $$;

-- Counts what visitors use of their tenant's day; refuses with PT429 what would be over its ceiling, and tells the team
-- when four fifths of it are used.
create or replace function global_chat_private.count_usage(tenant uuid, wanted_kind text, more bigint default 1)
returns void
language plpgsql
set search_path = ''
as $$
declare
  this_day constant date := global_chat_private.today();
  -- By connection: calls at the same time come by different ones, and no caller can choose theirs.
  own_shard constant int := pg_backend_pid() % 16;
  own_amount bigint;
  ceiling bigint;
  used bigint;
begin
  insert into global_chat_private.usage_counts as counted (tenant_id, day, kind, shard, amount)
  values (tenant, this_day, wanted_kind, own_shard, more)
  on conflict on constraint usage_counts_pkey do update set amount = counted.amount + excluded.amount
  returning amount into own_amount;
  select
    global_chat_private.ceiling_of(owner, wanted_kind),
    own_amount + (
      select coalesce(sum(others.amount), 0) from global_chat_private.usage_counts as others
      where others.tenant_id = owner.id and others.day = this_day and others.kind = wanted_kind and others.shard <> own_shard
    )
  into ceiling, used
  from public.global_chat_tenants as owner
  where owner.id = tenant;
  if used > ceiling then
    perform global_chat_private.raise_tenant_limit();
  end if;
  if used >= 0.8 * ceiling then
    perform global_chat_private.warn_of_usage(tenant, wanted_kind, used, ceiling);
  end if;
end $$;

create or replace function global_chat_private.warn_of_usage(tenant uuid, wanted_kind text, used bigint, ceiling bigint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  told constant jsonb := jsonb_build_object('kind', wanted_kind, 'used', used, 'limit', ceiling);
begin
  insert into global_chat_private.usage_warnings (tenant_id, day, kind)
  values (tenant, global_chat_private.today(), wanted_kind)
  on conflict do nothing;
  if found then
    -- Nobody's doing: the visitor who happened to be the one is not named.
    insert into global_chat_private.audit_log (tenant_id, action, subject, counts)
    values (tenant, 'usage_warning', tenant, told);
    perform global_chat_private.broadcast(told, 'usage', 'inbox:' || tenant);
  end if;
end $$;

-- A file that a visitor stores, sent or not: it counts for the tenant and for the visitor's share of its day.
create or replace function global_chat_private.count_file_bytes(
  owner uuid, session public.global_chat_sessions, bytes bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform global_chat_private.take_visitor_tokens(
    'file_bytes', session.tenant_id, owner, (global_chat_private.person_of(session.visitor_id)).external_id, 1000, 1000,
    (select file_bytes_per_day from public.global_chat_tenants where id = session.tenant_id), bytes
  );
  perform global_chat_private.count_usage(session.tenant_id, 'file_bytes', bytes);
end $$;

-- How many bytes of files a visitor may still store at a tenant today: what is left of the tenant's day and of their share.
create or replace function global_chat_private.file_bytes_left(tenant uuid, caller uuid)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  ceiling constant bigint := (select file_bytes_per_day from public.global_chat_tenants where id = tenant);
begin
  return greatest(0, least(
    ceiling - global_chat_private.used_today(tenant, 'file_bytes'),
    global_chat_private.share_of_visitor(ceiling) - coalesce((
      select bucket.used_today from global_chat_private.rate_buckets as bucket
      where bucket.kind = 'visitor_file_bytes' and bucket.day = global_chat_private.today()
        and bucket.subject = global_chat_private.hash_of('user', tenant, caller::text)
    ), 0)
  ));
end $$;

-- {day, resets_at, messages: {used, limit, warned_at}, sessions, visitors, file_bytes}
create or replace function global_chat_private.usage(wanted_tenant uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  this_day constant date := global_chat_private.today();
  tenant public.global_chat_tenants;
begin
  perform global_chat_private.require_admin_or_service(wanted_tenant);
  select * into tenant from public.global_chat_tenants where id = wanted_tenant;
  return jsonb_build_object('day', this_day, 'resets_at', (this_day + 1)::timestamp at time zone 'UTC') || (
    select jsonb_object_agg(kind, jsonb_build_object(
      'used', global_chat_private.used_today(tenant.id, kind),
      'limit', global_chat_private.ceiling_of(tenant, kind),
      'warned_at', (
        select at from global_chat_private.usage_warnings as told
        where told.tenant_id = tenant.id and told.day = this_day and told.kind = kinds.kind
      )
    ))
    from unnest(array['messages', 'sessions', 'visitors', 'file_bytes']) as kinds (kind)
  );
end $$;

-- -------------------- 0038_stored_files.sql

-- Owns the last word on the rows of files, whoever writes them. The Storage server asks the policies in a transaction that
-- it takes back, receives the bytes, and then writes the row as the service, over whatever has come in between: so two
-- uploads at once, a signed address and a block in the meantime would all get past the policies alone.

-- What somebody who uploaded a file is in a session: the policies ask for the caller, this for the owner of the row.
create or replace function global_chat_private.part_of_owner(owner uuid, session public.global_chat_sessions)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from global_chat_private.visitor_auth as own
    where own.auth_uid = owner and own.tenant_id = session.tenant_id
      and own.visitor_id in (
        select session.visitor_id
        union all
        select merged_into from public.global_chat_visitors where id = session.visitor_id
      )
  ) then
    return 'visitor';
  end if;
  return (
    select 'agent' from public.global_chat_agents where tenant_id = session.tenant_id and user_id = owner
  );
end $$;

-- What Storage keeps beside a file's bytes when our clients uploaded it: nothing of the uploader's own, and how long browsers
-- may keep it. Anything else would be stored without being counted, and sent with every download.
create or replace function global_chat_private.has_plain_metadata(file storage.objects)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Older Storage servers have no such column.
  return coalesce(to_jsonb(file) -> 'user_metadata', 'null') in ('null', '{}')
    and coalesce(file.metadata ->> 'cacheControl', 'no-cache') ~ '^(no-cache|max-age=[0-9]{1,9})$';
end $$;

-- A file that a person uploads. The errors are those that Storage turns into 403 and 409.
-- What the secret key stores has no owner and is not counted.
create or replace function global_chat_private.guard_new_file()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  owner constant uuid := global_chat_private.uuid_or_null(new.owner_id);
  bytes constant bigint := coalesce((new.metadata ->> 'size')::bigint, 0);
  session public.global_chat_sessions;
  part text;
begin
  if new.owner_id is null then
    return new;
  end if;
  select * into session from public.global_chat_sessions where id = global_chat_private.session_of_path(new.name);
  part := global_chat_private.part_of_owner(owner, session);
  if part is null or not global_chat_private.is_plain_upload() or not global_chat_private.has_plain_metadata(new) then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  -- One file of a tenant after the other: what is counted stays true until this one is there.
  perform pg_advisory_xact_lock(hashtextextended('global_chat:files:' || session.tenant_id, 0));
  if exists (select from storage.objects where bucket_id = new.bucket_id and name = new.name) then
    raise exception using errcode = 'unique_violation', message = 'There is already a file of this name.';
  end if;
  -- Files come before their message: what is said, or was deleted, gets no more of them.
  if exists (
    select from public.global_chat_messages where id = global_chat_private.uuid_or_null(split_part(new.name, '/', 3))
  ) then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  -- The type and the size are known when the bytes are there.
  if global_chat_private.file_type_of(new.name) is distinct from
      coalesce(new.metadata ->> 'mimetype', global_chat_private.file_type_of(new.name))
    or global_chat_private.file_type_of(new.name) is null
    or not global_chat_private.has_room_for_file(session, part, bytes)
  then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
  end if;
  if part = 'visitor' then
    perform global_chat_private.count_file_bytes(owner, session, bytes);
  end if;
  return new;
exception
  when sqlstate 'PT429' then
    raise exception using errcode = 'insufficient_privilege', message = 'This file may not be stored here.';
end $$;

-- Once stored, a file is what it is, also for the secret key: what was read is what everybody reads.
create or replace function global_chat_private.guard_stored_file()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (new.bucket_id, new.name, new.version, new.metadata ->> 'size', new.metadata ->> 'mimetype')
    is distinct from (old.bucket_id, old.name, old.version, old.metadata ->> 'size', old.metadata ->> 'mimetype')
    or (not global_chat_private.has_plain_metadata(new) and global_chat_private.has_plain_metadata(old))
  then
    raise exception using errcode = 'insufficient_privilege', message = 'Files of the chat are never overwritten.';
  end if;
  return new;
end $$;

-- A hosted project lets its owner create triggers on storage.objects. Where it does not, check_installation says so.
do $$ begin
  create or replace trigger global_chat_guard_new_file
    before insert on storage.objects
    for each row when (new.bucket_id = 'global-chat')
    execute function global_chat_private.guard_new_file();
  create or replace trigger global_chat_guard_stored_file
    before update on storage.objects
    for each row when (old.bucket_id = 'global-chat' or new.bucket_id = 'global-chat')
    execute function global_chat_private.guard_stored_file();
exception
  when insufficient_privilege then
    raise warning 'Global Chat could not guard the files in Storage: %', sqlerrm;
end $$;

-- -------------------- 0039_erased_sessions.sql

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

-- -------------------- 0040_callers.sql

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

-- -------------------- 0041_visitor_write_limits.sql

-- Owns who of the visitors may write, how much, and from where: the one guard before everything a visitor changes. How many
-- messages and conversations is set by the owner, in columns of 0005_widgets.sql.

-- The person behind a visitor's row: whoever it was merged into, or itself. Whatever is read or written of a visitor
-- that was reached through a session is this row's.
create or replace function global_chat_private.person_of(visitor uuid)
returns public.global_chat_visitors
language plpgsql
stable
set search_path = ''
as $$
declare
  person public.global_chat_visitors;
begin
  select * into person from public.global_chat_visitors where id = visitor;
  if person.merged_into is not null then
    select * into person from public.global_chat_visitors where id = person.merged_into;
  end if;
  return person;
end $$;

-- The truth about a block. What a session says of it is a copy for the team's lists.
create or replace function global_chat_private.is_blocked(visitor uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return (global_chat_private.person_of(visitor)).blocked_at is not null;
end $$;

-- What one visitor may use of their tenant's day: a tenth.
create or replace function global_chat_private.share_of_visitor(daily bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ceil(daily / 10.0);
end $$;

-- Takes a token from the visitor's browser, from the person where one is known, so that several browsers are no more than
-- one, and from the address where one is known. Always in this order, so that two calls never wait in a circle.
-- The buckets belong to hashes, so that they outlive an erasure.
create or replace function global_chat_private.take_visitor_tokens(
  kind text, tenant uuid, caller uuid, external_id text, burst double precision, per_second double precision,
  daily bigint default null, amount bigint default 1
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  bucket constant text := 'visitor_' || kind;
  share constant bigint := global_chat_private.share_of_visitor(daily);
  installed global_chat_private.installation;
  address text;
begin
  select * into installed from global_chat_private.installation;
  perform global_chat_private.take_token(
    bucket, global_chat_private.hash_with(installed.secret, 'user', tenant, caller::text), burst, per_second, share, amount
  );
  if external_id is not null then
    perform global_chat_private.take_token(
      bucket, global_chat_private.hash_with(installed.secret, 'external_id', tenant, external_id), burst, per_second,
      share, amount
    );
  end if;
  address := global_chat_private.caller_address(installed);
  if address is not null then
    perform global_chat_private.take_token(
      bucket, global_chat_private.hash_with(installed.secret, 'address', tenant, address),
      installed.visitors_per_address * burst, installed.visitors_per_address * per_second,
      -- A quarter of the tenant's day for one address.
      ceil(daily / 4.0)::bigint, amount
    );
  end if;
end $$;

-- Refuses a visitor who is blocked, on a page that is not allowed, or too fast for this kind of writing: `message`,
-- `session`, `detail`, `event` or `receipt`. Notes that they are there.
drop function if exists global_chat_private.require_visitor_may_write(uuid, public.global_chat_sessions);
create or replace function global_chat_private.require_visitor_may_write(
  caller uuid, wanted_widget uuid, visitor uuid, kind text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  found record;
begin
  select
    person.id as person, person.tenant_id, person.external_id, person.blocked_at, person.last_seen_at, allowed_domains,
    case kind
      when 'message' then message_burst when 'session' then session_burst when 'receipt' then 120 when 'event' then 20 else 60
    end as burst,
    case kind
      when 'message' then messages_per_second when 'session' then sessions_per_second when 'receipt' then 4 when 'event' then 0.2 else 1
    end as per_second,
    case kind
      when 'message' then tenant.messages_per_day when 'session' then tenant.sessions_per_day
    end as daily
  into found
  from public.global_widget_config as config
  join public.global_chat_tenants as tenant on tenant.id = config.tenant_id
  -- As person_of finds it.
  join public.global_chat_visitors as person on person.id = (
    select coalesce(merged_into, id) from public.global_chat_visitors where id = visitor
  )
  where config.id = wanted_widget;
  if found.blocked_at is not null then
    perform global_chat_private.require_unblocked(found.blocked_at);
  end if;
  if found.allowed_domains <> '{}' then
    perform global_chat_private.require_allowed_origin(found.allowed_domains);
  end if;
  perform global_chat_private.take_visitor_tokens(
    kind, found.tenant_id, caller, found.external_id, found.burst, found.per_second, found.daily
  );
  if found.last_seen_at < clock_timestamp() - interval '1 minute' then
    update public.global_chat_visitors set last_seen_at = clock_timestamp() where id = found.person;
  end if;
end $$;

-- A new session also counts for its tenant. No visitor and no address may take more than a quarter of the tenant's.
create or replace function global_chat_private.take_session_tokens(caller uuid, widget public.global_widget_config)
returns void
language plpgsql
set search_path = ''
as $$
declare
  most constant double precision := widget.tenant_sessions_per_minute;
  quarter constant double precision := greatest(1, most / 4);
  address constant text := (
    select global_chat_private.caller_address(installed) from global_chat_private.installation as installed
  );
begin
  perform global_chat_private.take_token(
    'session_quarter', global_chat_private.hash_of('user', widget.tenant_id, caller::text), quarter, quarter / 60
  );
  if address is not null then
    perform global_chat_private.take_token(
      'session_quarter', global_chat_private.hash_of('address', widget.tenant_id, address), quarter, quarter / 60
    );
  end if;
  perform global_chat_private.take_token('tenant_sessions', widget.tenant_id, most, most / 60);
end $$;

-- Someone who erases themselves names no widget. One whose pages they wrote on must allow the page they are on now.
create or replace function global_chat_private.require_visitor_may_erase(caller uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from global_chat_private.visitor_auth where auth_uid = caller) and not exists (
    select
    from global_chat_private.visitor_auth as own
    join public.global_widget_config as widget on widget.tenant_id = own.tenant_id
    where own.auth_uid = caller
      and global_chat_private.is_allowed_host(widget.allowed_domains, global_chat_private.request_host())
  ) then
    perform global_chat_private.raise_error(403, 'origin_not_allowed', 'This chat may not be used on this page.');
  end if;
  perform global_chat_private.take_visitor_tokens('erasure', null, caller, null, 10, 0.05);
end $$;

-- -------------------- 0042_kept_blocks.sql

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

-- -------------------- 0043_metadata.sql

-- Owns the context that comes with sessions, visitors and messages: its known keys, its size, and what goes when it is
-- too much.

-- Context of at most 2 KB: known keys stay where they are, everything else is an attribute.
create or replace function global_chat_private.context_of(value jsonb, known text[])
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  own jsonb;
  others jsonb;
begin
  if value is null or value in ('null', '{}') then
    return '{}'::jsonb;
  end if;
  if jsonb_typeof(value) <> 'object' or jsonb_typeof(value -> 'attributes') <> 'object' then
    perform global_chat_private.raise_invalid_argument('metadata', 'metadata and its attributes must be objects.');
  end if;
  select
    coalesce(jsonb_object_agg(key, entry) filter (where key = any (known)), '{}'),
    coalesce(jsonb_object_agg(key, entry) filter (where not key = any (known || 'attributes'::text)), '{}')
  into own, others
  from jsonb_each(value) as pairs (key, entry);
  others := coalesce(value -> 'attributes', '{}') || others;
  if others <> '{}' then
    own := own || jsonb_build_object('attributes', others);
  end if;
  if global_chat_private.is_larger_than(own, 2048) then
    perform global_chat_private.raise_invalid_argument('metadata', 'metadata is larger than 2048 bytes.');
  end if;
  return own;
end $$;

create or replace function global_chat_private.session_metadata(value jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select global_chat_private.context_of(value, array[
    'page_url', 'page_title', 'referrer', 'pages', 'locale', 'time_zone', 'browser', 'os', 'device', 'screen',
    'place', 'campaign', 'trigger', 'consent_at', 'fields'
  ])
$$;

drop function if exists global_chat_private.merged_metadata(jsonb, jsonb);
-- New context over old, attribute by attribute. What is too much goes: first the attributes that were set longest ago,
-- then older keys. `attribute_order` is the names as they were last set, oldest first; names it lacks are older.
create or replace function global_chat_private.merged_metadata(
  old jsonb, new jsonb, old_order text[], out metadata jsonb, out attribute_order text[]
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  fresh constant text[] := array(select jsonb_object_keys(new -> 'attributes'));
  kept constant text[] := array(
    select name from jsonb_object_keys(old -> 'attributes') as name
    where not name = any (fresh) order by array_position(old_order, name) nulls first, name
  );
  -- The least missed first.
  keys constant text[] := array[
    'pages', 'screen', 'device', 'os', 'browser', 'place', 'time_zone', 'locale', 'referrer', 'page_title', 'page_url',
    'campaign', 'trigger', 'fields', 'consent_at'
  ];
  dropped int := 0;
  key text;
begin
  metadata := old || new || jsonb_build_object(
    'attributes', coalesce(old -> 'attributes', '{}') || coalesce(new -> 'attributes', '{}')
  );
  while octet_length(metadata::text) > 2048 and dropped < cardinality(kept) loop
    dropped := dropped + 1;
    metadata := metadata #- array['attributes', kept[dropped]];
  end loop;
  foreach key in array keys loop
    exit when octet_length(metadata::text) <= 2048;
    if not new ? key then
      metadata := metadata - key;
    end if;
  end loop;
  if metadata -> 'attributes' = '{}' then
    metadata := metadata - 'attributes';
  end if;
  attribute_order := kept[dropped + 1:] || fresh;
end $$;

create or replace function global_chat_private.message_metadata(value jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return global_chat_private.context_of(value, array['locale', 'page_url', 'trigger', 'canned_reply', 'kind']);
end $$;

-- -------------------- 0044_departures.sql

-- Owns how long somebody who left a team may still hear its topics. Realtime asks the policies when a socket joins and when
-- it gets a new token, not with each event: an open socket hears on until its access token ends. Until then events of the
-- tenant say that something changed, and nothing of what; clients ask for it, and asking is checked each time.

create table if not exists global_chat_private.departures (
  tenant_id uuid primary key references public.global_chat_tenants on delete cascade,
  heard_until timestamptz not null
);
alter table global_chat_private.departures enable row level security;
revoke all on global_chat_private.departures from public, anon, authenticated, service_role;

create or replace function global_chat_private.may_be_heard_by_former_member(tenant uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (
    select from global_chat_private.departures where tenant_id = tenant and heard_until > clock_timestamp()
  );
end $$;

-- How long a token may live: as long as the owner says, or as the token of whoever acts right now, when that is longer.
create or replace function global_chat_private.token_lifetime()
returns interval
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  claims constant jsonb := auth.jwt();
  own_life numeric;
begin
  if jsonb_typeof(claims -> 'exp') = 'number' and jsonb_typeof(claims -> 'iat') = 'number' then
    own_life := least((claims ->> 'exp')::numeric - (claims ->> 'iat')::numeric, 604800);
  end if;
  return make_interval(secs => greatest(
    own_life, (select access_token_seconds from global_chat_private.installation), 3600
  )::double precision);
end $$;

-- By whatever means a row goes: a call, SQL, or the deletion of the user.
create or replace function global_chat_private.remember_departure()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into global_chat_private.departures as known (tenant_id, heard_until)
  -- Not when the tenant itself is going.
  select id, clock_timestamp() + global_chat_private.token_lifetime()
  from public.global_chat_tenants where id = old.tenant_id
  on conflict (tenant_id) do update set heard_until = greatest(known.heard_until, excluded.heard_until);
  return null;
end $$;

create or replace trigger global_chat_agents_left
  after delete on public.global_chat_agents
  for each row execute function global_chat_private.remember_departure();

create or replace trigger global_chat_agents_moved
  after update of tenant_id, user_id on public.global_chat_agents
  for each row when ((old.tenant_id, old.user_id) is distinct from (new.tenant_id, new.user_id))
  execute function global_chat_private.remember_departure();

-- -------------------- 0045_agent_availability.sql

-- Owns whether agents are there: what they chose to be, and the heartbeat of their open inboxes. Visitors learn of it only
-- whether the team is online (0013_availability.sql).

create or replace function global_chat_private.online_needs_agent(tenant uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (select online_needs_agent from public.global_chat_tenants where id = tenant);
end $$;

-- An inbox sends a heartbeat each minute; two may get lost.
create or replace function global_chat_private.is_fresh_heartbeat(heartbeat timestamptz)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  return heartbeat > clock_timestamp() - interval '150 seconds';
end $$;

create or replace function global_chat_private.is_agent_online(tenant uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return exists (
    select from public.global_chat_agents
    where tenant_id = tenant and availability = 'online' and global_chat_private.is_fresh_heartbeat(last_heartbeat_at)
  );
end $$;

-- Open widgets ask again whether the team is there.
create or replace function global_chat_private.announce_availability(tenant uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  widget uuid;
begin
  for widget in select id from public.global_widget_config where tenant_id = tenant loop
    perform global_chat_private.broadcast('{"changed": true}', 'config', 'widget:' || widget);
  end loop;
end $$;

-- The caller's inbox is open, and the agent is this from now on; without a wish, what they were. {availability}
-- A heartbeat that repeats what is known since less than half its interval writes nothing.
create or replace function global_chat_private.set_availability(tenant uuid, wanted text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  moment constant timestamptz := clock_timestamp();
  was_online boolean;
  known public.global_chat_agents;
begin
  perform global_chat_private.require_agent(tenant);
  if wanted not in ('online', 'away', 'off') then
    perform global_chat_private.raise_invalid_argument('availability', 'availability is online, away or off.');
  end if;
  perform global_chat_private.take_agent_token(auth.uid());
  select * into known from public.global_chat_agents where tenant_id = tenant and user_id = auth.uid();
  if coalesce(wanted, known.availability) = known.availability and known.last_heartbeat_at > moment - interval '30 seconds' then
    return jsonb_build_object('availability', known.availability);
  end if;
  -- One after another, so that of two who leave at once the second one knows.
  perform from public.global_chat_tenants where id = tenant for no key update;
  update public.global_chat_tenants set online_needs_agent = true where id = tenant and online_needs_agent is null;
  -- Until the first heartbeat of all, visitors were told the hours.
  was_online := found or global_chat_private.is_agent_online(tenant);
  update public.global_chat_agents
  set availability = coalesce(wanted, availability), last_heartbeat_at = moment
  where tenant_id = tenant and user_id = auth.uid()
  returning * into known;
  if global_chat_private.online_needs_agent(tenant) and was_online <> global_chat_private.is_agent_online(tenant) then
    perform global_chat_private.announce_availability(tenant);
  end if;
  return jsonb_build_object('availability', known.availability);
end $$;

-- By whatever means a row goes: a call, SQL, or the deletion of the user.
create or replace function global_chat_private.announce_absence()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if global_chat_private.online_needs_agent(old.tenant_id)
    and old.availability = 'online' and global_chat_private.is_fresh_heartbeat(old.last_heartbeat_at)
    and not global_chat_private.is_agent_online(old.tenant_id)
  then
    perform global_chat_private.announce_availability(old.tenant_id);
  end if;
  return null;
end $$;

create or replace trigger global_chat_agents_absent
  after delete on public.global_chat_agents
  for each row execute function global_chat_private.announce_absence();

-- -------------------- 0046_visitor_events.sql

-- Owns what a page tells of what its visitor did: the newest events of a session, which only the team
-- sees; and what the visitor answered there.

-- One event as it is stored: what happened, a few values, and when, by the database's own clock.
create or replace function global_chat_private.checked_event(entry jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant jsonb := global_chat_private.known_object(entry, 'events', array['id', 'name', 'properties', 'age_ms'], 1024);
  event_id constant uuid := global_chat_private.uuid_or_null(lower(known ->> 'id'));
  event_name constant text := global_chat_private.short_text(known -> 'name', 'events.name', 60);
  age constant bigint := coalesce(global_chat_private.whole_number(known -> 'age_ms', 'events.age_ms', 86400000), 0);
  properties constant jsonb := coalesce(nullif(known -> 'properties', 'null'), '{}');
begin
  if event_id is null then
    perform global_chat_private.raise_invalid_argument('events.id', 'An event has an id, which is a UUID.');
  end if;
  if event_name is null or event_name ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]' then
    perform global_chat_private.raise_invalid_argument('events.name', 'An event has a name, on one line.');
  end if;
  if jsonb_typeof(properties) <> 'object' or octet_length(properties::text) > 512 or exists (
    select from jsonb_each(properties) as pairs (key, value) where jsonb_typeof(value) in ('object', 'array')
  ) then
    perform global_chat_private.raise_invalid_argument(
      'events.properties', 'The properties of an event are texts, numbers, true or false: at most 512 bytes together.'
    );
  end if;
  return jsonb_build_object(
    'id', event_id, 'name', event_name, 'properties', properties,
    'at', date_trunc('milliseconds', clock_timestamp() - make_interval(secs => age / 1000.0))
  );
end $$;

-- Old events and new ones, oldest first: the newest 20, of them as many as are 4 KB together. One that is there already,
-- because an answer was lost and it was sent again, stays as it is.
create or replace function global_chat_private.newest_events(old jsonb, new jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_agg(entry order by number desc)
  from (
    select entry, row_number() over newest as number, sum(octet_length(entry::text) + 2) over newest as bytes
    from (
      select distinct on (entry ->> 'id') entry, place
      from jsonb_array_elements(old || new) with ordinality as entries (entry, place)
      order by entry ->> 'id', place
    ) as different
    window newest as (order by (entry ->> 'at')::timestamptz desc, place desc)
  ) as counted
  where number <= 20 and bytes <= 4096
$$;

create or replace function global_chat_private.track(wanted_session uuid, events jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := global_chat_private.require_user();
  session public.global_chat_sessions;
  kept jsonb;
begin
  if jsonb_typeof(events) is distinct from 'array' or jsonb_array_length(events) not between 1 and 20 then
    perform global_chat_private.raise_invalid_argument('events', 'events is a list of 1 to 20.');
  end if;
  events := (select jsonb_agg(global_chat_private.checked_event(entry)) from jsonb_array_elements(events) as entry);
  select * into session from public.global_chat_sessions where id = wanted_session for no key update;
  if global_chat_private.part_of(session.tenant_id, session.visitor_id) is distinct from 'visitor' then
    perform global_chat_private.raise_not_found();
  end if;
  perform global_chat_private.require_visitor_may_write(caller, session.widget_id, session.visitor_id, 'event');
  kept := global_chat_private.newest_events(session.visitor_events, events);
  if kept <> session.visitor_events then
    update public.global_chat_sessions
    set visitor_events = kept, team_rev = team_rev + 1, team_updated_at = clock_timestamp()
    where id = session.id
    returning * into session;
    perform global_chat_private.announce_to_team(session, global_chat_private.session_summary(session));
  end if;
  return global_chat_private.session_view(session);
end $$;

-- The message beside the launcher that a conversation answers. The visitor names which; its words are the owner's own.
create or replace function global_chat_private.answered_trigger(session public.global_chat_sessions)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  wanted constant text := session.visitor_metadata ->> 'trigger';
  widget public.global_widget_config;
begin
  if wanted is null then
    return null;
  end if;
  select * into widget from public.global_widget_config where id = session.widget_id;
  if wanted = 'teaser' then
    return nullif(widget.teaser_text, '');
  end if;
  return (
    select entry ->> 'message' from jsonb_array_elements(widget.triggers) as entry where entry ->> 'id' = wanted
  );
end $$;

-- -------------------- 0047_search_snippets.sql

-- Owns what a search shows of a hit: some words around the first match, with the matches marked.

-- How many letters of a text stand before a place of the folded one; a letter that has begun is among them. `ends` is where
-- each letter ends there, null where the two texts run alike.
create or replace function global_chat_private.letters_before(ends int[], place bigint)
returns int
language sql
immutable
set search_path = ''
as $$
  select case when ends is null then place else greatest(
    width_bucket(place::int, ends), (width_bucket(place::int - 1, ends) + 1) * (place > 0)::int
  ) end
$$;

-- About 160 characters around the first match, cut into [{text, match}]: parts to be shown as text, never as markup.
create or replace function global_chat_private.snippet(content text, query text)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- A word begins where no letter stands before it; within scripts without spaces anywhere.
  pattern constant text := (
    select string_agg(case when global_chat_private.searchable(word) = word then '(?<![[:alnum:]])' else '' end || word, '|' order by length(word) desc)
    from unnest(global_chat_private.query_words(query)) as word
  );
  clean constant text := regexp_replace(translate(content, chr(2) || chr(3), ''), '\s+', ' ', 'g');
  folded constant text := global_chat_private.folded(clean);
  -- Where each character ends in the folded text, counted from those that are skipped; null where the two run alike.
  ends int[];
  skipped int := 0;
  skipped_folded int := 0;
  before_cut constant int := greatest(
    strpos(regexp_replace(folded, '(' || pattern || ')', chr(2) || '\1'), chr(2)) - 61, 0
  );
begin
  if clean is not nfkc normalized
    or clean ~* '[ßæœþ\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670]' then
    -- Folding letter by letter takes long, so what stands before the match is folded by fifties.
    select coalesce(max(letters), 0), coalesce(max(upto), 0) into skipped, skipped_folded
    from (
      select 50 * place as letters, sum(length(global_chat_private.folded(substr(clean, 50 * place - 49, 50)))) over (order by place) as upto
      from generate_series(1, length(clean) / 50) as place
    ) as fifties
    where upto <= before_cut;
    ends := array(
      select sum(length(global_chat_private.folded(letter))) over (order by place)
      from regexp_split_to_table(substr(clean, skipped + 1, 400), '') with ordinality as letters (letter, place)
      order by place
    );
  end if;
  return (
    with pieces as (
      select number, length(piece) as size, before_cut - skipped_folded + sum(length(piece)) over (order by number) as upto
      from regexp_split_to_table(
        regexp_replace(substr(folded, before_cut + 1, 160), '(' || pattern || ')', chr(2) || '\1' || chr(2), 'g'), chr(2)
      ) with ordinality as pieces (piece, number)
    ),
    places as (
      select number, global_chat_private.letters_before(ends, upto - size) as start, global_chat_private.letters_before(ends, upto) as ending
      from pieces
    )
    select jsonb_agg(jsonb_build_object('text', substr(clean, skipped + start + 1, ending - start), 'match', number % 2 = 0) order by number)
    from places where ending > start
  );
end $$;

-- -------------------- 0050_visitor_api.sql

-- Owns the names under which visitors (and agents, where they take part) call: the public half of docs/protocol.md.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

drop function if exists public.global_chat_widget_config(uuid);
create or replace function public.global_chat_widget_config(widget_id uuid, locale text default null)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.widget_config(widget_id, locale); end $$;
comment on function public.global_chat_widget_config(uuid, text) is
  'What everybody may know about a widget. The only function that needs no sign-in.';

create or replace function public.global_chat_open_session(widget_id uuid, session_id uuid, visitor jsonb default '{}', metadata jsonb default '{}')
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.open_session(widget_id, session_id, visitor, metadata); end $$;
comment on function public.global_chat_open_session(uuid, uuid, jsonb, jsonb) is
  'Opens a session for the signed-in visitor, once: repeating the id returns the same session.';

create or replace function public.global_chat_my_sessions(widget_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.my_sessions(widget_id); end $$;
comment on function public.global_chat_my_sessions(uuid) is
  'The caller''s own sessions at a widget, newest first, at most 50.';

create or replace function public.global_chat_update_visitor(session_id uuid, visitor jsonb default '{}', metadata jsonb default '{}')
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_visitor(session_id, visitor, metadata); end $$;
comment on function public.global_chat_update_visitor(uuid, jsonb, jsonb) is
  'The visitor''s name, email or context, given later than at the start.';

create or replace function public.global_chat_track(session_id uuid, events jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.track(session_id, events); end $$;
comment on function public.global_chat_track(uuid, jsonb) is
  'What the visitor did on the page, told by the page; the team sees the newest twenty.';

create or replace function public.global_chat_send_message(
  session_id uuid,
  message_id uuid,
  content text,
  attachments jsonb default '[]',
  metadata jsonb default '{}'
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.send_message(session_id, message_id, content, attachments, metadata); end $$;
comment on function public.global_chat_send_message(uuid, uuid, text, jsonb, jsonb) is
  'Stores a message of the caller and tells all participants, once: repeating the id returns the stored row.';

drop function if exists public.global_chat_edit_message(uuid, text);
create or replace function public.global_chat_edit_message(
  message_id uuid, content text, base_rev bigint default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.edit_message(message_id, content, base_rev); end $$;
comment on function public.global_chat_edit_message(uuid, text, bigint) is
  'New words for a message of the caller. With base_rev only while its rev is still that one.';

create or replace function public.global_chat_delete_message(message_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_message(message_id); end $$;
comment on function public.global_chat_delete_message(uuid) is
  'Leaves a tombstone in place of a message of the caller.';

create or replace function public.global_chat_sync(
  session_id uuid,
  since_rev bigint default null,
  before_seq bigint default null,
  page_size int default null
)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.sync_session(session_id, since_rev, before_seq, page_size); end $$;
comment on function public.global_chat_sync(uuid, bigint, bigint, int) is
  'Pages of messages, or everything that changed after a rev, from one snapshot.';

create or replace function public.global_chat_mark_read(session_id uuid, seq bigint)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.mark(session_id, seq, true); end $$;
comment on function public.global_chat_mark_read(uuid, bigint) is
  'Moves the caller''s read position forward. Reading implies delivery.';

create or replace function public.global_chat_mark_delivered(session_id uuid, seq bigint)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.mark(session_id, seq, false); end $$;
comment on function public.global_chat_mark_delivered(uuid, bigint) is
  'Moves the caller''s delivered position forward.';

create or replace function public.global_chat_rate_session(session_id uuid, score int, comment text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.rate_session(session_id, score, comment); end $$;
comment on function public.global_chat_rate_session(uuid, int, text) is
  'The visitor''s rating, 1 to 5, with an optional remark.';

create or replace function public.global_chat_attachment_path(session_id uuid, message_id uuid, file_name text)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.attachment_path(session_id, message_id, file_name); end $$;
comment on function public.global_chat_attachment_path(uuid, uuid, text) is
  'Where in bucket global-chat the caller may upload a file for a message.';

create or replace function public.global_chat_identify(widget_id uuid, token text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.identify(widget_id, token); end $$;
comment on function public.global_chat_identify(uuid, text) is
  'Makes the caller the person that a token signed by the host speaks of.';

create or replace function public.global_chat_erase_me()
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.erase_me(); end $$;
comment on function public.global_chat_erase_me() is
  'Deletes everything of the caller. Remove the returned files through Storage after that.';

-- -------------------- 0051_agent_api.sql

-- Owns the names under which agents call: the team's half of docs/protocol.md.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

create or replace function public.global_chat_my_memberships()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.my_memberships(); end $$;
comment on function public.global_chat_my_memberships() is
  'The tenants that the caller works for.';

create or replace function public.global_chat_team(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.team(tenant_id); end $$;
comment on function public.global_chat_team(uuid) is
  'The agents of a tenant.';

create or replace function public.global_chat_set_availability(tenant_id uuid, availability text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.set_availability(tenant_id, availability); end $$;
comment on function public.global_chat_set_availability(uuid, text) is
  'The heartbeat of an open inbox; with availability (online, away, off) also what the caller is from now on.';

create or replace function public.global_chat_list_sessions(
  tenant_id uuid,
  filters jsonb default '{}',
  page_size int default null,
  cursor jsonb default null
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_sessions(tenant_id, filters, page_size, cursor); end $$;
comment on function public.global_chat_list_sessions(uuid, jsonb, int, jsonb) is
  'Sessions of a tenant, newest message first, with counts by status.';

create or replace function public.global_chat_session_details(session_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.session_details(session_id); end $$;
comment on function public.global_chat_session_details(uuid) is
  'A session with its notes and the visitor''s other sessions.';

create or replace function public.global_chat_update_session(session_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_session(session_id, changes); end $$;
comment on function public.global_chat_update_session(uuid, jsonb) is
  'Changes status, assigned_to, tags, priority or snoozed_until.';

create or replace function public.global_chat_update_sessions(session_ids uuid[], changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_sessions(session_ids, changes); end $$;
comment on function public.global_chat_update_sessions(uuid[], jsonb) is
  'The same changes for up to 200 sessions, all or none.';

create or replace function public.global_chat_add_note(session_id uuid, content text, mentions uuid[] default null, note_id uuid default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.add_note(session_id, content, mentions, note_id); end $$;
comment on function public.global_chat_add_note(uuid, text, uuid[], uuid) is
  'A note that only the team reads.';

create or replace function public.global_chat_update_note(note_id uuid, content text default null, mentions uuid[] default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_note(note_id, content, mentions); end $$;
comment on function public.global_chat_update_note(uuid, text, uuid[]) is
  'New words or mentions for a note of the caller.';

create or replace function public.global_chat_delete_note(note_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_note(note_id); end $$;
comment on function public.global_chat_delete_note(uuid) is
  'Deletes a note of the caller; admins may delete every note.';

create or replace function public.global_chat_list_canned_replies(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_canned_replies(tenant_id); end $$;
comment on function public.global_chat_list_canned_replies(uuid) is
  'Shared canned replies and the caller''s own.';

create or replace function public.global_chat_save_canned_reply(
  tenant_id uuid,
  shortcut text,
  content text,
  shared boolean default true,
  reply_id uuid default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.save_canned_reply(tenant_id, shortcut, content, shared, reply_id); end $$;
comment on function public.global_chat_save_canned_reply(uuid, text, text, boolean, uuid) is
  'Makes a canned reply, or changes the one with this id.';

create or replace function public.global_chat_delete_canned_reply(reply_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_canned_reply(reply_id); end $$;
comment on function public.global_chat_delete_canned_reply(uuid) is
  'Deletes a canned reply.';

create or replace function public.global_chat_search(
  tenant_id uuid,
  query text,
  filters jsonb default '{}',
  page_size int default null,
  cursor jsonb default null
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.search(tenant_id, query, filters, page_size, cursor); end $$;
comment on function public.global_chat_search(uuid, text, jsonb, int, jsonb) is
  'Finds messages, notes and visitors by words, newest first.';

create or replace function public.global_chat_export(tenant_id uuid, filters jsonb default '{}', cursor jsonb default null)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.export_sessions(tenant_id, filters, cursor); end $$;
comment on function public.global_chat_export(uuid, jsonb, jsonb) is
  'Complete sessions, oldest first, page by page.';

create or replace function public.global_chat_report(tenant_id uuid, since timestamptz, until timestamptz, time_zone text default 'UTC')
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.report(tenant_id, since, until, time_zone); end $$;
comment on function public.global_chat_report(uuid, timestamptz, timestamptz, text) is
  'Volume, times and ratings of the sessions that began in a time, by day and agent.';

create or replace function public.global_chat_block_visitor(visitor_id uuid, blocked boolean default true)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.block_visitor(visitor_id, blocked); end $$;
comment on function public.global_chat_block_visitor(uuid, boolean) is
  'Stops a visitor from writing, or lets them write again.';

create or replace function public.global_chat_list_saved_views(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_saved_views(tenant_id); end $$;
comment on function public.global_chat_list_saved_views(uuid) is
  'Shared views of the inbox and the caller''s own.';

create or replace function public.global_chat_save_view(
  tenant_id uuid,
  name text,
  filters jsonb,
  shared boolean default false,
  view_id uuid default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.save_view(tenant_id, name, filters, shared, view_id); end $$;
comment on function public.global_chat_save_view(uuid, text, jsonb, boolean, uuid) is
  'Makes a view, or changes the one with this id.';

create or replace function public.global_chat_delete_saved_view(view_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.delete_saved_view(view_id); end $$;
comment on function public.global_chat_delete_saved_view(uuid) is
  'Deletes a view.';

create or replace function public.global_chat_list_widgets(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_widgets(tenant_id); end $$;
comment on function public.global_chat_list_widgets(uuid) is
  'The widgets of a tenant.';

create or replace function public.global_chat_widget_settings(widget_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.widget_settings(widget_id); end $$;
comment on function public.global_chat_widget_settings(uuid) is
  'The whole row of a widget, for its team.';

-- -------------------- 0052_admin_api.sql

-- Owns the names under which admins and the secret key call.
-- Each function here runs with the caller's own rights and does nothing but call its private twin, which checks and acts.
-- In plpgsql because that remembers its plan; and arguments never meet a column, as there is no query.

create or replace function public.global_chat_update_widget(widget_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_widget(widget_id, changes); end $$;
comment on function public.global_chat_update_widget(uuid, jsonb) is
  'Changes columns of a widget; a wrong value is refused with a sentence.';

create or replace function public.global_chat_create_widget(tenant_id uuid, name text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.create_widget(tenant_id, name); end $$;
comment on function public.global_chat_create_widget(uuid, text) is
  'A new widget with default settings.';

create or replace function public.global_chat_rotate_identity_key(widget_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.rotate_identity_key(widget_id); end $$;
comment on function public.global_chat_rotate_identity_key(uuid) is
  'A new key for signing identity tokens, shown once.';

create or replace function public.global_chat_add_agent(tenant_id uuid, user_id uuid, role text default 'agent', display_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.add_agent(tenant_id, user_id, role, display_name); end $$;
comment on function public.global_chat_add_agent(uuid, uuid, text, text) is
  'Makes an existing user an agent.';

create or replace function public.global_chat_update_agent(tenant_id uuid, user_id uuid, changes jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.update_agent(tenant_id, user_id, changes); end $$;
comment on function public.global_chat_update_agent(uuid, uuid, jsonb) is
  'Changes role, display_name or avatar_url; agents may change their own name and picture.';

create or replace function public.global_chat_remove_agent(tenant_id uuid, user_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.remove_agent(tenant_id, user_id); end $$;
comment on function public.global_chat_remove_agent(uuid, uuid) is
  'Takes somebody off the team; agents may leave by themselves.';

create or replace function public.global_chat_invite_agent(tenant_id uuid, email text, role text default 'agent', display_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.invite_agent(tenant_id, email, role, display_name); end $$;
comment on function public.global_chat_invite_agent(uuid, text, text, text) is
  'Lets the owner of an address join the team.';

create or replace function public.global_chat_list_invitations(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.list_invitations(tenant_id); end $$;
comment on function public.global_chat_list_invitations(uuid) is
  'Invitations that wait.';

create or replace function public.global_chat_cancel_invitation(tenant_id uuid, email text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.cancel_invitation(tenant_id, email); end $$;
comment on function public.global_chat_cancel_invitation(uuid, text) is
  'Takes an invitation back.';

create or replace function public.global_chat_accept_invitations(code text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.accept_invitations(code); end $$;
comment on function public.global_chat_accept_invitations(text) is
  'Joins the caller to the team that sent this code to their confirmed address.';

create or replace function public.global_chat_erase_visitor(visitor_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.erase_visitor(visitor_id); end $$;
comment on function public.global_chat_erase_visitor(uuid) is
  'Deletes everything of a person. Remove the returned files through Storage after that.';

create or replace function public.global_chat_audit_log(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.audit_entries(tenant_id); end $$;
comment on function public.global_chat_audit_log(uuid) is
  'Who did what to people''s data, newest first.';

create or replace function public.global_chat_create_tenant(slug text, name text, admin_id uuid default null, admin_name text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.create_tenant(slug, name, admin_id, admin_name); end $$;
comment on function public.global_chat_create_tenant(text, text, uuid, text) is
  'A tenant with its first widget and admin. Secret key only.';

create or replace function public.global_chat_apply_retention(dry_run boolean default true)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$ begin return global_chat_private.apply_retention(dry_run); end $$;
comment on function public.global_chat_apply_retention(boolean) is
  'Deletes what is past the retention of each tenant, or tells what it would delete. Secret key only.';

create or replace function public.global_chat_leftover_files()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.leftover_files(); end $$;
comment on function public.global_chat_leftover_files() is
  'Files whose bytes are still to be removed: erased ones, and uploads that no message carries after a week. Secret key only.';

create or replace function public.global_chat_leftover_users()
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.leftover_users(); end $$;
comment on function public.global_chat_leftover_users() is
  'Anonymous users whom the chat signed in, without a conversation and not seen for a week. Secret key only.';

create or replace function public.global_chat_usage(tenant_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$ begin return global_chat_private.usage(tenant_id); end $$;
comment on function public.global_chat_usage(uuid) is
  'What visitors used today of each of the tenant''s ceilings.';

-- -------------------- 0060_grants.sql

-- Owns who may execute what, by name. Everything else is closed, whatever the project's default privileges are.

-- Functions that had other names up to 0.1.0.
drop function if exists
  global_chat_private.adopt_sessions(uuid[], public.global_chat_visitors),
  global_chat_private.introduce_visitor(public.global_chat_visitors, jsonb, jsonb),
  global_chat_private.lets_in_anonymous(text),
  global_chat_private.refuse(int, text, text, jsonb),
  global_chat_private.refuse_argument(text, text),
  global_chat_private.refuse_identity(text),
  global_chat_private.refuse_unknown(),
  global_chat_private.refuse_unless_agent(public.global_chat_sessions);

do $$
declare
  routine regprocedure;
begin
  for routine in
    select oid::regprocedure from pg_proc
    where pronamespace = 'global_chat_private'::regnamespace
      or (pronamespace = 'public'::regnamespace and starts_with(proname, 'global_chat_'))
  loop
    execute format('revoke execute on function %s from public, anon, authenticated, service_role', routine);
  end loop;
end $$;

-- Everybody with the project's key, signed in or not.
grant execute on function
  public.global_chat_widget_config(uuid, text),
  global_chat_private.widget_config(uuid, text)
  to anon, authenticated, service_role;

-- Asked by the policies on realtime.messages; `widget:<id>` needs no sign-in.
grant execute on function
  global_chat_private.may_hear(text, text),
  global_chat_private.may_speak(text, text),
  global_chat_private.is_our_topic(text),
  global_chat_private.may_see_file(text, text),
  global_chat_private.my_file_folders(),
  global_chat_private.may_store_file(text),
  global_chat_private.may_remove_file(text)
  to anon, authenticated;

-- Asked by the policies on our tables.
grant execute on function
  global_chat_private.my_tenant_ids(),
  global_chat_private.my_visitor_ids()
  to authenticated;

-- Visitors and agents. The private twins check who calls; the public names only pass arguments on.
grant execute on function
  public.global_chat_open_session(uuid, uuid, jsonb, jsonb),
  global_chat_private.open_session(uuid, uuid, jsonb, jsonb),
  public.global_chat_my_sessions(uuid),
  global_chat_private.my_sessions(uuid),
  public.global_chat_update_visitor(uuid, jsonb, jsonb),
  global_chat_private.update_visitor(uuid, jsonb, jsonb),
  public.global_chat_track(uuid, jsonb),
  global_chat_private.track(uuid, jsonb),
  public.global_chat_send_message(uuid, uuid, text, jsonb, jsonb),
  global_chat_private.send_message(uuid, uuid, text, jsonb, jsonb),
  public.global_chat_edit_message(uuid, text, bigint),
  global_chat_private.edit_message(uuid, text, bigint),
  public.global_chat_delete_message(uuid),
  global_chat_private.delete_message(uuid),
  public.global_chat_sync(uuid, bigint, bigint, int),
  global_chat_private.sync_session(uuid, bigint, bigint, int),
  public.global_chat_mark_read(uuid, bigint),
  public.global_chat_mark_delivered(uuid, bigint),
  global_chat_private.mark(uuid, bigint, boolean),
  public.global_chat_rate_session(uuid, int, text),
  global_chat_private.rate_session(uuid, int, text),
  public.global_chat_attachment_path(uuid, uuid, text),
  global_chat_private.attachment_path(uuid, uuid, text),
  public.global_chat_identify(uuid, text),
  global_chat_private.identify(uuid, text),
  public.global_chat_erase_me(),
  global_chat_private.erase_me()
  to authenticated;

-- Agents.
grant execute on function
  public.global_chat_my_memberships(),
  global_chat_private.my_memberships(),
  public.global_chat_team(uuid),
  global_chat_private.team(uuid),
  public.global_chat_set_availability(uuid, text),
  global_chat_private.set_availability(uuid, text),
  public.global_chat_list_sessions(uuid, jsonb, int, jsonb),
  global_chat_private.list_sessions(uuid, jsonb, int, jsonb),
  public.global_chat_session_details(uuid),
  global_chat_private.session_details(uuid),
  public.global_chat_update_session(uuid, jsonb),
  global_chat_private.update_session(uuid, jsonb),
  public.global_chat_update_sessions(uuid[], jsonb),
  global_chat_private.update_sessions(uuid[], jsonb),
  public.global_chat_add_note(uuid, text, uuid[], uuid),
  global_chat_private.add_note(uuid, text, uuid[], uuid),
  public.global_chat_update_note(uuid, text, uuid[]),
  global_chat_private.update_note(uuid, text, uuid[]),
  public.global_chat_delete_note(uuid),
  global_chat_private.delete_note(uuid),
  public.global_chat_list_canned_replies(uuid),
  global_chat_private.list_canned_replies(uuid),
  public.global_chat_save_canned_reply(uuid, text, text, boolean, uuid),
  global_chat_private.save_canned_reply(uuid, text, text, boolean, uuid),
  public.global_chat_delete_canned_reply(uuid),
  global_chat_private.delete_canned_reply(uuid),
  public.global_chat_search(uuid, text, jsonb, int, jsonb),
  global_chat_private.search(uuid, text, jsonb, int, jsonb),
  public.global_chat_export(uuid, jsonb, jsonb),
  global_chat_private.export_sessions(uuid, jsonb, jsonb),
  public.global_chat_report(uuid, timestamptz, timestamptz, text),
  global_chat_private.report(uuid, timestamptz, timestamptz, text),
  public.global_chat_block_visitor(uuid, boolean),
  global_chat_private.block_visitor(uuid, boolean),
  public.global_chat_list_saved_views(uuid),
  global_chat_private.list_saved_views(uuid),
  public.global_chat_save_view(uuid, text, jsonb, boolean, uuid),
  global_chat_private.save_view(uuid, text, jsonb, boolean, uuid),
  public.global_chat_delete_saved_view(uuid),
  global_chat_private.delete_saved_view(uuid),
  public.global_chat_list_widgets(uuid),
  global_chat_private.list_widgets(uuid),
  public.global_chat_accept_invitations(text),
  global_chat_private.accept_invitations(text)
  to authenticated;

-- Admins.
grant execute on function
  public.global_chat_update_widget(uuid, jsonb),
  global_chat_private.update_widget(uuid, jsonb),
  public.global_chat_erase_visitor(uuid),
  global_chat_private.erase_visitor(uuid),
  public.global_chat_audit_log(uuid),
  global_chat_private.audit_entries(uuid)
  to authenticated;

-- Admins, and the secret key.
grant execute on function
  public.global_chat_rotate_identity_key(uuid),
  global_chat_private.rotate_identity_key(uuid),
  public.global_chat_usage(uuid),
  global_chat_private.usage(uuid),
  public.global_chat_widget_settings(uuid),
  global_chat_private.widget_settings(uuid),
  public.global_chat_create_widget(uuid, text),
  global_chat_private.create_widget(uuid, text),
  public.global_chat_add_agent(uuid, uuid, text, text),
  global_chat_private.add_agent(uuid, uuid, text, text),
  public.global_chat_update_agent(uuid, uuid, jsonb),
  global_chat_private.update_agent(uuid, uuid, jsonb),
  public.global_chat_remove_agent(uuid, uuid),
  global_chat_private.remove_agent(uuid, uuid),
  public.global_chat_invite_agent(uuid, text, text, text),
  global_chat_private.invite_agent(uuid, text, text, text),
  public.global_chat_list_invitations(uuid),
  global_chat_private.list_invitations(uuid),
  public.global_chat_cancel_invitation(uuid, text),
  global_chat_private.cancel_invitation(uuid, text)
  to authenticated, service_role;

-- The secret key alone.
grant execute on function
  public.global_chat_create_tenant(text, text, uuid, text),
  global_chat_private.create_tenant(text, text, uuid, text),
  public.global_chat_apply_retention(boolean),
  global_chat_private.apply_retention(boolean),
  public.global_chat_leftover_files(),
  global_chat_private.leftover_files(),
  public.global_chat_leftover_users(),
  global_chat_private.leftover_users()
  to service_role;

-- The checks behind the constraints of global_widget_config run with the rights of whoever writes the row.
grant execute on function
  global_chat_private.are_domains(text[]),
  global_chat_private.is_time_zone(text),
  global_chat_private.are_slots(jsonb),
  global_chat_private.are_business_hours(jsonb),
  global_chat_private.are_date_exceptions(jsonb),
  global_chat_private.are_locales(jsonb),
  global_chat_private.are_form_fields(jsonb),
  global_chat_private.are_form_conditions(jsonb),
  global_chat_private.are_triggers(jsonb)
  to service_role;

-- Whoever writes rows directly needs what the indexes compute.
grant execute on function
  global_chat_private.folded(text),
  global_chat_private.searchable(text),
  global_chat_private.search_vector(uuid, text)
  to service_role;

-- The Data API learns of new functions.
notify pgrst, 'reload schema';

commit;
