/** SQL on `realtime.messages`: reads messages back for replay and stores those a client wants kept. */
import type postgres from 'postgres';
import type { ReplayRequest } from '../channel/join-config.ts';
import { RealtimeApiError } from '../api-error.ts';
import type { UserBroadcast } from '../protocol/frames.ts';

/** A stored message for a channel that asked for a replay. */
export interface StoredMessage {
  readonly id: string;
  readonly event: string;
  /** The decoded JSON, or the bytes of a binary message. */
  readonly payload: unknown;
  readonly isBinary: boolean;
}

/** The hosted service's limit, and its default. */
const MAX_REPLAYED_MESSAGES = 25;
/** Clocks may differ; partitions further ahead are empty anyway. */
const REPLAY_CLOCK_SKEW_MS = 60_000;
/** The year 9999: what a timestamp of JavaScript and of PostgreSQL both can say. */
const MAX_REPLAY_SINCE_MS = 253_402_300_799_999;

interface ReplayRow {
  id: string;
  event: string;
  payload: unknown;
  binary_payload: Buffer | null;
}

export class MessageStore {
  readonly #sql: postgres.Sql;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /**
   * The newest messages of a private topic since a moment, oldest first.
   *
   * @throws RealtimeApiError `UnableToReplayMessages`
   */
  async replay(topic: string, request: ReplayRequest): Promise<StoredMessage[]> {
    const { since, limit } = validReplay(request);
    const now = Date.now();
    try {
      const rows = await this.#sql<ReplayRow[]>`
        select id, event, payload, binary_payload from realtime.messages
        where topic = ${topic} and private and extension = 'broadcast' and event is not null
          and (payload is not null or binary_payload is not null)
          and inserted_at >= ${timestamp(since)}::timestamp and inserted_at < ${timestamp(now + REPLAY_CLOCK_SKEW_MS)}::timestamp
          and (expires_at is null or expires_at > ${timestamp(now)}::timestamp)
        order by inserted_at desc
        limit ${limit}`;
      return rows.map(storedMessage).reverse();
    } catch (error) {
      throw new RealtimeApiError('UnableToReplayMessages', 'Realtime was unable to replay messages', {
        cause: error,
      });
    }
  }

  /** Keeps a broadcast that was already delivered. Answers its id. `ttl` in seconds; null keeps it as long as any. */
  async persist(topic: string, broadcast: UserBroadcast, ttl: number | null): Promise<string> {
    const isBinary = broadcast.encoding === 'binary';
    const now = Date.now();
    const [row] = await this.#sql<{ id: string }[]>`
      insert into realtime.messages
        (topic, extension, event, private, payload, binary_payload, inserted_at, updated_at, expires_at, skip_broadcast)
      values (${topic}, 'broadcast', ${broadcast.event}, true,
        ${isBinary ? null : broadcast.payload.toString('utf8')}::text::jsonb, ${isBinary ? broadcast.payload : null},
        ${timestamp(now)}::timestamp, ${timestamp(now)}::timestamp,
        ${ttl === null ? null : timestamp(now + ttl * 1000)}::timestamp, true)
      returning id`;
    if (row === undefined) throw new Error('an insert into realtime.messages returned no row');
    return row.id;
  }
}

function validReplay({ since = 0, limit = MAX_REPLAYED_MESSAGES }: ReplayRequest): {
  since: number;
  limit: number;
} {
  const wantedSince = since ?? 0;
  const wantedLimit = limit ?? MAX_REPLAYED_MESSAGES;
  if (!isInteger(wantedSince) || !isInteger(wantedLimit) || Math.abs(wantedSince) > MAX_REPLAY_SINCE_MS) {
    throw new RealtimeApiError('UnableToReplayMessages', 'Replay params are not valid');
  }
  return { since: wantedSince, limit: Math.min(Math.max(wantedLimit, 1), MAX_REPLAYED_MESSAGES) };
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function storedMessage(row: ReplayRow): StoredMessage {
  const isBinary = row.binary_payload !== null;
  return { id: row.id, event: row.event, payload: isBinary ? row.binary_payload : row.payload, isBinary };
}

/** The columns are without a zone and hold UTC. */
function timestamp(time: number): string {
  return new Date(time).toISOString().slice(0, -1);
}
