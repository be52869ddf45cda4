/**
 * Owns cutting the engine's catalog down to the schemas that the Data API serves.
 * Refuses to cut types: a column of a public table may have a type from anywhere.
 */

/** Lists of the catalog whose entries belong to one schema each. */
const LISTS = [
  'tables',
  'columns',
  'indexes',
  'foreign_keys',
  'primary_keys',
  'views',
  'functions',
  'check_constraints',
  'unique_constraints',
  'comments',
] as const;

interface Entry {
  readonly schema?: string;
  /** The schema a foreign key points to. */
  readonly ref_schema?: string;
}

/**
 * The engine looks tables up by their bare name, so auth.users would stand in for public.users in an embed, and
 * realtime.messages for public.messages.
 */
export function onlyExposed<Catalog extends object>(catalog: Catalog, schemas: readonly string[]): Catalog {
  const exposed = new Set(schemas);
  const belongs = ({ schema = 'public', ref_schema: target = schema }: Entry): boolean =>
    exposed.has(schema) && exposed.has(target);
  const cut = { ...catalog } as Record<string, unknown>;
  for (const list of LISTS) {
    const entries = cut[list];
    if (Array.isArray(entries)) cut[list] = (entries as Entry[]).filter(belongs);
  }
  return cut as Catalog;
}
