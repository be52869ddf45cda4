/**
 * One WebSocket: the only place where frames enter and leave it, and the map from topics to the channels joined there.
 * It routes frames, answers heartbeats and closes silent sockets; channels decide what frames mean.
 */
import type { RawData, WebSocket } from 'ws';
import type { ChannelConnection, ChannelContext } from '../channel/channel-context.ts';
import { Channel } from '../channel/channel.ts';
import type { Identity } from '../authorization/tokens.ts';
import type { SocketInfo } from '../options.ts';
import { decodeFrame, jsonFrame, replyFrame } from '../protocol/serializer.ts';
import type { InboundFrame, OutboundFrame, ProtocolVersion } from '../protocol/frames.ts';
import type { RealtimeServices } from '../services.ts';
import type { OpenConnection } from './open-connection.ts';

/** Close codes of the WebSocket protocol that clients see. */
export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_RESTART = 1012;
const CLOSE_INTERNAL_ERROR = 1011;

/** Timers may fire a moment early. */
const TIMER_TOLERANCE_MS = 2;
/** How long a peer gets to answer the closing handshake. */
const CLOSE_HANDSHAKE_TIMEOUT_MS = 1_000;
const CHANNEL_PREFIX = 'realtime:';

/** What the upgrade established. */
export interface ConnectionOptions {
  readonly id: number;
  readonly version: ProtocolVersion;
  /** Who the API key belongs to; the identity of channels that bring no token. */
  readonly identity: Identity;
  /** The `x-*` headers of the upgrade. */
  readonly headers: Readonly<Record<string, string>>;
}

export class Connection implements ChannelConnection, OpenConnection {
  readonly identity: Identity;
  readonly headers: Readonly<Record<string, string>>;
  readonly info: SocketInfo;
  readonly #socket: WebSocket;
  readonly #services: RealtimeServices;
  readonly #channels = new Map<string, Channel>();
  readonly #idle: NodeJS.Timeout;
  #lastInputAt = performance.now();

  constructor(socket: WebSocket, services: RealtimeServices, options: ConnectionOptions) {
    this.#socket = socket;
    this.#services = services;
    this.identity = options.identity;
    this.headers = options.headers;
    this.info = { id: options.id, version: options.version, role: options.identity.claims.role };
    // After a pause of the whole process, input that is waiting gets its turn first.
    this.#idle = setTimeout(() => setImmediate(() => this.#closeIfIdle()), services.timings.idleTimeoutMs);
    socket.on('message', (data, isBinary) => this.#guarded(() => this.#onMessage(data, isBinary)));
    socket.on('close', () => this.#onClose());
    socket.on('error', (error) => services.log('debug', 'a socket failed', error));
  }

  /** Channels joined or joining. */
  get channelCount(): number {
    return this.#channels.size;
  }

  get channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  /** Frames this socket's version cannot express are left out. */
  send(frame: OutboundFrame): void {
    const encoded = frame.encode(this.info.version);
    if (encoded === null) return;
    const { data, binary } = encoded;
    const pass = (): void => {
      if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(data, { binary });
    };
    const hook = this.#services.faults.outbound;
    if (hook === undefined) pass();
    else hook({ socket: this.info, topic: frame.topic, event: frame.event, data, binary }, pass);
  }

  /** Tells every channel that the server wants the client to reconnect, then closes. */
  restart(): void {
    const payload = { extension: 'system', status: 'ok', message: 'Server requested disconnect' };
    for (const { topic, joinRef } of this.#channels.values()) {
      this.send(jsonFrame({ joinRef, topic, event: 'system', payload }));
    }
    this.close(CLOSE_RESTART);
  }

  close(code: number): void {
    this.#socket.close(code);
    // A peer that vanished never answers the closing handshake.
    setTimeout(() => this.#socket.terminate(), CLOSE_HANDSHAKE_TIMEOUT_MS).unref();
  }

  /** Ends the socket without a closing handshake, as a broken network does. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** Removes a channel that ended by itself. */
  remove(channel: ChannelContext): void {
    if (this.#channels.get(channel.topic) === channel) this.#channels.delete(channel.topic);
  }

  /** A frame that breaks something of ours ends its own socket, not the process. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#services.log('error', 'a frame could not be handled', error);
      this.close(CLOSE_INTERNAL_ERROR);
    }
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    this.#lastInputAt = performance.now();
    this.#idle.refresh();
    const bytes = asBuffer(data);
    const frame = decodeFrame(this.info.version, bytes, isBinary);
    if (frame === null) {
      this.#services.log('debug', 'dropped a malformed frame');
      return;
    }
    const hook = this.#services.faults.inbound;
    if (hook === undefined) this.#route(frame);
    else {
      const { topic, event } = frame;
      hook({ socket: this.info, topic, event, data: bytes, binary: isBinary }, () => this.#route(frame));
    }
  }

  #route(frame: InboundFrame): void {
    const channel = this.#channels.get(frame.topic);
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat')
      this.send(replyFrame({ ...frame, joinRef: null }, 'ok'));
    else if (frame.event === 'phx_join' && frame.topic.startsWith(CHANNEL_PREFIX)) this.#join(frame, channel);
    else if (frame.event === 'phx_leave') this.#leave(frame, channel);
    else if (channel !== undefined) channel.receive(frame);
    else this.send(replyFrame({ ...frame, joinRef: null }, 'error', { reason: 'unmatched topic' }));
  }

  #join(frame: InboundFrame, previous: Channel | undefined): void {
    const channel = new Channel(this, this.#services, frame);
    this.#channels.set(frame.topic, channel);
    void channel.join(previous ?? null);
  }

  #leave(frame: InboundFrame, channel: Channel | undefined): void {
    if (channel === undefined) this.send(replyFrame(frame, 'ok'));
    else if (frame.joinRef === null || frame.joinRef === channel.joinRef) channel.leave(frame);
  }

  #closeIfIdle(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const idle = performance.now() - this.#lastInputAt;
    if (idle + TIMER_TOLERANCE_MS >= this.#services.timings.idleTimeoutMs) this.close(CLOSE_GOING_AWAY);
    else this.#idle.refresh();
  }

  #onClose(): void {
    clearTimeout(this.#idle);
    for (const channel of this.#channels.values()) channel.abandon();
    this.#channels.clear();
    this.#services.connections.delete(this);
  }
}

function asBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
