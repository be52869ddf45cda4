// One WebSocket to Supabase Realtime that comes back by itself. Owns frames, heartbeats, half-open detection and the pace
// of reconnecting.
//
// It speaks protocol 1.0.0. In 2.0.0 the server sends broadcasts from the database as binary frames, which would need a
// decoder; in 1.0.0 the same messages arrive as JSON text, from every server version there is. What 1.0.0 lacks, the join
// reference of an incoming frame, is in `ref` wherever it matters (replies, `phx_close`, `phx_error`).

import type { Environment } from '../../../environment/environment.ts';
import { fields, text } from '../rows/narrow.ts';
import type { Fields } from '../rows/narrow.ts';
import { toJson } from '../to-json.ts';

/** The server closes a socket that says nothing for a minute. */
const HEARTBEAT_INTERVAL_MS = 25_000;
/** How long the server may take to accept a socket or to answer a heartbeat. */
const CONNECT_TIMEOUT_MS = 10_000;
/** The same when there is reason to doubt. */
const PROBE_TIMEOUT_MS = 5_000;
/** At most one attempt, hence one join of a channel, in this time. */
const REFILL_INTERVAL_MS = 1_000;
/** The longest pause between two attempts. */
const MAX_RECONNECT_DELAY_MS = 30_000;

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
export function pause(failures: number, random: () => number): number {
  return random() * Math.min(MAX_RECONNECT_DELAY_MS, REFILL_INTERVAL_MS * 2 ** failures);
}

export function createPhoenixSocket(options: PhoenixSocketOptions): PhoenixSocket {
  const { clock, random, WebSocket } = options.environment;
  const address = `${options.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${options.key}&vsn=1.0.0`;
  let socket: WebSocket | null = null;
  let wanted = false;
  let failures = 0;
  let lastTry = -REFILL_INTERVAL_MS;
  let lastHeard = 0;
  let lastRef = 0;
  /** The next attempt, or the next heartbeat, or the end of patience: never two of them. */
  let timer: unknown;

  function after(delay: number, callback: () => void): void {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(callback, delay);
  }

  function connectAfter(delay: number): void {
    after(Math.max(delay, lastTry + REFILL_INTERVAL_MS - clock.now(), 0), connect);
  }

  function connect(): void {
    lastTry = lastHeard = clock.now();
    after(CONNECT_TIMEOUT_MS, down);
    try {
      const mine = new WebSocket(address);
      socket = mine;
      mine.onopen = () => {
        after(HEARTBEAT_INTERVAL_MS, () => beat(CONNECT_TIMEOUT_MS));
        options.onOpen();
      };
      mine.onmessage = ({ data }: MessageEvent) => hear(data);
      mine.onclose = down;
    } catch {
      // The page's policy forbids the address. It may change (a single-page app), so the attempts go on, slowly.
      down();
    }
  }

  function release(): void {
    clock.clearTimeout(timer);
    const old = socket;
    socket = null;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = null;
    old.close();
  }

  function down(): void {
    release();
    if (wanted) connectAfter(pause(failures++, random));
    options.onDown();
  }

  function beat(patience: number): void {
    options.onBeat();
    send('phoenix', 'heartbeat', {});
    after(patience, down);
  }

  function hear(data: unknown): void {
    lastHeard = clock.now();
    let frame: Fields;
    try {
      frame = fields(JSON.parse(String(data)));
    } catch {
      // Binary, or no JSON: not of this protocol, and no reason to give up the socket.
      return;
    }
    const { topic, event } = frame;
    const payload = fields(frame.payload);
    if (payload.status === 'ok') failures = 0;
    if (topic === 'phoenix') after(HEARTBEAT_INTERVAL_MS, () => beat(CONNECT_TIMEOUT_MS));
    else if (typeof topic === 'string' && typeof event === 'string') {
      options.onFrame({ topic, event, payload, ref: text(frame.ref) });
    }
  }

  function send(topic: string, event: string, payload: object, joinRef?: string | null): string {
    const ref = String(++lastRef);
    // A join is its own reference.
    if (isOpen()) socket?.send(toJson({ topic, event, payload, ref, join_ref: joinRef ?? ref }));
    return ref;
  }

  const isOpen = (): boolean => socket?.readyState === 1;

  return {
    open() {
      if (wanted) return;
      wanted = true;
      connectAfter(0);
    },
    close() {
      wanted = false;
      release();
    },
    isOpen,
    send,
    probe() {
      failures = 0;
      if (!wanted) return;
      if (isOpen()) {
        if (clock.now() - lastHeard < HEARTBEAT_INTERVAL_MS + CONNECT_TIMEOUT_MS)
          return beat(PROBE_TIMEOUT_MS);
        // Nothing came for longer than the heartbeat allows: the device slept, and the server has hung up long ago.
        down();
      }
      if (!socket) connectAfter(0);
    },
  };
}
