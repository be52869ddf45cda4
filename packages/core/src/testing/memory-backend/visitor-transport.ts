// A visitor's in-memory transport. Owns anonymous sign-in against the simulated browser's storage.

import type { KeyValueStorage } from '../../environment/environment.ts';
import { GlobalChatError } from '../../errors.ts';
import type { Session } from '../../types.ts';
import type { VisitorTransport } from '../../transport/transport.ts';
import { createMemoryConversationTransport } from './conversation-transport.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryPeople } from './people.ts';
import type { MemoryFaults } from './faults.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';
import { visitorView } from './visitor-view.ts';

export interface MemoryVisitorTransport extends VisitorTransport {
  readonly faults: MemoryFaults;
}

export interface MemoryVisitorParts {
  readonly database: MemoryDatabase;
  readonly people: MemoryPeople;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  readonly widgetId: string;
  readonly storage: KeyValueStorage;
  readonly newId: () => string;
}

export function createMemoryVisitorTransport(parts: MemoryVisitorParts): MemoryVisitorTransport {
  const { database, line, people, widgetId, storage } = parts;
  const key = `globalchat:${widgetId}`;
  const userId = (): string | null => storage.getItem(key);
  const caller = (): MemoryCaller => {
    const user = userId();
    if (user === null) throw new GlobalChatError('not_signed_in', 'Nobody is signed in.', { status: 401 });
    return { side: 'visitor', userId: user, tenantId: null, name: null, avatarUrl: null };
  };
  const own = (): readonly Session[] =>
    database
      .sessions()
      .filter(
        (session) =>
          session.visitorId === (database.people.get(userId() ?? '') ?? userId()) &&
          session.widgetId === widgetId,
      )
      .sort((a, b) => (b.lastMessageAt ?? b.createdAt) - (a.lastMessageAt ?? a.createdAt))
      .map(visitorView);

  return {
    ...createMemoryConversationTransport({ ...parts, caller, userId, side: 'visitor', view: visitorView }),
    faults: line.faults,
    widgetConfig: () =>
      line.request('widgetConfig', {}, () => {
        const widget = database.widgets.get(widgetId);
        if (!widget)
          throw new GlobalChatError('widget_not_found', 'There is no such widget.', { status: 404 });
        return widget.config;
      }),
    signIn: (options = {}) =>
      userId() === null
        ? line.request('signIn', options, () => {
            const id = userId() ?? parts.newId();
            storage.setItem(key, id);
            return id;
          })
        : Promise.resolve(userId() as string),
    signOut: async () => storage.removeItem(key),
    openSession: (request) =>
      line.request('openSession', request, () => database.openSession(caller(), widgetId, request)),
    mySessions: () => (userId() === null ? Promise.resolve([]) : line.request('mySessions', {}, own)),
    rateSession: (sessionId, score, comment) =>
      line.request('rateSession', { sessionId, score, comment }, () =>
        visitorView(database.rateSession(caller(), sessionId, score, comment)),
      ),
    updateVisitor: (sessionId, { name, email }, metadata) =>
      line.request('updateVisitor', { sessionId, name, email, metadata }, () => {
        const { visitorMetadata } = database.session(caller(), sessionId);
        const session = database.describeVisitor(caller(), sessionId, {
          ...(name !== undefined && { visitorName: name }),
          ...(email !== undefined && { visitorEmail: email }),
          visitorMetadata: { ...visitorMetadata, ...metadata },
        });
        return visitorView(session);
      }),
    identify: (token) => line.request('identify', { token }, () => people.identify(caller(), token)),
    eraseMe: () => line.request('eraseMe', {}, () => people.erase(caller())),
    watchConfig: (onChange) => line.join(`widget:${widgetId}`, onChange),
  };
}
