// The agents' side over a signed-in supabase-js client.

import type { Environment } from '../../environment.ts';
import type { InboxSession } from '../../types.ts';
import type { AgentTransport, InboxWatcher, Watch } from '../transport.ts';
import { overlayEvent } from './agent-events.ts';
import { createClientLink } from './client-link.ts';
import { supabaseClient } from './client-types.ts';
import { ask, createConversationTransport } from './conversation-transport.ts';
import type { ChangeSource } from './conversation-transport.ts';
import type { AgentLink } from './link.ts';
import { watchTables } from './postgres-changes.ts';
import { watchPresence } from './presence-watch.ts';
import { count, fields, list } from './rows/narrow.ts';
import type { Fields } from './rows/narrow.ts';
import { readInboxSession, writeChanges } from './rows/session.ts';
import {
  CANNED_REPLY_COLUMNS,
  readAgent,
  readCannedReply,
  readMembership,
  readNote,
  readSessionDetails,
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
  const link: AgentLink = createClientLink({ client: supabaseClient(options.client), environment, debug });

  /** The last agent's view of the sessions being watched: events on their topics carry the visitor's. */
  const known = new Map<string, InboxSession>();
  const watched = new Map<string, number>();

  function readSession(value: unknown): InboxSession | null {
    const session = readInboxSession(value);
    if (session && watched.has(session.id) && session.rev >= (known.get(session.id)?.rev ?? 0)) {
      known.set(session.id, session);
    }
    return session;
  }

  const readSessions = (value: unknown) => (Array.isArray(value) ? list(value, readSession) : null);
  const conversation = createConversationTransport<InboxSession>({
    link,
    environment,
    changes,
    side: 'agent',
    readSession,
    readEvent: (sessionId, name, payload) => {
      const event = overlayEvent(name, payload, known.get(sessionId));
      if (event) known.set(sessionId, event.session);
      return event;
    },
  });

  return {
    ...conversation,
    watchSession(sessionId, watcher) {
      watched.set(sessionId, (watched.get(sessionId) ?? 0) + 1);
      const watch = conversation.watchSession(sessionId, watcher);
      let open = true;
      return {
        close() {
          watch.close();
          if (!open) return;
          open = false;
          const others = (watched.get(sessionId) ?? 1) - 1;
          if (others) return void watched.set(sessionId, others);
          watched.delete(sessionId);
          known.delete(sessionId);
        },
      };
    },
    memberships: () => ask(link, 'my_memberships', {}, (value) => Array.isArray(value) ? list(value, readMembership) : null),
    team: (tenantId) =>
      ask(link, 'team', { tenant_id: tenantId }, (value) => (Array.isArray(value) ? list(value, readAgent) : null)),
    listSessions: ({ tenantId, filters, pageSize, cursor }) =>
      ask(
        link,
        'list_sessions',
        { tenant_id: tenantId, filters: writeFilters(filters), page_size: pageSize, cursor: cursor ?? undefined },
        readSessionPage,
      ),
    sessionDetails: (sessionId) => ask(link, 'session_details', { session_id: sessionId }, readSessionDetails),
    updateSession: (sessionId, wanted) =>
      ask(link, 'update_session', { session_id: sessionId, changes: writeChanges(wanted) }, readSession),
    updateSessions: (sessionIds, wanted) =>
      ask(link, 'update_sessions', { session_ids: sessionIds, changes: writeChanges(wanted) }, readSessions),
    addNote: ({ noteId, sessionId, content, mentions }) =>
      ask(link, 'add_note', { session_id: sessionId, content, mentions, note_id: noteId }, readNote),
    updateNote: (noteId, content, mentions) => ask(link, 'update_note', { note_id: noteId, content, mentions }, readNote),
    deleteNote: (noteId) => ask(link, 'delete_note', { note_id: noteId }, readNote),
    async cannedReplies(tenantId) {
      const where = { column: 'tenant_id', value: tenantId };
      const rows = await link.select('global_chat_canned_replies', CANNED_REPLY_COLUMNS, where, 'shortcut');
      return list(rows, readCannedReply);
    },
    watchInbox: (tenantId, watcher) => watchInbox(tenantId, watcher),
    watchPresence: (tenantId, me, onChange) => watchPresence(link, environment, tenantId, me, onChange),
  };

  function watchInbox(tenantId: string, watcher: InboxWatcher): Watch {
    const topic = `inbox:${tenantId}`;
    const onStatus = watcher.onStatus.bind(watcher);
    if (changes === 'postgres_changes') {
      const filter = `tenant_id=eq.${tenantId}`;
      const tables = ['global_chat_sessions', 'global_chat_notes'].map((table) => ({ table, filter }));
      return watchTables(link, environment, topic, tables, onStatus);
    }
    return link.channel(topic, {
      onStatus,
      onBroadcast(event, payload) {
        const row = fields(payload);
        // An event that cannot be read still says that something changed.
        if (!(event === 'note' ? hearNote(row) : hearSession(row))) onStatus('ready');
      },
    });

    function hearSession(row: Fields): boolean {
      const session = readSession(row.session);
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
}
