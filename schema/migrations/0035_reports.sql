-- Owns the numbers of the team: volume, first reply, time to resolve, satisfaction; by day and by agent.

-- Sessions that began in [since, until), days in the given zone.
create or replace function global_chat_private.report(tenant uuid, since timestamptz, until timestamptz, zone text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  answer jsonb;
begin
  perform global_chat_private.require_agent(tenant);
  -- The year 4000 is far enough: what PostgreSQL can add nothing to is refused before it is counted with.
  if since is null or until is null or since >= until or until > timestamptz '4000-01-01'
    or since < timestamptz '1900-01-01' or until - since > interval '400 days'
  then
    perform global_chat_private.raise_invalid_argument('until', 'The time asked for is 1 to 400 days.');
  end if;
  if not global_chat_private.is_time_zone(zone) then
    perform global_chat_private.raise_invalid_argument('time_zone', 'time_zone is a name such as Europe/Oslo.');
  end if;
  with measured as (
    select
      (created_at at time zone zone)::date as day, assigned_to, rating,
      extract(epoch from first_reply_at - created_at) as reply_seconds,
      extract(epoch from resolved_at - created_at) as resolve_seconds
    from public.global_chat_sessions
    where tenant_id = tenant and created_at >= since and created_at < until
  ),
  grouped as (
    select
      day, assigned_to, grouping(day) as over_days, grouping(assigned_to) as over_agents,
      jsonb_build_object(
        'sessions', count(*),
        'first_reply_seconds', round(percentile_cont(0.5) within group (order by reply_seconds)),
        'resolve_seconds', round(percentile_cont(0.5) within group (order by resolve_seconds)),
        'rated', count(rating),
        'satisfied', count(*) filter (where rating >= 4)
      ) as numbers
    from measured
    group by grouping sets ((), (day), (assigned_to))
  )
  select jsonb_build_object(
    'total', (select numbers from grouped where over_days = 1 and over_agents = 1),
    'ratings', (
      select jsonb_object_agg(score, (select count(*) from measured where rating = score))
      from generate_series(1, 5) as score
    ),
    'days', coalesce((
      select jsonb_agg(jsonb_build_object('day', day) || numbers order by day) from grouped where over_days = 0
    ), '[]'),
    'agents', coalesce((
      select jsonb_agg(
        jsonb_build_object('user_id', grouped.assigned_to, 'display_name', agent.display_name) || numbers
        order by (numbers ->> 'sessions')::int desc, agent.display_name
      )
      from grouped
      left join public.global_chat_agents as agent on agent.tenant_id = tenant and agent.user_id = grouped.assigned_to
      where over_agents = 0
    ), '[]')
  ) into answer;
  return answer;
end $$;
