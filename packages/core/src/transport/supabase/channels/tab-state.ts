// What the tabs that share a socket tell each other, and what each of them knows.

import type { Environment } from '../../../environment/environment.ts';
import type { TabLeader } from '../../../environment/tab-leader.ts';
import type { GlobalChatErrorCode } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';

/** Between the tabs. `from` is the tab that says it, `to` the only one that is meant. */
export type TabMessage = { readonly from: string; readonly to?: string } & (
  | { readonly type: 'lead' | 'alone' }
  | {
      readonly type: 'join';
      readonly topic: string;
      readonly user: string | null;
      readonly options: ChannelOptions;
    }
  | { readonly type: 'leave'; readonly topic: string }
  | {
      readonly type: 'say' | 'heard';
      readonly topic: string;
      readonly event: string;
      readonly payload: unknown;
    }
  | { readonly type: 'changed'; readonly topic: string }
  | ({ readonly type: 'status'; readonly topic: string } & Told)
);

interface Told {
  readonly status: ChannelStatus;
  readonly failure?: { readonly code: GlobalChatErrorCode; readonly message: string } | undefined;
}

/** What this tab wants to hear. */
export interface TabSubscription {
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly options: ChannelOptions;
  /** On the socket of this tab; null while the leader listens for it. */
  channel: LinkChannel | null;
  /** The leader is subscribed, as far as this tab was told. */
  subscribed: boolean;
}

/** What the leader hears for others. */
export interface Relay {
  readonly channel: LinkChannel;
  readonly tabs: Set<string>;
  told: Told;
}

export interface TabChannelsOptions {
  /** Tabs that share this name share a socket, if they are the same user's. */
  readonly name: string;
  readonly environment: Environment;
  readonly userId: () => string | null;
  /** Where status lines go; absent without debugging. */
  readonly log?: ((line: string) => void) | undefined;
  /** On this tab's own socket. Several listeners may share a topic. */
  readonly open: OpenChannel;
}

/** What the steps of one tab share. */
export interface TabState extends TabChannelsOptions {
  /** The name of this tab. */
  readonly me: string;
  /** By topic. */
  readonly subscriptions: Map<string, TabSubscription>;
  /** By topic. */
  readonly relays: Map<string, Relay>;
  /** Ends watching whether a tab still lives, by tab. */
  readonly watches: Map<string, () => void>;
  tabLeader: TabLeader<TabMessage> | null;
  /** The tab that listens for this one. */
  leader: string | null;
  /** Gives back the lock that says that this tab lives. */
  die: (() => void) | null;
}

export function post({ tabLeader, me }: TabState, message: DistributedOmit<TabMessage, 'from'>): void {
  tabLeader?.post({ ...message, from: me });
}

/** The lock that a tab holds as long as it lives. */
export function lifeLock({ name }: TabState, tab: string): string {
  return `${name}:${tab}`;
}

/** `Omit` over each member of a union. */
type DistributedOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
