// How far a stored message got, told from the session's read and delivered positions. Pure; those positions only grow.

import type { DeliveryState, Message, SenderType, Session } from '../types.ts';

export type Side = Exclude<SenderType, 'system'>;

/** Up to which `seq` one side has read, and what has reached it. Nothing in a session that is not there yet. */
export function positions(
  session: Session | null,
  side: Side,
): { readonly read: number; readonly delivered: number } {
  return {
    read: session?.[`${side}ReadSeq`] ?? 0,
    delivered: session?.[`${side}DeliveredSeq`] ?? 0,
  };
}

export function otherSide(side: Side): Side {
  return side === 'agent' ? 'visitor' : 'agent';
}

/** Of an own message; those of the other side are `sent`. */
export function deliveryOf(
  message: Pick<Message, 'senderType' | 'seq'>,
  side: Side,
  other: { readonly read: number; readonly delivered: number },
): DeliveryState {
  if (message.senderType !== side) return 'sent';
  if (message.seq <= other.read) return 'read';
  return message.seq <= other.delivered ? 'delivered' : 'sent';
}
