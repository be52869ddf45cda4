// How a channel is joined, what becomes of the server's answer, and when it is joined again.

import { isGlobalChatError } from '../../../errors.ts';
import type { GlobalChatError } from '../../../errors.ts';
import { refusedError } from '../errors.ts';
import { fields, text } from '../rows/narrow.ts';
import {
  removeChannel,
  setChannelTimer,
  markLost,
  sendFrame,
  logStatus,
  notifyListener,
} from './phoenix-channel.ts';
import type { PhoenixChannel, PhoenixState } from './phoenix-channel.ts';
import { reconnectDelay } from './phoenix-socket.ts';
import type { Frame } from './phoenix-socket.ts';
import { joinConfig, READY_TIMEOUT_MS, REFUSED_REASON, TOKEN_REASON } from './realtime-protocol.ts';
import type { PhoenixStatus } from './realtime-protocol.ts';

/** How long the server may take to answer a join; it holds refusals back for 5 s. */
const JOIN_TIMEOUT_MS = 10_000;
/** At most one attempt of a channel in this time. */
const JOIN_INTERVAL_MS = 1_000;

export async function join(state: PhoenixState, channel: PhoenixChannel): Promise<void> {
  const { clock, channels, socket, token } = state;
  clock.clearTimeout(channel.timer);
  channel.lastJoin = clock.now();
  const renew = TOKEN_REASON.test(channel.reason);
  channel.reason = '';
  let accessToken: string | null;
  try {
    accessToken = await token(renew);
  } catch (error) {
    if (channels.get(channel.topic) !== channel) return;
    if (isGlobalChatError(error) && error.code === 'not_signed_in') refuse(state, channel, error);
    else rejoin(state, channel, 'CHANNEL_ERROR');
    return;
  }
  // Left, cut or joined meanwhile.
  if (channels.get(channel.topic) !== channel || channel.joinRef || !socket.isOpen()) return;
  // Again, because the token took its time.
  channel.lastJoin = clock.now();
  channel.joinRef = sendFrame(state, channel, 'phx_join', {
    config: joinConfig(channel.options),
    ...(accessToken && { access_token: accessToken }),
  });
  setChannelTimer(state, channel, JOIN_TIMEOUT_MS, () => {
    sendFrame(state, channel, 'phx_leave');
    rejoin(state, channel, 'TIMED_OUT');
  });
}

/** This incarnation is over; another one comes after a pause. */
export function rejoin(state: PhoenixState, channel: PhoenixChannel, status: PhoenixStatus): void {
  const { clock, environment } = state;
  markLost(state, channel, status);
  const earliest = channel.lastJoin + JOIN_INTERVAL_MS - clock.now();
  setChannelTimer(
    state,
    channel,
    Math.max(earliest, reconnectDelay(channel.failures++, environment.random)),
    () => {
      if (state.socket.isOpen()) void join(state, channel);
    },
  );
}

function refuse(state: PhoenixState, channel: PhoenixChannel, error: GlobalChatError): void {
  removeChannel(state, channel);
  notifyListener(channel, 'refused', error);
}

export function handleReady({ clock }: PhoenixState, channel: PhoenixChannel): void {
  clock.clearTimeout(channel.timer);
  notifyListener(channel, 'ready');
}

/** The server's answer to a join. */
export function handleJoinReply(
  state: PhoenixState,
  channel: PhoenixChannel,
  { status, response }: Frame['payload'],
): void {
  if (status === 'ok') {
    channel.joined = true;
    channel.lost = false;
    channel.failures = 0;
    state.clock.clearTimeout(channel.timer);
    if (!channel.options.tables)
      setChannelTimer(state, channel, READY_TIMEOUT_MS, () => handleReady(state, channel));
    logStatus(state, channel, 'SUBSCRIBED');
    notifyListener(channel, 'joined');
    return;
  }
  const reason = (channel.reason = text(fields(response).reason) ?? '');
  if (REFUSED_REASON.test(reason)) {
    logStatus(state, channel, 'CHANNEL_ERROR');
    refuse(state, channel, refusedError(channel.topic, reason));
  } else rejoin(state, channel, 'CHANNEL_ERROR');
}
