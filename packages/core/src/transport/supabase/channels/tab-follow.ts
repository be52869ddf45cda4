// The part of a tab that does not lead: it asks the leader to listen, hears what that tells, and listens by itself where
// there is none.

import { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener } from '../link.ts';
import { statusLine } from './realtime-protocol.ts';
import { post } from './tab-state.ts';
import type { TabMessage, TabState, TabSubscription } from './tab-state.ts';

/** Listens in the way that fits the role. */
export function attach(state: TabState, subscription: TabSubscription): void {
  if (state.tabLeader?.role() === 'waiting') {
    subscription.channel?.close();
    subscription.channel = null;
    subscription.subscribed = false;
    askLeader(state, subscription);
  } else listenHere(state, subscription);
}

/** To listen for this tab, unless it does so itself. */
export function askLeader(state: TabState, { topic, options, channel }: TabSubscription): void {
  if (!channel) post(state, { type: 'join', topic, options, user: state.userId() });
}

export function attachAll(state: TabState): void {
  state.leader = null;
  state.subscriptions.forEach((subscription) => attach(state, subscription));
}

function listenHere({ open }: TabState, subscription: TabSubscription): void {
  const { topic, listener, options } = subscription;
  const onStatus: ChannelListener['onStatus'] = (...told) => tell(listener, ...told);
  subscription.channel ??= open(topic, { ...listener, onStatus }, options);
}

/** `joining` is where everybody begins: said again, it would only look like a step back. */
function tell(listener: ChannelListener, status: ChannelStatus, error?: GlobalChatError): void {
  if (status !== 'joining') listener.onStatus?.(status, error);
}

export function follow(state: TabState, message: TabMessage): void {
  switch (message.type) {
    case 'lead':
      return attachAll(state);
    case 'alone':
      return state.subscriptions.forEach((subscription) => listenHere(state, subscription));
    case 'status':
      // Whoever answers is the leader. One that was thought dead may talk on, and is not heard.
      if (message.to) state.leader = message.from;
      return hear(state, message, (subscription) => {
        const { status, failure } = message;
        const subscribed = status === 'joined' || status === 'ready';
        if (subscribed && !subscription.subscribed) state.log?.(statusLine(subscription.topic, 'SUBSCRIBED'));
        subscription.subscribed = subscribed;
        tell(subscription.listener, status, failure && new GlobalChatError(failure.code, failure.message));
      });
    case 'heard':
      return hear(state, message, ({ listener }) => listener.onBroadcast?.(message.event, message.payload));
    case 'changed':
      return hear(state, message, ({ listener }) => listener.onChange?.());
  }
}

function hear(
  { leader, subscriptions }: TabState,
  { from, topic }: { from: string; topic: string },
  pass: (subscription: TabSubscription) => void,
): void {
  const subscription = subscriptions.get(topic);
  if (subscription && !subscription.channel && from === leader) pass(subscription);
}
