// Sums the statuses of a link's channels up to one ConnectionState, and wakes the link when the device does. Listens to
// the device only while there is a channel.

import type { Environment } from '../../../environment/environment.ts';
import { createStore } from '../../../observable/store.ts';
import type { ReadableStore } from '../../../observable/store.ts';
import type { ConnectionState } from '../../../types.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { LinkChannel, OpenChannel } from '../link.ts';

export interface TrackedChannels {
  readonly connection: ReadableStore<ConnectionState>;
  readonly channel: OpenChannel;
  /** Closes every channel opened here. */
  close(): void;
}

export function trackChannels(
  open: OpenChannel,
  { presence }: Environment,
  wake: () => void,
): TrackedChannels {
  const store = createStore<ConnectionState>('idle');
  const statuses = new Map<LinkChannel, ChannelStatus>();
  let unsubscribe: (() => void) | undefined;
  let wasLive = false;

  function stateOf(all: readonly ChannelStatus[]): ConnectionState {
    if (!all.some((status) => status !== 'refused')) return 'idle';
    // A socket that works beats what the device believes: a backend on the same machine needs no network.
    if (all.includes('ready')) return 'live';
    if (!presence.isOnline()) return 'offline';
    return wasLive || all.includes('lost') ? 'reconnecting' : 'connecting';
  }

  function update(): void {
    const state = stateOf([...statuses.values()]);
    wasLive = state !== 'idle' && (wasLive || state === 'live');
    store.update(() => state);
    if (!statuses.size) {
      unsubscribe?.();
      unsubscribe = undefined;
    }
  }

  return {
    connection: store,
    channel(topic, listener, options) {
      unsubscribe ??= presence.subscribe((reason) => {
        if (reason !== 'hidden') wake();
        update();
      });
      const channel = open(
        topic,
        {
          ...listener,
          onStatus(status, error) {
            statuses.set(tracked, status);
            update();
            listener.onStatus?.(status, error);
          },
        },
        options,
      );
      const tracked: LinkChannel = {
        ...channel,
        close() {
          channel.close();
          statuses.delete(tracked);
          update();
        },
      };
      statuses.set(tracked, 'joining');
      update();
      return tracked;
    },
    close() {
      for (const channel of [...statuses.keys()]) channel.close();
    },
  };
}
