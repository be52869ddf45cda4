/**
 * Owns the list of functions of the API that write, from the catalogue, so that no test forgets a new one.
 */
import type { Api } from './api.ts';

export interface Writer {
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly type: string }[];
}

/** What a signed-in user may call and PostgreSQL lets write: neither half of the function promises to only read. */
export async function writers(api: Api): Promise<Writer[]> {
  return api.local.sql<Writer[]>`
    select substring(called.proname from 13) as name, coalesce((
      select json_agg(json_build_object('name', names.name, 'type', types.typname) order by names.place)
      from unnest(called.proargnames) with ordinality as names (name, place)
      join unnest(called.proargtypes::oid[]) with ordinality as ids (id, place) using (place)
      join pg_type as types on types.oid = ids.id
    ), '[]') as args
    from pg_proc as called
    where called.pronamespace = 'public'::regnamespace and starts_with(called.proname, 'global_chat_')
      and has_function_privilege('authenticated', called.oid, 'execute')
      and (called.provolatile = 'v' or exists (
        select from pg_proc as twin
        where twin.pronamespace = 'global_chat_private'::regnamespace and twin.provolatile = 'v'
          and called.prosrc ~ ('global_chat_private\\.' || twin.proname || '\\(')
      ))
    order by 1`;
}
