/**
 * Owns JSON values on their way into json and jsonb columns and arguments: each becomes its own JSON text.
 * Refuses to touch filters, and arguments in a URL, which are text already.
 */

/** The part of the engine's request tree that carries values. */
export interface RequestTree {
  readonly type?: string;
  readonly schema?: string;
  readonly from?: string;
  readonly function?: string;
  readonly httpMethod?: string;
  values?: unknown;
  args?: unknown;
}

/** The part of the engine's catalog that is needed here. */
export interface JsonCatalog {
  readonly columns: readonly {
    readonly schema?: string;
    readonly table: string;
    readonly name: string;
    readonly pg_type?: string;
    readonly type: string;
  }[];
  readonly functions?: readonly {
    readonly schema: string;
    readonly name: string;
    readonly arg_names: readonly string[];
    readonly arg_types: readonly string[];
  }[];
}

type Row = Readonly<Record<string, unknown>>;

/**
 * The engine passes text on as it is, so the JSON string "5" would be stored as the number 5 and the string "five"
 * would be refused. Changes `tree` in place.
 */
export function encodeJsonValues(tree: RequestTree, catalog: JsonCatalog): void {
  const schema = tree.schema ?? 'public';
  if (tree.type === 'rpc') {
    if (tree.httpMethod === 'POST' && isRow(tree.args))
      tree.args = encodeRow(tree.args, argumentTypes(tree.function, schema, tree.args, catalog));
    return;
  }
  if (tree.values === undefined || tree.values === null) return;
  const types = new Map<string, string>();
  for (const column of catalog.columns) {
    if (column.table === tree.from && (column.schema ?? 'public') === schema)
      types.set(column.name, column.pg_type ?? column.type);
  }
  const { values } = tree;
  // Text for a JSON column is parsed once on its way to the database, unlike an argument: hence one layer more.
  const encodeValues = (row: unknown): unknown => encodeRow(row, types, (text) => JSON.stringify(text));
  tree.values = Array.isArray(values) ? values.map(encodeValues) : encodeValues(values);
}

/** Of the overloads that have all the given names; where they differ in a type, the argument is left alone. */
function argumentTypes(
  name: string | undefined,
  schema: string,
  given: Row,
  catalog: JsonCatalog,
): Map<string, string> {
  const types = new Map<string, string>();
  const fits = (catalog.functions ?? []).filter(
    (one) =>
      one.schema === schema &&
      one.name === name &&
      Object.keys(given).every((key) => one.arg_names.includes(key)),
  );
  for (const { arg_names: names, arg_types: argTypes } of fits) {
    names.forEach((argument, index) => {
      const type = argTypes[index] ?? '';
      types.set(argument, types.has(argument) && types.get(argument) !== type ? 'ambiguous' : type);
    });
  }
  return types;
}

function encodeRow(
  row: unknown,
  types: ReadonlyMap<string, string>,
  wrap: (text: string) => string = (text) => text,
): unknown {
  if (!isRow(row)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, encode(value, types.get(name) ?? '', wrap)]),
  );
}

function encode(value: unknown, type: string, wrap: (text: string) => string): unknown {
  if (value === null || value === undefined) return value;
  if (/^jsonb?$/i.test(type)) return wrap(JSON.stringify(value));
  if (/^(jsonb?\[\]|_jsonb?)$/i.test(type) && Array.isArray(value)) {
    return value.map((item: unknown) => (item === null ? null : JSON.stringify(item)));
  }
  return value;
}

/** `_raw` marks a body that is not JSON. */
function isRow(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !('_raw' in value);
}
