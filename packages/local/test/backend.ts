/**
 * One whole backend for a test file, and clients for it. It is stopped with the file. It asserts nothing.
 */
import { after } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startLocal } from '../src/local.ts';
import type { Local, LocalOptions } from '../src/local-types.ts';

export interface TestBackend {
  readonly local: Local;
  /** A client without a session; the publishable key unless another is given. */
  client(key?: string): SupabaseClient;
  /** A client signed in as a new anonymous user, and that user's id. */
  visitor(): Promise<{ client: SupabaseClient; id: string }>;
  /** A request with the publishable key and whatever else is given. */
  request(
    path: string,
    init?: RequestInit & { readonly headers?: Record<string, string> },
  ): Promise<Response>;
}

export async function startTestBackend(options: LocalOptions = {}): Promise<TestBackend> {
  const local = await startLocal(options);
  after(() => local.stop());
  return { local, ...clientsOf(local) };
}

export function clientsOf(local: Local): Omit<TestBackend, 'local'> {
  const client = (key = local.publishableKey): SupabaseClient =>
    createClient(local.apiUrl, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    });
  return {
    client,
    async visitor() {
      const one = client();
      const { data, error } = await one.auth.signInAnonymously();
      if (error !== null || data.user === null) throw error ?? new Error('no user');
      return { client: one, id: data.user.id };
    },
    request: (path, init = {}) =>
      fetch(`${local.apiUrl}${path}`, {
        ...init,
        headers: { apikey: local.publishableKey, ...init.headers },
      }),
  };
}

let number = 0;

/** An address that no other test of this file uses. */
export function newEmail(): string {
  number += 1;
  return `person${number}@example.com`;
}
