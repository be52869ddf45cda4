// Channels whose code is loaded when the first one is wanted. Owns who waits for it and trying again when it does not
// arrive: the listeners are told `lost`, which leaves them asking every few seconds, as they do without a socket.

import type { Environment } from '../../environment.ts';
import { createBackoff } from '../../sync/reconnect-policy.ts';
import type { LinkChannel, OpenChannel } from './link.ts';

interface Waiting {
  /** The code is here. */
  join(open: OpenChannel): void;
  /** The code did not arrive. */
  lose(): void;
}

export interface DeferredChannels {
  readonly open: OpenChannel;
  /** Circumstances got better: a pause between two tries ends. */
  readonly hurry: () => void;
  /** Nobody waits any more. Channels that were joined are closed by whoever opened them. */
  close(): void;
}

/** @param load Brings the code; called again after it rejected. */
export function deferChannels(
  load: () => Promise<OpenChannel>,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): DeferredChannels {
  const waiting = new Set<Waiting>();
  const backoff = createBackoff(random);
  let arrived: OpenChannel | undefined;
  let loading = false;
  /** The next try, while one is to come. */
  let timer: unknown = null;

  function stopTrying(): void {
    clock.clearTimeout(timer);
    timer = null;
  }

  function ask(): void {
    stopTrying();
    if (loading || !waiting.size) return;
    loading = true;
    load().then(
      (open) => {
        arrived = open;
        for (const member of waiting) member.join(open);
        waiting.clear();
      },
      () => {
        loading = false;
        if (waiting.size) timer = clock.setTimeout(ask, backoff.next());
        for (const member of [...waiting]) member.lose();
      },
    );
  }

  return {
    open(topic, listener, options) {
      if (arrived) return arrived(topic, listener, options);
      let channel: LinkChannel | undefined;
      let lost = false;
      const member: Waiting = {
        join: (open) => void (channel = open(topic, listener, options)),
        lose() {
          if (lost) return;
          lost = true;
          listener.onStatus?.('lost');
        },
      };
      waiting.add(member);
      if (timer === null) ask();
      return {
        broadcast: (event, payload) => channel?.broadcast(event, payload),
        close() {
          waiting.delete(member);
          if (!waiting.size) stopTrying();
          channel?.close();
        },
      };
    },
    hurry() {
      if (timer !== null) ask();
    },
    close() {
      waiting.clear();
      stopTrying();
    },
  };
}
