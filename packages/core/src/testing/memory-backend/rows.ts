// The tables of the in-memory backend: who may see which row, and the one way to change one.
// Owns `rev` and `team_rev`, see docs/protocol.md.

import { GlobalChatError } from '../../errors.ts';
import type { InboxSession, Message, SessionChanges, WidgetConfig } from '../../types.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';

export interface SessionRow {
  summary: InboxSession;
  readonly messages: Message[];
}

export interface MemoryRows {
  readonly now: () => number;
  readonly sessions: Map<string, SessionRow>;
  /** Tenant ids by widget id. */
  readonly widgets: Map<string, { tenantId: string; config: WidgetConfig }>;
  /** Users that turned out to be one person: their visitor ids, by user id. */
  readonly people: Map<string, string>;
  readonly listeners: Set<(change: MemoryChange) => void>;
}

export function createMemoryRows(now: () => number): MemoryRows {
  return { now, sessions: new Map(), widgets: new Map(), people: new Map(), listeners: new Set() };
}

export function notFound(what: string): GlobalChatError {
  return new GlobalChatError('not_found', `There is no such ${what}.`, { status: 404 });
}

export function visitorOf(rows: MemoryRows, { userId }: MemoryCaller): string {
  return rows.people.get(userId) ?? userId;
}

/** The row, for whoever may see it; `not_found` otherwise. */
export function sessionRow(rows: MemoryRows, caller: MemoryCaller, sessionId: string): SessionRow {
  const row = rows.sessions.get(sessionId);
  const allowed =
    row &&
    (caller.side === 'agent'
      ? row.summary.tenantId === caller.tenantId
      : row.summary.visitorId === visitorOf(rows, caller));
  if (!allowed) throw notFound('session');
  return row;
}

export function messageRow(
  rows: MemoryRows,
  caller: MemoryCaller,
  messageId: string,
): { row: SessionRow; message: Message } {
  for (const row of rows.sessions.values()) {
    const message = row.messages.find(({ id }) => id === messageId);
    if (message) return { row: sessionRow(rows, caller, row.summary.id), message };
  }
  throw notFound('message');
}

/** One change that a visitor may see: one rev, one event. */
export function commit(
  rows: MemoryRows,
  row: SessionRow,
  change: Partial<InboxSession>,
  message?: Message,
): MemoryChange {
  const rev = row.summary.rev + 1;
  row.summary = { ...row.summary, ...change, rev, updatedAt: rows.now() };
  return tell(rows, {
    rev,
    session: row.summary,
    ...(message && { message: store(row, { ...message, rev }) }),
  });
}

/** One change that only the team sees. */
export function commitForTeam(rows: MemoryRows, row: SessionRow, change: SessionChanges): MemoryChange {
  row.summary = { ...row.summary, ...change, teamRev: row.summary.teamRev + 1, updatedAt: rows.now() };
  return tell(rows, { rev: row.summary.rev, session: row.summary, teamOnly: true });
}

function store(row: SessionRow, message: Message): Message {
  const place = row.messages.findIndex(({ id }) => id === message.id);
  row.messages[place < 0 ? row.messages.length : place] = message;
  return message;
}

function tell(rows: MemoryRows, change: MemoryChange): MemoryChange {
  for (const listener of [...rows.listeners]) listener(change);
  return change;
}
