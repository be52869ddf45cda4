// Sessions of the in-memory backend: opening, reading, changing, rating, erasing.

import { GlobalChatError } from '../../errors.ts';
import type { Committed, OpenSessionRequest } from '../../transport/transport.ts';
import type { InboxSession, Session, SessionChanges } from '../../types.ts';
import { buildInboxSession } from '../builders.ts';
import type { MemoryCaller } from './caller.ts';
import { commit, commitForTeam, sessionRow, visitorOf } from './rows.ts';
import type { MemoryRows, SessionRow } from './rows.ts';
import { visitorView } from './visitor-view.ts';

export function openSession(
  rows: MemoryRows,
  caller: MemoryCaller,
  widgetId: string,
  request: OpenSessionRequest,
): Session {
  const widget = rows.widgets.get(widgetId);
  if (!widget) throw new GlobalChatError('widget_not_found', 'There is no such widget.', { status: 404 });
  if (!rows.sessions.has(request.sessionId)) {
    const row = newSession(rows, caller, { widgetId, tenantId: widget.tenantId }, request);
    rows.sessions.set(request.sessionId, row);
    commit(rows, row, {});
  }
  return visitorView(sessionRow(rows, caller, request.sessionId).summary);
}

function newSession(
  rows: MemoryRows,
  caller: MemoryCaller,
  site: { readonly widgetId: string; readonly tenantId: string },
  { sessionId, visitor, metadata }: OpenSessionRequest,
): SessionRow {
  const summary = buildInboxSession({
    ...site,
    id: sessionId,
    visitorId: visitorOf(rows, caller),
    visitorName: visitor.name ?? null,
    visitorEmail: visitor.email ?? null,
    clientVisitorId: visitor.clientVisitorId ?? null,
    visitorMetadata: metadata,
    rev: 0,
    createdAt: rows.now(),
    updatedAt: rows.now(),
  });
  return { summary, messages: [] };
}

/** Moves the caller's own position forward, never back and never past the newest message. */
export function markSeen(
  rows: MemoryRows,
  caller: MemoryCaller,
  sessionId: string,
  seq: number,
  what: 'read' | 'delivered',
): Committed<InboxSession> {
  const row = sessionRow(rows, caller, sessionId);
  const [readKey, deliveredKey] =
    caller.side === 'agent'
      ? (['agentReadSeq', 'agentDeliveredSeq'] as const)
      : (['visitorReadSeq', 'visitorDeliveredSeq'] as const);
  const upTo = Math.min(seq, row.summary.lastSeq);
  const read = what === 'read' ? Math.max(row.summary[readKey], upTo) : row.summary[readKey];
  const delivered = Math.max(row.summary[deliveredKey], upTo);
  if (read !== row.summary[readKey] || delivered !== row.summary[deliveredKey]) {
    commit(rows, row, { [readKey]: read, [deliveredKey]: delivered });
  }
  return { rev: row.summary.rev, session: row.summary };
}

export function updateSession(
  rows: MemoryRows,
  caller: MemoryCaller,
  sessionId: string,
  changes: SessionChanges,
): InboxSession {
  const row = sessionRow(rows, caller, sessionId);
  if (caller.side !== 'agent')
    throw new GlobalChatError('not_allowed', 'Only agents update sessions.', { status: 403 });
  const { status } = changes;
  const resolvedAt = status === undefined ? {} : { resolvedAt: status === 'resolved' ? rows.now() : null };
  const isVisible = status !== undefined && status !== row.summary.status;
  const change = isVisible
    ? commit(rows, row, { ...changes, ...resolvedAt })
    : commitForTeam(rows, row, changes);
  return change.session;
}

export function rateSession(
  rows: MemoryRows,
  caller: MemoryCaller,
  sessionId: string,
  score: number,
  comment: string | null,
): InboxSession {
  const row = sessionRow(rows, caller, sessionId);
  return commit(rows, row, { rating: score, ratingComment: comment }).session;
}

/** Gives every session of one visitor to another. */
export function adoptSessions(
  rows: MemoryRows,
  from: string,
  to: string,
  changes: Partial<InboxSession>,
): void {
  for (const row of rows.sessions.values()) {
    if (row.summary.visitorId === from) commit(rows, row, { ...changes, visitorId: to });
  }
}

/** Deletes every session of a visitor and returns their ids. */
export function eraseSessions(rows: MemoryRows, visitorId: string): readonly string[] {
  const erased = [...rows.sessions.values()].filter(({ summary }) => summary.visitorId === visitorId);
  for (const { summary } of erased) rows.sessions.delete(summary.id);
  return erased.map(({ summary }) => summary.id);
}
