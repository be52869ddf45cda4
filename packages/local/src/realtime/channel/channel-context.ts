/**
 * What broadcast, presence, row changes and the checks of a join see of their channel, and what a channel sees of its
 * socket. Types only: `Channel` and `Connection` implement them, so that the parts need not import the whole.
 */
import type { Identity } from '../authorization/tokens.ts';
import type { ChannelRights } from '../authorization/rights.ts';
import type { SocketInfo } from '../options.ts';
import type { InboundFrame, OutboundFrame } from '../protocol/frames.ts';
import type { JoinConfig } from './join-config.ts';
import type { Subscriber, Topic } from './topics.ts';

/** `joining` until the join is answered. */
export type ChannelState = 'joining' | 'joined' | 'ended';

export interface ChannelContext extends Subscriber {
  /** As the client names it: `realtime:` and the subtopic. */
  readonly topic: string;
  readonly subtopic: string;
  readonly config: JoinConfig;
  readonly connection: ChannelConnection;
  readonly state: ChannelState;
  readonly rights: ChannelRights;
  /** Set while joined. */
  readonly joinedTopic: Topic | null;
  /** Answers a push of the client. */
  reply(request: InboundFrame, status: 'ok' | 'error', response?: object): void;
  push(event: string, payload: object): void;
  /** Sends a `system` message. */
  system(extension: string, status: 'ok' | 'error', message: string): void;
  /** Ends the channel with a reason the client is told, then closes it for good. */
  shutdown(text: string): void;
}

export interface ChannelConnection {
  /** Who the API key belongs to; the identity of channels that bring no token. */
  readonly identity: Identity;
  /** The `x-*` headers of the upgrade, which policies may read. */
  readonly headers: Readonly<Record<string, string>>;
  readonly info: SocketInfo;
  /** Channels joined or joining. */
  readonly channelCount: number;
  send(frame: OutboundFrame): void;
  /** Removes a channel that ended by itself. */
  remove(channel: ChannelContext): void;
  /** Asks the client to connect again, then closes. */
  restart(): void;
}
