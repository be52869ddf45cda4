/** One request to Storage as its endpoints see it, and its JSON body. */
import type { Sql } from 'postgres';
import type { Tokens } from '../gateway/tokens.ts';
import type { StorageCaller, PolicyContext } from './database.ts';
import { apiErrors } from './api-error.ts';
import type { FileStore } from './file-store.ts';

export interface StorageContext {
  /** Connected as `supabase_storage_admin`. */
  readonly sql: Sql;
  readonly files: FileStore;
  readonly tokens: Tokens;
  /** Largest file of any bucket, in bytes. */
  readonly maximumFileSize: number;
  /** The service role, with which rows are written once a policy has agreed. */
  readonly service: StorageCaller;
}

export interface StorageRequest {
  readonly context: StorageContext;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** Decoded; empty where the route has none. */
  readonly bucket: string;
  /** Decoded path of the object; empty where the route has none. */
  readonly key: string;
  readonly policyContext: PolicyContext;
}

export type Endpoint = (storageRequest: StorageRequest) => Promise<Response>;

export type Json = Readonly<Record<string, unknown>>;

/** Throws `InvalidRequest`. */
export async function readJson(request: Request): Promise<Json> {
  const text = await request.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Json;
  } catch (cause) {
    throw apiErrors.invalidRequest(`body is not valid JSON: ${(cause as Error).message}`);
  }
  throw apiErrors.invalidRequest('body must be object');
}

export function requiredText(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw apiErrors.missing(name);
  return value;
}

export function requiredTexts(body: Json, name: string): string[] {
  const value = body[name];
  if (!Array.isArray(value) || value.length === 0) throw apiErrors.missing(name);
  return value.map((item: unknown) => {
    // A client may name a version beside the path; there is only the current one.
    const path = typeof item === 'string' ? item : (item as { path?: unknown } | null)?.path;
    if (typeof path !== 'string') throw apiErrors.invalidRequest(`body/${name} must be an array of strings`);
    return path;
  });
}
