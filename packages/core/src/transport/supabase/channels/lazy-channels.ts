// Channels whose code is loaded when the first one is wanted. Owns who waits for it and trying again when it does not
// arrive: the listeners are told `lost`, which leaves them asking every few seconds, as they do without a socket.

import type { Environment } from '../../../environment/environment.ts';
import { createStore } from '../../../observable/store.ts';
import type { ReadableStore } from '../../../observable/store.ts';
import { createBackoff } from '../../../backoff.ts';
import type { ConnectionState } from '../../../types.ts';
import type { Link, LinkChannel, OpenChannel } from '../link.ts';

interface Waiting {
  /** The code is here. */
  join(open: OpenChannel): void;
  /** The code did not arrive. */
  lose(): void;
}

/** What the code brings. */
export type Channels = Pick<Link, 'channel' | 'connection'>;

export interface LazyChannels {
  readonly connection: ReadableStore<ConnectionState>;
  readonly channel: OpenChannel;
  /** Nobody waits any more. Channels that were joined are closed by whoever opened them. */
  close(): void;
}

/** @param load Brings the code; called again after it rejected. */
export function createLazyChannels(
  load: () => Promise<Channels>,
  { clock, random, presence }: Pick<Environment, 'clock' | 'random' | 'presence'>,
): LazyChannels {
  const waiting = new Set<Waiting>();
  const backoff = createBackoff(random);
  const store = createStore<ConnectionState>('idle');
  let loaded: Channels | undefined;
  let loading = false;
  let failed = false;
  /** The next try, while one is to come. */
  let timer: unknown = null;
  let unsubscribe: (() => void) | null = null;

  function stateWithoutCode(): ConnectionState {
    if (!waiting.size) return 'idle';
    if (!presence.isOnline()) return 'offline';
    return failed ? 'reconnecting' : 'connecting';
  }

  function update(): void {
    store.update(() => loaded?.connection.get() ?? stateWithoutCode());
    if (!waiting.size) {
      clock.clearTimeout(timer);
      timer = null;
      unsubscribe?.();
      unsubscribe = null;
    } else
      unsubscribe ??= presence.subscribe(() => {
        // Circumstances may have got better: a pause between two tries ends.
        if (timer !== null) ask();
        update();
      });
  }

  function ask(): void {
    clock.clearTimeout(timer);
    timer = null;
    if (loading || !waiting.size) return;
    loading = true;
    load().then(
      (channels) => {
        loaded = channels;
        channels.connection.subscribe(update);
        for (const member of waiting) member.join(channels.channel);
        waiting.clear();
        update();
      },
      () => {
        loading = false;
        failed = true;
        if (waiting.size) timer = clock.setTimeout(ask, backoff.next());
        for (const member of [...waiting]) member.lose();
        update();
      },
    );
  }

  return {
    connection: store,
    channel(...wanted) {
      if (loaded) return loaded.channel(...wanted);
      const { member, channel } = createWaiting(wanted, () => {
        waiting.delete(member);
        update();
      });
      waiting.add(member);
      if (timer === null) ask();
      update();
      return channel;
    },
    close() {
      waiting.clear();
      update();
    },
  };
}

/** One listener that waits for the code, and the channel that it holds meanwhile. */
function createWaiting(
  [topic, listener, options]: Parameters<OpenChannel>,
  onClose: () => void,
): { readonly member: Waiting; readonly channel: LinkChannel } {
  let channel: LinkChannel | undefined;
  let lost = false;
  return {
    member: {
      join: (open) => void (channel = open(topic, listener, options)),
      lose() {
        if (lost) return;
        lost = true;
        listener.onStatus?.('lost');
      },
    },
    channel: {
      broadcast: (event, payload) => channel?.broadcast(event, payload),
      close() {
        channel?.close();
        onClose();
      },
    },
  };
}
