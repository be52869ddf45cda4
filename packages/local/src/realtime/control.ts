/** Control of a running server for tests: disconnects, expired tokens, stopped replication. */
import type { SocketInfo } from './options.ts';
import type { RealtimeServices } from './services.ts';

/** Picks the sockets a control applies to; all of them when left out. */
export type SocketFilter = (socket: SocketInfo) => boolean;

export interface RealtimeControl {
  /** The open sockets. */
  sockets(): SocketInfo[];
  /** `restart` sends a system message and closes with 1012, so clients reconnect; `cut` ends sockets as a broken network does. */
  disconnect(how: 'restart' | 'cut', applies?: SocketFilter): void;
  /** Expires the token of every channel now: the channel is told so and closed for good. */
  expireTokens(applies?: SocketFilter): void;
  /** Stops broadcasts from the database and row changes. What is committed meanwhile is not delivered later. */
  stopReplication(): Promise<void>;
  resumeReplication(): Promise<void>;
}

export function createControl({ connections, feed, changes }: RealtimeServices): RealtimeControl {
  const matching = (applies: SocketFilter = () => true) =>
    [...connections].filter(({ info }) => applies(info));
  return {
    sockets: () => matching().map(({ info }) => info),
    disconnect(how, applies) {
      for (const connection of matching(applies)) {
        if (how === 'restart') connection.restart();
        else connection.terminate();
      }
    },
    expireTokens(applies) {
      for (const { channels } of matching(applies))
        for (const channel of [...channels]) channel.expireToken();
    },
    stopReplication: async () => {
      await Promise.all([feed.stop(), changes.pause()]);
    },
    resumeReplication: async () => {
      await Promise.all([feed.start(), changes.start()]);
    },
  };
}
