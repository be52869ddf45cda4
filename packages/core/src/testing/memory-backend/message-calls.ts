// Writing in a session of the in-memory backend: sending, editing, deleting. Owns `seq` and that a repeated call counts once.

import type { SendRequest } from '../../transport/transport.ts';
import type { Attachment, InboxSession, Message } from '../../types.ts';
import { isVisible } from '../../visible-text.ts';
import { checkContent, messageMetadata } from './arguments.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import type { MemoryFiles } from './files.ts';
import { editConflict, editExpired, idConflict, notFound } from './refusals.ts';
import { agentOf, commit, findMessage, noteOrder, sessionRow, unchanged } from './rows.ts';
import type { MemoryTables, SessionRow } from './tables.ts';
import { requireMayWrite } from './visitors.ts';

const PREVIEW_CHARACTERS = 140;
const MINUTE_MS = 60_000;

interface Writer {
  readonly name: string | null;
  readonly avatarUrl: string | null;
}

export function sendMessage(
  tables: MemoryTables,
  files: MemoryFiles,
  caller: MemoryCaller,
  request: SendRequest,
): MemoryChange & { readonly message: Message } {
  const row = sessionRow(tables, caller, request.sessionId);
  const stored = findMessage(tables, request.messageId);
  if (stored) {
    if (stored.row !== row || stored.message.senderId !== caller.userId) throw idConflict('message');
    return { ...unchanged(row), message: stored.message };
  }
  const attachments = files.attach(request, caller.userId, row.summary.tenantId);
  checkContent(request.content, attachments.length > 0);
  const metadata = messageMetadata(request.metadata ?? {});
  requireWriter(tables, caller, row);
  const { id, lastSeq, lastMessageAt } = row.summary;
  const writer = writerOf(tables, caller, row);
  const message: Message = {
    id: request.messageId,
    sessionId: id,
    seq: lastSeq + 1,
    rev: 0,
    senderType: caller.side,
    senderName: writer.name,
    senderAvatarUrl: writer.avatarUrl,
    senderId: caller.userId,
    content: request.content,
    attachments,
    metadata,
    // Never earlier than the message before, even when the clock is set back.
    createdAt: Math.max(tables.now(), lastMessageAt ?? 0),
    editedAt: null,
    deletedAt: null,
  };
  const change = sessionWithMessage(row.summary, message, writer);
  noteOrder(tables, id, message.id);
  return commit(tables, row, change, message) as MemoryChange & { readonly message: Message };
}

export function editMessage(
  tables: MemoryTables,
  caller: MemoryCaller,
  messageId: string,
  content: string,
  baseRev?: number,
): MemoryChange {
  const { row, message } = ownMessage(tables, caller, messageId);
  checkContent(content, message.attachments.length > 0);
  if (content === message.content) return unchanged(row, message);
  if ((baseRev ?? message.rev) !== message.rev) throw editConflict();
  requireWriter(tables, caller, row);
  return rewrite(tables, row, { ...message, content, editedAt: tables.now() });
}

/** Leaves the tombstone that keeps the message's place and nothing of what it said. */
export function deleteMessage(tables: MemoryTables, caller: MemoryCaller, messageId: string): MemoryChange {
  const { row, message } = ownMessage(tables, caller, messageId);
  requireWriter(tables, caller, row);
  const nothing = { content: '', attachments: [], metadata: {} };
  return rewrite(tables, row, { ...message, ...nothing, deletedAt: tables.now() });
}

function rewrite(tables: MemoryTables, row: SessionRow, message: Message): MemoryChange {
  const isLast = message.seq === row.summary.lastSeq;
  return commit(tables, row, isLast ? { lastMessagePreview: previewOf(message) } : {}, message);
}

/** Its author's alone, and only while it says something. */
function ownMessage(
  tables: MemoryTables,
  caller: MemoryCaller,
  messageId: string,
): { row: SessionRow; message: Message } {
  const found = findMessage(tables, messageId);
  if (found?.message.senderId !== caller.userId || found.message.deletedAt !== null)
    throw notFound('message');
  const row = sessionRow(tables, caller, found.row.summary.id);
  if (caller.side === 'visitor') requireStillOwn(tables, row, found.message);
  return { ...found, row };
}

/** The widget says for how long a visitor may change a message. */
function requireStillOwn({ widgets, now }: MemoryTables, { summary }: SessionRow, message: Message): void {
  const minutes = widgets.get(summary.widgetId)?.config.features.editMinutes ?? 0;
  if (now() >= message.createdAt + minutes * MINUTE_MS) throw editExpired();
}

function requireWriter(tables: MemoryTables, caller: MemoryCaller, { summary }: SessionRow): void {
  if (caller.side === 'visitor') requireMayWrite(tables, summary.widgetId, summary.visitorId);
}

function writerOf(tables: MemoryTables, caller: MemoryCaller, { summary }: SessionRow): Writer {
  if (caller.side === 'visitor') return { name: summary.visitorName, avatarUrl: null };
  const agent = agentOf(tables, caller.userId, summary.tenantId);
  return agent ? { name: agent.displayName, avatarUrl: agent.avatarUrl } : caller;
}

/** Counters, preview, status and read position after a message. Writing is reading. */
function sessionWithMessage(session: InboxSession, message: Message, writer: Writer): Partial<InboxSession> {
  const { seq, createdAt } = message;
  const last = {
    lastSeq: seq,
    lastMessageAt: createdAt,
    lastMessagePreview: previewOf(message),
    lastMessageBy: message.senderType,
  };
  if (message.senderType === 'visitor') {
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
    agentName: writer.name,
    agentAvatarUrl: writer.avatarUrl,
    agentReadSeq: seq,
    agentDeliveredSeq: seq,
    firstReplyAt: session.firstReplyAt ?? createdAt,
  };
}

/** As `global_chat_private.without_marks` of the schema has it. */
function withoutMarks(content: string): string {
  return content
    .replace(/^ {0,3}[-*] +(?=[^\s\d$€£¥])/gm, '')
    .replace(/(`{1,3})([^`]+)\1/g, '$2')
    .replace(/\[([^\]]+)\]\((?:https?:\/\/|mailto:)[^)\s]*\)/g, '$1')
    .replace(/(\*{1,3})(?=\S)([^*]*[^*\s])\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*[^_\s])_(?![\p{L}\p{N}_])/gu, '$1');
}

/** One line for lists: the text without its line breaks, or the name of the first file. */
function previewOf({
  content,
  attachments,
}: {
  content: string;
  attachments: readonly Attachment[];
}): string {
  const line = isVisible(content) ? withoutMarks(content).replace(/\s+/g, ' ').trim() : '';
  return [...(line || (attachments[0]?.name ?? ''))].slice(0, PREVIEW_CHARACTERS).join('');
}
