/**
 * One entry of `postgres_changes`: which rows of which tables a channel wants, read from what the client wrote.
 * Nothing here asks the database.
 */
import { FilterSyntaxError, parseFilter } from './filter-parser.ts';
import type { Condition } from './filter-parser.ts';

export type ChangeEvent = '*' | 'INSERT' | 'UPDATE' | 'DELETE';

export interface Binding {
  /** Unique in its channel and never zero. */
  readonly id: number;
  readonly event: ChangeEvent;
  /** `*` for all schemas. */
  readonly schema: string;
  /** `*` for all tables. */
  readonly table: string;
  readonly conditions: readonly Condition[];
  /** Sorted; null for every column. */
  readonly select: readonly string[] | null;
}

/** A subscription that can never work as it was asked for. The message goes to the client. */
export class BindingError extends Error {}

/** As the client wrote it. */
export type BindingParams = Readonly<Record<string, unknown>>;

const MAX_BINDING_ID = 0x7ffffff;

/** Ids for bindings in their order: stable for equal parameters, so that equal channels share their frames. */
export function bindingIds(params: readonly BindingParams[]): number[] {
  const taken = new Set<number>();
  return params.map((binding) => {
    let id = hash(JSON.stringify(binding)) || 1;
    while (taken.has(id)) id = (id % MAX_BINDING_ID) + 1;
    taken.add(id);
    return id;
  });
}

/** @throws BindingError */
export function readBinding(id: number, params: BindingParams): Binding {
  const event = eventOf(params['event']);
  const select = selectOf(params['select']);
  const { schema, table } = targetOf(params);
  if (select !== null && (schema === '*' || table === '*')) {
    throw new BindingError(
      'Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.',
    );
  }
  return { id, event, schema, table, conditions: conditionsOf(params['filter']), select };
}

/** Whether the binding listens to this table. */
export function matchesTable(
  { schema, table }: Binding,
  relation: { readonly schema: string; readonly name: string },
): boolean {
  return (schema === '*' || schema === relation.schema) && (table === '*' || table === relation.name);
}

/** The parameters as errors quote them. */
export function describeBinding({ event, schema, table, conditions, select }: Binding): string {
  const filters = conditions.map(
    ({ column, operator, value, isNegated }) => `{${quoteAll([column, operator, value])}, ${isNegated}}`,
  );
  const columns = select === null ? 'nil' : `[${quoteAll(select)}]`;
  return `[event: ${event}, schema: ${schema}, table: ${table}, filters: [${filters.join(', ')}], select: ${columns}]`;
}

function targetOf(params: BindingParams): { schema: string; table: string } {
  const { schema, table, filter } = params;
  const hasFilter = filter !== undefined && filter !== null;
  if (typeof schema === 'string' && typeof table === 'string') return { schema, table };
  if (typeof schema === 'string' && table === undefined && !hasFilter) return { schema, table: '*' };
  if (schema === undefined && typeof table === 'string' && !hasFilter) return { schema: 'public', table };
  const written = Object.entries(params).map(
    ([key, value]) => `${JSON.stringify(key)} => ${JSON.stringify(value)}`,
  );
  throw new BindingError(
    `No subscription params provided. Please provide at least a \`schema\` or \`table\` to subscribe to: %{${written.join(', ')}}`,
  );
}

function conditionsOf(filter: unknown): Condition[] {
  if (filter === undefined || filter === null) return [];
  try {
    return parseFilter(typeof filter === 'string' ? filter : JSON.stringify(filter));
  } catch (error) {
    if (error instanceof FilterSyntaxError)
      throw new BindingError(`Error parsing \`filter\` params: ${error.message}`);
    throw error;
  }
}

function selectOf(select: unknown): string[] | null {
  if (typeof select === 'string') {
    throw new BindingError(
      'Error parsing `select` params: expected a list of column name strings, e.g. select: ["col1", "col2"]',
    );
  }
  const columns = Array.isArray(select)
    ? (select as unknown[]).filter((column) => typeof column === 'string')
    : [];
  return columns.length === 0 ? null : [...new Set(columns)].sort();
}

function eventOf(event: unknown): ChangeEvent {
  const name = typeof event === 'string' ? event.toUpperCase() : '*';
  return name === 'INSERT' || name === 'UPDATE' || name === 'DELETE' ? name : '*';
}

function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}

/** FNV-1a, cut to 27 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0) & MAX_BINDING_ID;
}
