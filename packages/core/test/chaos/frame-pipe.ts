// One WebSocket through the bad network: two sockets, and what may happen to each frame on its way to the client.
import { WebSocket, type RawData } from 'ws';
import type { FrameFaults } from './proxy.ts';

export interface FramePipeOptions {
  readonly client: WebSocket;
  readonly upstream: WebSocket;
  readonly random: () => number;
  /** Read at each frame, so that faults change while a socket lives. */
  readonly state: { readonly frameFaults: FrameFaults; readonly halfOpen: boolean };
}

export interface FramePipe {
  readonly closed: Promise<void>;
  cut(): void;
  /** From now on nothing moves on it in either direction, yet it does not close. */
  freeze(): void;
}

/** Only what the application hears can be lost without the socket noticing; replies and heartbeats stay whole. */
const EVENT = /"(?:broadcast|postgres_changes|presence_diff|system)"/;

export function createFramePipe({ client, upstream, random, state }: FramePipeOptions): FramePipe {
  const early: { data: RawData; binary: boolean }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let frozen = false;
  const stands = (): boolean => frozen || state.halfOpen;

  const toClient = (data: RawData, binary: boolean): void => {
    if (client.readyState === WebSocket.OPEN && !stands()) client.send(data, { binary });
  };
  const later = (data: RawData, binary: boolean, delay: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      toClient(data, binary);
    }, delay);
    timers.add(timer);
  };

  const end = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    client.terminate();
    upstream.terminate();
  };
  const closed = new Promise<void>((resolve) => {
    for (const socket of [client, upstream]) {
      socket.on('error', end);
      socket.on('close', () => {
        end();
        resolve();
      });
    }
  });

  upstream.on('message', (data, binary) => {
    const { drop, duplicate, hold, delay, only } = state.frameFaults;
    const text = (data as Buffer).toString('latin1');
    // Binary frames are broadcasts by definition of the protocol.
    const isFair = (binary || EVENT.test(text)) && (only === undefined || text.includes(only));
    if (isFair && random() < drop) return;
    if (isFair && random() < duplicate) {
      later(data, binary, random() * delay);
      later(data, binary, random() * delay);
    }
    if (isFair && random() < hold) later(data, binary, random() * delay);
    else toClient(data, binary);
  });
  client.on('message', (data, binary) => {
    if (stands()) return;
    if (upstream.readyState === WebSocket.OPEN) upstream.send(data, { binary });
    else early.push({ data, binary });
  });
  upstream.on('open', () => {
    for (const { data, binary } of early.splice(0)) upstream.send(data, { binary });
  });
  return { closed, cut: end, freeze: () => void (frozen = true) };
}
