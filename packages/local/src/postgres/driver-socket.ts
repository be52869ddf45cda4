/**
 * The socket under every connection of the `postgres` driver, which keeps this process alive when the database dies.
 *
 * The driver (3.4.9) forgets its socket at `close`, yet a transaction in flight still writes its `rollback`: an
 * uncaught TypeError that ends the process, or a connection that never sends again (porsager/postgres #1154, #1208).
 * This socket first emits `error`, which rejects what is in flight, and `close` only after those rollbacks have been
 * written to nowhere. A transaction that is busy elsewhere when the connection goes, with no query in flight, hears of
 * it at its next query: `close` waits until its end has been written, and each of its queries is rejected and followed
 * by the database's own "ready in a failed transaction", without which the driver holds the next one back.
 */
import { Socket } from 'node:net';
import { TransactionTracker } from './transaction-tracker.ts';

/** Long enough for the rejections to be handled; only a pool that is closing waits for it. */
const CLOSE_AFTER_ERROR_MS = 20;
/** How long a transaction may be busy elsewhere before its connection is given up. Far beyond any of a test. */
const OPEN_TRANSACTION_TIMEOUT_MS = 60_000;

/** `ReadyForQuery` in a failed transaction. */
const READY_IN_FAILED_TRANSACTION = Buffer.from([0x5a, 0, 0, 0, 5, 0x45]);

class CrashSafeSocket extends Socket {
  readonly #transaction = new TransactionTracker();
  #isGone = false;
  #isOver = false;

  constructor() {
    super();
    // Node itself puts its own `write` over a method of this class, when it connects and when the other side ends.
    Object.defineProperty(this, 'write', {
      get:
        () =>
        (bytes: Uint8Array, ...rest: unknown[]) =>
          this.#write(bytes, rest),
      set: () => undefined,
    });
  }

  override emit(event: string | symbol, ...rest: unknown[]): boolean {
    if (event === 'data' && !this.#isGone) this.#transaction.received(rest[0] as Buffer);
    if (event !== 'close' || this.#isGone) return super.emit(event, ...rest);
    this.#isGone = true;
    const [hadError] = rest;
    if (hadError !== true) super.emit('error', closed());
    const { isOpen } = this.#transaction;
    if (isOpen) super.emit('data', READY_IN_FAILED_TRANSACTION);
    const timer = setTimeout(
      () => this.#emitClose(),
      isOpen ? OPEN_TRANSACTION_TIMEOUT_MS : CLOSE_AFTER_ERROR_MS,
    );
    if (isOpen) timer.unref();
    return true;
  }

  #write(bytes: Uint8Array, rest: readonly unknown[]): boolean {
    const ends = this.#transaction.sent(Buffer.from(bytes));
    if (!this.#isGone) return (super.write as (...all: unknown[]) => boolean).call(this, bytes, ...rest);
    // No answer will come: what was just sent is rejected, too.
    setImmediate(() => {
      // After `close` the driver has rejected it already, and listens no more.
      if (this.#isOver) return;
      super.emit('error', closed());
      super.emit('data', READY_IN_FAILED_TRANSACTION);
    });
    if (ends) setTimeout(() => this.#emitClose(), CLOSE_AFTER_ERROR_MS);
    return true;
  }

  #emitClose(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // "Without an error", whatever happened: only so does the driver reject what was sent in the meantime, and
    // what it does not reject waits for ever.
    super.emit('close', false);
  }
}

/** With the driver's own code for it. */
function closed(): Error {
  return Object.assign(new Error('The database closed the connection.'), { code: 'CONNECTION_CLOSED' });
}

/** How long the driver waits for a connection. A local database answers in milliseconds, or is being started again. */
export const CONNECT_TIMEOUT_S = 5;

/** To be spread into the driver's options, whose types do not know `socket`. */
export const crashSafeSocket: object = { socket: connectCrashSafe };

/** Connects at once; Node holds writes back until the connection stands. */
function connectCrashSafe(options: {
  readonly host: readonly string[];
  readonly port: readonly number[];
}): Socket {
  const socket = new CrashSafeSocket();
  socket.connect(options.port[0] ?? 5432, options.host[0] ?? '127.0.0.1');
  return socket;
}
