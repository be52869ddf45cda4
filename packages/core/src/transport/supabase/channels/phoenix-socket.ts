// One WebSocket to Supabase Realtime that comes back by itself. Owns frames, heartbeats, half-open detection and the pace
// of reconnecting.
//
// It speaks protocol 1.0.0. In 2.0.0 the server sends broadcasts from the database as binary frames, which would need a
// decoder; in 1.0.0 the same messages arrive as JSON text, from every server version there is. What 1.0.0 lacks, the join
// reference of an incoming frame, is in `ref` wherever it matters (replies, `phx_close`, `phx_error`).

import type { Clock, Environment } from '../../../environment/environment.ts';
import { fields, text } from '../rows/narrow.ts';
import type { Fields } from '../rows/narrow.ts';
import { toJson } from '../to-json.ts';

/** The server closes a socket that says nothing for a minute. */
const SOCKET_HEARTBEAT_INTERVAL_MS = 25_000;
/** How long the server may take to accept a socket or to answer a heartbeat. */
const CONNECT_TIMEOUT_MS = 10_000;
/** The same when there is reason to doubt. */
const PROBE_TIMEOUT_MS = 5_000;
/** At most one attempt, hence one join of a channel, in this time. */
const RECONNECT_REFILL_INTERVAL_MS = 1_000;
/** The longest pause between two attempts. */
const MAX_SOCKET_RECONNECT_DELAY_MS = 30_000;

export interface Frame {
  readonly topic: string;
  readonly event: string;
  readonly payload: Fields;
  readonly ref: string | null;
}

export interface PhoenixSocketOptions {
  /** `https://PROJECT.supabase.co` */
  readonly url: string;
  readonly key: string;
  readonly environment: Environment;
  onOpen(): void;
  onFrame(frame: Frame): void;
  /** The socket is gone, for whatever reason. A new one is on its way unless `close` was called. */
  onDown(): void;
  /** Just before each heartbeat: the moment to look after the token. */
  onBeat(): void;
}

export interface PhoenixSocket {
  /** Wants a socket, from now on. */
  open(): void;
  /** Wants none any more. */
  readonly close: () => void;
  isOpen(): boolean;
  /** Sends and returns the frame's reference; drops it when the socket is not open. */
  send(topic: string, event: string, payload: object, joinRef?: string | null): string;
  /** After sleep or a change of network: finds out soon whether the socket lives, or opens one without a pause. */
  readonly probe: () => void;
}

/** A random pause that doubles its range with each failure, so that a crowd does not come back at once. */
export function reconnectDelay(failures: number, random: () => number): number {
  return random() * Math.min(MAX_SOCKET_RECONNECT_DELAY_MS, RECONNECT_REFILL_INTERVAL_MS * 2 ** failures);
}

/** What the steps of one socket share. */
interface SocketState {
  readonly options: PhoenixSocketOptions;
  readonly clock: Clock;
  socket: WebSocket | null;
  wanted: boolean;
  failures: number;
  lastTry: number;
  lastHeard: number;
  lastRef: number;
  /** The next attempt, or the next heartbeat, or the end of patience: never two of them. */
  timer: unknown;
}

export function createPhoenixSocket(options: PhoenixSocketOptions): PhoenixSocket {
  const { clock } = options.environment;
  const state: SocketState = {
    options,
    clock,
    socket: null,
    wanted: false,
    failures: 0,
    lastTry: -RECONNECT_REFILL_INTERVAL_MS,
    lastHeard: 0,
    lastRef: 0,
    timer: undefined,
  };
  return {
    open() {
      if (state.wanted) return;
      state.wanted = true;
      connectAfter(state, 0);
    },
    close() {
      state.wanted = false;
      release(state);
    },
    isOpen: () => isOpen(state),
    send: (...frame) => send(state, ...frame),
    probe() {
      state.failures = 0;
      if (!state.wanted) return;
      if (isOpen(state)) {
        if (clock.now() - state.lastHeard < SOCKET_HEARTBEAT_INTERVAL_MS + CONNECT_TIMEOUT_MS)
          return beat(state, PROBE_TIMEOUT_MS);
        // Nothing came for longer than the heartbeat allows: the device slept, and the server has hung up long ago.
        down(state);
      }
      if (!state.socket) connectAfter(state, 0);
    },
  };
}

function isOpen({ socket }: SocketState): boolean {
  return socket?.readyState === 1;
}

function after(state: SocketState, delay: number, callback: () => void): void {
  const { clock } = state;
  clock.clearTimeout(state.timer);
  state.timer = clock.setTimeout(callback, delay);
}

function connectAfter(state: SocketState, delay: number): void {
  const earliest = state.lastTry + RECONNECT_REFILL_INTERVAL_MS - state.clock.now();
  after(state, Math.max(delay, earliest, 0), () => connect(state));
}

function connect(state: SocketState): void {
  const { clock, options } = state;
  const { WebSocket } = options.environment;
  state.lastTry = state.lastHeard = clock.now();
  after(state, CONNECT_TIMEOUT_MS, () => down(state));
  try {
    const socket = new WebSocket(
      `${options.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${options.key}&vsn=1.0.0`,
    );
    state.socket = socket;
    socket.onopen = () => {
      beatLater(state);
      options.onOpen();
    };
    socket.onmessage = ({ data }: MessageEvent) => hear(state, data);
    socket.onclose = () => down(state);
  } catch {
    // The page's policy forbids the address. It may change (a single-page app), so the attempts go on, slowly.
    down(state);
  }
}

function release(state: SocketState): void {
  const { clock, socket, timer } = state;
  clock.clearTimeout(timer);
  state.socket = null;
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}

function down(state: SocketState): void {
  const { options } = state;
  release(state);
  if (state.wanted) connectAfter(state, reconnectDelay(state.failures++, options.environment.random));
  options.onDown();
}

function beat(state: SocketState, patience: number): void {
  state.options.onBeat();
  send(state, 'phoenix', 'heartbeat', {});
  after(state, patience, () => down(state));
}

function beatLater(state: SocketState): void {
  after(state, SOCKET_HEARTBEAT_INTERVAL_MS, () => beat(state, CONNECT_TIMEOUT_MS));
}

function hear(state: SocketState, data: unknown): void {
  state.lastHeard = state.clock.now();
  let frame: Fields;
  try {
    frame = fields(JSON.parse(String(data)));
  } catch {
    // Binary, or no JSON: not of this protocol, and no reason to give up the socket.
    return;
  }
  const { topic, event } = frame;
  const payload = fields(frame.payload);
  if (payload.status === 'ok') state.failures = 0;
  if (topic === 'phoenix') beatLater(state);
  else if (typeof topic === 'string' && typeof event === 'string') {
    state.options.onFrame({ topic, event, payload, ref: text(frame.ref) });
  }
}

function send(
  state: SocketState,
  ...[topic, event, payload, joinRef]: Parameters<PhoenixSocket['send']>
): string {
  const ref = String(++state.lastRef);
  // A join is its own reference.
  if (isOpen(state)) state.socket?.send(toJson({ topic, event, payload, ref, join_ref: joinRef ?? ref }));
  return ref;
}
