// How far a stored message got, told from the session's read and delivered positions. Pure; those positions only grow.

import type { DeliveryState, Message, SenderType, Session } from '../types.ts';

export type Side = Exclude<SenderType, 'system'>;

/** How far one side is in a conversation. */
export interface Positions {
  /** Up to which `seq` it has read. */
  readonly read: number;
  /** Up to which `seq` messages have reached it. */
  readonly delivered: number;
  /** Messages after `read` that the other side wrote and did not delete. */
  readonly unread: number;
}

/** Of one side; nothing in a session that is not there yet. */
export function positions(session: Session | null, side: Side): Positions {
  return {
    unread: session?.[`${side}Unread`] ?? 0,
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
