// From rows and queued items to what a transcript shows. Pure; the same object comes back for whatever did not change,
// so that a renderer can skip it.

import type { ConversationMessage } from './conversation.ts';
import { GlobalChatError } from '../errors.ts';
import { deliveryOf } from '../store/delivery.ts';
import type { Side } from '../store/delivery.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { Message } from '../types.ts';

/**
 * Stored messages as bubbles.
 * @param previous What the last call returned.
 * @param run A contiguous run by `seq`.
 * @param other How far the other side has come.
 */
export function showStored(
  previous: readonly ConversationMessage[],
  run: readonly Message[],
  side: Side,
  other: { readonly read: number; readonly delivered: number },
): readonly ConversationMessage[] {
  const offset = (run[0]?.seq ?? 0) - (previous[0]?.seq ?? 0);
  let changed = previous.length !== run.length;
  const shown = run.map((message, index) => {
    const delivery = deliveryOf(message, side, other);
    const before = previous[index + offset];
    if (before?.id === message.id && before.rev === message.rev && before.delivery === delivery)
      return before;
    changed = true;
    return Object.freeze({ ...message, delivery, error: null });
  });
  return changed ? shown : previous;
}

/** Bubbles of queued items, the same one for the same item. */
export function createQueuedBubbles(side: Side): (item: OutboxItem) => ConversationMessage {
  const known = new WeakMap<OutboxItem, ConversationMessage>();
  return (item) => {
    const bubble = known.get(item) ?? showQueued(item, side);
    known.set(item, bubble);
    return bubble;
  };
}

/** Something on its way: `seq` is null until the database gave it one. */
function showQueued(item: OutboxItem, side: Side): ConversationMessage {
  const { failure, delay, files, attachments, progress = 0 } = item;
  return Object.freeze({
    id: item.id,
    sessionId: item.sessionId,
    seq: null,
    rev: 0,
    senderType: side,
    senderName: null,
    senderAvatarUrl: null,
    senderId: item.userId,
    content: item.content,
    attachments: [],
    ...(files && {
      uploads: files.map((file, place) => ({
        ...file,
        size: file.file.size,
        progress: place < attachments.length ? 1 : place > attachments.length ? 0 : progress,
      })),
    }),
    metadata: item.metadata,
    createdAt: item.queuedAt,
    editedAt: null,
    deletedAt: null,
    delivery: failure ? 'failed' : 'pending',
    error: failure && new GlobalChatError(failure.code, failure.message),
    delay,
  });
}
