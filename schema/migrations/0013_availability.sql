-- Owns opening hours, and what visitors are told of the team: whether it is there now, and when it opens next. Local wall-clock times in the widget's zone,
-- so that nine o'clock stays nine o'clock when clocks change.

-- The openings from yesterday (a night shift may last into today) to `days` days ahead, in order.
create or replace function global_chat_private.openings(
  widget public.global_widget_config, moment timestamptz, days int
)
returns table (opens_at timestamptz, closes_at timestamptz)
language sql
stable
set search_path = ''
as $$
  with local_days as (
    select (moment at time zone widget.time_zone)::date + step as day
    from generate_series(-1, days) as step
  ),
  slots as (
    select
      local_days.day,
      (slot ->> 0)::time as opens,
      (slot ->> 1)::time as closes
    from local_days
    left join lateral (
      select entry -> 'slots' as slots
      from jsonb_array_elements(widget.hours_exceptions) as entry
      where entry ->> 'date' = to_char(local_days.day, 'YYYY-MM-DD')
      limit 1
    ) as exception on true
    cross join lateral jsonb_array_elements(
      coalesce(exception.slots, widget.business_hours -> lower(to_char(local_days.day, 'Dy')), '[]')
    ) as slot
  )
  select
    timezone(widget.time_zone, day + opens),
    timezone(widget.time_zone, day + closes + case when closes <= opens then interval '1 day' else interval '0' end)
  from slots
  order by 1
$$;

-- How many minutes half of the last answers took at most: of the newest hundred conversations of 30 days that were answered.
-- Null while there are fewer than ten, which say little and could be recognized.
create or replace function global_chat_private.measured_reply_minutes(widget public.global_widget_config)
returns int
language sql
stable
set search_path = ''
as $$
  select case when count(*) >= 10 then
    least(10080, greatest(1, ceil(percentile_cont(0.5) within group (order by waited) / 60)))::int
  end
  from (
    select extract(epoch from first_reply_at - created_at) as waited
    from public.global_chat_sessions
    where widget_id = widget.id and first_reply_at is not null and created_at > now() - interval '30 days'
    order by created_at desc
    limit 100
  ) as answered
$$;

-- {online, next_open_at, changes_at, reply_minutes}; next_open_at is null within hours, and when nothing opens within a year.
-- changes_at is when this answer may not be true any more: a page that stays open asks again then. Where online needs an agent
-- that is two to three minutes from now, whoever is there: inboxes that close say nothing, and the moment at which the last
-- heartbeat grows old would tell how many there are. The spread keeps pages apart that heard the same event.
create or replace function global_chat_private.availability(
  widget public.global_widget_config, moment timestamptz default now()
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  is_open boolean := widget.business_hours is null;
  next_open timestamptz;
  closes timestamptz;
  asks_again timestamptz;
begin
  if widget.business_hours is null and widget.hours_exceptions <> '[]' then
    -- Always open but for the exceptions: a day without one is one slot of 24 hours.
    widget.business_hours := (
      select jsonb_object_agg(day, '[["00:00", "24:00"]]'::jsonb)
      from unnest(array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']) as day
    );
  end if;
  if widget.business_hours is not null then
    closes := (
      select max(closes_at) from global_chat_private.openings(widget, moment, 0)
      where opens_at <= moment and moment < closes_at
    );
    is_open := closes is not null;
    if not is_open then
      next_open := coalesce(
        (select min(opens_at) from global_chat_private.openings(widget, moment, 8) where opens_at > moment),
        (select min(opens_at) from global_chat_private.openings(widget, moment, 370) where opens_at > moment)
      );
    end if;
  end if;
  if is_open and global_chat_private.online_needs_agent(widget.tenant_id) then
    is_open := global_chat_private.is_agent_online(widget.tenant_id);
    asks_again := moment + make_interval(secs => 120 + 60 * random());
  end if;
  return jsonb_build_object(
    'online', is_open, 'next_open_at', next_open, 'changes_at', least(asks_again, coalesce(closes, next_open)),
    'reply_minutes', coalesce(widget.reply_minutes, global_chat_private.measured_reply_minutes(widget))
  );
end $$;
