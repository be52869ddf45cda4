// From what a page gave to an inbox.
import { createInbox, GlobalChatError } from '@globalchat/core';
import type { Inbox, SessionFilters } from '@globalchat/core';
import type * as ownClientModule from './own-client.ts';

export interface InboxSettings {
  /** A supabase-js v2 client of the host application. */
  readonly client: unknown;
  readonly supabaseUrl: string | null;
  readonly supabaseKey: string | null;
  readonly tenantId: string | null;
  readonly transport: 'broadcast' | 'postgres_changes';
  readonly filters: SessionFilters;
}

export interface OpenedInbox {
  readonly inbox: Inbox;
  /** The client that the inbox uses, for signing in and out. */
  readonly client: unknown;
}

/**
 * Makes an inbox; it is not started yet.
 * @throws GlobalChatError `invalid_argument` (nothing to connect to), `invalid_url`, `invalid_key`, `secret_key_refused`,
 * `network` (supabase-js could not be loaded).
 */
export async function openInbox(settings: InboxSettings): Promise<OpenedInbox> {
  const client = settings.client ?? (await clientOf(settings));
  const inbox = createInbox({
    client,
    filters: settings.filters,
    transport: settings.transport,
    ...(settings.tenantId === null ? {} : { tenantId: settings.tenantId }),
  });
  return { inbox, client };
}

async function clientOf({ supabaseUrl, supabaseKey }: InboxSettings): Promise<unknown> {
  let module: typeof ownClientModule;
  try {
    module = await import('./own-client.ts');
  } catch (cause) {
    throw new GlobalChatError('network', 'A part of the inbox could not be loaded.', { cause });
  }
  return module.createOwnClient(supabaseUrl, supabaseKey);
}
