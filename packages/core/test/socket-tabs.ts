// Tabs that share one socket, each with a socket that does what the test says, and with ways to freeze and to die.

import type { Environment, Tabs } from '../src/environment/environment.ts';
import { createMemoryEnvironment } from '../src/testing/index.ts';
import type { ManualClock } from '../src/testing/index.ts';
import type { ChannelListener, LinkChannel } from '../src/transport/supabase/link.ts';
import { shareChannels } from '../src/transport/supabase/channels/shared-channels.ts';
import { createTabChannels } from '../src/transport/supabase/channels/tab-channels.ts';
import type { TabChannels } from '../src/transport/supabase/channels/tab-channels.ts';

/** A tab with a socket that does what the test says. */
export interface SocketTab {
  readonly channels: TabChannels;
  /** What its own socket has joined. */
  readonly joined: Map<string, ChannelListener>;
  /** What was sent over it. */
  readonly sent: unknown[];
  /** From now on nothing of it runs; its locks stay held. */
  freeze(): void;
  /** It goes on, beginning with what was said meanwhile. */
  thaw(): Promise<void>;
  /** Gone from one moment to the next, its locks are free. */
  kill(): void;
  user: string | null;
}

export interface Ear extends ChannelListener {
  readonly heard: unknown[];
  readonly statuses: string[];
  close(): void;
  /** Says something on the topic. */
  type(): void;
}

export interface SocketTabOptions {
  readonly clock: ManualClock;
  readonly tabs: Tabs;
  readonly name?: string;
  readonly user?: string | null;
}

export function openSocketTab({ clock, tabs: shared, ...options }: SocketTabOptions): SocketTab {
  const releases = new Set<() => void>();
  const missed: (() => void)[] = [];
  let state: 'awake' | 'frozen' | 'dead' = 'awake';
  const whenAwake = (work: () => void): void => {
    if (state === 'awake') work();
    else if (state === 'frozen') missed.push(work);
  };
  const environment: Environment = {
    ...createMemoryEnvironment({ clock }),
    clock: {
      now: () => clock.now(),
      setTimeout: (work, delay) => clock.setTimeout(() => whenAwake(work), delay),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    },
    tabs: {
      canLead: shared.canLead,
      lead(name, onLead) {
        const release = shared.lead(name, () => whenAwake(onLead));
        releases.add(release);
        return release;
      },
      channel(name, onMessage) {
        const channel = shared.channel(name, (message) => whenAwake(() => onMessage(message)));
        return { ...channel, post: (message) => state === 'awake' && channel.post(message) };
      },
    },
  };
  const joined = new Map<string, ChannelListener>();
  const sent: unknown[] = [];
  const tab: SocketTab = {
    joined,
    sent,
    user: options.user === undefined ? 'ines' : options.user,
    channels: createTabChannels({
      name: options.name ?? 'globalchat:socket:w',
      environment,
      userId: () => tab.user,
      open: shareChannels((topic, listener): LinkChannel => {
        joined.set(topic, listener);
        queueMicrotask(() => {
          if (joined.get(topic) !== listener) return;
          listener.onStatus?.('joined');
          listener.onStatus?.('ready');
        });
        return {
          broadcast: (event, payload) => void sent.push([topic, event, payload]),
          close: () => void (joined.get(topic) === listener && joined.delete(topic)),
        };
      }),
    }),
    freeze: () => void (state = 'frozen'),
    async thaw() {
      state = 'awake';
      for (const work of missed.splice(0)) work();
      await clock.settle();
    },
    kill() {
      state = 'dead';
      for (const release of releases) release();
      joined.clear();
    },
  };
  return tab;
}

/** Wants a topic, and writes down what comes. */
export function listen(tab: SocketTab, topic = 'session:s'): Ear {
  const heard: unknown[] = [];
  const statuses: string[] = [];
  const listener = {
    onStatus: (status: string) => void statuses.push(status),
    onBroadcast: (event: string, payload: unknown) => void heard.push([event, payload]),
    onChange: () => void heard.push('changed'),
  };
  const channel = tab.channels.open(topic, listener);
  return {
    heard,
    statuses,
    close: () => channel.close(),
    type: () => channel.broadcast('typing', { typing: true }),
  };
}
