// What Realtime is told at a join and how its answers are understood. Shared by both links.

import type { ChannelOptions, TableFilter } from '../link.ts';

/** The statuses of a channel, in the words of supabase-js. */
export type PhoenixStatus = 'SUBSCRIBED' | 'CHANNEL_ERROR' | 'TIMED_OUT' | 'CLOSED';

/**
 * Servers that never tell when broadcasts flow are trusted after this time, in milliseconds. About tables every server
 * tells, and a table that is not in the publication never gets ready: its watchers must go on asking.
 */
export const READY_TIMEOUT_MS = 5_000;

/** Reasons that no second attempt will change: a policy said no. */
export const REFUSED_REASON = /^"?(Unauthorized|PrivateOnly|TopicNameRequired)/;

/** Reasons that a new token may change. */
export const TOKEN_REASON = /token|jwt/i;

/** Which extension's word makes a channel ready. */
export function readyBy({ tables }: ChannelOptions): 'postgres_changes' | 'system' {
  return tables ? 'postgres_changes' : 'system';
}

/** The documented line of debug mode; people search their console for it. */
export function statusLine(topic: string, status: string): string {
  return `[Realtime] Channel ${topic} status: ${status}`;
}

/** The join's `config`. `replication_ready` asks the server to tell when events from the database flow. */
export function joinConfig({
  tables = [],
  presenceKey = '',
}: ChannelOptions): Readonly<Record<string, unknown>> {
  return {
    private: true,
    broadcast: { self: false, ack: false, replication_ready: true },
    presence: { key: presenceKey, enabled: !!presenceKey },
    postgres_changes: tables.map(tableFilter),
  };
}

/** One wish for changes, as Realtime spells it. */
export function tableFilter({ table, filter }: TableFilter): Readonly<Record<string, string>> {
  return { event: '*', schema: 'public', table, filter };
}
