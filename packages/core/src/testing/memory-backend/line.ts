// The line between one client and the in-memory backend. Owns requests and channels.

import type { Clock } from '../../environment/environment.ts';
import { GlobalChatError } from '../../errors.ts';
import { createStore } from '../../observable/store.ts';
import type { ReadableStore, Store } from '../../observable/store.ts';
import type { ChannelStatus, Watch } from '../../transport/transport.ts';
import type { ConnectionState } from '../../types.ts';
import { createFaults, createLineCondition, takeFailure } from './faults.ts';
import type { LineCondition, MemoryFaults } from './faults.ts';
import type { HubMember, MemoryHub } from './hub.ts';

type StatusListener = (status: ChannelStatus, error?: GlobalChatError) => void;

export interface MemoryLine extends HubMember {
  readonly faults: MemoryFaults;
  readonly connection: ReadableStore<ConnectionState>;
  request<Answer>(method: string, argument: unknown, run: () => Answer): Promise<Answer>;
  /** Joins a topic, unless the caller may not hear it; `onStatus` follows the life of a real channel. */
  join<Payload>(topic: Topic<Payload>): Watch;
  /** Ends the channels that the caller may not hear any more. */
  recheck(): void;
  isOnline(): boolean;
  /** Whether events say only that something changed. */
  isThin(): boolean;
  /** Delivers something after the line's delay, unless the line is down or dropping. */
  carry(deliver: () => void): void;
  close(): void;
}

export interface Topic<Payload> {
  readonly name: string;
  readonly mayHear: () => boolean;
  readonly onPayload: (payload: Payload) => void;
  readonly onStatus?: StatusListener;
}

interface Channel {
  readonly topic: string;
  readonly mayHear: () => boolean;
  readonly report: StatusListener;
}

/** One client's end. */
interface LineState {
  readonly clock: Clock;
  readonly condition: LineCondition;
  readonly channels: Set<Channel>;
  readonly connection: Store<ConnectionState>;
}

export function createMemoryLine(hub: MemoryHub, clock: Clock): MemoryLine {
  const state: LineState = {
    clock,
    condition: createLineCondition(),
    channels: new Set(),
    connection: createStore<ConnectionState>('idle'),
  };
  const { condition, channels } = state;
  const line: MemoryLine = {
    connection: state.connection,
    faults: createFaults(condition, {
      setOnline: (online) => setOnline(state, online),
      channels: () => [...channels].map(({ topic }) => topic),
    }),
    request: (method, argument, run) => request(state, method, argument, run),
    join({ name, mayHear, onPayload, onStatus = () => undefined }) {
      const channel: Channel = { topic: name, mayHear, report: onStatus };
      const leave = hub.subscribe(name, line, (payload) => {
        if (channels.has(channel)) onPayload(payload as Parameters<typeof onPayload>[0]);
      });
      openChannel(state, channel);
      return {
        close() {
          leave();
          channels.delete(channel);
          showConnection(state);
        },
      };
    },
    recheck() {
      for (const channel of [...channels]) if (!channel.mayHear()) refuse(state, channel);
    },
    isOnline: () => condition.online,
    isThin: () => condition.thin,
    carry(deliver) {
      if (!condition.online || condition.dropping) return;
      void travel(state).then(() => condition.online && deliver());
    },
    close() {
      channels.clear();
      showConnection(state);
    },
  };
  return line;
}

async function request<Answer>(
  state: LineState,
  method: string,
  argument: unknown,
  run: () => Answer,
): Promise<Answer> {
  const { condition } = state;
  condition.calls.push({ method, argument });
  await travel(state);
  await condition.holds.get(method);
  if (!condition.online) throw unreachable();
  const failure = takeFailure(condition, method);
  if (failure && !failure.afterCommit) throw failure.error;
  const answer = run();
  await travel(state);
  if (failure) throw failure.error;
  if (!condition.online) throw unreachable();
  return answer;
}

function setOnline(state: LineState, online: boolean): void {
  if (online === state.condition.online) return;
  state.condition.online = online;
  showConnection(state);
  for (const channel of [...state.channels]) {
    if (online) joinChannel(state, channel);
    else channel.report('lost');
  }
}

function openChannel(state: LineState, channel: Channel): void {
  state.channels.add(channel);
  showConnection(state);
  // Nobody hears anything before the caller has the watch in hands.
  if (state.condition.online) queueMicrotask(() => joinChannel(state, channel));
  else queueMicrotask(() => state.channels.has(channel) && channel.report('lost'));
}

function joinChannel(state: LineState, channel: Channel): void {
  const isThere = (): boolean => state.channels.has(channel) && state.condition.online;
  if (isThere()) channel.report('joining');
  const refused = state.condition.refusing;
  void travel(state).then(() => {
    if (!isThere()) return;
    if (refused || !channel.mayHear()) return refuse(state, channel);
    channel.report('joined');
    if (isThere()) channel.report('ready');
    showConnection(state);
  });
}

function refuse(state: LineState, channel: Channel): void {
  state.channels.delete(channel);
  showConnection(state);
  const error = new GlobalChatError('channel_refused', `Topic ${channel.topic} was refused.`);
  channel.report('refused', error);
}

function showConnection({ channels, condition, connection }: LineState): void {
  connection.update(() => (channels.size === 0 ? 'idle' : condition.online ? 'live' : 'reconnecting'));
}

function travel({ clock, condition: { delay } }: LineState): Promise<void> {
  return delay === 0 ? Promise.resolve() : new Promise((resolve) => void clock.setTimeout(resolve, delay));
}

function unreachable(): GlobalChatError {
  return new GlobalChatError('network', 'The backend could not be reached.');
}
