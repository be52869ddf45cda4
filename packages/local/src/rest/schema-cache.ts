/**
 * The schema cache: what the Data API knows of the database, read again at `NOTIFY pgrst`. A change that comes while it
 * is being read makes it read once more.
 */
import { readCatalog } from './catalog/catalog.ts';
import type { Catalog } from './catalog/catalog.ts';
import { readStoredSettings } from './request-settings.ts';
import type { RoleSettings } from './request-settings.ts';
import type { RestOptions } from './options.ts';

/** The API's settings: ours, or those that `alter role authenticator set pgrst.…` has stored. */
export interface ApiSettings {
  readonly schemas: readonly string[];
  readonly searchPath: readonly string[];
  readonly maxRows: number;
  readonly aggregates: boolean;
  /** Whether a caller may have the plan of a statement. */
  readonly allowsPlan: boolean;
  /** Whether a caller may have its own changes rolled back. */
  readonly allowsTransaction: boolean;
  /** `schema.function` that runs before every request (`db-pre-request`). */
  readonly preRequest: string | undefined;
}

export interface CachedSchema {
  readonly catalog: Catalog;
  readonly roles: RoleSettings;
  readonly settings: ApiSettings;
}

export interface SchemaCache {
  current(): CachedSchema;
  stop(): Promise<void>;
}

/** `api.extra_search_path` of `supabase init`. */
const SEARCH_PATH = ['public', 'extensions'];
/** A name with or without its schema, quoted or not; it becomes part of a statement. */
const FUNCTION_NAME = /^("[^"]+"|[\w$]+)(\.("[^"]+"|[\w$]+))?$/u;

export async function openSchemaCache(options: RestOptions): Promise<SchemaCache> {
  let cached = await read(options);
  let reading: Promise<void> | undefined;
  let outdated = false;
  const readAgain = async (): Promise<void> => {
    do {
      outdated = false;
      cached = await read(options);
    } while (outdated);
  };
  const reload = (): void => {
    outdated = true;
    // When the database is away this fails; the listener reconnects when it is back, and then it is read again.
    reading ??= readAgain()
      .catch(() => undefined)
      .finally(() => (reading = undefined));
  };
  // Listening begins anew after a lost connection, and what was notified meanwhile is lost: so read again then, too.
  let begun = false;
  const listening = await options.sql.listen('pgrst', reload, () => {
    if (begun) reload();
    begun = true;
  });
  return {
    current: () => cached,
    async stop() {
      await listening.unlisten();
      await reading;
    },
  };
}

async function read(options: RestOptions): Promise<CachedSchema> {
  const stored = await readStoredSettings(options.sql);
  const settings = settingsOf(stored.api, options);
  const catalog = await readCatalog(options.sql, settings.schemas, settings.searchPath);
  return { catalog, roles: stored.roles, settings };
}

function settingsOf(stored: ReadonlyMap<string, string>, options: RestOptions): ApiSettings {
  const rows = Number(stored.get('db_max_rows') ?? options.maxRows);
  const preRequest = stored.get('db_pre_request');
  const end = stored.get('db_tx_end') ?? '';
  return {
    schemas: list(stored.get('db_schemas')) ?? options.schemas,
    searchPath: list(stored.get('db_extra_search_path')) ?? SEARCH_PATH,
    maxRows: Number.isInteger(rows) && rows > 0 ? rows : options.maxRows,
    aggregates: stored.get('db_aggregates_enabled') === 'true',
    allowsPlan: stored.get('db_plan_enabled') === 'true',
    allowsTransaction: end.endsWith('-allow-override'),
    preRequest: preRequest !== undefined && FUNCTION_NAME.test(preRequest) ? preRequest : undefined,
  };
}

function list(setting: string | undefined): string[] | undefined {
  const names = (setting ?? '')
    .split(',')
    .map((name) => name.trim().replaceAll('"', ''))
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}
