-- Functions that can be called with named arguments or with one argument without a name. $1: the schemas.
with args as (
  select p.oid,
    json_agg(json_build_object(
      'name', coalesce(a.name, ''),
      -- Types that would cut a value silently are taken in their long form.
      'type', case a.type
        when 'bit'::regtype then 'bit varying' when 'bit[]'::regtype then 'bit varying[]'
        when 'character'::regtype then 'character varying' when 'character[]'::regtype then 'character varying[]'
        else format_type(a.type, null) end,
      'shown', format_type(a.type, null),
      'required', a.at <= p.pronargs - p.pronargdefaults,
      'variadic', a.mode = 'v') order by a.at) as list,
    count(*) filter (where coalesce(a.name, '') = '') as nameless,
    count(*) as total,
    (array_agg(a.type order by a.at))[1] as first_type
  from pg_proc p
  cross join lateral (
    select x.name, x.type, coalesce(x.mode, 'i') as mode, row_number() over (order by x.at) as at
    from unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes) with ordinality as x (name, type, mode, at)
    where coalesce(x.mode, 'i') in ('i', 'b', 'v') and x.type is not null
  ) a
  group by p.oid
)
select
  n.nspname as schema, p.proname as name,
  coalesce(args.list, '[]') as args,
  p.provolatile as volatility,
  p.proretset as is_set,
  coalesce(rc.relkind is not null or rt.typtype = 'c' or p.proargmodes && '{t,b,o}'::"char"[], false) as is_composite,
  rt.typname = 'void' as is_void,
  coalesce(rn.nspname, '') as returns_schema,
  coalesce(rc.relname, rt.typname) as returns,
  p.proretset and p.prorows <> 1 as returns_many,
  -- A function of one row of a table is a computed column, or a relationship if it returns rows of a table.
  an.nspname as row_schema, ac.relname as row_table,
  rc.relkind in ('r', 'p', 'v', 'm', 'f') as returns_table,
  coalesce((select json_agg(s) from unnest(p.proconfig) s where s like 'statement_timeout=%' or s like 'default_transaction_isolation=%'), '[]') as settings
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
left join args on args.oid = p.oid
join pg_type rt0 on rt0.oid = p.prorettype
-- A domain over a row type returns such rows.
join pg_type rt on rt.oid = case when rt0.typtype = 'd' then rt0.typbasetype else rt0.oid end
left join pg_class rc on rc.oid = rt.typrelid and rt.typrelid <> 0
left join pg_namespace rn on rn.oid = rt.typnamespace
left join pg_type at on p.pronargs = 1 and at.oid = p.proargtypes[0]
left join pg_class ac on ac.oid = at.typrelid and at.typrelid <> 0 and ac.relkind in ('r', 'p', 'v', 'm', 'f')
left join pg_namespace an on an.oid = ac.relnamespace
where p.prokind = 'f' and n.nspname = any ($1::text[]) and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
  and (coalesce(args.nameless, 0) = 0
    or (args.nameless = 1 and args.first_type in ('bytea'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'xml'::regtype))
    or ac.relname is not null)
