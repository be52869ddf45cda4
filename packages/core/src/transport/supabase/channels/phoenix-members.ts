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
  readonly members: Map<string, Member>;
  /** Closes the socket when nobody came back. */
  leaveTimer: unknown;
}

export interface Member {
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

export function tell({ listener }: Member, status: ChannelStatus, error?: GlobalChatError): void {
  listener.onStatus?.(status, error);
}

export function say({ log }: PhoenixState, { topic }: Member, status: string): void {
  log?.(statusLine(topic, status));
}

export function later({ clock }: PhoenixState, member: Member, delay: number, callback: () => void): void {
  clock.clearTimeout(member.timer);
  member.timer = clock.setTimeout(callback, delay);
}

export function push(
  { socket }: PhoenixState,
  { topic, joinRef }: Member,
  event: string,
  payload: object = {},
): string {
  return socket.send(`realtime:${topic}`, event, payload, joinRef);
}

/** This incarnation is over, or the attempt at one. */
export function lose(state: PhoenixState, member: Member, status: PhoenixStatus): void {
  state.clock.clearTimeout(member.timer);
  member.joinRef = null;
  member.joined = false;
  if (member.lost) return;
  member.lost = true;
  say(state, member, status);
  tell(member, 'lost');
}

export function forget(state: PhoenixState, { topic, timer }: Member): void {
  const { clock, members, socket } = state;
  clock.clearTimeout(timer);
  members.delete(topic);
  if (members.size) return;
  clock.clearTimeout(state.leaveTimer);
  state.leaveTimer = clock.setTimeout(socket.close, LEAVE_DELAY_MS);
}
