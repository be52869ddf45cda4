// Private channels over one Phoenix socket: who hears which frame, and who is there. The steps of one channel are in
// phoenix-members.ts and phoenix-join.ts; the socket opens with the first channel and closes shortly after the last one left.

import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';
import { text } from '../rows/narrow.ts';
import { answered, join, ready, rejoin } from './phoenix-join.ts';
import { forget, lose, push, say } from './phoenix-members.ts';
import type { Member, PhoenixChannelsOptions, PhoenixState } from './phoenix-members.ts';
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
  const members = new Map<string, Member>();
  const socket = createPhoenixSocket({
    ...options,
    onFrame: (frame) => hear(state, frame),
    onOpen: () => members.forEach((member) => void join(state, member)),
    onDown: () => members.forEach((member) => lose(state, member, 'CHANNEL_ERROR')),
    // A renewed token reaches the channels through `setToken`; a failure shows with the next join.
    onBeat: () => void token().catch(() => null),
  });
  const state: PhoenixState = { ...options, clock, members, socket, leaveTimer: undefined };

  return {
    open: (topic, listener, wanted = {}) => openMember(state, topic, listener, wanted),
    setToken(accessToken) {
      for (const member of members.values()) {
        if (member.joined) push(state, member, 'access_token', { access_token: accessToken });
      }
    },
    probe: socket.probe,
    close() {
      for (const member of members.values()) clock.clearTimeout(member.timer);
      members.clear();
      clock.clearTimeout(state.leaveTimer);
      socket.close();
    },
  };
}

function openMember(
  state: PhoenixState,
  topic: string,
  listener: ChannelListener,
  options: ChannelOptions,
): LinkChannel {
  const { clock, members, socket } = state;
  const member: Member = {
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
  members.set(topic, member);
  clock.clearTimeout(state.leaveTimer);
  socket.open();
  if (socket.isOpen()) void join(state, member);
  return {
    broadcast(event, payload) {
      if (member.joined) push(state, member, 'broadcast', { type: 'broadcast', event, payload });
    },
    close() {
      if (members.get(topic) !== member) return;
      if (member.joinRef) {
        push(state, member, 'phx_leave');
        say(state, member, 'CLOSED');
      }
      member.joined = false;
      forget(state, member);
    },
  };
}

function hear(state: PhoenixState, { topic, event, payload, ref }: Frame): void {
  const member = state.members.get(topic.replace('realtime:', ''));
  if (!member?.joinRef) return;
  const { joinRef, joined, listener } = member;
  if (event === 'phx_reply') {
    if (ref === joinRef && !joined) answered(state, member, payload);
  } else if (event === 'phx_close' || event === 'phx_error') {
    // The end of an earlier incarnation carries another reference.
    if (!ref || ref === joinRef) rejoin(state, member, event === 'phx_close' ? 'CLOSED' : 'CHANNEL_ERROR');
  } else if (joined) {
    if (event === 'broadcast') listener.onBroadcast?.(text(payload.event) ?? '', payload.payload);
    else if (event === 'postgres_changes') listener.onChange?.();
    else if (event === 'system') hearSystem(state, member, payload);
  }
}

/** Whether events flow, or why the channel is about to end. */
function hearSystem(
  state: PhoenixState,
  member: Member,
  { status, extension, message }: Frame['payload'],
): void {
  if (status === 'ok') {
    if (extension === readyBy(member.options)) ready(state, member);
  } else {
    member.reason = text(message) ?? '';
    say(state, member, member.reason);
  }
}
