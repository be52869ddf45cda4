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
