/** What the parts of one server share. Types only; `server.ts` puts the parts together. */
import type { PolicyProbe } from './authorization/policies.ts';
import type { TokenVerifier } from './authorization/tokens.ts';
import type { MessageFeed } from './broadcast/message-feed.ts';
import type { MessageStore } from './broadcast/message-store.ts';
import type { ChangeFeed } from './changes/change-feed.ts';
import type { TopicRegistry } from './channel/topics.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { LogLevel, RealtimeFaults, RealtimeLimits, RealtimeTimings } from './options.ts';
import type { OpenConnection } from './socket/open-connection.ts';

export interface RealtimeServices {
  readonly limits: RealtimeLimits;
  readonly timings: RealtimeTimings;
  readonly faults: RealtimeFaults;
  readonly tokens: TokenVerifier;
  readonly policies: PolicyProbe;
  readonly topics: TopicRegistry;
  readonly messages: MessageStore;
  readonly feed: MessageFeed;
  readonly changes: ChangeFeed;
  readonly rates: RateLimits;
  /** Every open socket. */
  readonly connections: Set<OpenConnection>;
  log(this: void, level: LogLevel, message: string, cause?: unknown): void;
}
