-- Owns who may join, hear and write which Realtime topic: policies on realtime.messages.
-- Topics that carry messages are written by the database only; typing and presence have their own.

-- The id in a topic `<prefix>:<uuid>`, or null: for wrong case, suffixes, spaces and everything else.
create or replace function global_chat_private.topic_id(topic text, prefix text)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select case
    when left(topic, length(prefix) + 1) = prefix || ':'
    then global_chat_private.uuid_or_null(substr(topic, length(prefix) + 2))
  end
$$;

-- May the caller hear this topic by this extension ('broadcast' or 'presence')?
create or replace function global_chat_private.may_hear(topic text, extension text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  target uuid;
begin
  if extension = 'broadcast' then
    target := coalesce(
      global_chat_private.topic_id(topic, 'session'),
      global_chat_private.topic_id(topic, 'typing:visitor'),
      global_chat_private.topic_id(topic, 'typing:agent')
    );
    if target is not null then
      return global_chat_private.part_in(target) is not null;
    end if;
    target := global_chat_private.topic_id(topic, 'inbox');
    if target is not null then
      return global_chat_private.my_role_in(target) is not null;
    end if;
    target := global_chat_private.topic_id(topic, 'widget');
    if target is not null then
      return exists (select from public.global_widget_config where id = target);
    end if;
  end if;
  if extension in ('broadcast', 'presence') then
    target := global_chat_private.topic_id(topic, 'presence');
    if target is not null then
      return global_chat_private.my_role_in(target) is not null;
    end if;
  end if;
  return false;
end $$;

-- May the caller write to this topic by this extension?
create or replace function global_chat_private.may_speak(topic text, extension text)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  target uuid;
begin
  if extension = 'broadcast' then
    target := global_chat_private.topic_id(topic, 'typing:visitor');
    if target is not null then
      return coalesce(global_chat_private.part_in(target) = 'visitor', false)
        and (select visitor_blocked_at is null from public.global_chat_sessions where id = target);
    end if;
    target := global_chat_private.topic_id(topic, 'typing:agent');
    if target is not null then
      return coalesce(global_chat_private.part_in(target) = 'agent', false);
    end if;
  end if;
  if extension in ('broadcast', 'presence') then
    target := global_chat_private.topic_id(topic, 'presence');
    if target is not null then
      return global_chat_private.my_role_in(target) is not null;
    end if;
  end if;
  return false;
end $$;

-- Is this one of our topics, whoever asks? Host projects may use the same words for topics of their own.
create or replace function global_chat_private.is_our_topic(topic text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select case split_part(topic, ':', 1)
    when 'session' then exists (
      select from public.global_chat_sessions where id = global_chat_private.topic_id(topic, 'session'))
    when 'typing' then exists (
      select from public.global_chat_sessions where id = coalesce(
        global_chat_private.topic_id(topic, 'typing:visitor'), global_chat_private.topic_id(topic, 'typing:agent')))
    when 'inbox' then exists (
      select from public.global_chat_tenants where id = global_chat_private.topic_id(topic, 'inbox'))
    when 'presence' then exists (
      select from public.global_chat_tenants where id = global_chat_private.topic_id(topic, 'presence'))
    when 'widget' then exists (
      select from public.global_widget_config where id = global_chat_private.topic_id(topic, 'widget'))
    else false
  end
$$;

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
