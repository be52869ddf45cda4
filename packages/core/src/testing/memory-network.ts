// The line between one client and the in-memory backend, and everything that can go wrong on it.
// Owns requests, channels and faults.

import type { Clock } from '../environment/environment.ts';
import { GlobalChatError } from '../errors.ts';
import type { GlobalChatErrorCode } from '../errors.ts';
import { createStore } from '../observable/store.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { ChannelStatus, Watch } from '../transport/transport.ts';
import type { ConnectionState } from '../types.ts';

export interface FailureOptions {
  /** The request was carried out and only its answer is lost. */
  readonly afterCommit?: boolean;
  /** How many requests in a row; 1 when absent. */
  readonly times?: number;
  /** Milliseconds, as a 429 would say. */
  readonly retryAfter?: number;
}

/** What a test or a demonstration can do to one client's line. */
export interface MemoryFaults {
  /** Off: every request rejects with `network` and every channel is lost. On again: channels rejoin. */
  setOnline(online: boolean): void;
  /** While true events vanish although every channel looks healthy. */
  dropEvents(drop: boolean): void;
  /** While true events say only that something changed, as for a while after somebody left the team. */
  thinEvents(thin: boolean): void;
  /** Milliseconds that each request and each event takes. */
  setDelay(delay: number): void;
  /** The next call of this method rejects with this code. Calls of it may be queued. */
  failNext(method: string, code: GlobalChatErrorCode, options?: FailureOptions): void;
  /** Requests of this method wait, and are carried out when the returned function is called. */
  hold(method: string): () => void;
  /** Channels joined from now on are refused. */
  refuseChannels(refuse: boolean): void;
  /** Every request so far, oldest first. */
  readonly calls: readonly { readonly method: string; readonly argument: unknown }[];
  /** Channels that are open now. */
  channels(): readonly string[];
}

/** Everyone who listens, over all clients. */
export interface MemoryHub {
  publish(topic: string, payload: unknown, except?: MemoryLine): void;
  subscribe(topic: string, line: MemoryLine, deliver: (payload: unknown) => void): () => void;
}

export interface MemoryLine {
  readonly faults: MemoryFaults;
  readonly connection: ReadableStore<ConnectionState>;
  request<Answer>(method: string, argument: unknown, run: () => Answer): Promise<Answer>;
  /** Joins a topic; `onStatus` follows the life of a real channel. */
  join<Payload>(
    topic: string,
    onPayload: (payload: Payload) => void,
    onStatus?: (status: ChannelStatus, error?: GlobalChatError) => void,
  ): Watch;
  /** Whether events say only that something changed. */
  isThin(): boolean;
  /** Delivers something after the line's delay, unless the line is down or dropping. */
  carry(deliver: () => void): void;
  close(): void;
}

interface Channel {
  readonly topic: string;
  readonly report: (status: ChannelStatus, error?: GlobalChatError) => void;
}

export function createMemoryHub(): MemoryHub {
  const topics = new Map<string, Set<{ line: MemoryLine; deliver: (payload: unknown) => void }>>();
  return {
    publish(topic, payload, except) {
      for (const entry of topics.get(topic) ?? []) {
        if (entry.line !== except) entry.line.carry(() => entry.deliver(payload));
      }
    },
    subscribe(topic, line, deliver) {
      const entry = { line, deliver };
      const members = topics.get(topic) ?? new Set();
      topics.set(topic, members.add(entry));
      return () => void members.delete(entry);
    },
  };
}

export function createMemoryLine(hub: MemoryHub, clock: Clock): MemoryLine {
  const connection = createStore<ConnectionState>('idle');
  const failures: { method: string; error: GlobalChatError; afterCommit: boolean }[] = [];
  const holds = new Map<string, Promise<void>>();
  const calls: { method: string; argument: unknown }[] = [];
  const channels = new Set<Channel>();
  let online = true;
  let dropping = false;
  let thin = false;
  let refusing = false;
  let delay = 0;

  const show = (): void => {
    const state: ConnectionState = channels.size === 0 ? 'idle' : online ? 'live' : 'reconnecting';
    connection.update(() => state);
  };
  const travel = (): Promise<void> =>
    delay === 0 ? Promise.resolve() : new Promise((resolve) => void clock.setTimeout(resolve, delay));
  const unreachable = (): GlobalChatError =>
    new GlobalChatError('network', 'The backend could not be reached.');

  const start = (channel: Channel): void => {
    const report = (status: ChannelStatus, error?: GlobalChatError): void => {
      if (channels.has(channel) && online) channel.report(status, error);
    };
    report('joining');
    const refused = refusing;
    void travel().then(() => {
      if (refused)
        return report(
          'refused',
          new GlobalChatError('channel_refused', `Topic ${channel.topic} was refused.`),
        );
      report('joined');
      report('ready');
      show();
    });
  };

  const line: MemoryLine = {
    connection,
    faults: {
      calls,
      channels: () => [...channels].map(({ topic }) => topic),
      setOnline(value) {
        if (value === online) return;
        online = value;
        show();
        for (const channel of [...channels]) {
          if (online) start(channel);
          else channel.report('lost');
        }
      },
      dropEvents: (drop) => void (dropping = drop),
      thinEvents: (value) => void (thin = value),
      setDelay: (value) => void (delay = value),
      refuseChannels: (refuse) => void (refusing = refuse),
      failNext(method, code, options = {}) {
        const more = options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter };
        const error = new GlobalChatError(code, `${method} was made to fail.`, more);
        for (let time = 0; time < (options.times ?? 1); time += 1) {
          failures.push({ method, error, afterCommit: options.afterCommit ?? false });
        }
      },
      hold(method) {
        let release = (): void => undefined;
        const gate = new Promise<void>((resolve) => {
          release = resolve;
        });
        holds.set(method, gate);
        return () => {
          if (holds.get(method) === gate) holds.delete(method);
          release();
        };
      },
    },
    async request(method, argument, run) {
      calls.push({ method, argument });
      await travel();
      await holds.get(method);
      if (!online) throw unreachable();
      const place = failures.findIndex((failure) => failure.method === method);
      const failure = place < 0 ? null : failures.splice(place, 1)[0];
      if (failure && !failure.afterCommit) throw failure.error;
      const answer = run();
      await travel();
      if (failure) throw failure.error;
      if (!online) throw unreachable();
      return answer;
    },
    join(topic, onPayload, onStatus = () => undefined) {
      const channel: Channel = { topic, report: onStatus };
      channels.add(channel);
      show();
      const leave = hub.subscribe(topic, line, (payload) => {
        if (channels.has(channel)) onPayload(payload as Parameters<typeof onPayload>[0]);
      });
      if (online) start(channel);
      else queueMicrotask(() => channels.has(channel) && channel.report('lost'));
      return {
        close() {
          leave();
          channels.delete(channel);
          show();
        },
      };
    },
    isThin: () => thin,
    carry(deliver) {
      if (!online || dropping) return;
      void travel().then(() => online && deliver());
    },
    close() {
      channels.clear();
      show();
    },
  };
  return line;
}
