// The database of the in-memory backend, with the counters of docs/protocol.md: what each call does is in the files of calls
// beside it. It believes what a caller says of itself.

import type {
  OpenSessionRequest,
  SendRequest,
  SyncPage,
  SyncRequest,
  TrackedEvent,
  UploadRequest,
} from '../../transport/transport.ts';
import type {
  Attachment,
  InboxSession,
  Message,
  Session,
  SessionChanges,
  VisitorDetails,
  VisitorIdentity,
} from '../../types.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { fileUrl, storeFile } from './file-calls.ts';
import { createMemoryFiles } from './files.ts';
import { identify } from './identity-calls.ts';
import { deleteMessage, editMessage, sendMessage } from './message-calls.ts';
import { pageOf } from './pages.ts';
import { commit, maySeeSession, sessionRow, viewOf } from './rows.ts';
import {
  eraseVisitor,
  markSeen,
  mySessions,
  openSession,
  rateSession,
  updateVisitor,
} from './session-calls.ts';
import { blockVisitor, updateSessions } from './session-changes.ts';
import type { MemoryTables, MemoryWidget } from './tables.ts';
import { track } from './visitor-events.ts';
import { isBlocked } from './visitors.ts';

export interface MemoryDatabase {
  /** By widget id. */
  readonly widgets: Map<string, MemoryWidget>;
  /** Hears every change, after it. */
  subscribe(listener: (change: MemoryChange) => void): () => void;
  openSession(caller: MemoryCaller, widgetId: string, request: OpenSessionRequest): Session;
  mySessions(caller: MemoryCaller, widgetId: string): readonly Session[];
  sendMessage(caller: MemoryCaller, request: SendRequest): MemoryChange & { readonly message: Message };
  /** Keeps a file for a message; one that is there already stays as it is. */
  storeFile(caller: MemoryCaller, request: UploadRequest): Attachment;
  /** An address that this page can show, for participants. */
  fileUrl(caller: MemoryCaller, path: string): string;
  /** Without content it is deleted. */
  editMessage(
    caller: MemoryCaller,
    messageId: string,
    content: string | null,
    baseRev?: number,
  ): MemoryChange;
  markSeen(caller: MemoryCaller, sessionId: string, seq: number, what: 'read' | 'delivered'): MemoryChange;
  updateSessions(
    caller: MemoryCaller,
    sessionIds: readonly string[],
    changes: SessionChanges,
  ): readonly InboxSession[];
  rateSession(caller: MemoryCaller, sessionId: string, score: number, comment: string | null): MemoryChange;
  updateVisitor(
    caller: MemoryCaller,
    sessionId: string,
    told: Pick<VisitorDetails, 'name' | 'email'>,
    metadata: Readonly<Record<string, unknown>>,
  ): MemoryChange;
  track(caller: MemoryCaller, sessionId: string, events: readonly TrackedEvent[]): MemoryChange;
  identify(caller: MemoryCaller, token: string): VisitorIdentity;
  sync(
    caller: MemoryCaller,
    request: SyncRequest,
  ): SyncPage<InboxSession> & { readonly visitorView: Session };
  /** The row, for whoever may see it; `not_found` otherwise. */
  session(caller: MemoryCaller, sessionId: string): InboxSession;
  /** The visitor that a user is; the user's own id for whoever was none yet. */
  visitorOf(caller: MemoryCaller): string;
  maySee(caller: MemoryCaller, sessionId: string): boolean;
  /** Whether the caller is a visitor who may not write in it. */
  isBlocked(caller: MemoryCaller, sessionId: string): boolean;

  /** Deletes a visitor with every session, and returns the sessions as they were. */
  erase(visitorId: string): readonly InboxSession[];
  /** Blocks a visitor, as an agent may, or lets them write again with `false`. */
  block(visitorId: string, blocked?: boolean): void;
  /** Writes into a session's row what no caller may, as the SQL editor does. */
  setSession(sessionId: string, fields: Partial<InboxSession>): void;
  /** Every row, for assertions and for lists. */
  sessions(): readonly InboxSession[];
  /** Every message of a session in order, for assertions. */
  messages(sessionId: string): readonly Message[];
}

export function createMemoryDatabase(tables: MemoryTables): MemoryDatabase {
  const files = createMemoryFiles();
  return {
    widgets: tables.widgets,
    subscribe(listener) {
      tables.listeners.add(listener);
      return () => void tables.listeners.delete(listener);
    },
    openSession: (...call) => openSession(tables, ...call),
    mySessions: (...call) => mySessions(tables, ...call),
    sendMessage: (...call) => sendMessage(tables, files, ...call),
    storeFile: (...call) => storeFile(tables, files, ...call),
    fileUrl: (...call) => fileUrl(tables, files, ...call),
    editMessage: (caller, messageId, content, baseRev) =>
      content === null
        ? deleteMessage(tables, caller, messageId)
        : editMessage(tables, caller, messageId, content, baseRev),
    markSeen: (...call) => markSeen(tables, ...call),
    updateSessions: (...call) => updateSessions(tables, ...call),
    rateSession: (...call) => rateSession(tables, ...call),
    updateVisitor: (...call) => updateVisitor(tables, ...call),
    track: (...call) => track(tables, ...call),
    identify: (...call) => identify(tables, ...call),
    sync(caller, request) {
      const row = sessionRow(tables, caller, request.sessionId);
      return { ...pageOf(row.summary, row.messages, request), visitorView: viewOf(row) };
    },
    session: (...call) => sessionRow(tables, ...call).summary,
    visitorOf: ({ userId }) => tables.visitorsOfUsers.get(userId) ?? userId,
    maySee: (...call) => maySeeSession(tables, ...call),
    isBlocked: ({ side }, sessionId) =>
      side === 'visitor' && isBlocked(tables, tables.sessions.get(sessionId)?.summary.visitorId ?? ''),
    erase: (visitorId) => eraseVisitor(tables, visitorId),
    block: (visitorId, blocked = true) => blockVisitor(tables, visitorId, blocked),
    setSession(sessionId, fields) {
      const row = tables.sessions.get(sessionId);
      if (row) commit(tables, row, fields);
    },
    sessions: () => [...tables.sessions.values()].map(({ summary }) => summary),
    messages: (sessionId) => [...(tables.sessions.get(sessionId)?.messages ?? [])],
  };
}
