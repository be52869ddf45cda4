// What only the team sees of the in-memory backend: lists of sessions, search, one session with its notes, canned replies.

import type {
  SearchPage,
  SearchQuery,
  SessionDetails,
  SessionPage,
  SessionQuery,
} from '../../transport/transport.ts';
import type { Agent, CannedReply, InboxSession, Note, SessionCounts, SessionFilters } from '../../types.ts';
import type { MemoryCaller } from './caller.ts';
import { addNote, deleteNote, notesOf, updateNote } from './note-calls.ts';
import type { NoteAnswer, NoteRequest } from './note-calls.ts';
import { clampPageSize, keysetPage, newestPlaceFirst } from './pages.ts';
import { sessionRow } from './rows.ts';
import { searchMemory } from './search.ts';
import { placeOf } from './session-calls.ts';
import type { MemoryTables, MemoryTenant } from './tables.ts';
import { samePerson } from './visitors.ts';

export interface MemoryTeam {
  readonly tenants: Map<string, MemoryTenant>;
  readonly notes: Map<string, Note>;
  notesOf(sessionId: string): readonly Note[];
  addNote(caller: MemoryCaller, request: NoteRequest): NoteAnswer;
  updateNote(
    caller: MemoryCaller,
    noteId: string,
    changes: Pick<NoteRequest, 'content' | 'mentions'>,
  ): NoteAnswer;
  deleteNote(caller: MemoryCaller, noteId: string): NoteAnswer;
  list(query: SessionQuery, userId: string): SessionPage;
  search(query: SearchQuery, userId: string): SearchPage;
  details(caller: MemoryCaller, sessionId: string): SessionDetails;
}

const SESSIONS_PAGE_SIZE = 50;
const MAX_SESSIONS_PAGE_SIZE = 200;
const PREVIOUS_SESSIONS_COUNT = 20;

export function createMemoryTeam(tables: MemoryTables): MemoryTeam {
  const sessionsOf = (tenantId: string): readonly InboxSession[] =>
    [...tables.sessions.values()]
      .map(({ summary }) => summary)
      .filter((session) => session.tenantId === tenantId);
  return {
    tenants: tables.tenants,
    notes: tables.notes,
    notesOf: (sessionId) => notesOf(tables, sessionId),
    addNote: (...call) => addNote(tables, ...call),
    updateNote: (...call) => updateNote(tables, ...call),
    deleteNote: (...call) => deleteNote(tables, ...call),
    list: (query, userId) =>
      listSessions(tables, mentioning(tables, sessionsOf(query.tenantId), query, userId), query, userId),
    search(query, userId) {
      const now = tables.now();
      const sessions = mentioning(tables, sessionsOf(query.tenantId), query, userId).filter((session) =>
        passes(session, query.filters ?? {}, userId, now),
      );
      return searchMemory(
        {
          sessions,
          messagesOf: (id) => tables.sessions.get(id)?.messages ?? [],
          notesOf: (id) => notesOf(tables, id),
          placeOf: (session) => placeOf(tables, session),
          orderOf: (id) => tables.order.get(id) ?? 0,
        },
        query,
      );
    },
    details: (caller, sessionId) => detailsOf(tables, caller, sessionId),
  };
}

export function teamOf({ agents }: MemoryTenant): readonly Agent[] {
  return [...agents].sort((a, b) =>
    a.displayName === b.displayName ? (a.userId < b.userId ? -1 : 1) : a.displayName < b.displayName ? -1 : 1,
  );
}

/** Shared ones, and the agent's own. */
export function cannedRepliesOf({ cannedReplies }: MemoryTenant, userId: string): readonly CannedReply[] {
  return cannedReplies
    .filter(({ ownerId }) => ownerId === undefined || ownerId === userId)
    .sort((a, b) =>
      a.shortcut === b.shortcut ? Number(b.shared) - Number(a.shared) : a.shortcut < b.shortcut ? -1 : 1,
    )
    .map(({ id, shortcut, content, shared }) => ({ id, shortcut, content, shared }));
}

function listSessions(
  tables: MemoryTables,
  all: readonly InboxSession[],
  { filters, pageSize = SESSIONS_PAGE_SIZE, cursor }: SessionQuery,
  userId: string,
): SessionPage {
  const now = tables.now();
  const { status, snoozed, updatedSince, ...rest } = filters;
  void [status, snoozed, updatedSince];
  const { page, next } = keysetPage(
    all
      .filter((session) => passes(session, filters, userId, now))
      .map((session) => ({ session, ...placeOf(tables, session) })),
    cursor,
    clampPageSize(pageSize, MAX_SESSIONS_PAGE_SIZE),
  );
  return {
    sessions: page.map(({ session }) => session),
    cursor: next,
    counts: count(
      all.filter((session) => passes(session, rest, userId, now)),
      now,
    ),
  };
}

function detailsOf(tables: MemoryTables, caller: MemoryCaller, sessionId: string): SessionDetails {
  const session = sessionRow(tables, caller, sessionId).summary;
  const person = samePerson(tables, session.visitorId);
  const previous = [...tables.sessions.values()]
    .map(({ summary }) => summary)
    .filter((other) => person.includes(other.visitorId) && other.id !== sessionId)
    .sort((a, b) => newestPlaceFirst(placeOf(tables, a), placeOf(tables, b)))
    .slice(0, PREVIOUS_SESSIONS_COUNT)
    .map(({ id, status, lastMessagePreview, lastMessageAt }) => ({
      id,
      status,
      lastMessagePreview,
      lastMessageAt,
    }));
  const trigger = session.visitorMetadata['trigger'];
  const answeredTrigger =
    (typeof trigger === 'string' ? tables.widgets.get(session.widgetId)?.triggers.get(trigger) : null) ??
    null;
  return { session, answeredTrigger, notes: notesOf(tables, sessionId), previous };
}

function count(sessions: readonly InboxSession[], now: number): SessionCounts {
  const counts = { open: 0, pending: 0, snoozed: 0, resolved: 0 };
  for (const session of sessions) {
    const isWaiting = session.status !== 'resolved' && isSnoozed(session, now);
    counts[isWaiting ? 'snoozed' : session.status] += 1;
  }
  return counts;
}

function isSnoozed(session: InboxSession, now: number): boolean {
  return session.snoozedUntil !== null && session.snoozedUntil > now;
}

/** The part of `all` that the filter on mentions lets through. */
function mentioning(
  { notes }: MemoryTables,
  all: readonly InboxSession[],
  { filters = {} }: Pick<SearchQuery, 'filters'>,
  userId: string,
): readonly InboxSession[] {
  const named = [...notes.values()].filter(({ mentions }) => mentions.includes(userId));
  const ids = new Set(named.map(({ sessionId }) => sessionId));
  return filters.mentioned === undefined ? all : all.filter(({ id }) => ids.has(id) === filters.mentioned);
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
    filters.unread === undefined || session.agentUnread > 0 === filters.unread,
    filters.updatedSince === undefined || session.updatedAt >= filters.updatedSince,
  ];
  return checks.every(Boolean);
}
