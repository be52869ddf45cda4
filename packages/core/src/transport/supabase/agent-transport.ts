// The agents' side over a signed-in supabase-js client.

import type { Environment } from '../../environment/environment.ts';
import { lazyImport } from '../../lazy.ts';
import type { InboxSession } from '../../types.ts';
import type { AgentTransport, InboxWatcher, SearchQuery, Watch } from '../transport.ts';
import { createClientLink } from './client/client-link.ts';
import { supabaseClient } from './client/client-types.ts';
import { ask, createConversationTransport } from './conversation-transport.ts';
import type { ChangeSource } from './conversation-transport.ts';
import type { Link } from './link.ts';
import { messagesOf, watchTables } from './channels/postgres-changes.ts';
import { watchPresence } from './channels/presence-watch.ts';
import { count, fields, list, listOf, text } from './rows/narrow.ts';
import type { Fields } from './rows/narrow.ts';
import { readInboxSession, writeChanges } from './rows/session.ts';
import {
  readAgent,
  readAvailability,
  readCannedReply,
  readMembership,
  readNote,
  readSessionPage,
  writeFilters,
} from './rows/team.ts';

export interface SupabaseAgentTransportOptions {
  /** A supabase-js v2 client; the host app signs the agent in. */
  readonly client: unknown;
  /** `broadcast` when absent. */
  readonly changes?: ChangeSource | undefined;
  readonly environment: Environment;
  /** Logs the status lines of channels. */
  readonly debug?: boolean | undefined;
}

/** Throws `invalid_argument` when the client is none. Connects when the first watch starts. */
export function createSupabaseAgentTransport(options: SupabaseAgentTransportOptions): AgentTransport {
  const { environment, debug, changes = 'broadcast' } = options;
  const userListeners = new Set<(userId: string | null) => void>();
  const link = createClientLink({
    client: supabaseClient(options.client),
    environment,
    debug,
    onUser: (userId) => userListeners.forEach((listener) => listener(userId)),
  });

  /** Visitors see it beside the typing dots. */
  let myName: string | null = null;

  return {
    project: encodeURIComponent(text(fields(options.client).supabaseUrl) ?? ''),
    ...createConversationTransport<InboxSession>({
      link,
      environment,
      changes,
      side: 'agent',
      readSession: readInboxSession,
      tables: (sessionId) => [
        messagesOf(sessionId),
        { table: 'global_chat_sessions', filter: `id=eq.${sessionId}` },
      ],
      typingName: () => myName,
    }),
    ...sessionCalls(link),
    ...noteCalls(link),
    async memberships() {
      const memberships = await ask(link, 'my_memberships', {}, listOf(readMembership));
      myName ??= memberships[0]?.displayName ?? null;
      return memberships;
    },
    team: (tenantId) => ask(link, 'team', { tenant_id: tenantId }, listOf(readAgent)),
    setAvailability: (tenantId, availability) =>
      ask(
        link,
        'set_availability',
        { tenant_id: tenantId, ...(availability && { availability }) },
        readAvailability,
      ),
    cannedReplies: (tenantId) =>
      ask(link, 'list_canned_replies', { tenant_id: tenantId }, listOf(readCannedReply)),
    watchUser(listener) {
      userListeners.add(listener);
      return () => void userListeners.delete(listener);
    },
    watchInbox: (tenantId, watcher) =>
      changes === 'postgres_changes'
        ? watchInboxTables(link, environment, tenantId, watcher)
        : watchInboxEvents(link, tenantId, watcher),
    watchPresence(tenantId, me, onChange) {
      myName = me.name;
      return watchPresence(link, tenantId, me, onChange);
    },
  };
}

type SessionCalls = Pick<
  AgentTransport,
  'listSessions' | 'search' | 'sessionDetails' | 'updateSession' | 'updateSessions'
>;

function sessionCalls(link: Link): SessionCalls {
  const page = ({ tenantId, filters = {}, pageSize, cursor }: Omit<SearchQuery, 'query'>): object => ({
    tenant_id: tenantId,
    filters: writeFilters(filters),
    page_size: pageSize,
    cursor: cursor ?? undefined,
  });
  return {
    listSessions: (query) => ask(link, 'list_sessions', page(query), readSessionPage),
    async search(query) {
      const { readSearchPage } = await lazyImport(import('./rows/search.ts'));
      return ask(link, 'search', { ...page(query), query: query.query }, readSearchPage);
    },
    async sessionDetails(sessionId) {
      const { readSessionDetails } = await lazyImport(import('./rows/session-details.ts'));
      return ask(link, 'session_details', { session_id: sessionId }, readSessionDetails);
    },
    updateSession: (sessionId, wanted) =>
      ask(link, 'update_session', { session_id: sessionId, changes: writeChanges(wanted) }, readInboxSession),
    updateSessions: (sessionIds, wanted) =>
      ask(
        link,
        'update_sessions',
        { session_ids: sessionIds, changes: writeChanges(wanted) },
        listOf(readInboxSession),
      ),
  };
}

function noteCalls(link: Link): Pick<AgentTransport, 'addNote' | 'updateNote' | 'deleteNote'> {
  return {
    addNote: ({ noteId, sessionId, content, mentions }) =>
      ask(link, 'add_note', { session_id: sessionId, content, mentions, note_id: noteId }, readNote),
    updateNote: (noteId, content, mentions) =>
      ask(link, 'update_note', { note_id: noteId, content, mentions }, readNote),
    deleteNote: (noteId) => ask(link, 'delete_note', { note_id: noteId }, readNote),
  };
}

const inboxTopic = (tenantId: string): string => `inbox:${tenantId}`;

const NOTES_TABLE = 'global_chat_notes';

/** Realtime refuses all tables of a channel for one that is not published: notes are then read now and then. */
function watchInboxTables(
  link: Link,
  environment: Environment,
  tenantId: string,
  { onStatus }: InboxWatcher,
): Watch {
  let reduced = false;
  const open = (tables: readonly string[], onProblem?: (message: string) => void): Watch => {
    const filters = tables.map((table) => ({ table, filter: `tenant_id=eq.${tenantId}` }));
    return watchTables(link, environment, inboxTopic(tenantId), filters, onStatus, onProblem);
  };
  let watch = open(['global_chat_sessions', NOTES_TABLE], (message) => {
    if (reduced || !message.includes(NOTES_TABLE)) return;
    reduced = true;
    watch.close();
    console.warn(`[Global Chat] ${NOTES_TABLE} is not in the publication: notes of colleagues come late.`);
    watch = open(['global_chat_sessions']);
  });
  return { close: () => watch.close() };
}

function watchInboxEvents(link: Link, tenantId: string, watcher: InboxWatcher): Watch {
  return link.channel(inboxTopic(tenantId), {
    onStatus: watcher.onStatus,
    onBroadcast(event, payload) {
      const row = fields(payload);
      // An event that cannot be read still says that something changed.
      if (event === 'erased') watcher.onErased(list(row.session_ids, text));
      else if (event === 'note' && !hearNote(row)) watcher.onChanged(null);
      else if (event !== 'note' && !hearSession(row)) watcher.onChanged(text(row.session_id));
    },
  });

  function hearSession(row: Fields): boolean {
    const session = readInboxSession(row.session);
    if (session?.tenantId !== tenantId) return false;
    watcher.onSession({ rev: count(row.rev), session });
    return true;
  }

  function hearNote(row: Fields): boolean {
    const note = readNote(row.note);
    if (!note) return false;
    watcher.onNote({ sessionId: note.sessionId, note, deleted: row.deleted === true });
    return true;
  }
}
