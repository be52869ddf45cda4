// How a channel is joined, what becomes of the server's answer, and when it is joined again.

import { isGlobalChatError } from '../../../errors.ts';
import type { GlobalChatError } from '../../../errors.ts';
import { refusedError } from '../errors.ts';
import { fields, text } from '../rows/narrow.ts';
import { forget, later, lose, push, say, tell } from './phoenix-members.ts';
import type { Member, PhoenixState } from './phoenix-members.ts';
import { pause } from './phoenix-socket.ts';
import type { Frame } from './phoenix-socket.ts';
import { joinConfig, READY_TIMEOUT_MS, REFUSED_REASON, TOKEN_REASON } from './realtime-protocol.ts';
import type { PhoenixStatus } from './realtime-protocol.ts';

/** How long the server may take to answer a join; it holds refusals back for 5 s. */
const JOIN_TIMEOUT_MS = 10_000;
/** At most one attempt of a channel in this time. */
const JOIN_INTERVAL_MS = 1_000;

export async function join(state: PhoenixState, member: Member): Promise<void> {
  const { clock, members, socket, token } = state;
  clock.clearTimeout(member.timer);
  member.lastJoin = clock.now();
  const renew = TOKEN_REASON.test(member.reason);
  member.reason = '';
  let accessToken: string | null;
  try {
    accessToken = await token(renew);
  } catch (error) {
    if (members.get(member.topic) !== member) return;
    if (isGlobalChatError(error) && error.code === 'not_signed_in') refuse(state, member, error);
    else rejoin(state, member, 'CHANNEL_ERROR');
    return;
  }
  // Left, cut or joined meanwhile.
  if (members.get(member.topic) !== member || member.joinRef || !socket.isOpen()) return;
  // Again, because the token took its time.
  member.lastJoin = clock.now();
  member.joinRef = push(state, member, 'phx_join', {
    config: joinConfig(member.options),
    ...(accessToken && { access_token: accessToken }),
  });
  later(state, member, JOIN_TIMEOUT_MS, () => {
    push(state, member, 'phx_leave');
    rejoin(state, member, 'TIMED_OUT');
  });
}

/** This incarnation is over; another one comes after a pause. */
export function rejoin(state: PhoenixState, member: Member, status: PhoenixStatus): void {
  const { clock, environment } = state;
  lose(state, member, status);
  const earliest = member.lastJoin + JOIN_INTERVAL_MS - clock.now();
  later(state, member, Math.max(earliest, pause(member.failures++, environment.random)), () => {
    if (state.socket.isOpen()) void join(state, member);
  });
}

function refuse(state: PhoenixState, member: Member, error: GlobalChatError): void {
  forget(state, member);
  tell(member, 'refused', error);
}

export function ready({ clock }: PhoenixState, member: Member): void {
  clock.clearTimeout(member.timer);
  tell(member, 'ready');
}

/** The server's answer to a join. */
export function answered(state: PhoenixState, member: Member, { status, response }: Frame['payload']): void {
  if (status === 'ok') {
    member.joined = true;
    member.lost = false;
    member.failures = 0;
    state.clock.clearTimeout(member.timer);
    if (!member.options.tables) later(state, member, READY_TIMEOUT_MS, () => ready(state, member));
    say(state, member, 'SUBSCRIBED');
    tell(member, 'joined');
    return;
  }
  const reason = (member.reason = text(fields(response).reason) ?? '');
  if (REFUSED_REASON.test(reason)) {
    say(state, member, 'CHANNEL_ERROR');
    refuse(state, member, refusedError(member.topic, reason));
  } else rejoin(state, member, 'CHANNEL_ERROR');
}
