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
