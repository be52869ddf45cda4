// Writing in a session of the in-memory backend: sending, editing, deleting. Owns `seq` and that a repeated call counts once.

import { GlobalChatError } from '../../errors.ts';
import type { SendRequest } from '../../transport/transport.ts';
import type { InboxSession, Message } from '../../types.ts';
import { isVisible } from '../../visible-text.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import type { MemoryFiles } from './files.ts';
import { commit, messageRow, notFound, sessionRow } from './rows.ts';
import type { MemoryRows } from './rows.ts';

const MAX_CONTENT_CHARACTERS = 4000;
const PREVIEW_CHARACTERS = 140;

export function sendMessage(
  rows: MemoryRows,
  files: MemoryFiles,
  caller: MemoryCaller,
  request: SendRequest,
): MemoryChange & { readonly message: Message } {
  const row = sessionRow(rows, caller, request.sessionId);
  checkContent(request.content, request.attachments?.length ?? 0);
  const stored = row.messages.find(({ id }) => id === request.messageId);
  if (stored) return { rev: row.summary.rev, session: row.summary, message: stored };
  files.check(request.messageId, request.attachments ?? []);
  const now = rows.now();
  const message = newMessage(row.summary, caller, request, now);
  const change = sessionWithMessage(row.summary, caller, message.content, now);
  return commit(rows, row, change, message) as MemoryChange & { readonly message: Message };
}

export function editMessage(
  rows: MemoryRows,
  caller: MemoryCaller,
  messageId: string,
  content: string,
): MemoryChange {
  const { row, message } = ownMessage(rows, caller, messageId);
  checkContent(content, message.attachments.length);
  if (message.deletedAt !== null) throw notFound('message');
  return commit(rows, row, {}, { ...message, content, editedAt: rows.now() });
}

/** Leaves the tombstone that keeps the message's place and nothing of what it said. */
export function deleteMessage(rows: MemoryRows, caller: MemoryCaller, messageId: string): MemoryChange {
  const { row, message } = ownMessage(rows, caller, messageId);
  if (message.deletedAt !== null) return { rev: row.summary.rev, session: row.summary, message };
  return commit(rows, row, {}, { ...message, content: '', attachments: [], deletedAt: rows.now() });
}

function ownMessage(
  rows: MemoryRows,
  caller: MemoryCaller,
  messageId: string,
): ReturnType<typeof messageRow> {
  const found = messageRow(rows, caller, messageId);
  if (found.message.senderId !== caller.userId) throw notFound('message');
  return found;
}

function newMessage(session: InboxSession, caller: MemoryCaller, request: SendRequest, now: number): Message {
  return {
    id: request.messageId,
    sessionId: session.id,
    seq: session.lastSeq + 1,
    rev: 0,
    senderType: caller.side,
    senderName: caller.side === 'agent' ? caller.name : session.visitorName,
    senderAvatarUrl: caller.avatarUrl,
    senderId: caller.userId,
    content: request.content,
    attachments: request.attachments ?? [],
    metadata: request.metadata ?? {},
    createdAt: now,
    editedAt: null,
    deletedAt: null,
  };
}

/** Counters, preview, status and read position after a message. Writing is reading. */
function sessionWithMessage(
  session: InboxSession,
  caller: MemoryCaller,
  content: string,
  now: number,
): Partial<InboxSession> {
  const seq = session.lastSeq + 1;
  const last = {
    lastSeq: seq,
    lastMessageAt: now,
    lastMessagePreview: content.slice(0, PREVIEW_CHARACTERS),
    lastMessageBy: caller.side,
  };
  if (caller.side === 'visitor') {
    return {
      ...last,
      status: 'open',
      snoozedUntil: null,
      resolvedAt: null,
      visitorReadSeq: seq,
      visitorDeliveredSeq: seq,
    };
  }
  return {
    ...last,
    // A reply hands the turn to the visitor.
    status: session.status === 'open' ? 'pending' : session.status,
    agentName: caller.name,
    agentAvatarUrl: caller.avatarUrl,
    agentReadSeq: seq,
    agentDeliveredSeq: seq,
    firstReplyAt: session.firstReplyAt ?? now,
  };
}

function checkContent(content: string, attachments: number): void {
  if (attachments === 0 && !isVisible(content)) {
    throw new GlobalChatError('content_empty', 'A message needs text or an attachment.', { status: 400 });
  }
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new GlobalChatError(
      'content_too_long',
      `A message has at most ${MAX_CONTENT_CHARACTERS} characters.`,
      { status: 413 },
    );
  }
}
