/**
 * Broadcast on one channel: sending with the write right, receiving with the read right, and the replay of
 * stored messages, each delivered once.
 */
import type { ChannelContext } from '../channel/channel-context.ts';
import type { ReplayRequest } from '../channel/join-config.ts';
import { RealtimeApiError, notAllowedToRead } from '../api-error.ts';
import type { InboundFrame, OutboundFrame } from '../protocol/frames.ts';
import { userBroadcastFrame } from '../protocol/serializer.ts';
import { isRecord } from '../protocol/values.ts';
import type { RealtimeServices } from '../services.ts';
import type { StoredMessage } from './message-store.ts';
import { readPersistence } from './persistence.ts';
import type { Persistence } from './persistence.ts';

interface HeldBroadcast {
  readonly frame: OutboundFrame;
  readonly messageId: string | null;
}

/** The response of an acknowledgement. */
type Acknowledgement = Readonly<Partial<Record<'error' | 'id', string>>>;

export class ChannelBroadcast {
  readonly #channel: ChannelContext;
  readonly #services: RealtimeServices;
  readonly #replayed = new Set<string>();
  /** What arrived while the join was still being answered. */
  #held: HeldBroadcast[] = [];

  constructor(channel: ChannelContext, services: RealtimeServices) {
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
    if (!config.isPrivate)
      throw new RealtimeApiError('UnableToReplayMessages', 'Replay is not allowed for public channels');
    if (!rights.mayReceiveBroadcasts) throw notAllowedToRead(subtopic);
    return this.#services.messages.replay(subtopic, request);
  }

  /** The join was answered: stored messages first, then what was held back. */
  begin(stored: readonly StoredMessage[]): void {
    for (const message of stored) this.#sendStored(message);
    const held = this.#held;
    this.#held = [];
    for (const { frame, messageId } of held) this.receive(frame, messageId);
  }

  handle(frame: InboundFrame): void | Promise<void> {
    const allowed = this.#channel.rights.maySend('broadcast');
    const persistence = this.#channel.config.isPrivate
      ? readPersistence(frame.userBroadcast?.metadata?.['persist'])
      : null;
    if (typeof allowed === 'boolean' && persistence === null) this.#send(allowed, frame);
    else return this.#sendAndStore(allowed, persistence, frame);
  }

  async #sendAndStore(
    allowed: boolean | Promise<boolean>,
    persistence: Persistence | 'invalid' | null,
    frame: InboundFrame,
  ): Promise<void> {
    try {
      if (persistence === 'invalid') this.#acknowledge(frame, { error: 'invalid_persist_ttl' });
      else if (persistence === null) this.#send(await allowed, frame);
      else if (this.#deliver(await allowed, frame))
        this.#acknowledge(frame, await this.#store(persistence, frame));
    } catch (error) {
      this.#services.log(
        'warning',
        `a broadcast on ${this.#channel.topic} could not be authorized or stored`,
        error,
      );
    }
  }

  #send(isAllowed: boolean, frame: InboundFrame): void {
    if (this.#deliver(isAllowed, frame)) this.#acknowledge(frame, {});
  }

  /** False when nothing was sent; a client that asked for acknowledgements was told why. */
  #deliver(isAllowed: boolean, frame: InboundFrame): boolean {
    const { config, joinedTopic } = this.#channel;
    if (joinedTopic === null) return false;
    if (!isAllowed) return this.#acknowledge(frame, { error: 'unauthorized' });
    this.#services.rates.count('events');
    if (this.#isTooLarge(frame)) return this.#acknowledge(frame, { error: 'payload_size_exceeded' });
    const route = { except: config.broadcast.self ? undefined : this.#channel };
    if (frame.userBroadcast !== undefined) {
      // The metadata was meant for the server.
      const { event, encoding, payload } = frame.userBroadcast;
      joinedTopic.broadcast({ event, encoding, payload }, route);
    } else if (isRecord(frame.payload)) joinedTopic.broadcastText(frame.payload, route);
    return true;
  }

  /** Keeps what was delivered, if policies allow the extension `persistence`. Answers what to acknowledge with. */
  async #store({ ttl }: Persistence, { userBroadcast }: InboundFrame): Promise<Acknowledgement> {
    if (userBroadcast === undefined) return {};
    if (!(await this.#channel.rights.maySend('persistence'))) return { error: 'unauthorized' };
    return { id: await this.#services.messages.persist(this.#channel.subtopic, userBroadcast, ttl) };
  }

  /** Always answers false, so that a message that was not sent can end with `return this.#acknowledge(…)`. */
  #acknowledge(frame: InboundFrame, answer: Acknowledgement): false {
    if (this.#channel.config.broadcast.ack)
      this.#channel.reply(frame, 'error' in answer ? 'error' : 'ok', answer);
    return false;
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
      const frame = userBroadcastFrame(this.#channel.topic, {
        event,
        encoding: 'binary',
        payload,
        metadata: meta,
      });
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
