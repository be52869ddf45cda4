// An agent's in-memory transport. Owns notes, lists and presence over the shared line.

import { GlobalChatError } from '../errors.ts';
import type { AgentTransport, InboxWatcher } from '../transport/transport.ts';
import type { AgentPresence, Note } from '../types.ts';
import { createMemoryConversationTransport } from './memory-conversation.ts';
import type { MemoryCaller, MemoryChange } from './memory-calls.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryFaults, MemoryHub, MemoryLine } from './memory-network.ts';
import type { MemoryTeam } from './memory-team.ts';

export interface MemoryAgentTransport extends AgentTransport {
  readonly faults: MemoryFaults;
  /** As if the host app signed this user in or, with null, out. */
  setUser(userId: string | null): void;
}

export interface MemoryAgentParts {
  readonly database: MemoryDatabase;
  readonly team: MemoryTeam;
  readonly people: Map<string, Map<object, AgentPresence>>;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  readonly userId: string | null;
  readonly now: () => number;
}

type NoteEvent = Parameters<InboxWatcher['onNote']>[0];

export function createMemoryAgentTransport(parts: MemoryAgentParts): MemoryAgentTransport {
  const { database, team, people, hub, line, now } = parts;
  let user = parts.userId;
  const userListeners = new Set<(userId: string | null) => void>();

  const signedIn = (): string => {
    if (user === null) throw new GlobalChatError('not_signed_in', 'Nobody is signed in.', { status: 401 });
    return user;
  };
  const memberships = () =>
    [...team.tenants.values()].flatMap((tenant) =>
      tenant.agents
        .filter((agent) => agent.userId === signedIn())
        .map((agent) => ({ ...agent, tenantId: tenant.id, tenantName: tenant.name })),
    );
  const caller = (): MemoryCaller => {
    const me = memberships()[0];
    return {
      side: 'agent',
      userId: signedIn(),
      tenantId: me?.tenantId ?? null,
      name: me?.displayName ?? null,
      avatarUrl: me?.avatarUrl ?? null,
    };
  };
  const tenant = (tenantId: string) => {
    const found = team.tenants.get(tenantId);
    if (!found || !found.agents.some((agent) => agent.userId === signedIn())) {
      throw new GlobalChatError('not_allowed', 'You are no agent of this tenant.', { status: 403 });
    }
    return found;
  };
  const publishNote = (note: Note, deleted: boolean): Note => {
    const event: NoteEvent = { sessionId: note.sessionId, note, deleted };
    hub.publish(`inbox:${caller().tenantId}`, { note: event });
    return note;
  };

  return {
    ...createMemoryConversationTransport({
      ...parts,
      caller,
      userId: () => user,
      side: 'agent',
      view: (session) => session,
    }),
    faults: line.faults,
    setUser(userId) {
      user = userId;
      for (const listener of userListeners) listener(userId);
    },
    watchUser(listener) {
      userListeners.add(listener);
      return () => void userListeners.delete(listener);
    },
    memberships: () => line.request('memberships', {}, memberships),
    team: (tenantId) => line.request('team', { tenantId }, () => [...tenant(tenantId).agents]),
    listSessions: (query) =>
      line.request('listSessions', query, () => {
        tenant(query.tenantId);
        return team.list(query, signedIn());
      }),
    search: (query) =>
      line.request('search', query, () => {
        tenant(query.tenantId);
        return team.search(query, signedIn());
      }),
    sessionDetails: (sessionId) =>
      line.request('sessionDetails', { sessionId }, () => {
        const session = database.session(caller(), sessionId);
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
      }),
    updateSession: (sessionId, changes) =>
      line.request('updateSession', { sessionId, changes }, () =>
        database.updateSession(caller(), sessionId, changes),
      ),
    updateSessions: (sessionIds, changes) =>
      line.request('updateSessions', { sessionIds, changes }, () => {
        // All or nothing: ask for every row before the first is changed.
        for (const id of sessionIds) database.session(caller(), id);
        return sessionIds.map((id) => database.updateSession(caller(), id, changes));
      }),
    addNote: (request) =>
      line.request('addNote', request, () => {
        const known = team.notes.get(request.noteId);
        if (known) return known;
        database.session(caller(), request.sessionId);
        const me = caller();
        const note: Note = {
          id: request.noteId,
          sessionId: request.sessionId,
          authorId: me.userId,
          authorName: me.name ?? '',
          content: request.content,
          mentions: request.mentions,
          createdAt: now(),
          updatedAt: now(),
        };
        team.notes.set(note.id, note);
        return publishNote(note, false);
      }),
    updateNote: (noteId, content, mentions) =>
      line.request('updateNote', { noteId, content, mentions }, () => {
        const note: Note = { ...team.ownNote(noteId, signedIn()), content, mentions, updatedAt: now() };
        team.notes.set(noteId, note);
        return publishNote(note, false);
      }),
    deleteNote: (noteId) =>
      line.request('deleteNote', { noteId }, () => {
        const note = team.ownNote(noteId, signedIn());
        team.notes.delete(noteId);
        return publishNote(note, true);
      }),
    cannedReplies: (tenantId) =>
      line.request('cannedReplies', { tenantId }, () => [...tenant(tenantId).cannedReplies]),
    watchInbox: (tenantId, watcher) =>
      line.join<MemoryChange | { readonly note: NoteEvent } | { readonly erased: readonly string[] }>(
        `inbox:${tenantId}`,
        (event) => {
          if (line.isThin() && !('erased' in event))
            watcher.onChanged('note' in event ? null : event.session.id);
          else if ('note' in event) watcher.onNote(event.note);
          else if ('erased' in event) watcher.onErased(event.erased);
          else watcher.onSession({ rev: event.rev, session: event.session });
        },
        (status, error) => watcher.onStatus(status, error),
      ),
    watchPresence(tenantId, me, onChange) {
      const here = people.get(tenantId) ?? new Map<object, AgentPresence>();
      people.set(tenantId, here);
      const self = {};
      const topic = `presence:${tenantId}`;
      const report = (): void => onChange([...here.values()]);
      const watch = line.join(topic, report, (status) => {
        if (status === 'ready') place({ viewing: null, typing: false });
        if (status === 'lost') leave();
      });
      const place = (where: { viewing: string | null; typing: boolean }): void => {
        here.set(self, { ...me, ...where });
        hub.publish(topic, null);
      };
      const leave = (): void => {
        if (here.delete(self)) hub.publish(topic, null);
      };
      return {
        update: place,
        close() {
          watch.close();
          leave();
        },
      };
    },
  };
}
