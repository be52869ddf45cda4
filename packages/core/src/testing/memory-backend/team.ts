// What only the team sees in the in-memory backend: notes, canned replies, the list of sessions.

import { GlobalChatError } from '../../errors.ts';
import type { SearchPage, SearchQuery, SessionPage, SessionQuery } from '../../transport/transport.ts';
import type { Agent, CannedReply, InboxSession, Note, SessionCounts, SessionFilters } from '../../types.ts';
import type { MemoryDatabase } from './database.ts';
import { searchMemory } from './search.ts';

export interface MemoryTenant {
  readonly id: string;
  readonly name: string;
  readonly agents: Agent[];
  readonly cannedReplies: CannedReply[];
}

export interface MemoryTeam {
  readonly tenants: Map<string, MemoryTenant>;
  readonly notes: Map<string, Note>;
  notesOf(sessionId: string): readonly Note[];
  /** `not_found` unless the note is this agent's own. */
  ownNote(noteId: string, authorId: string): Note;
  list(query: SessionQuery, userId: string): SessionPage;
  search(query: SearchQuery, userId: string): SearchPage;
}

const SESSIONS_PAGE_SIZE = 50;

export function createMemoryTeam(database: MemoryDatabase, now: () => number): MemoryTeam {
  const tenants = new Map<string, MemoryTenant>();
  const notes = new Map<string, Note>();
  const notesOf = (sessionId: string): readonly Note[] =>
    [...notes.values()]
      .filter((note) => note.sessionId === sessionId)
      .sort((a, b) => a.createdAt - b.createdAt);
  return {
    tenants,
    notes,
    notesOf,
    ownNote(noteId, authorId) {
      const note = notes.get(noteId);
      if (!note || note.authorId !== authorId)
        throw new GlobalChatError('not_found', 'There is no such note.', { status: 404 });
      return note;
    },
    search(query, userId) {
      const sessions = database
        .sessions()
        .filter(({ tenantId }) => tenantId === query.tenantId)
        .filter((session) => passes(session, query.filters ?? {}, userId, now()));
      return searchMemory({ sessions, messagesOf: (id) => database.messages(id), notesOf }, query);
    },
    list({ tenantId, filters, pageSize = SESSIONS_PAGE_SIZE, cursor }, userId) {
      const all = database.sessions().filter((session) => session.tenantId === tenantId);
      const matching = all.filter((session) => passes(session, filters, userId, now())).sort(newestFirst);
      const start =
        cursor === undefined || cursor === null ? 0 : matching.findIndex(({ id }) => id === cursor) + 1;
      const sessions = matching.slice(start, start + pageSize);
      const more = start + sessions.length < matching.length;
      return { sessions, cursor: more ? (sessions.at(-1)?.id ?? null) : null, counts: count(all, now()) };
    },
  };
}

function newestFirst(a: InboxSession, b: InboxSession): number {
  return (b.lastMessageAt ?? b.createdAt) - (a.lastMessageAt ?? a.createdAt) || (a.id < b.id ? 1 : -1);
}

function count(sessions: readonly InboxSession[], now: number): SessionCounts {
  const counts = { open: 0, pending: 0, snoozed: 0, resolved: 0 };
  for (const session of sessions) counts[isSnoozed(session, now) ? 'snoozed' : session.status] += 1;
  return counts;
}

function isSnoozed(session: InboxSession, now: number): boolean {
  return session.status !== 'resolved' && session.snoozedUntil !== null && session.snoozedUntil > now;
}

/** Written apart from the client's own filter on purpose: a database does not share code with its clients. */
function passes(session: InboxSession, filters: SessionFilters, userId: string, now: number): boolean {
  const assignee = { me: userId, nobody: null }[filters.assignedTo ?? ''];
  const wanted = assignee === undefined ? filters.assignedTo : assignee;
  const checks = [
    filters.status === undefined || session.status === filters.status,
    filters.snoozed === undefined || isSnoozed(session, now) === filters.snoozed,
    wanted === undefined || session.assignedTo === wanted,
    (filters.tags ?? []).every((tag) => session.tags.includes(tag)),
    filters.widgetId === undefined || session.widgetId === filters.widgetId,
    filters.priority === undefined || session.priority === filters.priority,
    filters.unread === undefined || session.agentReadSeq < session.lastSeq === filters.unread,
    filters.updatedSince === undefined || session.updatedAt >= filters.updatedSince,
  ];
  return checks.every(Boolean);
}
