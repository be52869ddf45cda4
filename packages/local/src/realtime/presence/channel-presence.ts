/** Presence on one channel: what it tracks under which key, who may, and when it is told the state. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChannelContext } from '../channel/channel-context.ts';
import type { InboundFrame } from '../protocol/frames.ts';
import { isRecord } from '../protocol/values.ts';
import type { RealtimeServices } from '../services.ts';

export class ChannelPresence {
  readonly #channel: ChannelContext;
  readonly #services: RealtimeServices;
  readonly #key: string;
  #isEnabled: boolean;
  #tracked: Readonly<Record<string, unknown>> | null = null;
  #windowEnds = 0;
  #callsInWindow = 0;

  constructor(channel: ChannelContext, services: RealtimeServices) {
    this.#channel = channel;
    this.#services = services;
    this.#key = channel.config.presence.key || randomUUID();
    this.#isEnabled = channel.config.presence.enabled;
  }

  /** Asked for at the join, or since the first track. */
  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  /** Sends the snapshot that clients need before any diff. */
  sendState(): void {
    const { rights, joinedTopic } = this.#channel;
    if (joinedTopic === null || !rights.mayReceivePresence) return;
    if (this.#isOverTotal()) return this.#channel.shutdown('Too many presence messages per second');
    joinedTopic.presence.flush();
    this.#channel.push('presence_state', joinedTopic.presence.state());
  }

  handle(frame: InboundFrame): void | Promise<void> {
    if (this.#isOverWindow()) return this.#channel.shutdown('Client presence rate limit exceeded');
    const { event, payload = {} } = isRecord(frame.payload) ? frame.payload : {};
    const name = typeof event === 'string' ? event.toLowerCase() : '';
    if (name === 'untrack') return this.#untrack(frame);
    if (name !== 'track') return this.#channel.reply(frame, event === undefined ? 'ok' : 'error');
    if (!this.#channel.config.isPrivate) return this.#track(frame, payload);
    return this.#trackIfAllowed(frame, payload);
  }

  async #trackIfAllowed(frame: InboundFrame, payload: unknown): Promise<void> {
    const { rights } = this.#channel;
    try {
      await rights.loadPresenceRead();
      if (await rights.maySend('presence')) this.#track(frame, payload);
      else this.#channel.reply(frame, 'error');
    } catch (error) {
      this.#services.log('warning', `presence on ${this.#channel.topic} could not be authorized`, error);
      this.#channel.reply(frame, 'error');
    }
  }

  #track(frame: InboundFrame, payload: unknown): void {
    const { joinedTopic } = this.#channel;
    if (joinedTopic === null) return;
    if (!isRecord(payload))
      return this.#channel.reply(frame, 'error', { reason: 'Presence track payload must be a map' });
    if (this.#tracked !== null && isDeepStrictEqual(payload, this.#tracked))
      return this.#channel.reply(frame, 'ok');
    if (this.#isTooLarge(payload)) return this.#channel.shutdown('Track message size exceeded');
    if (this.#isOverTotal()) return this.#channel.shutdown('Too many presence messages per second');
    joinedTopic.presence.track(this.#channel, this.#key, payload);
    this.#tracked = payload;
    this.#channel.reply(frame, 'ok');
    if (this.#isEnabled) return;
    this.#isEnabled = true;
    this.sendState();
  }

  #untrack(frame: InboundFrame): void {
    this.#tracked = null;
    this.#channel.joinedTopic?.presence.untrack(this.#channel);
    this.#channel.reply(frame, 'ok');
  }

  #isTooLarge(payload: object): boolean {
    const { payloadBytes } = this.#services.limits;
    return payloadBytes !== undefined && Buffer.byteLength(JSON.stringify(payload)) > payloadBytes;
  }

  #isOverTotal(): boolean {
    const { rates } = this.#services;
    if (rates.isExceeded('presence')) return true;
    rates.count('presence');
    return false;
  }

  #isOverWindow(): boolean {
    const limit = this.#services.limits.presenceCallsPerChannel;
    if (limit === undefined) return false;
    const now = Date.now();
    if (now > this.#windowEnds) {
      this.#windowEnds = now + limit.windowMs;
      this.#callsInWindow = 0;
    }
    this.#callsInWindow += 1;
    return this.#callsInWindow > limit.calls;
  }
}
