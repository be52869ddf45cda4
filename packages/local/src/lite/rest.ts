/**
 * Owns `/rest/v1`: the REST engine of @supabase/lite with our corrections, fed with callers that are verified already.
 * Refuses to look at keys and tokens; the front has done that.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { App } from '@supabase/lite';
import type { Sql } from 'postgres';
import { createConnections, DatabaseAway, DatabaseFailure } from './connection.ts';
import { databaseAwayResponse, databaseErrorResponse } from './database-error.ts';
import { readStoredSettings } from './request-settings.ts';
import type { RequestFacts, RoleSettings } from './request-settings.ts';

export interface RestOptions {
  /** Connection string of role `authenticator`. */
  readonly url: string;
  /** Connection string of a superuser, used only to read the catalogs. */
  readonly catalogUrl: string;
  /** A superuser's connection pool; it listens for `NOTIFY pgrst`. */
  readonly sql: Sql;
  /** Schemas that requests may name; the first is the default. */
  readonly schemas: readonly string[];
  /** Most rows a request returns. */
  readonly maxRows: number;
}

/** A verified caller. */
export interface RestCaller {
  readonly role: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Rest {
  handle(request: Request, caller: RestCaller): Promise<Response>;
  /** Forgets tables, functions and role settings; what `NOTIFY pgrst, 'reload schema'` does. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Enough for the concurrency one process can serve; PostgreSQL allows 100 in all. */
const MAX_CONNECTIONS = 10;
const PREFIX = '/rest/v1';

export async function startRest(options: RestOptions): Promise<Rest> {
  const requests = new AsyncLocalStorage<RequestFacts>();
  let roleSettings: RoleSettings = new Map();
  const connections = createConnections({
    url: options.url,
    catalogUrl: options.catalogUrl,
    requests,
    schemas: options.schemas,
    roleSettings: () => roleSettings,
    maxConnections: MAX_CONNECTIONS,
  });
  const app = createApp(connections.requests, options, requests);
  const reload = async (): Promise<void> => {
    await connections.reload();
    const stored = await readStoredSettings(options.sql);
    roleSettings = stored.roles;
    applyApiSettings(app, stored.api, options);
  };
  await reload();
  await connections.requests.introspect({ useCache: true }); // or the first request pays for it
  const reloadInBackground = (): void => void reload().catch(() => connections.reload());
  // Listening begins anew after a lost connection, and what was notified meanwhile is lost: so read again then, too.
  let begun = false;
  const listening = await options.sql.listen('pgrst', reloadInBackground, () => {
    if (begun) reloadInBackground();
    begun = true;
  });

  return {
    reload,
    handle: (request, caller) => requests.run(factsOf(request, caller, options), () => answer(app, request)),
    async stop() {
      await listening.unlisten();
      await connections.close();
    },
  };
}

function createApp(
  connection: ReturnType<typeof createConnections>['requests'],
  options: RestOptions,
  requests: AsyncLocalStorage<RequestFacts>,
): App {
  const app = new App({
    connection,
    auth: { enabled: false },
    storage: { enabled: false },
    studio: { enabled: false },
    db: { migrations: { enabled: false } },
    api: { enabled: true, schemas: [...options.schemas], max_rows: options.maxRows },
    options: {
      server: {
        disableStudio: true,
        apiKeys: false,
        middlewares: [
          async (context, next) => {
            const facts = requests.getStore();
            // With these set the engine takes the caller as given and checks no token itself.
            context.set('ignoreAuthorization', true);
            context.set('apiKeyType', facts?.role === 'service_role' ? 'secret' : 'publishable');
            context.set('jwt', { ...facts?.claims, role: facts?.role });
            if (typeof facts?.claims['sub'] === 'string') context.set('userId', facts.claims['sub']);
            await next();
          },
        ],
      },
    },
  });
  app.server.onError((error) => {
    if (error instanceof DatabaseAway) return databaseAwayResponse(error.message);
    if (!(error instanceof DatabaseFailure)) throw error;
    return databaseErrorResponse(error.error, requests.getStore()?.role !== 'anon');
  });
  return app;
}

/** `alter role authenticator set pgrst.…` followed by `notify pgrst, 'reload config'`, as on a hosted project. */
function applyApiSettings(app: App, settings: ReadonlyMap<string, string>, options: RestOptions): void {
  const rows = Number(settings.get('db_max_rows') ?? options.maxRows);
  const { config } = app as unknown as { readonly config: { readonly api?: object } };
  Object.assign(config.api ?? {}, {
    aggregates_enabled: settings.get('db_aggregates_enabled') === 'true',
    max_rows: Number.isInteger(rows) && rows > 0 ? rows : options.maxRows,
  });
}

/** The engine takes the arguments of a HEAD request to a function for filters; those of GET it understands. */
async function answer(app: App, request: Request): Promise<Response> {
  const isHeadOfFunction =
    request.method === 'HEAD' && new URL(request.url).pathname.startsWith(`${PREFIX}/rpc/`);
  if (!isHeadOfFunction) return app.fetch(request);
  const { status, headers } = await app.fetch(
    new Request(request.url, { method: 'GET', headers: request.headers }),
  );
  return new Response(null, { status, headers });
}

function factsOf(request: Request, caller: RestCaller, options: RestOptions): RequestFacts {
  const headers = Object.fromEntries(request.headers);
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return {
    role: caller.role,
    claims: { ...caller.claims, role: caller.role },
    method: request.method,
    path: new URL(request.url).pathname.slice(PREFIX.length),
    headers,
    schema: headers[reads ? 'accept-profile' : 'content-profile'] ?? options.schemas[0] ?? 'public',
  };
}
