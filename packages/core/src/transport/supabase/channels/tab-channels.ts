// One socket for all tabs of a visitor: the leading tab joins what the others ask for and tells them what it hears. Owns
// who asked for what. A tab whose leader sleeps, or belongs to somebody
// else, uses a socket of its own. Nothing of this is trusted with the truth: at each change of leader every tab syncs.

import type { Environment } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import type { GlobalChatErrorCode } from '../../../errors.ts';
import { createIdSource } from '../../../ids.ts';
import { createTabLeader } from '../../../environment/tab-leader.ts';
import type { TabLeader } from '../../../environment/tab-leader.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';
import { statusLine } from './realtime-protocol.ts';

/** Between the tabs. `from` is the tab that says it, `to` the only one that is meant. */
type TabMessage = { readonly from: string; readonly to?: string } & (
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
interface Wish {
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly options: ChannelOptions;
  /** On the socket of this tab; null while the leader listens for it. */
  channel: LinkChannel | null;
  /** The leader is subscribed, as far as this tab was told. */
  subscribed: boolean;
}

/** What the leader hears for others. */
interface Relay {
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

export interface TabChannels {
  /** One listener for each topic. */
  readonly open: OpenChannel;
  /** There is reason to doubt that the leader is awake. */
  ask(): void;
  close(): void;
}

export function createTabChannels(options: TabChannelsOptions): TabChannels {
  const { name, environment, userId, open, log } = options;
  const { clock, tabs } = environment;
  const me = createIdSource(() => clock.now())();
  const wishes = new Map<string, Wish>();
  const relays = new Map<string, Relay>();
  /** Ends watching whether a tab still lives, by tab. */
  const watches = new Map<string, () => void>();
  let tabLeader: TabLeader<TabMessage> | null = null;
  /** The tab that listens for this one. */
  let leader: string | null = null;
  /** Gives back the lock that says that this tab lives. */
  let die: (() => void) | null = null;

  function post(message: DistributedOmit<TabMessage, 'from'>): void {
    tabLeader?.post({ ...message, from: me });
  }

  /** Listens in the way that fits the role. */
  function attach(wish: Wish): void {
    if (tabLeader?.role() === 'waiting') {
      wish.channel?.close();
      wish.channel = null;
      wish.subscribed = false;
      const { topic, options } = wish;
      post({ type: 'join', topic, options, user: userId() });
    } else listenHere(wish);
  }

  function listenHere(wish: Wish): void {
    const { topic, listener, options } = wish;
    const onStatus: ChannelListener['onStatus'] = (...told) => tell(listener, ...told);
    wish.channel ??= open(topic, { ...listener, onStatus }, options);
  }

  /** `joining` is where everybody begins: said again, it would only look like a step back. */
  function tell(listener: ChannelListener, status: ChannelStatus, error?: GlobalChatError): void {
    if (status !== 'joining') listener.onStatus?.(status, error);
  }

  function attachAll(): void {
    leader = null;
    wishes.forEach(attach);
  }

  function begin(): void {
    if (tabLeader) return;
    tabLeader = createTabLeader({
      name,
      environment,
      onRole(role) {
        if (role === 'leading') post({ type: 'lead' });
        attachAll();
      },
      onMessage(message) {
        if (message.to !== undefined && message.to !== me) return;
        if (tabLeader?.role() === 'leading') serve(message);
        else follow(message);
      },
    });
    tabLeader.want(true);
    if (!tabs.canLead) return;
    // From here on the leader can see when this tab is gone, whatever way it goes.
    die = tabs.lead(alive(me), () => undefined);
  }

  function end(): void {
    for (const watch of watches.values()) watch();
    watches.clear();
    relays.forEach(({ channel }) => channel.close());
    relays.clear();
    tabLeader?.close();
    tabLeader = null;
    die?.();
    die = null;
  }

  /** The leader's part. */
  function serve(message: TabMessage): void {
    const { from } = message;
    if (message.type === 'join') {
      const { topic } = message;
      // What one person may hear is not for another: whoever signed in as somebody else listens alone.
      if (message.user !== userId()) return post({ type: 'alone', to: from });
      watch(from);
      const relay = relays.get(topic) ?? startRelay(topic, message.options);
      relay.tabs.add(from);
      post({ type: 'status', to: from, topic, ...relay.told });
    } else if (message.type === 'leave') leave(from, message.topic);
    else if (message.type === 'say') {
      const relay = relays.get(message.topic);
      if (relay?.tabs.has(from))
        relay.channel.broadcast(message.event, message.payload as Record<string, unknown>);
    }
  }

  function startRelay(topic: string, options: ChannelOptions): Relay {
    const relay: Relay = {
      tabs: new Set(),
      told: { status: 'joining' },
      channel: open(
        topic,
        {
          onStatus(status, error) {
            relay.told = { status, failure: error && { code: error.code, message: error.message } };
            if (status === 'refused') relays.delete(topic);
            post({ type: 'status', topic, ...relay.told });
          },
          onBroadcast: (event, payload) => post({ type: 'heard', topic, event, payload }),
          onChange: () => post({ type: 'changed', topic }),
        },
        options,
      ),
    };
    relays.set(topic, relay);
    return relay;
  }

  function leave(tab: string, topic: string): void {
    const relay = relays.get(topic);
    if (!relay?.tabs.delete(tab) || relay.tabs.size) return;
    relays.delete(topic);
    relay.channel.close();
  }

  /** A tab that crashes or navigates says no goodbye, but its lock becomes free. */
  function watch(tab: string): void {
    if (watches.has(tab)) return;
    const release = tabs.lead(alive(tab), () => {
      release();
      watches.delete(tab);
      for (const topic of [...relays.keys()]) leave(tab, topic);
    });
    watches.set(tab, release);
  }

  function alive(tab: string): string {
    return `${name}:${tab}`;
  }

  /** Everybody else's part. */
  function follow(message: TabMessage): void {
    switch (message.type) {
      case 'lead':
        return attachAll();
      case 'alone':
        return wishes.forEach(listenHere);
      case 'status':
        // Whoever answers is the leader. One that was thought dead may talk on, and is not heard.
        if (message.to) leader = message.from;
        return hear(message, (wish) => {
          const { status, failure } = message;
          const subscribed = status === 'joined' || status === 'ready';
          if (subscribed && !wish.subscribed) log?.(statusLine(wish.topic, 'SUBSCRIBED'));
          wish.subscribed = subscribed;
          tell(wish.listener, status, failure && new GlobalChatError(failure.code, failure.message));
        });
      case 'heard':
        return hear(message, ({ listener }) => listener.onBroadcast?.(message.event, message.payload));
      case 'changed':
        return hear(message, ({ listener }) => listener.onChange?.());
    }
  }

  function hear({ from, topic }: { from: string; topic: string }, pass: (wish: Wish) => void): void {
    const wish = wishes.get(topic);
    if (wish && !wish.channel && from === leader) pass(wish);
  }

  return {
    open(topic, listener, options = {}) {
      const wish: Wish = { topic, listener, options, channel: null, subscribed: false };
      wishes.set(topic, wish);
      begin();
      attach(wish);
      return {
        broadcast(event, payload) {
          if (wish.channel) wish.channel.broadcast(event, payload);
          else post({ type: 'say', topic, event, payload });
        },
        close() {
          if (wishes.get(topic) !== wish) return;
          wishes.delete(topic);
          if (wish.channel) wish.channel.close();
          else post({ type: 'leave', topic });
          if (wishes.size === 0) end();
        },
      };
    },
    ask: () => tabLeader?.ask(),
    close() {
      wishes.clear();
      end();
    },
  };
}

/** `Omit` over each member of a union. */
type DistributedOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
