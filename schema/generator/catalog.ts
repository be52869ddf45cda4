/**
 * Owns reading the shape of our tables and functions from PostgreSQL's catalog.
 */
import type { Sql } from 'postgres';

export interface Column {
  readonly name: string;
  /** As in pg_type: `uuid`, `int8`, `_text`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly has_default: boolean;
  readonly generated: boolean;
}

export interface Relationship {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly referenced_columns: readonly string[];
  readonly one_to_one: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly relationships: readonly Relationship[];
}

export interface Routine {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly type: string; readonly optional: boolean }[];
  readonly returns: string;
}

export async function readTables(sql: Sql): Promise<Table[]> {
  return sql<Table[]>`
    select
      c.relname as name,
      (
        select jsonb_agg(jsonb_build_object(
          'name', a.attname, 'type', t.typname, 'nullable', not a.attnotnull,
          'has_default', a.atthasdef, 'generated', a.attgenerated <> ''
        ) order by a.attname)
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ) as columns,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'name', k.conname, 'referenced', f.relname,
          'columns', (
            select jsonb_agg(a.attname order by place)
            from unnest(k.conkey) with ordinality as key (num, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.num
          ),
          'referenced_columns', (
            select jsonb_agg(a.attname order by place)
            from unnest(k.confkey) with ordinality as key (num, place)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.num
          ),
          'one_to_one', exists (
            select from pg_index i
            where i.indrelid = k.conrelid and i.indisunique and i.indkey::int2[] = k.conkey
          )
        ) order by k.conname)
        from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and f.relnamespace = 'public'::regnamespace
      ), '[]') as relationships
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname like 'global%'
    order by c.relname`;
}

export async function readFunctions(sql: Sql): Promise<Routine[]> {
  return sql<Routine[]>`
    select
      p.proname as name,
      r.typname as returns,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'name', p.proargnames[place], 'type', t.typname, 'optional', place > p.pronargs - p.pronargdefaults
        ) order by place)
        from unnest(p.proargtypes::oid[]) with ordinality as argument (type, place)
        join pg_type t on t.oid = argument.type
      ), '[]') as arguments
    from pg_proc p join pg_type r on r.oid = p.prorettype
    where p.pronamespace = 'public'::regnamespace and p.proname like 'global\_chat\_%'
    order by p.proname`;
}
