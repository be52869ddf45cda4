/**
 * Owns describing everything in a database that is not ours, with the rows of its own tables, so that before and after
 * can be compared line by line.
 */
import type { Sql } from 'postgres';

const OURS = `(n.nspname = 'global_chat_private' or (n.nspname = 'public' and %s ~ '^global_(chat|widget)_'))`;
const notOurs = (name: string): string =>
  `not ${OURS.replace('%s', name)} and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`;

const CATALOG = `
  select 'schema ' || nspname || ' ' || nspowner::regrole || ' ' || coalesce(nspacl::text, '') as line
  from pg_namespace n where n.nspname <> 'global_chat_private' and n.nspname !~ '^pg_'
  union all
  select 'table ' || n.nspname || '.' || c.relname || ' ' || c.relkind::text || ' ' || c.relowner::regrole || ' '
    || coalesce(c.relacl::text, '') || c.relrowsecurity || c.relforcerowsecurity || coalesce(c.reloptions::text, '')
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${notOurs('c.relname')}
  union all
  select 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull
    || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || coalesce(a.attacl::text, '')
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where a.attnum > 0 and c.relkind in ('r', 'v', 'p') and ${notOurs('c.relname')}
  union all
  select 'constraint ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${notOurs('c.relname')}
  union all
  select 'index ' || pg_get_indexdef(i.indexrelid)
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${notOurs('c.relname')}
  union all
  select 'function ' || p.oid::regprocedure || ' ' || p.proowner::regrole || ' ' || coalesce(p.proacl::text, '') || md5(p.prosrc)
    || p.prosecdef || coalesce(p.proconfig::text, '')
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${notOurs('p.proname')}
  union all
  select 'policy ' || p.polrelid::regclass || ' ' || p.polname || p.polcmd::text || p.polpermissive || p.polroles::text
    || coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where p.polname not like 'Global Chat: %' and ${notOurs('c.relname')}
  union all
  select 'trigger ' || pg_get_triggerdef(t.oid) || t.tgenabled::text
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and t.tgname not like 'global_chat_%' and ${notOurs('c.relname')}
  union all
  select 'event trigger ' || evtname || evtevent || evtenabled::text from pg_event_trigger
  union all
  select 'default ' || defaclrole::regrole || ' ' || defaclnamespace::regnamespace || defaclobjtype::text || defaclacl::text from pg_default_acl
  union all
  select 'role ' || rolname || (to_jsonb(r) - array['oid', 'rolpassword'])::text from pg_roles r
  union all
  select 'member ' || roleid::regrole || ' ' || member::regrole from pg_auth_members
  union all
  select 'setting ' || setrole::regrole || ' ' || setconfig::text from pg_db_role_setting
  where setdatabase in (0, (select oid from pg_database where datname = current_database()))
  union all
  select 'publication ' || (to_jsonb(p) - 'oid')::text from pg_publication p
  union all
  select 'published ' || pubname || ' ' || schemaname || '.' || tablename from pg_publication_tables
  union all
  select 'extension ' || extname || extversion from pg_extension
  union all
  select 'bucket ' || to_jsonb(b)::text from storage.buckets b where id <> 'global-chat'
  union all
  select 'object ' || to_jsonb(o)::text from storage.objects o where bucket_id <> 'global-chat'`;

export async function describeRest(sql: Sql): Promise<string[]> {
  const lines = (
    await sql.unsafe<{ line: string }[]>(`select line from (${CATALOG}) as lines order by line`)
  ).map(({ line }) => line);
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'shop', 'auth') and tablename !~ '^global_(chat|widget)_' order by 1`;
  for (const { name } of tables) {
    const [row] = await sql.unsafe<{ rows: string }[]>(
      `select md5(coalesce(string_agg(entry::text, '|' order by entry::text), '')) as rows from ${name} as entry`,
    );
    lines.push(`rows ${name} ${row?.rows ?? ''}`);
  }
  return lines;
}
