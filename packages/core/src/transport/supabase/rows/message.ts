// The wire shape of a message and its attachments.

import type { Attachment, Message } from '../../../types.ts';
import { count, fields, list, positive, text, time, webAddress, word } from './narrow.ts';
import { SENDERS } from './session.ts';

/** `message_view`. Null when it cannot be placed: without an id, a session, an order or a sender. */
export function readMessage(value: unknown): Message | null {
  const row = fields(value);
  const id = text(row.id);
  const sessionId = text(row.session_id);
  const seq = positive(row.seq);
  const senderType = word(row.sender_type, SENDERS, null);
  if (!id || !sessionId || !seq || !senderType) return null;
  return {
    id,
    sessionId,
    seq,
    rev: count(row.rev),
    senderType,
    senderName: text(row.sender_name),
    senderAvatarUrl: webAddress(row.sender_avatar_url),
    senderId: text(row.sender_id),
    content: text(row.content) ?? '',
    attachments: list(row.attachments, readAttachment),
    metadata: fields(row.metadata),
    createdAt: time(row.created_at) ?? 0,
    editedAt: time(row.edited_at),
    deletedAt: time(row.deleted_at),
  };
}

function readAttachment(value: unknown): Attachment | null {
  const row = fields(value);
  const path = text(row.path);
  if (!path) return null;
  const width = positive(row.width);
  const height = positive(row.height);
  return {
    path,
    name: text(row.name) ?? '',
    type: text(row.type) ?? '',
    size: count(row.size),
    ...(width && height ? { width, height } : null),
  };
}
