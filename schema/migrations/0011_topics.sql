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
