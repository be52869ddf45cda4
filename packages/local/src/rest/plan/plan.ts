/** Turns a request into the statement it means, with what the answer must know of it. */
import { keyOf } from '../catalog/objects.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Routine, Table } from '../catalog/objects.ts';
import { closestName, MIN_OBJECT_NAME_SIMILARITY } from '../closest-name.ts';
import { apiErrors } from '../api-error.ts';
import type { ApiRequest } from '../request/api-request.ts';
import { affectedLimit, requireValidPreferences } from '../request/preferences.ts';
import { SOURCE_ROWS } from '../sql/statement.ts';
import type { StatementParts, RowShape } from '../sql/statement.ts';
import { callSql, isScalar } from '../sql/call.ts';
import type { CallArguments } from '../sql/call.ts';
import type { Fragment } from '../sql/fragment.ts';
import { countSql, readSql } from '../sql/read.ts';
import { neededColumns, writeSql } from '../sql/write.ts';
import { columnsOf, onConflict, primaryKeyConditions } from './body-columns.ts';
import { findRoutine } from './find-routine.ts';
import { resolveRelationships } from './resolve-relationships.ts';
import { applyQuery, readTree } from './read-node.ts';
import type { ReadNode, RootSource } from './read-node.ts';

export interface PlanOptions {
  readonly maxRows: number;
  readonly aggregates: boolean;
}

export interface Plan {
  readonly parts: StatementParts;
  readonly readOnly: boolean;
  /** A statement whose row estimate (EXPLAIN) stands in for the count: `count=planned` and `count=estimated`. */
  readonly estimate: Fragment | undefined;
  /** What is read or written; of a call, undefined. */
  readonly table: Table | undefined;
  readonly routine: Routine | undefined;
}

export function planRequest(request: ApiRequest, catalog: Catalog, options: PlanOptions): Plan {
  if (request.action === 'call') return planCall(request, catalog, options);
  const table = tableOf(request, catalog);
  const plan =
    request.action === 'read'
      ? planRead(request, table, catalog, options)
      : planWrite(request, table, catalog, options);
  requireValidPreferences(request.preferences);
  return plan;
}

export function tableOf({ schema, name }: Pick<ApiRequest, 'schema' | 'name'>, catalog: Catalog): Table {
  const table = catalog.tables.get(keyOf({ schema, name }));
  if (table !== undefined) return table;
  const names = [...catalog.tables.values()].filter((one) => one.schema === schema).map((one) => one.name);
  throw apiErrors.tableUnknown(schema, name, closestName(names, name, MIN_OBJECT_NAME_SIMILARITY));
}

/** The function that a request calls, by the names of its arguments. */
export function routineOf(request: ApiRequest, catalog: Catalog): Routine {
  const { schema, name, query, payload, bodyType } = request;
  const argNames = payload?.keys ?? [...new Set(query.args.map(([key]) => key))];
  return findRoutine(catalog, { schema, name, argNames, body: payload === undefined ? undefined : bodyType });
}

function treeOf(
  request: ApiRequest,
  catalog: Catalog,
  source: RootSource & { readonly name: string },
  options: PlanOptions,
): ReadNode {
  const reads = request.action === 'read' || request.action === 'call';
  const root = readTree(request.query.select, source.name, source);
  applyQuery(root, request.query, { rootFilters: reads, ranges: reads });
  if (reads) Object.assign(root, { limit: request.range.limit, offset: request.range.offset });
  resolveRelationships(root, catalog, {
    schema: request.schema,
    aggregates: options.aggregates,
    maxRows: reads ? options.maxRows : undefined,
  });
  return root;
}

function counts(
  request: ApiRequest,
  root: ReadNode,
  { maxRows }: PlanOptions,
): Pick<Plan, 'estimate'> & { count: Fragment | undefined } {
  const { count } = request.preferences;
  const all = count === undefined ? undefined : countSql(root);
  const estimated = count === 'estimated' && all !== undefined;
  return {
    count: count === 'planned' ? undefined : estimated ? countSql(root, maxRows + 1) : all,
    estimate: count === 'planned' || estimated ? all : undefined,
  };
}

function planRead(request: ApiRequest, table: Table, catalog: Catalog, options: PlanOptions): Plan {
  const root = treeOf(request, catalog, { name: table.name, from: table, rows: table, table }, options);
  const { count, estimate } = counts(request, root, options);
  const media = request.method === 'HEAD' ? undefined : request.media;
  const select = ALL_ROWS;
  return {
    parts: { source: readSql(root), select, count, media, shape: 'rows' },
    readOnly: true,
    estimate,
    table,
    routine: undefined,
  };
}

const ALL_ROWS: Fragment = { texts: ['SELECT * FROM pgrst_source'], values: [] };

function planWrite(request: ApiRequest, table: Table, catalog: Catalog, options: PlanOptions): Plan {
  const { action, query, preferences, payload } = request;
  const root = treeOf(
    request,
    catalog,
    { name: table.name, from: SOURCE_ROWS, rows: { schema: '', name: table.name }, table },
    options,
  );
  const returned = preferences.return;
  const conditions = query.conditions.filter(({ path }) => path.length === 0).map(({ value }) => value);
  const returning = returned === undefined || returned === 'minimal' ? [] : neededColumns(root, table.key);
  const base = { table, conditions, returning };
  const body = {
    text: payload?.text ?? '[]',
    fields: payload === undefined ? [] : columnsOf(table, payload.keys),
    defaults: preferences.missing === 'default' && action !== 'put',
  };
  const source =
    action === 'delete'
      ? writeSql({ kind: 'delete', ...base })
      : action === 'update'
        ? writeSql({ kind: 'update', ...base, ...body })
        : writeSql({
            kind: 'insert',
            ...base,
            ...body,
            conditions: action === 'put' ? primaryKeyConditions(table, query) : [],
            onConflict: onConflict(table, request),
          });
  const merges = action === 'put' || preferences.resolution === 'merge-duplicates';
  return {
    parts: {
      source,
      select: returned === 'representation' ? readSql(root) : ALL_ROWS,
      media: returned === 'representation' ? request.media : undefined,
      shape: 'rows',
      countsInserted: merges && (action === 'insert' || action === 'put'),
      location: action === 'insert' && returned === 'headers-only',
    },
    readOnly: false,
    estimate: undefined,
    table,
    routine: undefined,
  };
}

function planCall(request: ApiRequest, catalog: Catalog, options: PlanOptions): Plan {
  const routine = routineOf(request, catalog);
  const table = routine.isComposite
    ? catalog.tables.get(keyOf({ schema: routine.schema, name: routine.returns.name }))
    : undefined;
  const name = routine.isComposite ? routine.returns.name : routine.name;
  const root = treeOf(
    request,
    catalog,
    { name, from: SOURCE_ROWS, rows: { schema: '', name }, table },
    options,
  );
  const { count, estimate } = counts(request, root, options);
  requireValidPreferences(request.preferences);
  if (affectedLimit(request.preferences) !== undefined && !routine.isSet)
    throw apiErrors.maxAffectedOfSingle();
  return {
    parts: {
      source: callSql(routine, argumentsOf(request, routine), root),
      select: readSql(root),
      count,
      media: request.method === 'HEAD' ? undefined : request.media,
      shape: shapeOf(routine),
    },
    readOnly: request.method !== 'POST' || routine.volatility !== 'v',
    estimate,
    table: undefined,
    routine,
  };
}

function shapeOf(routine: Routine): RowShape {
  if (isScalar(routine)) return routine.isSet ? 'values' : 'one value';
  return routine.isSet ? 'rows' : 'one row';
}

function argumentsOf({ payload, query }: ApiRequest, routine: Routine): CallArguments {
  if (payload === undefined) return { kind: 'query', values: query.args };
  if (routine.args.length === 1 && routine.args[0]?.name === '') return { kind: 'whole', text: payload.text };
  return { kind: 'json', text: payload.text, names: payload.keys };
}
