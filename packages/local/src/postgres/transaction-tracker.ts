/**
 * Tells from the bytes of a connection to PostgreSQL whether a transaction is open, and whether its client has written
 * the end of it. It reads as much of the protocol as that takes, and no TLS.
 */

const READY_FOR_QUERY = 0x5a;
const PARSE = 0x50;
const BIND = 0x42;
/** A type and a length. */
const HEAD_BYTES = 5;
const IDLE = 0x49;
const END = /^(?:commit|rollback)$/i;

export class TransactionTracker {
  readonly #head: number[] = [];
  /** Bytes of the message in between that have not come yet. */
  #body = 0;
  #isReady = false;
  #status = IDLE;
  #isEnding = false;
  #isGreeted = false;
  /** Prepared statements that end a transaction, by name. */
  readonly #ends = new Set<string>();

  /** As the database said last; not once the end was written, answered or not, nor when a message was cut off. */
  get isOpen(): boolean {
    return this.#status !== IDLE && !this.#isEnding && this.#body === 0 && this.#head.length === 0;
  }

  /** Whatever came from the database, cut anywhere. */
  received(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#body > 0) {
        if (this.#isReady) this.#isNow(bytes[at] ?? IDLE);
        const step = Math.min(this.#body, bytes.length - at);
        at += step;
        this.#body -= step;
        continue;
      }
      this.#head.push(bytes[at] ?? 0);
      at += 1;
      if (this.#head.length < HEAD_BYTES) continue;
      this.#body = Buffer.from(this.#head).readUInt32BE(1) - 4;
      this.#isReady = this.#head[0] === READY_FOR_QUERY;
      this.#head.length = 0;
    }
  }

  /** Whole messages, as the driver writes them. Answers whether they end a transaction. */
  sent(bytes: Buffer): boolean {
    // The first message of a connection has no type.
    if (!this.#isGreeted) {
      this.#isGreeted = true;
      return false;
    }
    let ends = false;
    for (let at = 0; at + HEAD_BYTES <= bytes.length; at += bytes.readUInt32BE(at + 1) + 1) {
      const type = bytes[at];
      if (type !== PARSE && type !== BIND) continue;
      const [first = '', second = ''] = texts(bytes, at + HEAD_BYTES);
      if (type === BIND) ends ||= this.#ends.has(second);
      else if (END.test(second.trim())) this.#ends.add(first);
      else this.#ends.delete(first);
    }
    this.#isEnding ||= ends;
    return ends;
  }

  #isNow(status: number): void {
    this.#status = status;
    if (status === IDLE) this.#isEnding = false;
  }
}

/** The two texts that a Parse (name, statement) or a Bind (portal, name) begins with. */
function texts(bytes: Buffer, from: number): [string, string] {
  const middle = bytes.indexOf(0, from);
  const end = bytes.indexOf(0, middle + 1);
  return [bytes.toString('utf8', from, middle), bytes.toString('utf8', middle + 1, end)];
}
