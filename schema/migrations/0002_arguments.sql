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
