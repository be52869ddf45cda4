/**
 * Owns describing everything of ours in a database, so that two databases can be compared line by line, also when
 * they run on different versions of PostgreSQL.
 */
import type { Sql } from 'postgres';

/** One line per table, column, constraint, index, function, grant, policy, trigger and bucket. */
export async function describeCatalog(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    with ours as (
      select c.* from pg_class c
      where c.relnamespace = 'global_chat_private'::regnamespace
        or (c.relnamespace = 'public'::regnamespace and c.relname like 'global%')
    ),
    routines as (
      select p.* from pg_proc p
      where p.pronamespace = 'global_chat_private'::regnamespace
        or (p.pronamespace = 'public'::regnamespace and p.proname like 'global%')
    )
    select 'table ' || oid::regclass || ' ' || relkind::text || ' rls ' || relrowsecurity || ' persistence ' || relpersistence::text
      || ' owner ' || relowner::regrole || ' acl ' || array(
        select concat_ws(' ', grantee::regrole, privilege_type, is_grantable) from aclexplode(relacl)
        -- MAINTAIN came with 17.
        where privilege_type <> 'MAINTAIN' order by 1
      )::text as line
    from ours where relkind in ('r', 'v')
    union all
    select 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || ' required ' || a.attnotnull || ' default ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
      || ' acl ' || coalesce(a.attacl::text, '')
    from ours c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind = 'r'
    union all
    select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where conrelid in (select oid from ours) and contype <> 'n'
    union all
    select 'index ' || pg_get_indexdef(i.indexrelid) from pg_index i where i.indrelid in (select oid from ours where relkind = 'r')
    union all
    select 'function ' || oid::regprocedure || ' ' || md5(pg_get_functiondef(oid)) || ' acl ' || coalesce(proacl::text, '')
    from routines
    union all
    select 'policy ' || polrelid::regclass || ' ' || polname || ' ' || polcmd::text || polpermissive || ' '
      || array(select r::regrole from unnest(polroles) r order by 1)::text || ' '
      || coalesce(pg_get_expr(polqual, polrelid), '') || ' check ' || coalesce(pg_get_expr(polwithcheck, polrelid), '')
    from pg_policy
    where polrelid in (select oid from ours) or polname like 'Global Chat: %'
    union all
    select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger 
    where (tgrelid in (select oid from ours) or tgname like 'global_chat_%') and not tgisinternal
    union all
    select 'bucket ' || (to_jsonb(b) - array['created_at', 'updated_at'])::text from storage.buckets b
    union all
    select 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') from pg_namespace where nspname = 'global_chat_private'
    order by 1`;
  return rows.map(({ line }) => line);
}
