/**
 * Reads the payload of a `phx_join`. Whatever is missing or of the wrong shape becomes its default: a join
 * never fails over its form.
 */
import { isRecord } from '../protocol/values.ts';

/** Replay as asked for; whether it is valid is decided after the rights. */
export interface ReplayRequest {
  readonly since: unknown;
  readonly limit: unknown;
}

export interface JoinConfig {
  readonly isPrivate: boolean;
  readonly broadcast: {
    readonly ack: boolean;
    readonly self: boolean;
    readonly replay: ReplayRequest | null;
    readonly replicationReady: boolean;
  };
  readonly presence: { readonly key: string; readonly enabled: boolean };
  /** As written by the client, to be echoed. */
  readonly postgresChanges: readonly Readonly<Record<string, unknown>>[];
  /** Milliseconds to hold the reply until row changes are live; null to reply at once. */
  readonly changesWait: number | null;
  /** Null when the connection's own key counts. */
  readonly accessToken: string | null;
}

/** The hosted service's numbers (`postgres_changes_options`). */
const DEFAULT_CHANGES_WAIT_MS = 15_000;
const MAX_CHANGES_WAIT_MS = 20_000;
const API_KEY_PREFIX = 'sb_';

export function readJoinConfig(payload: unknown): JoinConfig {
  const params = recordOf(payload);
  const config = recordOf(params['config']);
  const broadcast = recordOf(config['broadcast']);
  const presence = recordOf(config['presence']);
  const { key } = presence;
  return {
    isPrivate: booleanOf(config['private']),
    broadcast: {
      ack: booleanOf(broadcast['ack']),
      self: booleanOf(broadcast['self']),
      replay: isRecord(broadcast['replay'])
        ? { since: broadcast['replay']['since'], limit: broadcast['replay']['limit'] }
        : null,
      replicationReady: booleanOf(broadcast['replication_ready']),
    },
    presence: { key: typeof key === 'string' ? key : '', enabled: booleanOf(presence['enabled']) },
    postgresChanges: arrayOf(config['postgres_changes']).filter(isRecord),
    changesWait: changesWaitOf(recordOf(config['postgres_changes_options'])),
    accessToken: accessTokenOf(params),
  };
}

/** Null for what is no token of its own: API keys, and nothing at all. */
export function ownToken(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && !value.startsWith(API_KEY_PREFIX) ? value : null;
}

function accessTokenOf({
  user_token: userToken,
  access_token: accessToken,
}: Record<string, unknown>): string | null {
  return ownToken(typeof userToken === 'string' ? userToken : accessToken);
}

function changesWaitOf({ wait, timeout }: Record<string, unknown>): number | null {
  if (!booleanOf(wait)) return null;
  const wanted = typeof timeout === 'number' && timeout > 0 ? timeout : DEFAULT_CHANGES_WAIT_MS;
  return Math.min(wanted, MAX_CHANGES_WAIT_MS);
}

/** Some clients send booleans as strings. */
function booleanOf(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
