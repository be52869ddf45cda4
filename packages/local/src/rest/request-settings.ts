/**
 * The settings that a request's transaction begins with: role, claims, headers, limits of the role. One statement makes
 * them all, to save round trips.
 */
import type { Sql } from 'postgres';

/** What the database may know of one HTTP request. */
export interface RequestContext {
  readonly role: string;
  /** Claims of the caller's token, or `{ role }` for a bare key. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly method: string;
  /** Path below `/rest/v1`, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The schema the request addresses; it comes first on the search path. */
  readonly schema: string;
}

/** `name=value` pairs that `alter role … set` attached to the API roles, by role. */
export type RoleSettings = ReadonlyMap<string, readonly (readonly [name: string, value: string])[]>;

export interface SettingsStatement {
  readonly text: string;
  readonly values: string[];
}

export interface SettingsOptions {
  readonly roles: RoleSettings;
  /** Schemas behind the one that a request addresses. */
  readonly searchPath: readonly string[];
  /** `name=value` settings of the function that is called. */
  readonly ofFunction: readonly string[];
  readonly timezone: string | undefined;
}

/** One statement with its parameters; every setting ends with the transaction. */
export function settingsStatement(
  requestContext: RequestContext,
  { roles, searchPath, ofFunction, timezone }: SettingsOptions,
): SettingsStatement {
  const path = [...new Set([requestContext.schema, ...searchPath])]
    .map((name) => `"${name.replaceAll('"', '""')}"`)
    .join(', ');
  const settings: [string, string][] = [
    ['search_path', path],
    ['request.jwt.claims', JSON.stringify(requestContext.claims)],
    ['request.method', requestContext.method],
    ['request.path', requestContext.path],
    ['request.headers', JSON.stringify(requestContext.headers)],
    ['request.cookies', JSON.stringify(cookies(requestContext.headers['cookie']))],
    ['response.status', ''],
    ['response.headers', ''],
    ...(timezone === undefined ? [] : [['timezone', timezone] satisfies [string, string]]),
    ...(roles.get(requestContext.role) ?? []).map(([name, value]): [string, string] => [name, value]),
    ...ofFunction.map(parseSetting).filter(([name]) => name === 'statement_timeout'),
    // Last, so that the settings above are made by the login role, which may make them all.
    ['role', requestContext.role],
  ];
  const calls = settings.map((_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`);
  return { text: `select ${calls.join(', ')}`, values: settings.flat() };
}

function cookies(header: string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) found[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return found;
}

export interface StoredSettings {
  /** A role's own settings do not apply by themselves when a request merely becomes that role. */
  readonly roles: RoleSettings;
  /** The Data API's own settings, which are kept with its login role, without their prefix `pgrst.`. */
  readonly api: ReadonlyMap<string, string>;
}

const API_PREFIX = 'pgrst.';

/** What `alter role … set` has stored, for the API roles and for the login role. */
export async function readStoredSettings(sql: Sql): Promise<StoredSettings> {
  const rows = await sql<{ rolname: string; rolconfig: string[] }[]>`
    select rolname, rolconfig from pg_roles
    where rolname in ('anon', 'authenticated', 'service_role', 'authenticator') and rolconfig is not null`;
  const all = new Map(rows.map(({ rolname, rolconfig }) => [rolname, rolconfig.map(parseSetting)]));
  const own = (all.get('authenticator') ?? []).filter(([name]) => name.startsWith(API_PREFIX));
  all.delete('authenticator');
  return { roles: all, api: new Map(own.map(([name, value]) => [name.slice(API_PREFIX.length), value])) };
}

function parseSetting(entry: string): [name: string, value: string] {
  const at = entry.indexOf('=');
  return [entry.slice(0, at), entry.slice(at + 1)];
}
