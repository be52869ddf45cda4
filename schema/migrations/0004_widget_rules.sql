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
