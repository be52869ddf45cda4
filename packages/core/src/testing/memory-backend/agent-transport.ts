// An agent's in-memory transport: the account, the lists and the notes of the team over one line.

import type {
  AgentTransport,
  InboxWatcher,
  SearchQuery,
  SessionQuery,
  Watch,
} from '../../transport/transport.ts';
import type { InboxSession, Note } from '../../types.ts';
import { createAgentAccount } from './agent-account.ts';
import type { AgentAccount } from './agent-account.ts';
import { takeHeartbeat } from './availability.ts';
import type { MemoryChange } from './caller.ts';
import { createMemoryConversationTransport } from './conversation-transport.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryFaults } from './faults.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';
import type { NoteAnswer, NoteEvent } from './note-calls.ts';
import { watchPresence } from './presence.ts';
import type { ColleaguesByTenant } from './presence.ts';
import { cannedRepliesOf, teamOf } from './team.ts';
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
  readonly project: string;
  readonly userId: string | null;
  readonly now: () => number;
}

export function createMemoryAgentTransport(parts: MemoryAgentParts): MemoryAgentTransport {
  const { line, team } = parts;
  const account = createAgentAccount(team.tenants, parts.userId);
  return {
    project: parts.project,
    ...createMemoryConversationTransport({
      ...parts,
      caller: account.caller,
      userId: account.userId,
      side: 'agent',
      viewOf: ({ session }) => session,
    }),
    ...teamCalls(parts, account),
    ...sessionCalls(parts, account),
    ...noteCalls(parts, account),
    faults: line.faults,
    setUser(userId) {
      account.setUser(userId);
      line.recheck();
    },
    watchUser: account.watchUser,
    watchInbox: (tenantId, watcher) => watchInbox(line, account, tenantId, watcher),
    watchPresence: (tenantId, me, onChange) =>
      watchPresence({ ...parts, isAgentOf: account.isAgentOf }, tenantId, me, onChange),
  };
}

function teamCalls(
  { database, hub, line, now }: MemoryAgentParts,
  account: AgentAccount,
): Pick<AgentTransport, 'memberships' | 'team' | 'setAvailability' | 'cannedReplies'> {
  return {
    setAvailability: (tenantId, wanted) =>
      line.request('setAvailability', { tenantId, wanted }, () => {
        const tenant = account.tenant(tenantId);
        const { availability, changed } = takeHeartbeat(tenant, account.signedIn(), wanted, now());
        for (const [id, widget] of database.widgets) {
          if (changed && widget.tenantId === tenantId) hub.publish(`widget:${id}`, null);
        }
        return availability;
      }),
    memberships: () => line.request('memberships', {}, account.memberships),
    team: (tenantId) => line.request('team', { tenantId }, () => teamOf(account.tenant(tenantId))),
    cannedReplies: (tenantId) =>
      line.request('cannedReplies', { tenantId }, () =>
        cannedRepliesOf(account.tenant(tenantId), account.signedIn()),
      ),
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
      line.request('sessionDetails', { sessionId }, () => team.details(account.caller(), sessionId)),
    updateSession: (sessionId, changes) =>
      line.request('updateSession', { sessionId, changes }, () => {
        const [changed] = database.updateSessions(account.caller(), [sessionId], changes);
        return changed as InboxSession;
      }),
    updateSessions: (sessionIds, changes) =>
      line.request('updateSessions', { sessionIds, changes }, () =>
        database.updateSessions(account.caller(), sessionIds, changes),
      ),
  };
}

function noteCalls(
  { team, hub, line }: MemoryAgentParts,
  { caller }: AgentAccount,
): Pick<AgentTransport, 'addNote' | 'updateNote' | 'deleteNote'> {
  const told = ({ note, told }: NoteAnswer): Note => {
    if (told) hub.publish(`inbox:${told.tenantId}`, { note: told.event });
    return note;
  };
  return {
    addNote: (request) => line.request('addNote', request, () => told(team.addNote(caller(), request))),
    updateNote: (noteId, content, mentions) =>
      line.request('updateNote', { noteId, content, mentions }, () =>
        told(team.updateNote(caller(), noteId, { content, mentions })),
      ),
    deleteNote: (noteId) =>
      line.request('deleteNote', { noteId }, () => told(team.deleteNote(caller(), noteId))),
  };
}

type InboxEvent = MemoryChange | { readonly note: NoteEvent } | { readonly erased: readonly string[] };

function watchInbox(line: MemoryLine, account: AgentAccount, tenantId: string, watcher: InboxWatcher): Watch {
  return line.join<InboxEvent>({
    name: `inbox:${tenantId}`,
    mayHear: () => account.isAgentOf(tenantId),
    onPayload(event) {
      if ('erased' in event) watcher.onErased(event.erased);
      else if (line.isThin()) watcher.onChanged('note' in event ? null : event.session.id);
      else if ('note' in event) watcher.onNote(event.note);
      else watcher.onSession({ rev: event.rev, session: event.session });
    },
    onStatus: (status, error) => watcher.onStatus(status, error),
  });
}
