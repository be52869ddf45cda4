/**
 * Errors that the Data API raises itself, before or after asking the database. Those of PostgreSQL are in
 * `database-error.ts`.
 *
 * Codes, messages and details are those of PostgREST 14: clients match on them.
 */

export interface RestApiErrorOptions {
  readonly details?: unknown;
  readonly hint?: string | null;
}

/** Thrown anywhere below the handler, which turns it into the answer. */
export class RestApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly hint: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    { details = null, hint = null }: RestApiErrorOptions = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.hint = hint;
  }
}

// prettier-ignore
export const apiErrors = {
  queryMalformed: (message: string, details: string) => new RestApiError(400, 'PGRST100', message, { details }),
  rpcMethod: (method: string) => new RestApiError(405, 'PGRST101', `Cannot use the ${method} method on RPC`),
  bodyInvalid: (message: string) => new RestApiError(400, 'PGRST102', message),
  rangeInvalid: (details: string) => new RestApiError(416, 'PGRST103', 'Requested range not satisfiable', { details }),
  putFilters: () => new RestApiError(405, 'PGRST105', "Filters must include all and only primary key columns with 'eq' operators"),
  schemaUnacceptable: (schema: string, exposed: readonly string[]) =>
    new RestApiError(406, 'PGRST106', `Invalid schema: ${schema}`, { hint: `Only the following schemas are exposed: ${exposed.join(', ')}` }),
  mediaUnacceptable: (types: readonly string[]) =>
    new RestApiError(406, 'PGRST107', `None of these media types are available: ${types.join(', ')}`),
  notEmbedded: (resource: string) =>
    new RestApiError(400, 'PGRST108', `'${resource}' is not an embedded resource in this request`, {
      hint: `Verify that '${resource}' is included in the 'select' query parameter.`,
    }),
  headersSetting: () =>
    new RestApiError(500, 'PGRST111', 'response.headers guc must be a JSON array composed of objects with a single key and a string value'),
  statusSetting: () => new RestApiError(500, 'PGRST112', 'response.status guc must be a valid status code'),
  putLimit: () => new RestApiError(400, 'PGRST114', 'limit/offset querystring parameters are not allowed for PUT'),
  putKey: () => new RestApiError(400, 'PGRST115', 'Payload values do not match URL in primary key column(s)'),
  notSingular: (rows: number) =>
    new RestApiError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', { details: `The result contains ${rows} rows` }),
  methodUnsupported: (method: string) => new RestApiError(405, 'PGRST117', `Unsupported HTTP method: ${method}`),
  relatedOrder: (origin: string, target: string) =>
    new RestApiError(400, 'PGRST118', `A related order on '${target}' is not possible`, {
      details: `'${origin}' and '${target}' do not form a many-to-one or one-to-one relationship`,
    }),
  raisedMalformed: (details: string, hint: string) =>
    new RestApiError(500, 'PGRST121', `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`, { details, hint }),
  preferencesInvalid: (names: readonly string[]) =>
    new RestApiError(400, 'PGRST122', 'Invalid preferences given with handling=strict', { details: `Invalid preferences: ${names.join(', ')}` }),
  aggregatesOff: () => new RestApiError(400, 'PGRST123', 'Use of aggregate functions is not allowed'),
  tooManyAffected: (rows: number) =>
    new RestApiError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', { details: `The query affects ${rows} rows` }),
  pathInvalid: () => new RestApiError(404, 'PGRST125', 'Invalid path specified in request URL'),
  rootDisabled: () => new RestApiError(404, 'PGRST126', 'Root endpoint metadata is disabled'),
  notImplemented: (details: string) => new RestApiError(400, 'PGRST127', 'Feature not implemented', { details }),
  maxAffectedOfSingle: () =>
    new RestApiError(400, 'PGRST128', 'Function must return SETOF or TABLE when max-affected preference is used with handling=strict'),
  columnUnknown: (table: string, column: string) =>
    new RestApiError(400, 'PGRST204', `Could not find the '${column}' column of '${table}' in the schema cache`),
  tableUnknown: (schema: string, table: string, closest: string | undefined) =>
    new RestApiError(404, 'PGRST205', `Could not find the table '${schema}.${table}' in the schema cache`, {
      hint: closest === undefined ? null : `Perhaps you meant the table '${schema}.${closest}'`,
    }),
};
