/**
 * Owns the socket under every connection of the `postgres` driver, so that a database that dies takes nobody with it.
 *
 * The driver (3.4.9) forgets its socket at `close`, yet a transaction in flight still writes its `rollback`: an
 * uncaught TypeError that ends the process, or a connection that never sends again (porsager/postgres #1154, #1208).
 * This socket first says `error`, which rejects what is in flight, and `close` only after those rollbacks have been
 * written into the void. Refuses to change anything else.
 */
import { Socket } from 'node:net';

/** Long enough for the rejections to run their course; nobody waits for it but a pool that is closing. */
const FAREWELL_MS = 20;

class PatientSocket extends Socket {
  #isGone = false;

  override emit(event: string | symbol, ...rest: unknown[]): boolean {
    if (event !== 'close' || this.#isGone) return super.emit(event, ...rest);
    this.#isGone = true;
    const [hadError] = rest;
    if (hadError !== true) super.emit('error', closed());
    // "Without an error", whatever happened: only so does the driver reject what was sent in the meantime, and
    // what it does not reject waits for ever.
    setTimeout(() => super.emit('close', false), FAREWELL_MS);
    return true;
  }
}

/** With the driver's own code for it. */
function closed(): Error {
  return Object.assign(new Error('The database closed the connection.'), { code: 'CONNECTION_CLOSED' });
}

/** To be spread into the driver's options, whose types do not know `socket`. */
export const patientSocket: object = { socket: connectPatiently };

/** Connects at once; Node holds writes back until the connection stands. */
function connectPatiently(options: {
  readonly host: readonly string[];
  readonly port: readonly number[];
}): Socket {
  const socket = new PatientSocket();
  socket.connect(options.port[0] ?? 5432, options.host[0] ?? '127.0.0.1');
  return socket;
}
