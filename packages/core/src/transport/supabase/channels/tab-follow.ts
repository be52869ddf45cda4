// The part of a tab that does not lead: it asks the leader to listen, hears what that tells, and listens by itself where
// there is none.

import { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener } from '../link.ts';
import { statusLine } from './realtime-protocol.ts';
import { post } from './tab-state.ts';
import type { TabMessage, TabState, TabSubscription } from './tab-state.ts';

/** Listens in the way that fits the role. */
export function attach(state: TabState, wish: TabSubscription): void {
  if (state.tabLeader?.role() === 'waiting') {
    wish.channel?.close();
    wish.channel = null;
    wish.subscribed = false;
    askLeader(state, wish);
  } else listenHere(state, wish);
}

/** To listen for this tab, unless it does so itself. */
export function askLeader(state: TabState, { topic, options, channel }: TabSubscription): void {
  if (!channel) post(state, { type: 'join', topic, options, user: state.userId() });
}

export function attachAll(state: TabState): void {
  state.leader = null;
  state.wishes.forEach((wish) => attach(state, wish));
}

function listenHere({ open }: TabState, wish: TabSubscription): void {
  const { topic, listener, options } = wish;
  const onStatus: ChannelListener['onStatus'] = (...told) => tell(listener, ...told);
  wish.channel ??= open(topic, { ...listener, onStatus }, options);
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
      return state.wishes.forEach((wish) => listenHere(state, wish));
    case 'status':
      // Whoever answers is the leader. One that was thought dead may talk on, and is not heard.
      if (message.to) state.leader = message.from;
      return hear(state, message, (wish) => {
        const { status, failure } = message;
        const subscribed = status === 'joined' || status === 'ready';
        if (subscribed && !wish.subscribed) state.log?.(statusLine(wish.topic, 'SUBSCRIBED'));
        wish.subscribed = subscribed;
        tell(wish.listener, status, failure && new GlobalChatError(failure.code, failure.message));
      });
    case 'heard':
      return hear(state, message, ({ listener }) => listener.onBroadcast?.(message.event, message.payload));
    case 'changed':
      return hear(state, message, ({ listener }) => listener.onChange?.());
  }
}

function hear(
  { leader, wishes }: TabState,
  { from, topic }: { from: string; topic: string },
  pass: (wish: TabSubscription) => void,
): void {
  const wish = wishes.get(topic);
  if (wish && !wish.channel && from === leader) pass(wish);
}
