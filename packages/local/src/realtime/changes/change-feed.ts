/**
 * Row changes of the tables in publication `supabase_realtime`: reads the replication stream, holds changes
 * back for a moment, and hands them to the listeners in commit order. It watches the publication too.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Claims } from '../authorization/tokens.ts';
import { sqlStateOf } from '../api-error.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { LogLevel, RealtimeTimings } from '../options.ts';
import { walPosition } from '../replication/position.ts';
import { ReplicationStream } from '../replication/stream.ts';
import type { Relation } from '../replication/pgoutput.ts';
import type { Transaction } from '../replication/stream.ts';
import type { Binding } from './binding.ts';
import { fanOut } from './fan-out.ts';
import type { Delivery, StreamedChange } from './fan-out.ts';
import { PUBLICATION, checkBindings } from './subscription-check.ts';
import { Subscriptions } from './subscriptions.ts';
import type { ChangeListener } from './subscriptions.ts';

export interface ChangeFeedOptions {
  readonly databaseUrl: string;
  readonly sql: postgres.Sql;
  readonly rates: RateLimits;
  readonly timings: RealtimeTimings;
  log(this: void, level: LogLevel, message: string, cause?: unknown): void;
}

/** The stream is down for now. */
export class ChangesUnavailable extends Error {}

interface QueuedChange extends StreamedChange {
  readonly dueAt: number;
}

/** Changes evaluated in one query: a bulk write takes a few of them, and one does not block the others for long. */
const MAX_CHANGES_PER_BATCH = 500;
/** Together half a second: long enough for a restarted database. */
const MAX_DELIVERY_ATTEMPTS = 5;
const DELIVERY_RETRY_MS = 100;

export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #stream: ReplicationStream;
  readonly #subscriptions = new Subscriptions();
  /** Listeners that are called when the stream is back. */
  readonly #waiting = new Set<ChangeListener>();
  #queue: QueuedChange[] = [];
  #work: Promise<void> | null = null;
  #isStopped = false;
  #watch: NodeJS.Timeout | undefined;
  #publication = '';

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
    this.#stream = new ReplicationStream({
      databaseUrl: options.databaseUrl,
      slotPrefix: 'supabase_realtime_changes',
      publications: [PUBLICATION],
      onTransaction: (transaction) => this.#enqueue(transaction),
      onReady: (isReady) => this.#onReady(isReady),
      onFailure: (error) => options.log('warning', 'row changes are interrupted', error),
    });
  }

  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#stream.start();
    clearInterval(this.#watch);
    this.#watch = setInterval(() => void this.#checkPublication(), this.#options.timings.publicationCheckMs);
    this.#watch.unref();
  }

  /** Stops reading; listeners learn that they have lost their subscription, and try again until `start`. */
  async pause(): Promise<void> {
    clearInterval(this.#watch);
    await this.#stream.stop();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#queue = [];
    await this.pause();
    await this.#work;
  }

  /**
   * Delivers to a listener every change committed from now on, with these claims. Replaces what it had.
   *
   * @throws BindingError for bindings that can never work, ChangesUnavailable while the stream is down (the
   * listener is told when it is back), or what the database connection threw
   */
  async subscribe(listener: ChangeListener, bindings: readonly Binding[], claims: Claims): Promise<void> {
    if (!this.#stream.isReady) {
      this.#subscriptions.remove(listener);
      this.#waiting.add(listener);
      throw new ChangesUnavailable('row changes are not available at the moment');
    }
    const since = await this.#readPosition();
    // From here on the publication is watched, so what it holds has to be known before the check.
    if (this.#subscriptions.isEmpty) this.#publication = await this.#readPublication();
    await checkBindings(this.#options.sql, bindings, claims.role);
    this.#subscriptions.set(listener, bindings, claims, since);
  }

  unsubscribe(listener: ChangeListener): void {
    this.#subscriptions.remove(listener);
    this.#waiting.delete(listener);
  }

  #enqueue({ changes, committedAt, position }: Transaction): void {
    if (this.#subscriptions.isEmpty) return;
    const dueAt = Date.now() + this.#options.timings.changesDelayMs;
    for (const change of changes) this.#queue.push({ change, committedAt, position, dueAt });
    this.#work ??= this.#drain().finally(() => (this.#work = null));
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue[0]; next !== undefined && !this.#isStopped; next = this.#queue[0]) {
      const wait = next.dueAt - Date.now();
      if (wait > 0) await delay(wait);
      const now = Date.now();
      const due = this.#queue.slice(0, MAX_CHANGES_PER_BATCH).filter(({ dueAt }) => dueAt <= now);
      this.#queue.splice(0, due.length);
      await this.#deliver(due);
    }
  }

  /** Tables are evaluated one by one, but every listener gets changes in the order they were made. */
  async #deliver(batch: readonly QueuedChange[]): Promise<void> {
    const deliveries = new Map<StreamedChange, Delivery[]>();
    const tables = new Map<Relation, QueuedChange[]>();
    for (const streamed of batch) {
      const { relation } = streamed.change;
      const changes = tables.get(relation);
      if (changes === undefined) tables.set(relation, [streamed]);
      else changes.push(streamed);
    }
    for (const changes of tables.values()) {
      const results = await this.#deliveriesOf(changes);
      changes.forEach((streamed, index) => deliveries.set(streamed, results[index] ?? []));
    }
    for (const { listener, frame } of batch.flatMap((streamed) => deliveries.get(streamed) ?? [])) {
      if (this.#options.rates.isExceeded('events')) continue;
      this.#options.rates.count('events');
      listener.receiveChange(frame);
    }
  }

  /** Tries again when the connection fails; gives up a change that PostgreSQL cannot evaluate. */
  async #deliveriesOf(changes: readonly StreamedChange[]): Promise<Delivery[][]> {
    const { sql, log } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await fanOut(sql, changes, this.#subscriptions.all(), (error) =>
          log('warning', 'a policy hid a row change', error),
        );
      } catch (error) {
        if (sqlStateOf(error) !== null || attempt === MAX_DELIVERY_ATTEMPTS || this.#isStopped) {
          log('error', `${changes.length} row changes could not be delivered`, error);
          return [];
        }
        await delay(DELIVERY_RETRY_MS);
      }
    }
  }

  #onReady(isReady: boolean): void {
    if (this.#isStopped) return;
    if (!isReady) return this.#loseSubscriptions();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const listener of waiting) listener.onSubscriptionLost();
  }

  async #checkPublication(): Promise<void> {
    if (this.#subscriptions.isEmpty || !this.#stream.isReady) return;
    try {
      const publication = await this.#readPublication();
      if (publication === this.#publication) return;
      this.#publication = publication;
      this.#loseSubscriptions();
    } catch (error) {
      this.#options.log('warning', 'the publication could not be read', error);
    }
  }

  /** The position in the write-ahead log after which everything from now on is committed. */
  async #readPosition(): Promise<bigint> {
    const [row] = await this.#options.sql<
      { position: string }[]
    >`select pg_current_wal_insert_lsn()::text as position`;
    return walPosition(row?.position ?? '0/0');
  }

  async #readPublication(): Promise<string> {
    const rows = await this.#options.sql`
      select schemaname, tablename, format('%I.%I', schemaname, tablename)::regclass::oid::text as oid
      from pg_publication_tables where pubname = ${PUBLICATION} order by 1, 2`;
    return JSON.stringify(rows);
  }

  #loseSubscriptions(): void {
    for (const listener of this.#subscriptions.listeners()) listener.onSubscriptionLost();
  }
}
