-- A crowd: tenants, agents, visitors, sessions and messages as the functions would have written them, made set by set.
-- The settings crowd.messages, crowd.sessions and crowd.tenants say how many. A superuser runs this in an empty schema.
-- Few tenants have most of the sessions, and few sessions most of the messages. The same settings give the same crowd,
-- but for its ids.

set session_replication_role = replica;
set maintenance_work_mem = '512MB';
set work_mem = '256MB';

create schema crowd;

-- A number from 0 to 1 that depends on nothing but its arguments.
create function crowd.chance(number bigint, salt bigint) returns float8
language sql immutable parallel safe
return (hashint8extended(number, salt) & 2147483647) / 2147483648.0;

-- Indexes that no constraint needs are made anew at the end, which is much quicker.
create table crowd.later_index as
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index
where indrelid in (
    'public.global_chat_messages'::regclass, 'public.global_chat_sessions'::regclass,
    'public.global_chat_visitors'::regclass, 'public.global_chat_notes'::regclass
  )
  and not exists (select from pg_constraint where conindid = indexrelid);
do $$
declare
  index record;
begin
  for index in select name from crowd.later_index loop
    execute 'drop index ' || index.name;
  end loop;
end $$;

-- Sentences of words, of which few are common: the word number 1 is in every second sentence.
create table crowd.sentence as
with word as (
  select
    number,
    case when number <= 40 then (string_to_array(
      'the order and my invoice please delivery not is refund account password can card address page error'
      || ' thanks shipping discount chair table size blue return shop email phone today week help payment cart'
      || ' coupon pickup store lamp sofa box', ' '
    ))[number]
    else (array['ba', 'ko', 'li', 'me', 'nu', 'pra', 'sti', 'ter', 'vo', 'zen'])[1 + number % 10]
      || (array['da', 'fi', 'gor', 'hem', 'lan', 'mi', 'nos', 'ra', 'tu', 'wen'])[1 + number / 10 % 10]
      || (array['l', 'n', 'r', 's', 't', 'k', 'm', 'x', 'd', 'st'])[1 + number / 100 % 10]
      || case when number >= 1000 then 'e' || number / 1000 else '' end
    end as word
  from generate_series(1, 3000) as number
)
select sentence.number, string_agg(word.word, ' ' order by place) as words
from generate_series(1, 5000) as sentence (number)
cross join lateral generate_series(1, 3 + (crowd.chance(sentence.number, 1) * 9)::int) as place
join word on word.number = floor(power(3000, crowd.chance(sentence.number * 100 + place, 2)))::int
group by sentence.number;
alter table crowd.sentence add primary key (number);

create table crowd.tenant as
select number, gen_random_uuid() as id, gen_random_uuid() as widget_id,
  coalesce(sum(1.0 / number) over (order by number rows between unbounded preceding and 1 preceding), 0)
    / sum(1.0 / number) over () as share_from,
  sum(1.0 / number) over (order by number) / sum(1.0 / number) over () as share_to
from generate_series(1, current_setting('crowd.tenants')::int) as number;

-- Wide limits: what is measured are the calls, not how often they are allowed.
insert into public.global_chat_tenants (id, slug, name, messages_per_day, sessions_per_day, visitors_per_day)
select id, 'tenant-' || number, 'Tenant ' || number, 100000000, 100000000, 100000000 from crowd.tenant;
insert into public.global_widget_config (
  id, tenant_id, name, message_burst, messages_per_second, session_burst, tenant_sessions_per_minute
)
select widget_id, id, 'tenant-' || number || '.example', 10000, 10000, 10000, 1000000 from crowd.tenant;

create table crowd.agent as
select tenant.number as tenant, agent as number, gen_random_uuid() as id, 'Agent ' || agent as name
from crowd.tenant, generate_series(1, 3 + 12 / tenant.number) as agent;
insert into auth.users (id, email, email_confirmed_at, is_anonymous)
select id, id || '@agents.example', now(), false from crowd.agent;
insert into public.global_chat_agents (tenant_id, user_id, role, display_name, created_at)
select tenant.id, agent.id, case agent.number when 1 then 'admin' else 'agent' end, agent.name, now() - interval '2 years'
from crowd.agent join crowd.tenant on tenant.number = agent.tenant;

-- The length of a session follows a power law; the longest makes the sum come out right.
create table crowd.session as
with drawn as (
  select
    place as number, gen_random_uuid() as id, tenant.number as tenant,
    power(crowd.chance(place, 11) + 0.0005, -0.7) as weight,
    row_number() over (partition by tenant.number order by place) as place_in_tenant
  from generate_series(1, current_setting('crowd.sessions')::int) as place
  join crowd.tenant on crowd.chance(place, 12) >= tenant.share_from and crowd.chance(place, 12) < tenant.share_to
),
sized as (
  select *, 1 + round(
    (current_setting('crowd.messages')::int - current_setting('crowd.sessions')::int) * weight / sum(weight) over ()
  )::int as length
  from drawn
)
select
  number, id, tenant, place_in_tenant,
  length + case when row_number() over (order by weight desc, number) = 1
    then current_setting('crowd.messages')::int - (sum(length) over ())::int else 0 end as length,
  -- Every fifth visitor comes back a second time.
  place_in_tenant * 4 / 5 as visitor,
  1 + floor(crowd.chance(number, 13) * (3 + 12 / tenant))::int as agent,
  -- Seconds between two messages, and how long ago the last one was; more of them are young.
  20 + floor(crowd.chance(number, 14) * 100) as pace,
  power(crowd.chance(number, 15), 1.5) * 365 * 86400 as age,
  crowd.chance(number, 16) as mood
from sized;
alter table crowd.session add primary key (number);

create table crowd.visitor as
select tenant, visitor as number, gen_random_uuid() as id, gen_random_uuid() as auth_uid, crowd.chance(min(number), 17) as mood,
  max(age) as age
from crowd.session group by tenant, visitor;
alter table crowd.visitor add primary key (tenant, number);

insert into auth.users (id, is_anonymous) select auth_uid, true from crowd.visitor;
insert into public.global_chat_visitors (id, tenant_id, name, email, created_at, last_seen_at)
select
  visitor.id, tenant.id, person.name, lower(replace(person.name, ' ', '.')) || visitor.number || '@mail.example',
  now() - visitor.age * interval '1 second', now() - visitor.age * interval '1 second'
from crowd.visitor
join crowd.tenant on tenant.number = visitor.tenant
left join lateral (
  -- One of three says who they are.
  select (array['Ida', 'Jonas', 'Mei', 'Omar', 'Priya', 'Lena', 'Tom', 'Sofia', 'Ali', 'Nora'])[1 + (visitor.mood * 1000)::int % 10]
    || ' ' || (array['Lindqvist', 'Berg', 'Tanaka', 'Haddad', 'Nair', 'Novak', 'Reed', 'Costa', 'Demir', 'Moen', 'Weiss', 'Roy'])
      [1 + (visitor.mood * 100000)::int % 12] as name
  where visitor.mood < 0.33
) as person on true;
insert into global_chat_private.visitor_auth (auth_uid, tenant_id, visitor_id)
select visitor.auth_uid, tenant.id, visitor.id from crowd.visitor join crowd.tenant on tenant.number = visitor.tenant;

-- Each message is read before the next one, so a message takes every second rev.
insert into public.global_chat_messages (
  id, session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, sender_name, content, created_at
)
select
  gen_random_uuid(), session.id, tenant.id, visitor.id, seq, 2 * seq,
  case when of_visitor then 'visitor' else 'agent' end,
  case when of_visitor then visitor.auth_uid else agent.id end,
  case when of_visitor then person.name else agent.name end,
  opening.words
    || case when crowd.chance(place, 21) < 0.4 then '. ' || closing.words else '' end
    || case when crowd.chance(place, 22) < 0.05 then ' ref ' || (crowd.chance(place, 23) * 1000000)::int else '' end
    || case when crowd.chance(place, 24) < 0.00005 then ' zanzibar' else '' end,
  now() - (session.age + (session.length - seq) * session.pace) * interval '1 second'
from crowd.session
join crowd.tenant on tenant.number = session.tenant
join crowd.visitor on (visitor.tenant, visitor.number) = (session.tenant, session.visitor)
join public.global_chat_visitors as person on person.id = visitor.id
join crowd.agent on (agent.tenant, agent.number) = (session.tenant, session.agent)
cross join lateral generate_series(1, session.length) as seq
cross join lateral (select session.number::bigint * 100000 + seq as place) as placed
cross join lateral (select seq = 1 or crowd.chance(place, 20) < 0.5 as of_visitor) as sent
join crowd.sentence as opening on opening.number = 1 + floor(crowd.chance(place, 25) * 5000)::int
join crowd.sentence as closing on closing.number = 1 + floor(crowd.chance(place, 26) * 5000)::int;

insert into public.global_chat_sessions (
  id, tenant_id, widget_id, visitor_id, visitor_name, visitor_email, visitor_metadata, status, assigned_to, tags, priority,
  snoozed_until, last_seq, rev, last_message_at, last_message_preview, last_message_by, visitor_read_seq,
  visitor_delivered_seq, agent_read_seq, agent_delivered_seq, agent_name, first_reply_at, resolved_at, created_at, updated_at
)
select
  session.id, tenant.id, tenant.widget_id, visitor.id, person.name, person.email,
  jsonb_build_object('page_url', 'https://tenant-' || tenant.number || '.example/', 'locale', 'en', 'browser', 'Firefox'),
  state.status, case when written.replies > 0 then agent.id end,
  case when crowd.chance(session.number, 31) < 0.2 then array['billing'] when crowd.chance(session.number, 31) < 0.25 then array['shipping', 'vip'] else '{}' end,
  case when crowd.chance(session.number, 32) < 0.03 then 'urgent' when crowd.chance(session.number, 32) < 0.1 then 'high' else 'normal' end,
  case when state.status <> 'resolved' and crowd.chance(session.number, 33) < 0.1 then now() + interval '3 days' end,
  session.length, 2 * session.length + 2, last.created_at,
  global_chat_private.preview_of(last.content, '[]'), last.sender_type,
  session.length, session.length,
  -- What waits for the team is unread in half of the cases.
  case when state.status = 'open' and crowd.chance(session.number, 34) < 0.5 then written.last_reply else session.length end,
  session.length,
  case when written.replies > 0 then agent.name end, written.first_reply_at,
  case when state.status = 'resolved' then last.created_at + interval '1 hour' end,
  written.first_at, last.created_at
from crowd.session
join crowd.tenant on tenant.number = session.tenant
join crowd.visitor on (visitor.tenant, visitor.number) = (session.tenant, session.visitor)
join public.global_chat_visitors as person on person.id = visitor.id
join crowd.agent on (agent.tenant, agent.number) = (session.tenant, session.agent)
join public.global_chat_messages as last on last.session_id = session.id and last.seq = session.length
join (
  select
    session_id, min(created_at) as first_at, count(*) filter (where sender_type = 'agent') as replies,
    coalesce(max(seq) filter (where sender_type = 'agent'), 0) as last_reply,
    min(created_at) filter (where sender_type = 'agent') as first_reply_at
  from public.global_chat_messages group by session_id
) as written on written.session_id = session.id
cross join lateral (
  select case when session.mood < 0.85 then 'resolved' when last.sender_type = 'visitor' then 'open' else 'pending' end as status
) as state;

insert into public.global_chat_notes (
  tenant_id, session_id, author_id, author_name, content, mentions, created_at, updated_at
)
select tenant.id, session.id, agent.id, agent.name, sentence.words,
  case when session.number % 30 = 0 then array[agent.id] else '{}' end,
  now() - session.age * interval '1 second', now() - session.age * interval '1 second'
from crowd.session
join crowd.tenant on tenant.number = session.tenant
join crowd.agent on (agent.tenant, agent.number) = (session.tenant, session.agent)
join crowd.sentence on sentence.number = 1 + session.number % 5000
where session.number % 10 = 0;

do $$
declare
  index record;
begin
  for index in select definition from crowd.later_index loop
    execute index.definition;
  end loop;
end $$;
reset session_replication_role;
reset maintenance_work_mem;
reset work_mem;
