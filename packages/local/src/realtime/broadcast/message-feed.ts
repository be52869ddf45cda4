/**
 * Broadcast from the database: every committed INSERT into `realtime.messages`, by whoever, goes to its topic
 * in commit order. It reads the replication stream and asks no policies: writing the row was the permission.
 */
import type { TopicRegistry } from '../channel/topics.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { UserBroadcast } from '../protocol/frames.ts';
import { ReplicationStream } from '../replication/stream.ts';
import type { Transaction } from '../replication/stream.ts';
import type { RowChange } from '../replication/pgoutput.ts';

export interface MessageFeedOptions {
  readonly databaseUrl: string;
  readonly topics: TopicRegistry;
  readonly rates: RateLimits;
  /** Bytes; larger payloads are dropped. */
  readonly payloadBytes: number | undefined;
  onFailure(this: void, error: unknown): void;
}

/** Fields of `realtime.messages` as PostgreSQL prints them. */
interface MessageRow {
  readonly id: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly broadcast: UserBroadcast;
}

export class MessageFeed {
  readonly #options: MessageFeedOptions;
  readonly #stream: ReplicationStream;
  readonly #waiting = new Set<() => void>();

  constructor(options: MessageFeedOptions) {
    this.#options = options;
    this.#stream = new ReplicationStream({
      databaseUrl: options.databaseUrl,
      slotPrefix: 'supabase_realtime_messages',
      publications: ['supabase_realtime_messages_publication'],
      onTransaction: (transaction) => this.#deliver(transaction),
      onReady: (isReady) => this.#onReady(isReady),
      onFailure: options.onFailure,
    });
  }

  get isReady(): boolean {
    return this.#stream.isReady;
  }

  start(): Promise<void> {
    return this.#stream.start();
  }

  stop(): Promise<void> {
    return this.#stream.stop();
  }

  /** Calls back once, as soon as every commit is seen. The answer cancels. */
  whenReady(callback: () => void): () => void {
    if (this.isReady) {
      callback();
      return () => undefined;
    }
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  #onReady(isReady: boolean): void {
    if (!isReady) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of waiting) callback();
  }

  #deliver({ changes }: Transaction): void {
    for (const change of changes) {
      const row = messageOf(change);
      if (row === null || this.#isTooMuch(row)) continue;
      this.#options.topics.find(row.topic, row.isPrivate)?.broadcast(row.broadcast, { messageId: row.id });
    }
  }

  #isTooMuch({ broadcast }: MessageRow): boolean {
    const { payloadBytes, rates } = this.#options;
    if (payloadBytes !== undefined && broadcast.payload.length > payloadBytes) return true;
    if (rates.isExceeded('events')) return true;
    rates.count('events');
    return false;
  }
}

/** Null for rows that are no message: probes of other servers, stored client messages, missing fields. */
function messageOf({ kind, relation, new: tuple }: RowChange): MessageRow | null {
  if (kind !== 'INSERT' || tuple === undefined) return null;
  const fields = new Map(relation.columns.map((column, index) => [column.name, tuple[index]]));
  const [id, topic, event] = [fields.get('id'), fields.get('topic'), fields.get('event')];
  if (typeof id !== 'string' || typeof topic !== 'string' || typeof event !== 'string') return null;
  if (fields.get('skip_broadcast') === 't') return null;
  const payload = payloadOf(fields.get('payload'), fields.get('binary_payload'));
  if (payload === null) return null;
  return {
    id,
    topic,
    isPrivate: fields.get('private') === 't',
    broadcast: { event, ...payload, metadata: { id } },
  };
}

function payloadOf(
  json: string | null | undefined,
  bytes: string | null | undefined,
): Pick<UserBroadcast, 'encoding' | 'payload'> | null {
  if (typeof json === 'string') return { encoding: 'json', payload: Buffer.from(json) };
  // bytea prints as \x and hex digits.
  return typeof bytes === 'string'
    ? { encoding: 'binary', payload: Buffer.from(bytes.slice(2), 'hex') }
    : null;
}
