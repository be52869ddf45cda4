// From rows and queued items to what a transcript shows. Pure; the same object comes back for whatever did not change,
// so that a renderer can skip it.

import type { ConversationMessage, FileUpload } from '../conversation.ts';
import { GlobalChatError } from '../errors.ts';
import { deliveryOf } from '../store/delivery.ts';
import type { Side } from '../store/delivery.ts';
import type { OutboxFile, OutboxItem } from '../sync/outbox-storage.ts';
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

/**
 * Something on its way: `seq` is null until the database gave it one.
 * @param progress Of the first file that is not uploaded yet, 0 to 1.
 */
export function showQueued(item: OutboxItem, side: Side, progress: number): ConversationMessage {
  const { failure, files } = item;
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
      uploads: files.map((file, place) => showUpload(file, place - item.attachments.length, progress)),
    }),
    metadata: item.metadata,
    createdAt: item.queuedAt,
    editedAt: null,
    deletedAt: null,
    delivery: failure ? 'failed' : 'pending',
    error: failure && new GlobalChatError(failure.code, failure.message),
  });
}

/** @param ahead How many files are uploaded before this one; negative when it is uploaded itself. */
function showUpload(file: OutboxFile, ahead: number, progress: number): FileUpload {
  return { ...file, size: file.file.size, progress: ahead < 0 ? 1 : ahead === 0 ? progress : 0 };
}
