// The database of the in-memory backend, with the counters of docs/protocol.md: what each call does is in the files of calls
// beside it. It believes what a caller says of itself.

import type {
  Committed,
  OpenSessionRequest,
  SendRequest,
  SyncPage,
  SyncRequest,
  UploadRequest,
} from '../../transport/transport.ts';
import type {
  Attachment,
  InboxSession,
  Message,
  Session,
  SessionChanges,
  WidgetConfig,
} from '../../types.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { createMemoryFiles } from './files.ts';
import { deleteMessage, editMessage, sendMessage } from './message-calls.ts';
import { pageOf } from './pages.ts';
import { commit, createMemoryRows, sessionRow } from './rows.ts';
import {
  adoptSessions,
  eraseSessions,
  markSeen,
  openSession,
  rateSession,
  updateSession,
} from './session-calls.ts';

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
  const rows = createMemoryRows(now);
  const files = createMemoryFiles();
  return {
    widgets: rows.widgets,
    people: rows.people,
    subscribe(listener) {
      rows.listeners.add(listener);
      return () => void rows.listeners.delete(listener);
    },
    openSession: (...call) => openSession(rows, ...call),
    sendMessage: (...call) => sendMessage(rows, files, ...call),
    storeFile: (caller, request) =>
      files.store(sessionRow(rows, caller, request.sessionId).summary.tenantId, request),
    fileUrl(caller, path) {
      sessionRow(rows, caller, path.split('/')[1] ?? '');
      return files.url(path);
    },
    editMessage: (caller, messageId, content) =>
      content === null
        ? deleteMessage(rows, caller, messageId)
        : editMessage(rows, caller, messageId, content),
    markSeen: (...call) => markSeen(rows, ...call),
    updateSession: (...call) => updateSession(rows, ...call),
    rateSession: (...call) => rateSession(rows, ...call),
    describeVisitor: (caller, sessionId, changes) =>
      commit(rows, sessionRow(rows, caller, sessionId), changes).session,
    adopt: (...call) => adoptSessions(rows, ...call),
    erase: (visitorId) => eraseSessions(rows, visitorId),
    sync(caller, request) {
      const { summary, messages } = sessionRow(rows, caller, request.sessionId);
      return pageOf(summary, messages, request);
    },
    session: (caller, sessionId) => sessionRow(rows, caller, sessionId).summary,
    sessions: () => [...rows.sessions.values()].map(({ summary }) => summary),
    messages: (sessionId) => [...(rows.sessions.get(sessionId)?.messages ?? [])],
  };
}
