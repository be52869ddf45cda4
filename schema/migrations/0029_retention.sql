-- Owns how long things are kept: old resolved sessions per tenant, and leftovers of our own.
-- Runs when somebody with the secret key, or a schedule, calls it; a dry run tells what it would do.

-- The sessions past the retention of their tenant, oldest first.
create or replace function global_chat_private.expired_sessions(tenant public.global_chat_tenants, most int)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select id from public.global_chat_sessions
  where tenant_id = tenant.id
    and status = 'resolved'
    and active_at < now() - make_interval(days => tenant.retention_days)
    and coalesce(resolved_at, updated_at) < now() - make_interval(days => tenant.retention_days)
  order by active_at
  limit most
$$;

-- Visitors nobody heard of for as long as the tenant keeps anything, and who leave no session behind when these are gone.
create or replace function global_chat_private.expired_visitors(tenant public.global_chat_tenants, doomed uuid[], most int)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select visitor.id from public.global_chat_visitors as visitor
  where visitor.tenant_id = tenant.id
    and visitor.blocked_at is null
    and visitor.last_seen_at < now() - make_interval(days => tenant.retention_days)
    and not exists (
      select from public.global_chat_sessions as kept where kept.visitor_id = visitor.id and not kept.id = any (doomed)
    )
    and not exists (select from public.global_chat_visitors as merged where merged.merged_into = visitor.id)
  limit most
$$;

-- [{tenant_id, sessions, messages, notes, files, visitors}] for each tenant with something to do. At most 5,000 sessions
-- per tenant and call, so that one call never holds locks for long; call again until the answer is empty.
create or replace function global_chat_private.apply_retention(dry_run boolean)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  tenant public.global_chat_tenants;
  doomed uuid[];
  amounts jsonb;
  strangers uuid[];
  answer jsonb := '[]';
begin
  -- Nothing is deleted without being asked for.
  dry_run := coalesce(dry_run, true);
  for tenant in select * from public.global_chat_tenants where retention_days is not null order by id loop
    doomed := array(select global_chat_private.expired_sessions(tenant, 5000));
    if not dry_run then
      -- Somebody may have written in one of them by the time it is locked.
      perform from public.global_chat_sessions where id = any (doomed) order by id for update;
      doomed := array(
        select expired from global_chat_private.expired_sessions(tenant, 5000) as expired where expired = any (doomed)
      );
    end if;
    strangers := array(select global_chat_private.expired_visitors(tenant, doomed, 5000));
    if dry_run then
      amounts := jsonb_build_object(
        'sessions', cardinality(doomed),
        'messages', (select count(*) from public.global_chat_messages where session_id = any (doomed)),
        'notes', (select count(*) from public.global_chat_notes where session_id = any (doomed)),
        'files', (
          select count(*) from storage.objects
          where bucket_id = 'global-chat'
            and name like tenant.id || '/%' and global_chat_private.uuid_or_null(split_part(name, '/', 2)) = any (doomed)
        )
      );
    else
      amounts := global_chat_private.erase_sessions(doomed);
      amounts := amounts || jsonb_build_object('files', jsonb_array_length(amounts -> 'files'));
      -- And somebody may have come back.
      perform from public.global_chat_visitors where id = any (strangers) order by id for update;
      strangers := array(
        select expired from global_chat_private.expired_visitors(tenant, '{}', 5000) as expired where expired = any (strangers)
      );
      delete from public.global_chat_visitors where id = any (strangers);
    end if;
    if cardinality(doomed) > 0 or cardinality(strangers) > 0 then
      amounts := amounts || jsonb_build_object('visitors', cardinality(strangers));
      if not dry_run then
        perform global_chat_private.record(tenant.id, 'apply_retention', null, amounts);
      end if;
      answer := answer || jsonb_build_array(jsonb_build_object('tenant_id', tenant.id) || amounts);
    end if;
  end loop;
  if not dry_run then
    perform global_chat_private.forget_full_buckets(100000);
    delete from global_chat_private.usage_counts where day < global_chat_private.today() - 30;
    delete from global_chat_private.usage_warnings where day < global_chat_private.today() - 30;
    delete from global_chat_private.erased_files as erased
    where erased_at < now() - interval '1 day'
      and not exists (select from storage.objects where bucket_id = 'global-chat' and name = erased.path);
  end if;
  return answer;
end $$;

-- Paths for a job with the secret key to remove through the Storage API: of erased files that are still there, and of
-- uploads that no message carries. Those get a week, because a message may wait that long in an outbox after its upload.
create or replace function global_chat_private.leftover_files()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(leftover.path order by leftover.since), '[]')
  from (
    select erased.path, erased.erased_at as since
    from global_chat_private.erased_files as erased
    where exists (select from storage.objects where bucket_id = 'global-chat' and name = erased.path)
    union
    select file.name, file.created_at
    from storage.objects as file
    where file.bucket_id = 'global-chat'
      and file.created_at < now() - interval '7 days'
      and not exists (select from global_chat_private.erased_files where path = file.name)
      and not exists (
        select from public.global_chat_messages as message
        where message.id = global_chat_private.uuid_or_null(split_part(file.name, '/', 3))
          and message.attachments @> jsonb_build_array(jsonb_build_object('path', file.name))
      )
    order by since limit 1000
  ) as leftover
$$;

-- Users of Auth for a job with the secret key to remove through the Auth admin API, because SQL must not: anonymous ones
-- whom the chat signed in, as their metadata says, who have no conversation and were not there for a week. A user whom
-- the host's own app signed in is never among them.
create or replace function global_chat_private.leftover_users()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(leftover.id order by leftover.seen_at), '[]')
  from (
    select account.id, seen.at as seen_at
    from auth.users as account
    cross join lateral (
      select greatest(account.created_at, account.last_sign_in_at, (
        select max(greatest(login.created_at, login.updated_at)) from auth.sessions as login where login.user_id = account.id
      )) as at
    ) as seen
    where account.is_anonymous
      and account.raw_user_meta_data -> 'global_chat' = 'true'
      and seen.at < now() - interval '7 days'
      and not exists (select from public.global_chat_agents as agent where agent.user_id = account.id)
      and not exists (
        select from global_chat_private.visitor_auth as own
        cross join lateral global_chat_private.same_person(own.visitor_id) as person
        join public.global_chat_sessions as session on session.visitor_id = person
        where own.auth_uid = account.id
      )
    order by seen.at limit 1000
  ) as leftover
$$;
