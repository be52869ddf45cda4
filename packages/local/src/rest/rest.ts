/**
 * `/rest/v1`: the Data API, compatible with PostgREST 14. A request becomes one statement, which runs as the caller and
 * writes the answer out as JSON. The gateway has checked key and token before.
 */
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { CONNECT_TIMEOUT_S, crashSafeSocket } from '../postgres/driver-socket.ts';
import {
  databaseAwayResponse,
  databaseErrorResponse,
  isDatabaseAway,
  isDatabaseError,
} from './database-error.ts';
import { rootDocument } from './openapi.ts';
import type { RestOptions } from './options.ts';
import { planRequest, routineOf, tableOf } from './plan/plan.ts';
import { RestApiError } from './api-error.ts';
import { readApiRequest } from './request/api-request.ts';
import type { ApiRequest } from './request/api-request.ts';
import { settingsStatement } from './request-settings.ts';
import type { RequestContext } from './request-settings.ts';
import { apiErrorResponse, respond } from './respond.ts';
import { runPlan } from './run.ts';
import { openSchemaCache } from './schema-cache.ts';
import type { CachedSchema } from './schema-cache.ts';

/** A verified caller. */
export interface RestCaller {
  readonly role: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Rest {
  /** @param headers what SQL may know of the request's */
  handle(request: Request, caller: RestCaller, headers: RequestContext['headers']): Promise<Response>;
  stop(): Promise<void>;
}

/** Enough for the concurrency one process can serve. */
const MAX_DATABASE_CONNECTIONS = 10;
const REST_PREFIX = '/rest/v1';

export async function startRest(options: RestOptions): Promise<Rest> {
  const sql = postgres(options.url, {
    max: MAX_DATABASE_CONNECTIONS,
    onnotice: () => undefined,
    connect_timeout: CONNECT_TIMEOUT_S,
    fetch_types: false,
    types: { text: TEXT_TYPE },
    ...crashSafeSocket,
  });
  const schemaCache = await openSchemaCache(options);
  return {
    async handle(request, caller, headers) {
      try {
        return await answer(sql, request, { ...caller, headers }, schemaCache.current());
      } catch (error) {
        return errorResponse(error, caller);
      }
    },
    async stop() {
      await schemaCache.stop();
      await sql.end({ timeout: 1 });
    },
  };
}

/** Oids of the types that the driver would convert by itself: bool to timestamptz. */
const DRIVER_CONVERTED_TYPE_OIDS = [16, 17, 20, 21, 23, 26, 114, 700, 701, 1082, 1114, 1184, 3802];

/** Every value goes to the database as the text it is, and comes back as text. */
const TEXT_TYPE = {
  to: 25,
  from: DRIVER_CONVERTED_TYPE_OIDS,
  serialize: (value: unknown) => value,
  parse: (text: string) => text,
};

async function answer(
  sql: Sql,
  request: Request,
  caller: RestCaller & Pick<RequestContext, 'headers'>,
  known: CachedSchema,
): Promise<Response> {
  const path = new URL(request.url).pathname.slice(REST_PREFIX.length);
  const { settings, catalog } = known;
  const asked = await readApiRequest(request, { path, ...settings });
  if (asked.action === 'root') return rootDocument(catalog, asked.schema);
  if (asked.action === 'info') return info(asked, known);
  const plan = planRequest(asked, catalog, settings);
  const requestContext = requestContextOf(request, path, caller, asked.schema);
  const result = await runPlan(sql, asked, plan, {
    settings: settingsStatement(requestContext, {
      roles: known.roles,
      searchPath: settings.searchPath,
      ofFunction: plan.routine?.settings ?? [],
      timezone: asked.preferences.timezone,
    }),
    preRequest: settings.preRequest,
    maxRows: settings.maxRows,
  });
  return respond(asked, plan, result, settings.schemas.length > 1);
}

function requestContextOf(
  request: Request,
  path: string,
  caller: RestCaller & Pick<RequestContext, 'headers'>,
  schema: string,
): RequestContext {
  return {
    role: caller.role,
    claims: { ...caller.claims, role: caller.role },
    method: request.method,
    path,
    headers: caller.headers,
    schema,
  };
}

/** What may be done with a table or function. */
function info(asked: ApiRequest, { catalog }: CachedSchema): Response {
  const allow = ['OPTIONS', 'GET', 'HEAD'];
  if (asked.isFunction) {
    const { volatility } = routineOf(asked, catalog);
    return new Response(null, {
      headers: { allow: volatility === 'v' ? 'OPTIONS,POST' : [...allow, 'POST'].join(',') },
    });
  }
  const { writable, key } = tableOf(asked, catalog);
  const [updates, inserts, deletes] = [4, 8, 16].map((bit) => (writable & bit) !== 0);
  if (inserts === true) allow.push('POST');
  if (inserts === true && updates === true && key.length > 0) allow.push('PUT');
  if (updates === true) allow.push('PATCH');
  if (deletes === true) allow.push('DELETE');
  return new Response(null, { headers: { allow: allow.join(',') } });
}

function errorResponse(error: unknown, caller: RestCaller): Response {
  if (error instanceof RestApiError) return apiErrorResponse(error);
  if (isDatabaseAway(error)) return databaseAwayResponse(error.message);
  if (!isDatabaseError(error)) throw error;
  try {
    return databaseErrorResponse(error, caller.role !== 'anon');
  } catch (raised) {
    if (raised instanceof RestApiError) return apiErrorResponse(raised);
    throw raised;
  }
}
