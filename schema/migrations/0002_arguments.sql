-- Owns the checks of values that callers send. Pure functions: they read no table.

-- A trimmed text of at most `longest` characters, or null when it is empty.
create or replace function global_chat_private.short_text(value jsonb, field text, longest int)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  content text;
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return null;
  end if;
  if jsonb_typeof(value) <> 'string' then
    perform global_chat_private.refuse_argument(field, format('%s must be a text.', field));
  end if;
  content := btrim(value #>> '{}', E' \t\n\r');
  if char_length(content) > longest then
    perform global_chat_private.refuse_argument(field, format('%s is longer than %s characters.', field, longest));
  end if;
  return nullif(content, '');
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
    perform global_chat_private.refuse_argument(field, format('%s must be an object.', field));
  end if;
  if octet_length(value::text) > most_bytes then
    perform global_chat_private.refuse_argument(field, format('%s is larger than %s bytes.', field, most_bytes));
  end if;
  select key into stranger from jsonb_object_keys(value) as key where not key = any (known) limit 1;
  if stranger is not null then
    perform global_chat_private.refuse_argument(
      field || '.' || left(stranger, 60),
      format('%s has no key "%s". Known keys: %s.', field, left(stranger, 60), array_to_string(known, ', '))
    );
  end if;
  return value;
end $$;

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
  if jsonb_typeof(value) <> 'object' or jsonb_typeof(coalesce(value -> 'attributes', '{}')) <> 'object' then
    perform global_chat_private.refuse_argument('metadata', 'metadata and its attributes must be objects.');
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
  if octet_length(own::text) > 2048 then
    perform global_chat_private.refuse_argument('metadata', 'metadata is larger than 2048 bytes.');
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

-- New context over old: attributes are merged one by one.
create or replace function global_chat_private.merged_metadata(old jsonb, new jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select global_chat_private.session_metadata(
    old || new || jsonb_build_object('attributes', coalesce(old -> 'attributes', '{}') || coalesce(new -> 'attributes', '{}'))
  )
$$;

create or replace function global_chat_private.message_metadata(value jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return global_chat_private.context_of(value, array['locale', 'page_url', 'trigger', 'canned_reply', 'kind']);
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
  if address is not null and address !~ '^[^[:space:]@<>"]+@[^[:space:]@<>"]+[.][^[:space:]@<>".]+$' then
    perform global_chat_private.refuse_argument(field, 'Enter an email like name@example.com.');
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
  if value is null or jsonb_typeof(value) = 'null' then
    return null;
  end if;
  if jsonb_typeof(value) <> 'string' or value #>> '{}' !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then
    perform global_chat_private.refuse_argument(field, format('%s must be an ISO 8601 time.', field));
  end if;
  begin
    moment := (value #>> '{}')::timestamptz;
  exception
    when invalid_datetime_format or datetime_field_overflow or invalid_parameter_value then
      perform global_chat_private.refuse_argument(field, format('%s must be an ISO 8601 time.', field));
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
  if value is null or jsonb_typeof(value) = 'null' then
    return '{}';
  end if;
  if jsonb_typeof(value) <> 'array' or jsonb_array_length(value) > most then
    perform global_chat_private.refuse_argument(field, format('%s must be a list of at most %s texts.', field, most));
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
  if value is null or jsonb_typeof(value) = 'null' then
    return null;
  end if;
  if jsonb_typeof(value) <> 'number' or value::numeric <> trunc(value::numeric) or value::numeric not between 0 and most then
    perform global_chat_private.refuse_argument(field, format('%s must be a whole number from 0 to %s.', field, most));
  end if;
  return value::bigint;
end $$;
