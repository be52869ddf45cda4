// The part of the tab that leads: it joins what the others ask for and tells them what it hears.

import type { ChannelOptions } from '../link.ts';
import { lifeLock, post } from './tab-state.ts';
import type { Relay, TabMessage, TabState } from './tab-state.ts';

export function serve(state: TabState, message: TabMessage): void {
  const { relays } = state;
  const { from } = message;
  if (message.type === 'join') {
    const { topic } = message;
    // What one person may hear is not for another: whoever signed in as somebody else listens alone.
    if (message.user !== state.userId()) return post(state, { type: 'alone', to: from });
    watch(state, from);
    const relay = relays.get(topic) ?? startRelay(state, topic, message.options);
    relay.tabs.add(from);
    post(state, { type: 'status', to: from, topic, ...relay.told });
  } else if (message.type === 'leave') leave(state, from, message.topic);
  else if (message.type === 'say') {
    const relay = relays.get(message.topic);
    if (relay?.tabs.has(from))
      relay.channel.broadcast(message.event, message.payload as Record<string, unknown>);
  }
}

function startRelay(state: TabState, topic: string, options: ChannelOptions): Relay {
  const { open, relays } = state;
  const relay: Relay = {
    tabs: new Set(),
    told: { status: 'joining' },
    channel: open(
      topic,
      {
        onStatus(status, error) {
          relay.told = { status, failure: error && { code: error.code, message: error.message } };
          if (status === 'refused') relays.delete(topic);
          post(state, { type: 'status', topic, ...relay.told });
        },
        onBroadcast: (event, payload) => post(state, { type: 'heard', topic, event, payload }),
        onChange: () => post(state, { type: 'changed', topic }),
      },
      options,
    ),
  };
  relays.set(topic, relay);
  return relay;
}

function leave({ relays }: TabState, tab: string, topic: string): void {
  const relay = relays.get(topic);
  if (!relay?.tabs.delete(tab) || relay.tabs.size) return;
  relays.delete(topic);
  relay.channel.close();
}

/** A tab that crashes or navigates says no goodbye, but its lock becomes free. */
function watch(state: TabState, tab: string): void {
  const { environment, relays, watches } = state;
  if (watches.has(tab)) return;
  const release = environment.tabs.lead(lifeLock(state, tab), () => {
    release();
    watches.delete(tab);
    for (const topic of [...relays.keys()]) leave(state, tab, topic);
  });
  watches.set(tab, release);
}
