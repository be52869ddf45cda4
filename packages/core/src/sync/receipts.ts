// Tells the server how far this side has read, or that messages arrived. Owns when: reading only while somebody looks,
// arrival only while nobody does, at most one call a second. Refuses to decide what counts as looking.

import type { Clock } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { Committed } from '../transport/transport.ts';

const RECEIPT_INTERVAL_MS = 1000;
const RECEIPT_RETRY_DELAY_MS = 5000;

export interface ReceiptsOptions {
  readonly clock: Clock;
  readonly markRead: (seq: number) => Promise<Committed>;
  readonly markDelivered: (seq: number) => Promise<Committed>;
  readonly onCommitted: (committed: Committed) => void;
  /** Whether somebody looks right now. */
  readonly looking: () => boolean;
}

export interface Receipts {
  start(): void;
  stop(): void;
  /** What is shown: the newest message of the other side, and what the server already knows of this side. */
  update(newest: number, stored: { readonly read: number; readonly delivered: number }): void;
  /** Somebody began or stopped to look. */
  look(): void;
  /** Up to where this side has read, whether the server has been told or not. */
  read(): number;
}

export function createReceipts(options: ReceiptsOptions): Receipts {
  const { clock } = options;
  let newest = 0;
  let read = 0;
  /** What the server knows or is being told. */
  let told = { read: 0, delivered: 0 };
  let timer: unknown = null;
  let active = false;

  const evaluate = (): void => {
    if (!active) return;
    const looking = options.looking();
    if (looking) read = Math.max(read, newest);
    if (timer !== null) return;
    const before = told;
    if (read > told.read) {
      told = { read, delivered: Math.max(told.delivered, read) };
      tell(options.markRead(read), before);
    } else if (!looking && newest > told.delivered) {
      told = { ...told, delivered: newest };
      tell(options.markDelivered(newest), before);
    }
  };

  const tell = (request: Promise<Committed>, before: typeof told): void => {
    pause(RECEIPT_INTERVAL_MS);
    request.then(options.onCommitted, (cause: unknown) => {
      // Refused for good: the next message asks again, nothing is gained by repeating this one.
      if (!active || !toGlobalChatError(cause).retryable) return;
      told = before;
      pause(RECEIPT_RETRY_DELAY_MS);
    });
  };

  const pause = (delay: number): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => {
      timer = null;
      evaluate();
    }, delay);
  };

  return {
    start() {
      active = true;
      evaluate();
    },
    stop() {
      active = false;
      clock.clearTimeout(timer);
      timer = null;
    },
    update(seq, stored) {
      newest = Math.max(newest, seq);
      read = Math.max(read, stored.read);
      told = {
        read: Math.max(told.read, stored.read),
        delivered: Math.max(told.delivered, stored.delivered, stored.read),
      };
      evaluate();
    },
    look: evaluate,
    read: () => read,
  };
}
