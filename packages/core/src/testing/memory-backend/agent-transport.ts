// An agent's in-memory transport: the account, the lists and the notes of the team over one line.

import type {
  AgentTransport,
  InboxWatcher,
  SearchQuery,
  SessionDetails,
  SessionQuery,
  Watch,
} from '../../transport/transport.ts';
import { createAgentAccount } from './agent-account.ts';
import type { AgentAccount } from './agent-account.ts';
import type { MemoryCaller, MemoryChange } from './caller.ts';
import { createMemoryConversationTransport } from './conversation-transport.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryFaults } from './faults.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';
import { addNote, deleteNote, updateNote } from './note-calls.ts';
import type { NoteEvent } from './note-calls.ts';
import { watchPresence } from './presence.ts';
import type { ColleaguesByTenant } from './presence.ts';
import type { MemoryTeam } from './team.ts';

export interface MemoryAgentTransport extends AgentTransport {
  readonly faults: MemoryFaults;
  /** As if the host app signed this user in or, with null, out. */
  setUser(userId: string | null): void;
}

export interface MemoryAgentParts {
  readonly database: MemoryDatabase;
  readonly team: MemoryTeam;
  readonly colleagues: ColleaguesByTenant;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  readonly userId: string | null;
  readonly now: () => number;
}

export function createMemoryAgentTransport(parts: MemoryAgentParts): MemoryAgentTransport {
  const { line, team } = parts;
  const account = createAgentAccount(team, parts.userId);
  return {
    ...createMemoryConversationTransport({
      ...parts,
      caller: account.caller,
      userId: account.userId,
      side: 'agent',
      view: (session) => session,
    }),
    ...teamCalls(account, line),
    ...sessionCalls(parts, account),
    ...noteCalls(parts, account),
    faults: line.faults,
    setUser: account.setUser,
    watchUser: account.watchUser,
    watchInbox: (tenantId, watcher) => watchInbox(line, tenantId, watcher),
    watchPresence: (tenantId, me, onChange) => watchPresence(parts, tenantId, me, onChange),
  };
}

function teamCalls(
  account: AgentAccount,
  line: MemoryLine,
): Pick<AgentTransport, 'memberships' | 'team' | 'cannedReplies'> {
  return {
    memberships: () => line.request('memberships', {}, account.memberships),
    team: (tenantId) => line.request('team', { tenantId }, () => [...account.tenant(tenantId).agents]),
    cannedReplies: (tenantId) =>
      line.request('cannedReplies', { tenantId }, () => [...account.tenant(tenantId).cannedReplies]),
  };
}

type SessionCalls = Pick<
  AgentTransport,
  'listSessions' | 'search' | 'sessionDetails' | 'updateSession' | 'updateSessions'
>;

function sessionCalls({ database, team, line }: MemoryAgentParts, account: AgentAccount): SessionCalls {
  const inTenant = <Query extends SessionQuery | SearchQuery, Page>(
    query: Query,
    run: (query: Query, userId: string) => Page,
  ): Page => {
    account.tenant(query.tenantId);
    return run(query, account.signedIn());
  };
  return {
    listSessions: (query) =>
      line.request('listSessions', query, () => inTenant(query, (...asked) => team.list(...asked))),
    search: (query) =>
      line.request('search', query, () => inTenant(query, (...asked) => team.search(...asked))),
    sessionDetails: (sessionId) =>
      line.request('sessionDetails', { sessionId }, () =>
        detailsOf(database, team, account.caller(), sessionId),
      ),
    updateSession: (sessionId, changes) =>
      line.request('updateSession', { sessionId, changes }, () =>
        database.updateSession(account.caller(), sessionId, changes),
      ),
    updateSessions: (sessionIds, changes) =>
      line.request('updateSessions', { sessionIds, changes }, () => {
        const caller = account.caller();
        // All or nothing: ask for every row before the first is changed.
        for (const id of sessionIds) database.session(caller, id);
        return sessionIds.map((id) => database.updateSession(caller, id, changes));
      }),
  };
}

function detailsOf(
  database: MemoryDatabase,
  team: MemoryTeam,
  caller: MemoryCaller,
  sessionId: string,
): SessionDetails {
  const session = database.session(caller, sessionId);
  const previous = database
    .sessions()
    .filter((other) => other.visitorId === session.visitorId && other.id !== sessionId)
    .map(({ id, status, lastMessagePreview, lastMessageAt }) => ({
      id,
      status,
      lastMessagePreview,
      lastMessageAt,
    }));
  return { session, notes: team.notesOf(sessionId), previous };
}

function noteCalls(
  parts: MemoryAgentParts,
  { caller }: AgentAccount,
): Pick<AgentTransport, 'addNote' | 'updateNote' | 'deleteNote'> {
  const { line } = parts;
  return {
    addNote: (request) => line.request('addNote', request, () => addNote(parts, caller(), request)),
    updateNote: (noteId, content, mentions) =>
      line.request('updateNote', { noteId, content, mentions }, () =>
        updateNote(parts, caller(), noteId, { content, mentions }),
      ),
    deleteNote: (noteId) => line.request('deleteNote', { noteId }, () => deleteNote(parts, caller(), noteId)),
  };
}

type InboxEvent = MemoryChange | { readonly note: NoteEvent } | { readonly erased: readonly string[] };

function watchInbox(line: MemoryLine, tenantId: string, watcher: InboxWatcher): Watch {
  return line.join<InboxEvent>(
    `inbox:${tenantId}`,
    (event) => {
      if ('erased' in event) watcher.onErased(event.erased);
      else if (line.isThin()) watcher.onChanged('note' in event ? null : event.session.id);
      else if ('note' in event) watcher.onNote(event.note);
      else watcher.onSession({ rev: event.rev, session: event.session });
    },
    (status, error) => watcher.onStatus(status, error),
  );
}
