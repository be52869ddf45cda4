-- Tables and views of the exposed schemas with their columns and primary keys. $1: the schemas.
select
  n.nspname as schema,
  c.relname as name,
  -- Bits of CmdType: 4 update, 8 insert, 16 delete.
  case when c.relkind in ('r', 'p') then 28 when c.relkind = 'm' then 0 else pg_relation_is_updatable(c.oid, true) end as writable,
  coalesce((
    select json_agg(a.attname order by a.attname)
    from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
    where k.conrelid = c.oid and k.contype = 'p'), '[]') as key,
  coalesce((
    select json_agg(json_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'default', case
        when a.attidentity = 'd' then (
          select format('nextval(%L)', s.objid::regclass) from pg_depend s
          where s.refobjid = c.oid and s.refobjsubid = a.attnum and s.deptype = 'i' and s.classid = 'pg_class'::regclass)
        when a.attgenerated <> '' then null
        when d.adbin is null then pg_get_expr(t.typdefaultbin, 0)
        else pg_get_expr(d.adbin, c.oid) end
    ) order by a.attnum)
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and n.nspname = any ($1::text[])
