/**
 * Reads an HTTP request to the Data API: what it addresses, and everything it says about it. The catalog is not needed
 * here.
 */
import { parseQuery } from '../grammar/query.ts';
import type { Query } from '../grammar/query.ts';
import { apiErrors } from '../api-error.ts';
import { bodyType, negotiateMedia } from './media.ts';
import type { Media } from './media.ts';
import { readPayload } from './payload.ts';
import type { Payload } from './payload.ts';
import { parsePreferences } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import { rowRange } from './range.ts';
import type { RowRange } from './range.ts';

export type Action = 'read' | 'insert' | 'update' | 'put' | 'delete' | 'call' | 'info' | 'root';

export interface ApiRequest {
  readonly action: Action;
  /** Table, view or function; empty for the root. */
  readonly name: string;
  readonly isFunction: boolean;
  readonly method: string;
  readonly schema: string;
  readonly query: Query;
  readonly preferences: Preferences;
  readonly media: Media;
  readonly range: RowRange;
  readonly bodyType: string;
  /** Absent where no body counts. */
  readonly payload: Payload | undefined;
}

export interface ApiRequestOptions {
  /** Path below the API's own, beginning with a slash. */
  readonly path: string;
  readonly schemas: readonly string[];
  readonly allowsTransaction: boolean;
  readonly allowsPlan: boolean;
}

const TABLE_ACTIONS: Readonly<Record<string, Action>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'insert',
  PATCH: 'update',
  PUT: 'put',
  DELETE: 'delete',
  OPTIONS: 'info',
};
const FUNCTION_ACTIONS: Readonly<Record<string, Action>> = {
  GET: 'call',
  HEAD: 'call',
  POST: 'call',
  OPTIONS: 'info',
};
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function readApiRequest(request: Request, options: ApiRequestOptions): Promise<ApiRequest> {
  const { method, headers } = request;
  const { name, isFunction } = target(options.path);
  const schema = schemaOf(request, options.schemas);
  const action = actionOf(method, name, isFunction);
  const readsFunction = action === 'call' && method !== 'POST';
  const query = parseQuery(new URL(request.url).searchParams, readsFunction);
  const range = rowRange(method, query, headers.get('range'));
  const type = bodyType(headers.get('content-type'));
  const isCall = action === 'call';
  const hasBody =
    (isCall && method === 'POST') || action === 'insert' || action === 'update' || action === 'put';
  const columns = action === 'put' ? undefined : query.columns;
  return {
    action,
    name,
    isFunction,
    method,
    schema,
    query,
    preferences: parsePreferences(headers.get('prefer'), options.allowsTransaction),
    media: negotiateMedia(headers.get('accept'), options.allowsPlan),
    range,
    bodyType: type,
    payload: hasBody ? await readPayload(request, { type, columns, isCall }) : undefined,
  };
}

/** The schema that a request addresses: the one its profile names, or the first. Throws PGRST106. */
export function schemaOf({ method, headers }: Request, schemas: readonly string[]): string {
  const profile = headers.get(READS.has(method) ? 'accept-profile' : 'content-profile');
  if (profile === null) return schemas[0] ?? 'public';
  if (!schemas.includes(profile)) throw apiErrors.schemaUnacceptable(profile, schemas);
  return profile;
}

function target(path: string): { name: string; isFunction: boolean } {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const [first = '', second] = parts;
  if (parts.length < 2) return { name: first, isFunction: false };
  if (parts.length === 2 && first === 'rpc' && second !== undefined)
    return { name: second, isFunction: true };
  throw apiErrors.pathInvalid();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw apiErrors.pathInvalid();
  }
}

function actionOf(method: string, name: string, isFunction: boolean): Action {
  if (isFunction) {
    const action = FUNCTION_ACTIONS[method];
    if (action === undefined) throw apiErrors.rpcMethod(method);
    return action;
  }
  const action = TABLE_ACTIONS[method];
  if (name !== '' && action !== undefined) return action;
  if (name === '' && READS.has(method)) return 'root';
  throw apiErrors.methodUnsupported(method);
}
