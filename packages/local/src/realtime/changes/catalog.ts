/** Columns, key, row level security and grants of a table, read when its changes are evaluated. */
import type postgres from 'postgres';

export interface TableColumn {
  readonly name: string;
  /** `pg_type.typname`, as clients see it: `int4`, `_text`. */
  readonly typeName: string;
  /** As SQL names the type in a cast. */
  readonly castType: string;
  readonly isPrimaryKey: boolean;
  /** The roles, of those asked about, that may SELECT it. */
  readonly selectableBy: ReadonlySet<string>;
}

export interface TableInfo {
  readonly schema: string;
  readonly name: string;
  readonly hasRowSecurity: boolean;
  /** In the order of the table. */
  readonly columns: readonly TableColumn[];
}

interface ColumnRow {
  schema: string;
  table: string;
  row_security: boolean;
  name: string;
  type_name: string;
  cast_type: string;
  is_primary_key: boolean;
  roles: string[];
}

/** Null when the table is gone. Roles that do not exist may select nothing. */
export async function loadTable(
  sql: postgres.ISql,
  oid: number,
  roles: readonly string[],
): Promise<TableInfo | null> {
  const rows = await sql<ColumnRow[]>`
    select n.nspname as schema, c.relname as table, c.relrowsecurity as row_security,
      a.attname as name, t.typname as type_name, format_type(a.atttypid, -1) as cast_type,
      coalesce(a.attnum = any (k.conkey), false) as is_primary_key,
      (select coalesce(json_agg(r.rolname), '[]') from pg_roles r
        where r.rolname in ${sql(roles.length === 0 ? [''] : roles)}
          and has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT')) as roles
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where c.oid = ${oid}
    order by a.attnum`;
  const [first] = rows;
  if (first === undefined) return null;
  return {
    schema: first.schema,
    name: first.table,
    hasRowSecurity: first.row_security,
    columns: rows.map((row) => ({
      name: row.name,
      typeName: row.type_name,
      castType: row.cast_type,
      isPrimaryKey: row.is_primary_key,
      selectableBy: new Set(row.roles),
    })),
  };
}

/** An identifier as SQL text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
