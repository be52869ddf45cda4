// The database of the in-memory backend: sessions and messages with the counters of docs/protocol.md.
// Owns `seq`, `rev`, idempotence and who may do what to a session.

import { GlobalChatError } from '../errors.ts';
import type {
  Committed,
  OpenSessionRequest,
  SendRequest,
  SyncPage,
  SyncRequest,
  UploadRequest,
} from '../transport/transport.ts';
import type { Attachment, InboxSession, Message, Session, SessionChanges, WidgetConfig } from '../types.ts';
import { isVisible } from '../visible-text.ts';
import { buildInboxSession } from './builders.ts';
import type { MemoryCaller, MemoryChange } from './memory-calls.ts';
import { createMemoryFiles } from './memory-files.ts';
import { pageOf } from './memory-pages.ts';
import { visitorView } from './visitor-view.ts';

const MAX_CONTENT_CHARACTERS = 4000;

interface SessionRow {
  summary: InboxSession;
  readonly messages: Message[];
}

export interface MemoryDatabase {
  /** Tenant ids by widget id. */
  readonly widgets: Map<string, { tenantId: string; config: WidgetConfig }>;
  /** Hears every mutation, after it. */
  subscribe(listener: (change: MemoryChange) => void): () => void;
  openSession(caller: MemoryCaller, widgetId: string, request: OpenSessionRequest): Session;
  sendMessage(caller: MemoryCaller, request: SendRequest): MemoryChange & { readonly message: Message };
  /** Keeps a file for a message; one that is there already stays as it is. */
  storeFile(caller: MemoryCaller, request: UploadRequest): Attachment;
  /** An address that this page can show, for participants. */
  fileUrl(caller: MemoryCaller, path: string): string;
  editMessage(caller: MemoryCaller, messageId: string, content: string | null): MemoryChange;
  markSeen(
    caller: MemoryCaller,
    sessionId: string,
    seq: number,
    what: 'read' | 'delivered',
  ): Committed<InboxSession>;
  updateSession(caller: MemoryCaller, sessionId: string, changes: SessionChanges): InboxSession;
  rateSession(caller: MemoryCaller, sessionId: string, score: number, comment: string | null): InboxSession;
  /** Changes what is known of the visitor of a session. */
  describeVisitor(caller: MemoryCaller, sessionId: string, changes: Partial<InboxSession>): InboxSession;
  /** Users that turned out to be one person: their visitor ids, by user id. */
  readonly people: Map<string, string>;
  /** Gives every session of one visitor to another. */
  adopt(from: string, to: string, changes: Partial<InboxSession>): void;
  /** Deletes every session of a visitor and returns their ids. */
  erase(visitorId: string): readonly string[];
  sync(caller: MemoryCaller, request: SyncRequest): SyncPage<InboxSession>;
  /** The row, for whoever may see it; `not_found` otherwise. */
  session(caller: MemoryCaller, sessionId: string): InboxSession;
  /** Every row, for assertions and for lists. */
  sessions(): readonly InboxSession[];
  /** Every message of a session in order, for assertions. */
  messages(sessionId: string): readonly Message[];
}

export function createMemoryDatabase(now: () => number): MemoryDatabase {
  const rows = new Map<string, SessionRow>();
  const listeners = new Set<(change: MemoryChange) => void>();
  const widgets: MemoryDatabase['widgets'] = new Map();
  const files = createMemoryFiles();
  const people = new Map<string, string>();

  const visitorOf = ({ userId }: MemoryCaller): string => people.get(userId) ?? userId;

  const rowFor = (caller: MemoryCaller, sessionId: string): SessionRow => {
    const row = rows.get(sessionId);
    const allowed =
      row &&
      (caller.side === 'agent'
        ? row.summary.tenantId === caller.tenantId
        : row.summary.visitorId === visitorOf(caller));
    if (!allowed) throw new GlobalChatError('not_found', 'There is no such session.', { status: 404 });
    return row;
  };

  const findMessage = (caller: MemoryCaller, messageId: string): { row: SessionRow; message: Message } => {
    for (const row of rows.values()) {
      const message = row.messages.find(({ id }) => id === messageId);
      if (message) return { row: rowFor(caller, row.summary.id), message };
    }
    throw new GlobalChatError('not_found', 'There is no such message.', { status: 404 });
  };

  const publish = (change: MemoryChange): MemoryChange => {
    for (const listener of [...listeners]) listener(change);
    return change;
  };

  /** One mutation that a visitor may see: one rev, one event. */
  const commit = <Change extends Partial<InboxSession>>(
    row: SessionRow,
    change: Change,
    message?: Message,
  ): MemoryChange => {
    const rev = row.summary.rev + 1;
    row.summary = { ...row.summary, ...change, rev, updatedAt: now() };
    if (message) {
      const stored = { ...message, rev };
      const place = row.messages.findIndex(({ id }) => id === message.id);
      if (place < 0) row.messages.push(stored);
      else row.messages[place] = stored;
    }
    const last = message && row.messages.find(({ id }) => id === message.id);
    return publish(last ? { rev, session: row.summary, message: last } : { rev, session: row.summary });
  };

  /** One mutation that only the team sees. */
  const commitForTeam = (row: SessionRow, change: SessionChanges): MemoryChange => {
    row.summary = { ...row.summary, ...change, teamRev: row.summary.teamRev + 1, updatedAt: now() };
    return publish({ rev: row.summary.rev, session: row.summary, teamOnly: true });
  };

  const database: MemoryDatabase = {
    widgets,
    people,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    openSession(caller, widgetId, { sessionId, visitor, metadata }) {
      const widget = widgets.get(widgetId);
      if (!widget) throw new GlobalChatError('widget_not_found', 'There is no such widget.', { status: 404 });
      if (!rows.has(sessionId)) {
        const row: SessionRow = {
          summary: buildInboxSession({
            id: sessionId,
            widgetId,
            tenantId: widget.tenantId,
            visitorId: visitorOf(caller),
            visitorName: visitor.name ?? null,
            visitorEmail: visitor.email ?? null,
            clientVisitorId: visitor.clientVisitorId ?? null,
            visitorMetadata: metadata,
            rev: 0,
            createdAt: now(),
            updatedAt: now(),
          }),
          messages: [],
        };
        rows.set(sessionId, row);
        commit(row, {});
      }
      return visitorView(rowFor(caller, sessionId).summary);
    },

    sendMessage(caller, { sessionId, messageId, content, attachments = [], metadata = {} }) {
      const row = rowFor(caller, sessionId);
      checkContent(content, attachments.length);
      const stored = row.messages.find(({ id }) => id === messageId);
      if (stored) return { rev: row.summary.rev, session: row.summary, message: stored };
      files.check(messageId, attachments);
      const seq = row.summary.lastSeq + 1;
      const agent = caller.side === 'agent';
      const change: Partial<InboxSession> = {
        lastSeq: seq,
        lastMessageAt: now(),
        lastMessagePreview: content.slice(0, 140),
        lastMessageBy: caller.side,
        ...(agent
          ? {
              agentName: caller.name,
              agentAvatarUrl: caller.avatarUrl,
              // A reply hands the turn to the visitor.
              status: row.summary.status === 'open' ? 'pending' : row.summary.status,
              agentReadSeq: seq,
              agentDeliveredSeq: seq,
              firstReplyAt: row.summary.firstReplyAt ?? now(),
            }
          : {
              status: 'open',
              snoozedUntil: null,
              resolvedAt: null,
              visitorReadSeq: seq,
              visitorDeliveredSeq: seq,
            }),
      };
      const event = commit(row, change, {
        id: messageId,
        sessionId,
        seq,
        rev: 0,
        senderType: caller.side,
        senderName: agent ? caller.name : row.summary.visitorName,
        senderAvatarUrl: caller.avatarUrl,
        senderId: caller.userId,
        content,
        attachments,
        metadata,
        createdAt: now(),
        editedAt: null,
        deletedAt: null,
      });
      return event as MemoryChange & { readonly message: Message };
    },

    storeFile: (caller, request) => files.store(rowFor(caller, request.sessionId).summary.tenantId, request),
    fileUrl(caller, path) {
      rowFor(caller, path.split('/')[1] ?? '');
      return files.url(path);
    },

    editMessage(caller, messageId, content) {
      const { row, message } = findMessage(caller, messageId);
      if (message.senderId !== caller.userId)
        throw new GlobalChatError('not_found', 'There is no such message.', { status: 404 });
      if (content === null) {
        if (message.deletedAt !== null) return { rev: row.summary.rev, session: row.summary, message };
        return commit(row, {}, { ...message, content: '', attachments: [], deletedAt: now() });
      }
      checkContent(content, message.attachments.length);
      if (message.deletedAt !== null)
        throw new GlobalChatError('not_found', 'The message was deleted.', { status: 404 });
      return commit(row, {}, { ...message, content, editedAt: now() });
    },

    markSeen(caller, sessionId, seq, what) {
      const row = rowFor(caller, sessionId);
      const [readKey, deliveredKey] =
        caller.side === 'agent'
          ? (['agentReadSeq', 'agentDeliveredSeq'] as const)
          : (['visitorReadSeq', 'visitorDeliveredSeq'] as const);
      const upTo = Math.min(seq, row.summary.lastSeq);
      const read = what === 'read' ? Math.max(row.summary[readKey], upTo) : row.summary[readKey];
      const delivered = Math.max(row.summary[deliveredKey], upTo);
      if (read !== row.summary[readKey] || delivered !== row.summary[deliveredKey]) {
        commit(row, { [readKey]: read, [deliveredKey]: delivered });
      }
      return { rev: row.summary.rev, session: row.summary };
    },

    updateSession(caller, sessionId, changes) {
      const row = rowFor(caller, sessionId);
      if (caller.side !== 'agent')
        throw new GlobalChatError('not_allowed', 'Only agents update sessions.', { status: 403 });
      const resolvedAt =
        changes.status === undefined ? {} : { resolvedAt: changes.status === 'resolved' ? now() : null };
      const isVisible = changes.status !== undefined && changes.status !== row.summary.status;
      return (isVisible ? commit(row, { ...changes, ...resolvedAt }) : commitForTeam(row, changes)).session;
    },

    describeVisitor: (caller, sessionId, changes) => commit(rowFor(caller, sessionId), changes).session,

    adopt(from, to, changes) {
      for (const row of rows.values())
        if (row.summary.visitorId === from) commit(row, { ...changes, visitorId: to });
    },

    erase(visitorId) {
      const erased = [...rows.values()].filter(({ summary }) => summary.visitorId === visitorId);
      for (const { summary } of erased) rows.delete(summary.id);
      return erased.map(({ summary }) => summary.id);
    },

    rateSession(caller, sessionId, score, comment) {
      const row = rowFor(caller, sessionId);
      return commit(row, { rating: score, ratingComment: comment }).session;
    },

    sync(caller, request) {
      const { summary, messages } = rowFor(caller, request.sessionId);
      return pageOf(summary, messages, request);
    },

    session: (caller, sessionId) => rowFor(caller, sessionId).summary,
    sessions: () => [...rows.values()].map(({ summary }) => summary),
    messages: (sessionId) => [...(rows.get(sessionId)?.messages ?? [])],
  };
  return database;
}

function checkContent(content: string, attachments: number): void {
  if (attachments === 0 && !isVisible(content)) {
    throw new GlobalChatError('content_empty', 'A message needs text or an attachment.', { status: 400 });
  }
  if (content.length > MAX_CONTENT_CHARACTERS) {
    throw new GlobalChatError(
      'content_too_long',
      `A message has at most ${MAX_CONTENT_CHARACTERS} characters.`,
      {
        status: 413,
      },
    );
  }
}
