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
