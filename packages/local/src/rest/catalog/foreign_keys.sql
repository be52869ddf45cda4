-- Every foreign key of the database; views over hidden tables take part in them, too.
select
  k.conname as name,
  n.nspname as schema, c.relname as table, c.oid::int as table_id,
  fn.nspname as target_schema, f.relname as target, f.oid::int as target_id,
  (select json_agg(json_build_array(a.attname, fa.attname) order by p.at)
   from unnest(k.conkey, k.confkey) with ordinality as p (own, other, at)
   join pg_attribute a on a.attrelid = c.oid and a.attnum = p.own
   join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = p.other) as columns,
  exists (
    select from pg_constraint u
    where u.conrelid = k.conrelid and u.contype in ('p', 'u')
      and (select array_agg(x order by x) from unnest(u.conkey) x) = (select array_agg(x order by x) from unnest(k.conkey) x)
  ) as is_unique
from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
where k.contype = 'f' and k.conparentid = 0
order by k.conrelid, k.conname
