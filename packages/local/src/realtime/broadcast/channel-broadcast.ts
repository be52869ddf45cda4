/**
 * Broadcast on one channel: sending with the write right, receiving with the read right, and the replay of
 * the past without telling a message twice.
 */
import type { Channel } from '../channel/channel.ts';
import type { ReplayRequest } from '../channel/join-config.ts';
import { RealtimeFailure, notAllowedToRead } from '../failures.ts';
import type { InboundFrame, OutboundFrame } from '../protocol/frames.ts';
import { userBroadcastFrame } from '../protocol/serializer.ts';
import { isRecord } from '../protocol/values.ts';
import type { RealtimeServices } from '../services.ts';
import type { StoredMessage } from './message-store.ts';

interface HeldBroadcast {
  readonly frame: OutboundFrame;
  readonly messageId: string | null;
}

export class ChannelBroadcast {
  readonly #channel: Channel;
  readonly #services: RealtimeServices;
  readonly #replayed = new Set<string>();
  /** What arrived while the join was still being answered. */
  #held: HeldBroadcast[] = [];

  constructor(channel: Channel, services: RealtimeServices) {
    this.#channel = channel;
    this.#services = services;
  }

  receive(frame: OutboundFrame, messageId: string | null): void {
    const { state, rights, connection } = this.#channel;
    if (!rights.mayReceiveBroadcasts) return;
    if (state === 'joining') this.#held.push({ frame, messageId });
    if (state !== 'joined' || (messageId !== null && this.#replayed.has(messageId))) return;
    connection.send(frame);
    this.#countReceived();
  }

  /** Throws `Unauthorized` or `UnableToReplayMessages`. */
  async loadReplay(request: ReplayRequest): Promise<StoredMessage[]> {
    const { config, rights, subtopic } = this.#channel;
    if (!config.isPrivate) throw new RealtimeFailure('UnableToReplayMessages', 'Replay is not allowed for public channels');
    if (!rights.mayReceiveBroadcasts) throw notAllowedToRead(subtopic);
    return this.#services.messages.replay(subtopic, request);
  }

  /** The join was answered: the past first, then what was held back. */
  begin(past: readonly StoredMessage[]): void {
    for (const message of past) this.#sendStored(message);
    const held = this.#held;
    this.#held = [];
    for (const { frame, messageId } of held) this.receive(frame, messageId);
  }

  handle(frame: InboundFrame): void | Promise<void> {
    const allowed = this.#channel.rights.maySend('broadcast');
    if (typeof allowed === 'boolean') this.#sendIf(allowed, frame);
    else return this.#sendWhenKnown(allowed, frame);
  }

  async #sendWhenKnown(answer: Promise<boolean>, frame: InboundFrame): Promise<void> {
    try {
      this.#sendIf(await answer, frame);
    } catch (error) {
      this.#services.log('warning', `a broadcast on ${this.#channel.topic} could not be authorized`, error);
    }
  }

  #sendIf(isAllowed: boolean, frame: InboundFrame): void {
    const { config, room } = this.#channel;
    if (room === null) return;
    if (!isAllowed) return this.#acknowledge(frame, 'unauthorized');
    this.#services.rates.count('events');
    if (this.#isTooLarge(frame)) return this.#acknowledge(frame, 'payload_size_exceeded');
    const route = { except: config.broadcast.self ? undefined : this.#channel };
    if (frame.userBroadcast !== undefined) {
      // The metadata was meant for the server.
      const { event, encoding, payload } = frame.userBroadcast;
      room.broadcast({ event, encoding, payload }, route);
    } else if (isRecord(frame.payload)) room.broadcastText(frame.payload, route);
    this.#acknowledge(frame, null);
  }

  #acknowledge(frame: InboundFrame, error: string | null): void {
    if (!this.#channel.config.broadcast.ack) return;
    if (error === null) this.#channel.reply(frame, 'ok');
    else this.#channel.reply(frame, 'error', { error });
  }

  #isTooLarge({ userBroadcast, payload }: InboundFrame): boolean {
    const { payloadBytes } = this.#services.limits;
    if (payloadBytes === undefined) return false;
    const size = userBroadcast?.payload.length ?? Buffer.byteLength(JSON.stringify(payload) ?? '');
    return size > payloadBytes;
  }

  #sendStored({ id, event, payload, isBinary }: StoredMessage): void {
    this.#replayed.add(id);
    const meta = { id, replayed: true };
    if (isBinary && Buffer.isBuffer(payload)) {
      const frame = userBroadcastFrame(this.#channel.topic, { event, encoding: 'binary', payload, metadata: meta });
      this.#channel.connection.send(frame);
    } else this.#channel.push('broadcast', { type: 'broadcast', event, payload, meta });
  }

  /** Received messages count too. */
  #countReceived(): void {
    const { rates } = this.#services;
    rates.count('events');
    if (rates.isExceeded('events')) this.#channel.shutdown('Too many messages per second');
  }
}
