/**
 * Which channels are joined to which topic. Delivers frames to them and holds each topic's presence. Public and private
 * channels of one subtopic never meet. Rights are checked by the channels.
 */
import type { OutboundFrame, UserBroadcast } from '../protocol/frames.ts';
import { jsonFrame, userBroadcastFrame } from '../protocol/serializer.ts';
import { PresenceState } from '../presence/presence-state.ts';

/** One joined channel, as its topic sees it. */
export interface Subscriber {
  /** `messageId` is set for messages that came from the database. */
  receiveBroadcast(frame: OutboundFrame, messageId: string | null): void;
  receivePresence(frame: OutboundFrame): void;
}

/** How a broadcast is delivered. */
export interface BroadcastRoute {
  /** The sending channel, when it does not want its own messages. */
  readonly except?: Subscriber | undefined;
  readonly messageId?: string;
}

export class Topic {
  /** Without the prefix `realtime:`. */
  readonly name: string;
  readonly isPrivate: boolean;
  readonly presence: PresenceState;
  readonly #subscribers = new Set<Subscriber>();

  constructor(name: string, isPrivate: boolean) {
    this.name = name;
    this.isPrivate = isPrivate;
    this.presence = new PresenceState((diff) => this.#deliverPresence(diff));
  }

  get isEmpty(): boolean {
    return this.#subscribers.size === 0;
  }

  /** What clients call this topic. */
  get channelTopic(): string {
    return `realtime:${this.name}`;
  }

  add(subscriber: Subscriber): void {
    this.presence.flush();
    this.#subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Payload bytes go through as they are. */
  broadcast(broadcast: UserBroadcast, route: BroadcastRoute = {}): void {
    if (!this.isEmpty) this.#deliver(userBroadcastFrame(this.channelTopic, broadcast), route);
  }

  /** The older form: a whole payload object, sent as text to every version. */
  broadcastText(payload: object, route: BroadcastRoute = {}): void {
    if (!this.isEmpty)
      this.#deliver(jsonFrame({ topic: this.channelTopic, event: 'broadcast', payload }), route);
  }

  #deliver(frame: OutboundFrame, { except, messageId = '' }: BroadcastRoute): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber !== except) subscriber.receiveBroadcast(frame, messageId || null);
    }
  }

  #deliverPresence(payload: object): void {
    const frame = jsonFrame({ topic: this.channelTopic, event: 'presence_diff', payload });
    for (const subscriber of this.#subscribers) subscriber.receivePresence(frame);
  }
}

export class TopicRegistry {
  readonly #topics = new Map<string, Topic>();

  /** The topic with its new subscriber in it. */
  join(name: string, isPrivate: boolean, subscriber: Subscriber): Topic {
    const key = keyOf(name, isPrivate);
    const topic = this.#topics.get(key) ?? new Topic(name, isPrivate);
    this.#topics.set(key, topic);
    topic.add(subscriber);
    return topic;
  }

  leave(topic: Topic, subscriber: Subscriber): void {
    topic.remove(subscriber);
    const key = keyOf(topic.name, topic.isPrivate);
    if (topic.isEmpty && this.#topics.get(key) === topic) this.#topics.delete(key);
  }

  /** Undefined when nobody listens, and then there is nobody to send to. */
  find(name: string, isPrivate: boolean): Topic | undefined {
    return this.#topics.get(keyOf(name, isPrivate));
  }
}

function keyOf(name: string, isPrivate: boolean): string {
  return `${isPrivate ? 'private' : 'public'}:${name}`;
}
