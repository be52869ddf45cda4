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
