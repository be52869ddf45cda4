// Sessions of the in-memory backend as their visitors use them: opening, listing, reading, describing, rating, erasing.

import { GlobalChatError } from '../../errors.ts';
import type { OpenSessionRequest } from '../../transport/transport.ts';
import type { InboxSession, Session, VisitorDetails } from '../../types.ts';
import { buildInboxSession } from '../builders.ts';
import { mergedMetadata, sessionMetadata, shortText } from './arguments.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { newestPlaceFirst } from './pages.ts';
import { idConflict, invalidArgument } from './refusals.ts';
import { commit, noteOrder, sessionRow, unchanged, viewOf } from './rows.ts';
import type { MemoryTables, SessionRow, VisitorRow } from './tables.ts';
import {
  ensureVisitor,
  isBlocked,
  isPersonOf,
  personOf,
  requireAllowedPage,
  requireMayWrite,
  samePerson,
  setDetails,
} from './visitors.ts';

const MY_SESSIONS_COUNT = 50;
const MAX_COMMENT_CHARACTERS = 1000;

export function openSession(
  tables: MemoryTables,
  caller: MemoryCaller,
  widgetId: string,
  request: OpenSessionRequest,
): Session {
  const widget = tables.widgets.get(widgetId);
  if (!widget) throw new GlobalChatError('widget_not_found', 'There is no such widget.', { status: 404 });
  const metadata = sessionMetadata(request.metadata);
  requireAllowedPage(tables, widgetId);
  const stored = tables.sessions.get(request.sessionId);
  if (stored) {
    const { visitorId } = stored.summary;
    if (stored.summary.widgetId !== widgetId || !isPersonOf(tables, caller, visitorId))
      throw idConflict('session');
    return viewOf(stored);
  }
  if (tables.erased.has(request.sessionId)) throw idConflict('session');
  const known = ensureVisitor(tables, caller);
  requireMayWrite(tables, widgetId, known.id);
  const clientVisitorId = shortText(request.visitor.clientVisitorId, 'visitor.client_visitor_id', 128);
  const visitor = setDetails(tables, known, request.visitor, metadata);
  const site = { widgetId, tenantId: widget.tenantId };
  const row = newSession(tables.now(), request.sessionId, visitor, {
    ...site,
    clientVisitorId,
    visitorMetadata: metadata,
  });
  tables.sessions.set(request.sessionId, row);
  noteOrder(tables, request.sessionId);
  return commit(tables, row, {}).visitorView;
}

function newSession(
  now: number,
  sessionId: string,
  visitor: VisitorRow,
  fields: Partial<InboxSession>,
): SessionRow {
  const summary = buildInboxSession({
    ...fields,
    id: sessionId,
    visitorId: visitor.id,
    visitorName: visitor.name,
    visitorEmail: visitor.email,
    visitorVerified: visitor.verified,
    rev: 0,
    createdAt: now,
    updatedAt: now,
  });
  return { summary, changedAt: now, messages: [] };
}

/** The latest message first. */
export function mySessions(tables: MemoryTables, caller: MemoryCaller, widgetId: string): readonly Session[] {
  return [...tables.sessions.values()]
    .filter(({ summary }) => summary.widgetId === widgetId && isPersonOf(tables, caller, summary.visitorId))
    .sort((a, b) => newestPlaceFirst(placeOf(tables, a.summary), placeOf(tables, b.summary)))
    .slice(0, MY_SESSIONS_COUNT)
    .map(viewOf);
}

/** Where a session stands in a list: the one with the latest message is first. */
export function placeOf(
  { order }: MemoryTables,
  { id, lastMessageAt, createdAt }: Session,
): { readonly at: number; readonly order: number } {
  return { at: lastMessageAt ?? createdAt, order: order.get(id) ?? 0 };
}

/** Moves the caller's own position forward, never back and never past the newest message. */
export function markSeen(
  tables: MemoryTables,
  caller: MemoryCaller,
  sessionId: string,
  seq: number,
  what: 'read' | 'delivered',
): MemoryChange {
  const row = sessionRow(tables, caller, sessionId);
  const { summary } = row;
  const [readKey, deliveredKey] =
    caller.side === 'agent'
      ? (['agentReadSeq', 'agentDeliveredSeq'] as const)
      : (['visitorReadSeq', 'visitorDeliveredSeq'] as const);
  const upTo = Math.min(seq, summary.lastSeq);
  const read = what === 'read' ? Math.max(summary[readKey], upTo) : summary[readKey];
  const delivered = Math.max(summary[deliveredKey], upTo);
  const moved = read !== summary[readKey] || delivered !== summary[deliveredKey];
  if (!moved) return unchanged(row);
  if (caller.side === 'visitor') {
    // Who is blocked may read on, and nobody is told.
    if (isBlocked(tables, summary.visitorId)) return unchanged(row);
    requireAllowedPage(tables, summary.widgetId);
  }
  return commit(tables, row, { [readKey]: read, [deliveredKey]: delivered });
}

export function rateSession(
  tables: MemoryTables,
  caller: MemoryCaller,
  sessionId: string,
  score: number,
  comment: string | null,
): MemoryChange {
  const ratingComment = shortText(comment, 'comment', MAX_COMMENT_CHARACTERS);
  const row = sessionRow(tables, caller, sessionId);
  requireMayWrite(tables, row.summary.widgetId, row.summary.visitorId);
  if (!Number.isInteger(score) || score < 1 || score > 5) throw invalidArgument('score is 1 to 5.');
  const { rating, ratingComment: before } = row.summary;
  if (rating === score && before === ratingComment) return unchanged(row);
  return commit(tables, row, { rating: score, ratingComment });
}

/** Name, address or context given later than at the start. */
export function updateVisitor(
  tables: MemoryTables,
  caller: MemoryCaller,
  sessionId: string,
  told: Pick<VisitorDetails, 'name' | 'email'>,
  metadata: Readonly<Record<string, unknown>>,
): MemoryChange {
  const context = sessionMetadata(metadata);
  const row = sessionRow(tables, caller, sessionId);
  const { summary } = row;
  requireMayWrite(tables, summary.widgetId, summary.visitorId);
  const person = personOf(tables, summary.visitorId) ?? ensureVisitor(tables, caller);
  const { name, email } = setDetails(tables, person, told, context);
  const change = {
    visitorName: name,
    visitorEmail: email,
    visitorMetadata: mergedMetadata(summary.visitorMetadata, context),
  };
  return changesNothing(summary, change) ? unchanged(row) : commit(tables, row, change);
}

export function changesNothing(before: InboxSession, change: Partial<InboxSession>): boolean {
  return Object.entries(change).every(
    ([key, value]) => JSON.stringify(before[key as keyof InboxSession]) === JSON.stringify(value),
  );
}

/** Deletes a person with every session, in every browser they used. Returns the ids of the sessions. */
export function eraseVisitor(tables: MemoryTables, visitorId: string): readonly InboxSession[] {
  const person = samePerson(tables, visitorId);
  const rows = [...tables.sessions.values()].filter(({ summary }) => person.includes(summary.visitorId));
  for (const { summary, messages } of rows) {
    const notes = [...tables.notes.values()].filter(({ sessionId }) => sessionId === summary.id);
    tables.sessions.delete(summary.id);
    tables.erased.add(summary.id);
    for (const { id } of notes) tables.notes.delete(id);
    for (const { id } of [summary, ...messages, ...notes]) tables.order.delete(id);
  }
  for (const id of person) tables.visitors.delete(id);
  // Whoever comes back is somebody new.
  for (const [user, id] of tables.visitorsOfUsers)
    if (person.includes(id)) tables.visitorsOfUsers.set(user, tables.newId());
  return rows.map(({ summary }) => summary);
}
