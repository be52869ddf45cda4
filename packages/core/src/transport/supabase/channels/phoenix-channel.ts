// The private channels that share one socket, and the steps each goes through: what it sends, what its listener hears, how
// an incarnation of it ends, and how it leaves.

import type { Clock, Environment } from '../../../environment/environment.ts';
import type { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener, ChannelOptions } from '../link.ts';
import type { PhoenixSocket } from './phoenix-socket.ts';
import { statusLine } from './realtime-protocol.ts';
import type { PhoenixStatus } from './realtime-protocol.ts';

/** Leaving one channel for another must not cost a new socket. */
const LEAVE_DELAY_MS = 1_000;

export interface PhoenixChannelsOptions {
  readonly url: string;
  readonly key: string;
  readonly environment: Environment;
  /** A good token, or null for nobody; `renew` when the server refused the last one. */
  readonly token: (renew?: boolean) => Promise<string | null>;
  /** Where status lines go; absent without debugging. */
  readonly log?: ((line: string) => void) | undefined;
}

/** What the channels over one socket share. */
export interface PhoenixState extends PhoenixChannelsOptions {
  readonly clock: Clock;
  readonly socket: PhoenixSocket;
  /** By topic. */
  readonly channels: Map<string, PhoenixChannel>;
  /** Closes the socket when nobody came back. */
  leaveTimer: unknown;
}

export interface PhoenixChannel {
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly options: ChannelOptions;
  /** Names this incarnation; null while none is alive. */
  joinRef: string | null;
  joined: boolean;
  /** Whether the listener knows that it is cut off. */
  lost: boolean;
  failures: number;
  lastJoin: number;
  /** Why the server is about to close the channel. */
  reason: string;
  /** The end of patience with a join, or the next join, or the end of waiting for readiness: never two of them. */
  timer: unknown;
}

export function notifyListener(
  { listener }: PhoenixChannel,
  status: ChannelStatus,
  error?: GlobalChatError,
): void {
  listener.onStatus?.(status, error);
}

export function logStatus({ log }: PhoenixState, { topic }: PhoenixChannel, status: string): void {
  log?.(statusLine(topic, status));
}

export function setChannelTimer(
  { clock }: PhoenixState,
  channel: PhoenixChannel,
  delay: number,
  callback: () => void,
): void {
  clock.clearTimeout(channel.timer);
  channel.timer = clock.setTimeout(callback, delay);
}

export function sendFrame(
  { socket }: PhoenixState,
  { topic, joinRef }: PhoenixChannel,
  event: string,
  payload: object = {},
): string {
  return socket.send(`realtime:${topic}`, event, payload, joinRef);
}

/** This incarnation is over, or the attempt at one. */
export function markLost(state: PhoenixState, channel: PhoenixChannel, status: PhoenixStatus): void {
  state.clock.clearTimeout(channel.timer);
  channel.joinRef = null;
  channel.joined = false;
  if (channel.lost) return;
  channel.lost = true;
  logStatus(state, channel, status);
  notifyListener(channel, 'lost');
}

export function removeChannel(state: PhoenixState, { topic, timer }: PhoenixChannel): void {
  const { clock, channels, socket } = state;
  clock.clearTimeout(timer);
  channels.delete(topic);
  if (channels.size) return;
  clock.clearTimeout(state.leaveTimer);
  state.leaveTimer = clock.setTimeout(socket.close, LEAVE_DELAY_MS);
}
