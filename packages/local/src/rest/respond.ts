/** Builds the answers of the Data API: statuses, headers, bodies. */
import type { Plan } from './plan/plan.ts';
import { apiErrors } from './api-error.ts';
import type { RestApiError } from './api-error.ts';
import type { ApiRequest } from './request/api-request.ts';
import { appliedHeader } from './request/preferences.ts';
import type { PreferenceName } from './request/preferences.ts';
import { contentRange } from './request/range.ts';
import type { ExplainResult, PlanResult } from './run.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Which preferences each kind of request can apply. */
const APPLICABLE_PREFERENCES: Readonly<Record<string, readonly PreferenceName[]>> = {
  read: ['count', 'tx', 'handling', 'timezone'],
  insert: ['resolution', 'missing', 'return', 'count', 'tx', 'handling', 'timezone'],
  update: ['missing', 'return', 'count', 'tx', 'handling', 'timezone', 'maxAffected'],
  put: ['return', 'count', 'tx', 'handling', 'timezone'],
  delete: ['return', 'count', 'tx', 'handling', 'timezone', 'maxAffected'],
  call: ['count', 'tx', 'handling', 'timezone', 'maxAffected'],
};

/** @param profiled whether to name the schema, because there are several */
export function respond(
  request: ApiRequest,
  plan: Plan,
  result: PlanResult | ExplainResult,
  profiled: boolean,
): Response {
  const headers = new Headers();
  if ('plan' in result) {
    label(headers, request, profiled);
    return new Response(result.plan, { status: 200, headers });
  }
  const applicable =
    APPLICABLE_PREFERENCES[request.action]?.filter(
      (name) => name !== 'resolution' || resolves(request, plan),
    ) ?? [];
  const applied = appliedHeader(request.preferences, applicable);
  if (applied !== undefined) headers.set('preference-applied', applied);
  const { status, body } = reads(request)
    ? readAnswer(request, plan, result, headers)
    : writeAnswer(request, plan, result, headers);
  if (body !== undefined) label(headers, request, profiled);
  const { row } = result;
  for (const [name, value] of ownHeaders(row.headers)) headers.set(name, value);
  const own = ownStatus(row.status) ?? status;
  return new Response(body === '' || mayHaveNoBody(own) ? null : (body ?? null), { status: own, headers });
}

function reads({ action }: ApiRequest): boolean {
  return action === 'read' || action === 'call';
}

function mayHaveNoBody(status: number): boolean {
  return status === 204 || status === 304;
}

function resolves({ query }: ApiRequest, { table }: Plan): boolean {
  return (table?.key.length ?? 0) > 0 || query.onConflict !== undefined;
}

function label(headers: Headers, { media, schema }: ApiRequest, profiled: boolean): void {
  headers.set('content-type', media.contentType);
  if (profiled) headers.set('content-profile', schema);
}

interface Answer {
  readonly status: number;
  /** Absent where the answer has none and is not labelled either. */
  readonly body: string | undefined;
}

function readAnswer(
  request: ApiRequest,
  { routine }: Plan,
  { row, page, total }: PlanResult,
  headers: Headers,
): Answer {
  const { offset } = request.range;
  headers.set('content-range', contentRange(offset, offset + page - 1, total));
  if (request.action === 'read') {
    const { canonical } = request.query;
    headers.set(
      'content-location',
      `/${encodeURIComponent(request.name)}${canonical === '' ? '' : `?${canonical}`}`,
    );
  }
  if (total !== undefined && offset > total) {
    const error = apiErrors.rangeInvalid(
      `An offset of ${offset} was requested, but there are only ${total} rows.`,
    );
    return { status: 416, body: bodyOf(error) };
  }
  if (routine?.isVoid === true) return { status: 204, body: undefined };
  const status = total !== undefined && page < total ? 206 : 200;
  return { status, body: request.method === 'HEAD' ? '' : (row.body ?? '') };
}

function writeAnswer(request: ApiRequest, plan: Plan, { row, page }: PlanResult, headers: Headers): Answer {
  const { action, preferences } = request;
  const count = preferences.count === undefined ? undefined : page;
  const full = preferences.return === 'representation';
  const body = full ? (row.body ?? '') : undefined;
  if (action === 'put') {
    return { status: full ? (Number(row.inserted) > 0 ? 201 : 200) : 204, body };
  }
  if (action === 'insert') {
    headers.set('content-range', contentRange(1, 0, count));
    const location = page === 1 ? locationOf(request, plan, row.location) : undefined;
    if (location !== undefined) headers.set('location', location);
    const nothingNew = row.inserted !== null && Number(row.inserted) <= 0;
    return { status: nothingNew && preferences.resolution === 'merge-duplicates' ? 200 : 201, body };
  }
  headers.set(
    'content-range',
    action === 'update' ? contentRange(0, page - 1, count) : contentRange(1, 0, count),
  );
  return { status: full ? 200 : 204, body };
}

/** Where the new row can be read, by its primary key. */
function locationOf({ name }: ApiRequest, { table }: Plan, row: string | null): string | undefined {
  if (row === null || table === undefined || table.key.length === 0) return undefined;
  const values = JSON.parse(row) as Record<string, string | number | boolean | null>;
  const key = new URLSearchParams(
    table.key.map((column) => {
      const value = values[column];
      return [column, value === null || value === undefined ? 'is.null' : `eq.${String(value)}`];
    }),
  );
  return `/${encodeURIComponent(name)}?${key.toString()}`;
}

/** What a function set as `response.headers`. */
function ownHeaders(setting: string | null): [name: string, value: string][] {
  if (setting === null) return [];
  try {
    const list = JSON.parse(setting) as unknown;
    if (!Array.isArray(list)) throw apiErrors.headersSetting();
    return (list as Record<string, unknown>[]).map((one) => {
      const [entry, ...more] = Object.entries(one);
      if (entry === undefined || more.length > 0 || typeof entry[1] !== 'string')
        throw apiErrors.headersSetting();
      return [entry[0], entry[1]];
    });
  } catch {
    throw apiErrors.headersSetting();
  }
}

function ownStatus(setting: string | null): number | undefined {
  if (setting === null) return undefined;
  const status = Number(setting);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw apiErrors.statusSetting();
  return status;
}

export function apiErrorResponse(error: RestApiError): Response {
  return new Response(bodyOf(error), {
    status: error.status,
    headers: { 'content-type': JSON_TYPE, 'proxy-status': `PostgREST; error=${error.code}` },
  });
}

function bodyOf({ code, details, hint, message }: RestApiError): string {
  return JSON.stringify({ code, details, hint, message });
}
