// Private channels over one Phoenix socket. Owns joining, readiness, rejoining and leaving; the socket opens with the
// first channel and closes shortly after the last one left.

import type { Environment } from '../../../environment/environment.ts';
import { isGlobalChatError } from '../../../errors.ts';
import type { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import { refusedError } from '../errors.ts';
import type { ChannelListener, ChannelOptions, OpenChannel } from '../link.ts';
import { createPhoenixSocket, pause } from './phoenix-socket.ts';
import type { Frame } from './phoenix-socket.ts';
import {
  joinConfig,
  READY_TIMEOUT_MS,
  readyBy,
  REFUSED_REASON,
  statusLine,
  TOKEN_REASON,
} from './realtime-protocol.ts';
import type { PhoenixStatus } from './realtime-protocol.ts';
import { fields, text } from '../rows/narrow.ts';

/** How long the server may take to answer a join; it holds refusals back for 5 s. */
const JOIN_TIMEOUT_MS = 10_000;
/** Leaving one channel for another must not cost a new socket. */
const LEAVE_DELAY_MS = 1_000;

interface Member {
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly options: ChannelOptions;
  /** Names this incarnation; null while none is alive. */
  joinRef: string | null;
  joined: boolean;
  /** Whether the listener knows that it is cut off. */
  lost: boolean;
  failures: number;
  lastJoin: number;
  /** Why the server is about to close the channel. */
  reason: string;
  /** The end of patience with a join, or the next join, or the end of waiting for readiness: never two of them. */
  timer: unknown;
}

export interface PhoenixChannelsOptions {
  readonly url: string;
  readonly key: string;
  readonly environment: Environment;
  /** A good token, or null for nobody; `renew` when the server refused the last one. */
  readonly token: (renew?: boolean) => Promise<string | null>;
  /** Where status lines go; absent without debugging. */
  readonly log?: ((line: string) => void) | undefined;
}

export interface PhoenixChannels {
  readonly open: OpenChannel;
  /** Hands a new token to every joined channel. */
  readonly setToken: (token: string) => void;
  readonly probe: () => void;
  close(): void;
}

export function createPhoenixChannels({
  environment,
  token,
  log,
  url,
  key,
}: PhoenixChannelsOptions): PhoenixChannels {
  const { clock, random } = environment;
  const members = new Map<string, Member>();
  let linger: unknown;

  const socket = createPhoenixSocket({
    url,
    key,
    environment,
    onFrame,
    onOpen: () => members.forEach((member) => void join(member)),
    onDown: () => members.forEach((member) => lose(member, 'CHANNEL_ERROR')),
    // A renewed token reaches the channels through `setToken`; a failure shows with the next join.
    onBeat: () => void token().catch(() => null),
  });

  function tell(member: Member, status: ChannelStatus, error?: GlobalChatError): void {
    member.listener.onStatus?.(status, error);
  }

  function say(member: Member, status: string): void {
    log?.(statusLine(member.topic, status));
  }

  function later(member: Member, delay: number, callback: () => void): void {
    clock.clearTimeout(member.timer);
    member.timer = clock.setTimeout(callback, delay);
  }

  async function join(member: Member): Promise<void> {
    clock.clearTimeout(member.timer);
    member.lastJoin = clock.now();
    const renew = TOKEN_REASON.test(member.reason);
    member.reason = '';
    let accessToken: string | null;
    try {
      accessToken = await token(renew);
    } catch (error) {
      if (members.get(member.topic) !== member) return;
      if (isGlobalChatError(error) && error.code === 'not_signed_in') refuse(member, error);
      else {
        lose(member, 'CHANNEL_ERROR');
        rejoin(member);
      }
      return;
    }
    // Left, cut or joined meanwhile.
    if (members.get(member.topic) !== member || member.joinRef || !socket.isOpen()) return;
    // Again, because the token took its time.
    member.lastJoin = clock.now();
    member.joinRef = push(member, 'phx_join', {
      config: joinConfig(member.options),
      ...(accessToken && { access_token: accessToken }),
    });
    later(member, JOIN_TIMEOUT_MS, () => {
      push(member, 'phx_leave');
      lose(member, 'TIMED_OUT');
      rejoin(member);
    });
  }

  function push(member: Member, event: string, payload: object = {}): string {
    return socket.send(`realtime:${member.topic}`, event, payload, member.joinRef);
  }

  /** This incarnation is over, or the attempt at one. */
  function lose(member: Member, status: PhoenixStatus): void {
    clock.clearTimeout(member.timer);
    member.joinRef = null;
    member.joined = false;
    if (member.lost) return;
    member.lost = true;
    say(member, status);
    tell(member, 'lost');
  }

  function rejoin(member: Member): void {
    const earliest = member.lastJoin + 1_000 - clock.now();
    later(member, Math.max(earliest, pause(member.failures++, random)), () => {
      if (socket.isOpen()) void join(member);
    });
  }

  function refuse(member: Member, error: GlobalChatError): void {
    forget(member);
    tell(member, 'refused', error);
  }

  function forget(member: Member): void {
    clock.clearTimeout(member.timer);
    members.delete(member.topic);
    if (members.size) return;
    clock.clearTimeout(linger);
    linger = clock.setTimeout(socket.close, LEAVE_DELAY_MS);
  }

  function ready(member: Member): void {
    clock.clearTimeout(member.timer);
    tell(member, 'ready');
  }

  function onFrame({ topic, event, payload, ref }: Frame): void {
    const member = members.get(topic.replace('realtime:', ''));
    if (!member?.joinRef) return;
    if (event === 'phx_reply') {
      if (ref === member.joinRef && !member.joined) answered(member, payload);
    } else if (event === 'phx_close' || event === 'phx_error') {
      // The end of an earlier incarnation carries another reference.
      if (ref && ref !== member.joinRef) return;
      lose(member, event === 'phx_close' ? 'CLOSED' : 'CHANNEL_ERROR');
      rejoin(member);
    } else if (member.joined) {
      if (event === 'broadcast') member.listener.onBroadcast?.(text(payload.event) ?? '', payload.payload);
      else if (event === 'postgres_changes') member.listener.onChange?.();
      else if (event === 'system') {
        if (payload.status === 'ok') {
          if (payload.extension === readyBy(member.options)) ready(member);
        } else {
          member.reason = text(payload.message) ?? '';
          say(member, member.reason);
        }
      }
    }
  }

  function answered(member: Member, { status, response }: Frame['payload']): void {
    if (status === 'ok') {
      member.joined = true;
      member.lost = false;
      member.failures = 0;
      clock.clearTimeout(member.timer);
      if (!member.options.tables) later(member, READY_TIMEOUT_MS, () => ready(member));
      say(member, 'SUBSCRIBED');
      tell(member, 'joined');
      return;
    }
    member.reason = text(fields(response).reason) ?? '';
    const { reason } = member;
    if (REFUSED_REASON.test(reason)) {
      say(member, 'CHANNEL_ERROR');
      refuse(member, refusedError(member.topic, reason));
    } else {
      lose(member, 'CHANNEL_ERROR');
      rejoin(member);
    }
  }

  return {
    open(topic, listener, options = {}) {
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
      clock.clearTimeout(linger);
      socket.open();
      if (socket.isOpen()) void join(member);
      return {
        broadcast(event, payload) {
          if (member.joined) push(member, 'broadcast', { type: 'broadcast', event, payload });
        },
        close() {
          if (members.get(topic) !== member) return;
          if (member.joinRef) {
            push(member, 'phx_leave');
            say(member, 'CLOSED');
          }
          member.joined = false;
          forget(member);
        },
      };
    },
    setToken(accessToken) {
      for (const member of members.values()) {
        if (member.joined) push(member, 'access_token', { access_token: accessToken });
      }
    },
    probe: socket.probe,
    close() {
      for (const member of members.values()) clock.clearTimeout(member.timer);
      members.clear();
      clock.clearTimeout(linger);
      socket.close();
    },
  };
}
