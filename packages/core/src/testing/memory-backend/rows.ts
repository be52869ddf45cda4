// The rows of the in-memory backend: who may see which, and the one way to change one.
// Owns `rev` and `team_rev`, see docs/protocol.md.

import type { Agent, InboxSession, Message, Session } from '../../types.ts';
import type { Side } from '../../store/delivery.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { notFound } from './refusals.ts';
import type { MemoryTables, SessionRow } from './tables.ts';
import { isPersonOf } from './visitors.ts';
import { visitorView } from './visitor-view.ts';

/** The row, for whoever may see it; `not_found` otherwise. */
export function sessionRow(tables: MemoryTables, caller: MemoryCaller, sessionId: string): SessionRow {
  const row = tables.sessions.get(sessionId);
  if (!row || !maySeeSession(tables, caller, sessionId)) throw notFound('session');
  return row;
}

export function maySeeSession(tables: MemoryTables, caller: MemoryCaller, sessionId: string): boolean {
  const session = tables.sessions.get(sessionId)?.summary;
  if (!session) return false;
  return caller.side === 'agent'
    ? isAgentOf(tables, caller, session.tenantId)
    : isPersonOf(tables, caller, session.visitorId);
}

export function isAgentOf(tables: MemoryTables, caller: MemoryCaller, tenantId: string): boolean {
  return (
    caller.side === 'agent' &&
    (caller.tenantId === tenantId || agentOf(tables, caller.userId, tenantId) !== undefined)
  );
}

export function agentOf(tables: MemoryTables, userId: string, tenantId: string): Agent | undefined {
  return tables.tenants.get(tenantId)?.agents.find((agent) => agent.userId === userId);
}

export function findMessage(
  tables: MemoryTables,
  messageId: string,
): { row: SessionRow; message: Message } | undefined {
  for (const row of tables.sessions.values()) {
    const message = row.messages.find(({ id }) => id === messageId);
    if (message) return { row, message };
  }
  return undefined;
}

/** These are the latest of their kinds. */
export function noteOrder(tables: MemoryTables, ...ids: readonly string[]): void {
  tables.lastOrder += 1;
  for (const id of ids) tables.order.set(id, tables.lastOrder);
}

export function viewOf({ summary, changedAt }: SessionRow): Session {
  return { ...visitorView(summary), updatedAt: changedAt };
}

/** What is stored already, as the answer to a call that changes nothing. */
export function unchanged(row: SessionRow, message?: Message): MemoryChange {
  const { summary } = row;
  return { rev: summary.rev, session: summary, visitorView: viewOf(row), ...(message && { message }) };
}

/** One change that a visitor may see: one rev, one event. */
export function commit(
  tables: MemoryTables,
  row: SessionRow,
  change: Partial<InboxSession>,
  message?: Message,
): MemoryChange {
  const rev = row.summary.rev + 1;
  const stored = message && store(row, { ...message, rev });
  row.changedAt = tables.now();
  const summary = { ...row.summary, ...change, rev, updatedAt: row.changedAt };
  row.summary = {
    ...summary,
    visitorUnread: countUnread(row, 'visitor', summary.visitorReadSeq),
    agentUnread: countUnread(row, 'agent', summary.agentReadSeq),
  };
  return tell(tables, unchanged(row, stored));
}

/** The other side's messages after what this side has read, without those that are deleted. */
function countUnread({ messages }: SessionRow, reader: Side, read: number): number {
  let unread = 0;
  for (let place = messages.length - 1; (messages[place]?.seq ?? 0) > read; place -= 1) {
    if (messages[place]?.senderType !== reader && messages[place]?.deletedAt === null) unread += 1;
  }
  return unread;
}

/** One change that only the team sees. */
export function commitForTeam(
  tables: MemoryTables,
  row: SessionRow,
  change: Partial<InboxSession>,
): MemoryChange {
  row.summary = { ...row.summary, ...change, teamRev: row.summary.teamRev + 1, updatedAt: tables.now() };
  return tell(tables, { ...unchanged(row), teamOnly: true });
}

function store(row: SessionRow, message: Message): Message {
  const place = row.messages.findIndex(({ id }) => id === message.id);
  row.messages[place < 0 ? row.messages.length : place] = message;
  return message;
}

function tell(tables: MemoryTables, change: MemoryChange): MemoryChange {
  for (const listener of [...tables.listeners]) listener(change);
  return change;
}
