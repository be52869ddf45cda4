// Private channels over one Phoenix socket: who hears which frame, and who is there. The steps of one channel are in
// phoenix-channel.ts and phoenix-join.ts; the socket opens with the first channel and closes shortly after the last one left.

import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';
import { text } from '../rows/narrow.ts';
import { handleJoinReply, join, handleReady, rejoin } from './phoenix-join.ts';
import { removeChannel, markLost, sendFrame, logStatus } from './phoenix-channel.ts';
import type { PhoenixChannel, PhoenixChannelsOptions, PhoenixState } from './phoenix-channel.ts';
import { createPhoenixSocket } from './phoenix-socket.ts';
import type { Frame } from './phoenix-socket.ts';
import { readyBy } from './realtime-protocol.ts';

export interface PhoenixChannels {
  readonly open: OpenChannel;
  /** Hands a new token to every joined channel. */
  readonly setToken: (token: string) => void;
  readonly probe: () => void;
  close(): void;
}

export function createPhoenixChannels(options: PhoenixChannelsOptions): PhoenixChannels {
  const { environment, token } = options;
  const { clock } = environment;
  const channels = new Map<string, PhoenixChannel>();
  const socket = createPhoenixSocket({
    ...options,
    onFrame: (frame) => hear(state, frame),
    onOpen: () => channels.forEach((channel) => void join(state, channel)),
    onDown: () => channels.forEach((channel) => markLost(state, channel, 'CHANNEL_ERROR')),
    // A renewed token reaches the channels through `setToken`; a failure shows with the next join.
    onBeat: () => void token().catch(() => null),
  });
  const state: PhoenixState = { ...options, clock, channels, socket, leaveTimer: undefined };

  return {
    open: (topic, listener, wanted = {}) => openChannel(state, topic, listener, wanted),
    setToken(accessToken) {
      for (const channel of channels.values()) {
        if (channel.joined) sendFrame(state, channel, 'access_token', { access_token: accessToken });
      }
    },
    probe: socket.probe,
    close() {
      for (const channel of channels.values()) clock.clearTimeout(channel.timer);
      channels.clear();
      clock.clearTimeout(state.leaveTimer);
      socket.close();
    },
  };
}

function openChannel(
  state: PhoenixState,
  topic: string,
  listener: ChannelListener,
  options: ChannelOptions,
): LinkChannel {
  const { clock, channels, socket } = state;
  const channel: PhoenixChannel = {
    topic,
    listener,
    options,
    joinRef: null,
    joined: false,
    lost: false,
    failures: 0,
    lastJoin: 0,
    reason: '',
    timer: undefined,
  };
  channels.set(topic, channel);
  clock.clearTimeout(state.leaveTimer);
  socket.open();
  if (socket.isOpen()) void join(state, channel);
  return {
    broadcast(event, payload) {
      if (channel.joined) sendFrame(state, channel, 'broadcast', { type: 'broadcast', event, payload });
    },
    close() {
      if (channels.get(topic) !== channel) return;
      if (channel.joinRef) {
        sendFrame(state, channel, 'phx_leave');
        logStatus(state, channel, 'CLOSED');
      }
      channel.joined = false;
      removeChannel(state, channel);
    },
  };
}

function hear(state: PhoenixState, { topic, event, payload, ref }: Frame): void {
  const channel = state.channels.get(topic.replace('realtime:', ''));
  if (!channel?.joinRef) return;
  const { joinRef, joined, listener } = channel;
  if (event === 'phx_reply') {
    if (ref === joinRef && !joined) handleJoinReply(state, channel, payload);
  } else if (event === 'phx_close' || event === 'phx_error') {
    // The end of an earlier incarnation carries another reference.
    if (!ref || ref === joinRef) rejoin(state, channel, event === 'phx_close' ? 'CLOSED' : 'CHANNEL_ERROR');
  } else if (joined) {
    if (event === 'broadcast') listener.onBroadcast?.(text(payload.event) ?? '', payload.payload);
    else if (event === 'postgres_changes') listener.onChange?.();
    else if (event === 'system') hearSystem(state, channel, payload);
  }
}

/** Whether events flow, or why the channel is about to end. */
function hearSystem(
  state: PhoenixState,
  channel: PhoenixChannel,
  { status, extension, message }: Frame['payload'],
): void {
  if (status === 'ok') {
    if (extension === readyBy(channel.options)) handleReady(state, channel);
  } else {
    channel.reason = text(message) ?? '';
    logStatus(state, channel, channel.reason);
  }
}
