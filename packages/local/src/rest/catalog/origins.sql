-- Names of the columns that views take from tables, and which of them are primary keys. $1: ids of the tables.
select c.oid::int as id, n.nspname as schema, c.relname as name,
  (select json_object_agg(a.attnum, a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
  coalesce((
    select json_agg(a.attname order by a.attname)
    from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
    where k.conrelid = c.oid and k.contype = 'p'), '[]') as key
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.oid = any ($1::oid[])
