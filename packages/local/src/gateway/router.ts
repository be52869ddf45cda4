/** Which service answers which path, and the checks that come before all of them: API key and bearer token. */
import {
  callerOf,
  credentialsOf,
  sqlHeadersOf,
  apiKeyErrorResponse,
  REST_CLOCK_TOLERANCE_S,
  tokenErrorResponse,
} from './caller.ts';
import type { Credentials, Peer } from './caller.ts';
import { isPreflight, preflightResponse, withCors } from './cors.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Tokens } from './tokens.ts';

/** Answers a request of another path than the API's, or leaves it to the next one by returning undefined. */
export type LocalRoute = (request: Request) => Promise<Response | undefined> | Response | undefined;

/** What SQL may know of the request's headers. */
type SqlHeaders = Readonly<Record<string, string>>;

export interface Services {
  rest(
    request: Request,
    caller: { role: string; claims: Readonly<Record<string, unknown>> },
    headers: SqlHeaders,
  ): Promise<Response>;
  auth(request: Request, credentials: Credentials, peer: Peer): Promise<Response>;
  storage(request: Request, credentials: Credentials, headers: SqlHeaders): Promise<Response>;
  realtime(request: Request): Promise<Response>;
}

export interface RouterOptions {
  readonly keys: ApiKeys;
  readonly tokens: Tokens;
  readonly services: Services;
  readonly routes: readonly LocalRoute[];
  readonly log: (line: string) => void;
}

export type Router = (request: Request, peer: Peer) => Promise<Response>;

/** Paths of Auth that a link in a mail or another server opens, so they carry no key. */
const OPEN_AUTH_PATHS = /^\/auth\/v1\/(verify|callback|authorize|\.well-known\/.*)$/;

export function createRouter(options: RouterOptions): Router {
  return async (request, peer) => {
    const { pathname } = new URL(request.url);
    const service = /^\/(rest|auth|storage|realtime)\/v1(?:\/|$)/.exec(pathname)?.[1];
    if (service === undefined) return extra(request, options);
    if (isPreflight(request)) return preflightResponse(request);
    try {
      return withCors(await dispatch(service, request, pathname, peer, options));
    } catch (error) {
      options.log(`[${service}] ${request.method} ${pathname}: ${(error as Error).stack ?? String(error)}`);
      return withCors(Response.json({ message: 'An unexpected error occurred' }, { status: 500 }));
    }
  };
}

async function dispatch(
  service: string,
  request: Request,
  pathname: string,
  peer: Peer,
  { keys, tokens, services }: RouterOptions,
): Promise<Response> {
  if (service === 'realtime') return services.realtime(request);
  const credentials = await credentialsOf(request, keys);
  if (service === 'storage') return services.storage(request, credentials, sqlHeadersOf(request, peer));
  const open = service === 'auth' && OPEN_AUTH_PATHS.test(pathname);
  if (!open && credentials.keyProblem !== undefined) return apiKeyErrorResponse(credentials.keyProblem);
  if (service === 'auth') return services.auth(request, credentials, peer);
  const caller = await callerOf(credentials, tokens, REST_CLOCK_TOLERANCE_S);
  if ('problem' in caller) return tokenErrorResponse(caller.problem, caller.token);
  return services.rest(request, caller, sqlHeadersOf(request, peer));
}

async function extra(request: Request, { routes, log }: RouterOptions): Promise<Response> {
  for (const route of routes) {
    try {
      const response = await route(request);
      if (response !== undefined) return response;
    } catch (error) {
      log(`[route] ${request.method} ${request.url}: ${(error as Error).stack ?? String(error)}`);
      return Response.json({ message: 'An unexpected error occurred' }, { status: 500 });
    }
  }
  return withCors(Response.json({ message: 'no Route matched with those values' }, { status: 404 }));
}
