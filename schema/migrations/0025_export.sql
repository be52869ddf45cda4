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
