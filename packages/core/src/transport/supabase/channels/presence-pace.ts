// Realtime closes a channel that sets its presence more than five times in 30 s, so changes are held back and only the
// last one is sent.

import type { Clock } from '../../../environment/environment.ts';

/** Milliseconds, and how many changes fit into them. One is left for the rejoin. */
const PRESENCE_WINDOW_MS = 30_000;
const MAX_CHANGES_PER_WINDOW = 4;

export interface PresencePace {
  /** Calls `send`, now or as soon as it may. */
  set(): void;
  stop(): void;
}

export function createPresencePace(clock: Clock, send: () => void): PresencePace {
  /** When the last changes were sent, oldest first. */
  let sent: number[] = [];
  let timer: unknown = null;

  function sendNow(): void {
    timer = null;
    sent = [...sent, clock.now()].slice(-MAX_CHANGES_PER_WINDOW);
    send();
  }

  return {
    set() {
      if (timer !== null) return;
      const oldest = sent.length < MAX_CHANGES_PER_WINDOW ? -Infinity : (sent[0] ?? -Infinity);
      const wait = oldest + PRESENCE_WINDOW_MS - clock.now();
      if (wait > 0) timer = clock.setTimeout(sendNow, wait);
      else sendNow();
    },
    stop() {
      clock.clearTimeout(timer);
    },
  };
}
