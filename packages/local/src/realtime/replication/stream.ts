/**
 * A standing logical replication stream over a temporary slot: hands out committed transactions in commit
 * order, starts over by itself when the connection breaks. What is committed while it is down is not seen,
 * as with the hosted service's temporary slots.
 */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import postgres from 'postgres';
import { PgoutputDecoder } from './pgoutput.ts';
import type { BeginMessage, RowChange } from './pgoutput.ts';
import { walPosition } from './position.ts';
import { CONNECT_TIMEOUT_S, crashSafeSocket } from '../../postgres/driver-socket.ts';

/** The changes of one transaction to the published tables. */
export interface Transaction {
  readonly committedAt: Date;
  /** Where its commit stands in the write-ahead log. */
  readonly position: bigint;
  readonly changes: readonly RowChange[];
}

export interface ReplicationStreamOptions {
  readonly databaseUrl: string;
  /** Names the slot in `pg_replication_slots`. */
  readonly slotPrefix: string;
  readonly publications: readonly string[];
  onTransaction(transaction: Transaction): void;
  /** The stream started or broke. */
  onReady?(isReady: boolean): void;
  onFailure(error: unknown): void;
}

const FIRST_RECONNECT_DELAY_MS = 100;
const MAX_REPLICATION_RECONNECT_DELAY_MS = 5_000;
/** How often PostgreSQL is told up to where it may discard its log; it also asks by itself. */
const STATUS_INTERVAL_MS = 10_000;

const XLOG_DATA = 'w'.charCodeAt(0);
const KEEPALIVE = 'k'.charCodeAt(0);
const STANDBY_STATUS = 'r'.charCodeAt(0);
const XLOG_HEADER_BYTES = 25;
const POSTGRES_EPOCH_MS = BigInt(Date.UTC(2000, 0, 1));

export class ReplicationStream {
  readonly #options: ReplicationStreamOptions;
  #session: Session | null = null;
  #retry: NodeJS.Timeout | undefined;
  #retryDelay = FIRST_RECONNECT_DELAY_MS;
  #isStopped = true;
  #isReady = false;

  constructor(options: ReplicationStreamOptions) {
    this.#options = options;
  }

  /** Every commit from now on will be seen, until the stream breaks. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves after the first attempt, whether it succeeded or not; the stream keeps trying until `stop`. */
  async start(): Promise<void> {
    this.#isStopped = false;
    await this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    const session = this.#session;
    this.#session = null;
    this.#setReady(false);
    await session?.end();
  }

  async #connect(): Promise<void> {
    const session = new Session(this.#options, (error) => this.#broke(session, error));
    this.#session = session;
    try {
      await session.begin();
    } catch (error) {
      this.#broke(session, error);
      return;
    }
    if (this.#session !== session) return;
    this.#retryDelay = FIRST_RECONNECT_DELAY_MS;
    this.#setReady(true);
  }

  #broke(session: Session, error: unknown): void {
    if (this.#session !== session || this.#isStopped) return;
    this.#session = null;
    this.#setReady(false);
    this.#options.onFailure(error);
    void session.end();
    this.#retry = setTimeout(() => void this.#connect(), this.#retryDelay);
    this.#retryDelay = Math.min(this.#retryDelay * 2, MAX_REPLICATION_RECONNECT_DELAY_MS);
  }

  #setReady(isReady: boolean): void {
    if (this.#isReady === isReady) return;
    this.#isReady = isReady;
    this.#options.onReady?.(isReady);
  }
}

/** One connection with its slot. */
class Session {
  readonly #options: ReplicationStreamOptions;
  readonly #onEnd: (error: unknown) => void;
  readonly #sql: postgres.Sql;
  readonly #decoder = new PgoutputDecoder();
  #stream: Duplex | null = null;
  #status: NodeJS.Timeout | undefined;
  #received = 0n;
  #begin: BeginMessage | null = null;
  #changes: RowChange[] = [];

  constructor(options: ReplicationStreamOptions, onEnd: (error: unknown) => void) {
    this.#options = options;
    this.#onEnd = onEnd;
    // The types know no `replication`; the server takes it as a startup parameter.
    const connection = {
      application_name: options.slotPrefix,
      replication: 'database',
    } as Partial<postgres.ConnectionParameters>;
    this.#sql = postgres(options.databaseUrl, {
      ...crashSafeSocket,
      max: 1,
      fetch_types: false,
      max_lifetime: null,
      connect_timeout: CONNECT_TIMEOUT_S,
      connection,
      onnotice: () => undefined,
      onclose: () => onEnd(new Error('the replication connection was closed')),
    });
  }

  async begin(): Promise<void> {
    const slot = `${this.#options.slotPrefix}_${randomBytes(6).toString('hex')}`;
    const publications = this.#options.publications.map((name) => `"${name}"`).join(',');
    const [created] = await this.#sql.unsafe(
      `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
    );
    const start = String(created?.['consistent_point']);
    const query = this.#sql.unsafe(
      `START_REPLICATION SLOT ${slot} LOGICAL ${start} (proto_version '1', publication_names '${publications}')`,
    );
    const stream = (await query.writable()) as Duplex;
    this.#stream = stream;
    this.#received = walPosition(start);
    stream.on('data', (message: Buffer) => this.#onMessage(message));
    stream.on('error', (error) => this.#onEnd(error));
    stream.on('close', () => this.#onEnd(new Error('the replication stream was closed')));
    this.#status = setInterval(() => this.#sendStatus(), STATUS_INTERVAL_MS);
    this.#status.unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#status);
    this.#stream?.destroy();
    await this.#sql.end({ timeout: 0 });
  }

  #onMessage(message: Buffer): void {
    try {
      if (message[0] === XLOG_DATA) this.#onData(message);
      else if (message[0] === KEEPALIVE) this.#onKeepalive(message);
    } catch (error) {
      this.#onEnd(error);
    }
  }

  #onData(message: Buffer): void {
    this.#advance(message.readBigUInt64BE(1));
    const decoded = this.#decoder.decode(message.subarray(XLOG_HEADER_BYTES));
    if (decoded === null) return;
    if (decoded.kind === 'begin') this.#begin = decoded;
    else if (decoded.kind === 'change') this.#changes.push(decoded.change);
    else {
      const changes = this.#changes;
      this.#changes = [];
      if (changes.length > 0 && this.#begin !== null)
        this.#options.onTransaction({ ...this.#begin, changes });
    }
  }

  #onKeepalive(message: Buffer): void {
    this.#advance(message.readBigUInt64BE(1));
    if (message[17] === 1) this.#sendStatus();
  }

  #advance(position: bigint): void {
    if (position > this.#received) this.#received = position;
  }

  /** Written, flushed and applied positions are all what was received: nothing here outlives the slot. */
  #sendStatus(): void {
    const status = Buffer.alloc(34);
    status[0] = STANDBY_STATUS;
    for (const offset of [1, 9, 17]) status.writeBigUInt64BE(this.#received, offset);
    status.writeBigInt64BE((BigInt(Date.now()) - POSTGRES_EPOCH_MS) * 1000n, 25);
    this.#stream?.write(status);
  }
}
