/**
 * Owns database.types.ts: the type `Database` that supabase-js takes, read from the live catalog.
 */
import type { Sql } from 'postgres';
import { readFunctions, readTables } from './catalog.ts';
import type { Column, Routine, Table } from './catalog.ts';

const HEAD = `/**
 * The tables and functions of Global Chat for supabase-js: createClient<Database>(…).
 * GENERATED from the migrations by \`npm run schema\`. Do not edit.
 */

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];
`;

const TYPES: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  timestamptz: 'string',
  json: 'Json',
  jsonb: 'Json',
  bool: 'boolean',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  void: 'undefined',
};

export async function databaseTypes(sql: Sql): Promise<string> {
  const tables = await readTables(sql);
  const functions = await readFunctions(sql);
  return [
    HEAD,
    'export type Database = {',
    '  public: {',
    '    Tables: {',
    ...tables.flatMap(describeTable),
    '    };',
    '    Views: { [_ in never]: never };',
    '    Functions: {',
    ...functions.flatMap(describeFunction),
    '    };',
    '    Enums: { [_ in never]: never };',
    '    CompositeTypes: { [_ in never]: never };',
    '  };',
    '};',
    '',
  ].join('\n');
}

function typeOf(name: string): string {
  if (name.startsWith('_')) return `${typeOf(name.slice(1))}[]`;
  const type = TYPES[name];
  if (type === undefined)
    throw new Error(`database.types.ts has no TypeScript type for the SQL type "${name}".`);
  return type;
}

function columnType(column: Column): string {
  return typeOf(column.type) + (column.nullable ? ' | null' : '');
}

function describeTable(table: Table): string[] {
  const writable = table.columns.filter((column) => !column.generated);
  return [
    `      ${table.name}: {`,
    '        Row: {',
    ...table.columns.map((column) => `          ${column.name}: ${columnType(column)};`),
    '        };',
    '        Insert: {',
    ...writable.map((column) => {
      const optional = column.nullable || column.has_default ? '?' : '';
      return `          ${column.name}${optional}: ${columnType(column)};`;
    }),
    '        };',
    '        Update: {',
    ...writable.map((column) => `          ${column.name}?: ${columnType(column)};`),
    '        };',
    '        Relationships: [',
    ...table.relationships.flatMap((relation) => [
      '          {',
      `            foreignKeyName: '${relation.name}';`,
      `            columns: [${quoted(relation.columns)}];`,
      `            isOneToOne: ${String(relation.one_to_one)};`,
      `            referencedRelation: '${relation.referenced}';`,
      `            referencedColumns: [${quoted(relation.referenced_columns)}];`,
      '          },',
    ]),
    '        ];',
    '      };',
  ];
}

function describeFunction(routine: Routine): string[] {
  const parameters = routine.arguments.map(
    ({ name, type, optional }) =>
      `${name}${optional ? '?' : ''}: ${typeOf(type)}${optional ? ' | null' : ''}`,
  );
  const args = parameters.length === 0 ? 'Record<PropertyKey, never>' : `{ ${parameters.join('; ')} }`;
  return [
    `      ${routine.name}: {`,
    `        Args: ${args};`,
    `        Returns: ${typeOf(routine.returns)};`,
    '      };',
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
