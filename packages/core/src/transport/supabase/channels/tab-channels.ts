// One socket for all tabs of a visitor: the leading tab joins what the others ask for and tells them what it hears
// (tab-serve.ts, tab-follow.ts). A tab whose leader sleeps, or belongs to somebody else, uses a socket of its own. Nothing of
// this is trusted with the truth: at each change of leader every tab syncs.

import { createTabLeader } from '../../../environment/tab-leader.ts';
import { createIdSource } from '../../../ids.ts';
import type { OpenChannel } from '../link.ts';
import { askLeader, attach, attachAll, follow } from './tab-follow.ts';
import { serve } from './tab-serve.ts';
import { lifeLock, post } from './tab-state.ts';
import type { TabChannelsOptions, TabState, TabSubscription } from './tab-state.ts';

export interface TabChannels {
  /** One listener for each topic. */
  readonly open: OpenChannel;
  /** There is reason to doubt that the leader is awake. */
  ask(): void;
  close(): void;
}

export function createTabChannels(options: TabChannelsOptions): TabChannels {
  const { clock } = options.environment;
  const state: TabState = {
    ...options,
    me: createIdSource(() => clock.now())(),
    subscriptions: new Map(),
    relays: new Map(),
    watches: new Map(),
    tabLeader: null,
    leader: null,
    die: null,
  };
  const { subscriptions } = state;

  return {
    open(topic, listener, options = {}) {
      const subscription: TabSubscription = { topic, listener, options, channel: null, subscribed: false };
      subscriptions.set(topic, subscription);
      begin(state);
      attach(state, subscription);
      return {
        broadcast(event, payload) {
          if (subscription.channel) subscription.channel.broadcast(event, payload);
          else post(state, { type: 'say', topic, event, payload });
        },
        close() {
          if (subscriptions.get(topic) !== subscription) return;
          subscriptions.delete(topic);
          if (subscription.channel) subscription.channel.close();
          else post(state, { type: 'leave', topic });
          if (subscriptions.size === 0) end(state);
        },
      };
    },
    ask: () => state.tabLeader?.ask(),
    close() {
      subscriptions.clear();
      end(state);
    },
  };
}

function begin(state: TabState): void {
  if (state.tabLeader) return;
  const { name, environment, me } = state;
  const { tabs } = environment;
  state.tabLeader = createTabLeader({
    name,
    environment,
    onRole(role) {
      if (role === 'leading') post(state, { type: 'lead' });
      attachAll(state);
    },
    onMessage(message) {
      if (message.to !== undefined && message.to !== me) return;
      if (state.tabLeader?.role() === 'leading') serve(state, message);
      else follow(state, message);
    },
  });
  state.tabLeader.want(true);
  if (!tabs.canLead) return;
  // From here on the leader can see when this tab is gone, whatever way it goes. What it was asked before may have come to it
  // sooner than this lock: then it took this tab for a dead one.
  state.die = tabs.lead(lifeLock(state, me), () =>
    state.subscriptions.forEach((subscription) => askLeader(state, subscription)),
  );
}

function end(state: TabState): void {
  const { relays, watches } = state;
  for (const watch of watches.values()) watch();
  watches.clear();
  relays.forEach(({ channel }) => channel.close());
  relays.clear();
  state.tabLeader?.close();
  state.tabLeader = null;
  state.die?.();
  state.die = null;
}
