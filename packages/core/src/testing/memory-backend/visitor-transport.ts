// A visitor's in-memory transport. Owns anonymous sign-in against the simulated browser's storage.

import type { KeyValueStorage } from '../../environment/environment.ts';
import { storageKey } from '../../environment/storage-keys.ts';
import { GlobalChatError } from '../../errors.ts';
import type { WidgetConfig } from '../../types.ts';
import type { VisitorTransport } from '../../transport/transport.ts';
import { availabilityOf } from './availability.ts';
import { createMemoryConversationTransport } from './conversation-transport.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryFaults } from './faults.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';
import type { MemoryTenant } from './tables.ts';

export interface MemoryVisitorTransport extends VisitorTransport {
  readonly faults: MemoryFaults;
}

export interface MemoryVisitorParts {
  readonly database: MemoryDatabase;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  readonly tenants: ReadonlyMap<string, MemoryTenant>;
  readonly widgetId: string;
  readonly storage: KeyValueStorage;
  readonly newId: () => string;
  readonly now: () => number;
}

export function createMemoryVisitorTransport(parts: MemoryVisitorParts): MemoryVisitorTransport {
  const { database, line, widgetId, storage } = parts;
  const key = storageKey(widgetId);
  const userId = (): string | null => storage.getItem(key);
  const caller = (): MemoryCaller => {
    const user = userId();
    if (user === null) throw new GlobalChatError('not_signed_in', 'Nobody is signed in.', { status: 401 });
    return { side: 'visitor', userId: user, tenantId: null, name: null, avatarUrl: null };
  };

  return {
    ...createMemoryConversationTransport({
      ...parts,
      caller,
      userId,
      side: 'visitor',
      viewOf: ({ visitorView }) => visitorView,
    }),
    faults: line.faults,
    widgetConfig: () => line.request('widgetConfig', {}, () => configOf(parts)),
    async signIn(options = {}) {
      return (
        userId() ??
        line.request('signIn', options, () => {
          const id = userId() ?? parts.newId();
          storage.setItem(key, id);
          return id;
        })
      );
    },
    signOut: async () => storage.removeItem(key),
    openSession: (request) =>
      line.request('openSession', request, () => database.openSession(caller(), widgetId, request)),
    mySessions: async () =>
      userId() === null ? [] : line.request('mySessions', {}, () => database.mySessions(caller(), widgetId)),
    rateSession: (sessionId, score, comment) =>
      line.request(
        'rateSession',
        { sessionId, score, comment },
        () => database.rateSession(caller(), sessionId, score, comment).visitorView,
      ),
    updateVisitor: (sessionId, { name, email }, metadata) =>
      line.request('updateVisitor', { sessionId, name, email, metadata }, () => {
        const told = { ...(name !== undefined && { name }), ...(email !== undefined && { email }) };
        return database.updateVisitor(caller(), sessionId, told, metadata).visitorView;
      }),
    track: (sessionId, events) =>
      line.request(
        'track',
        { sessionId, events },
        () => database.track(caller(), sessionId, events).visitorView,
      ),
    identify: (token) => line.request('identify', { token }, () => database.identify(caller(), token)),
    eraseMe: () => line.request('eraseMe', {}, () => erase(parts, caller())),
    watchConfig: (onChange) =>
      line.join({ name: `widget:${widgetId}`, mayHear: () => true, onPayload: onChange }),
  };
}

function configOf({ database, tenants, widgetId, now }: MemoryVisitorParts): WidgetConfig {
  const widget = database.widgets.get(widgetId);
  if (!widget) throw new GlobalChatError('widget_not_found', 'There is no such widget.', { status: 404 });
  const availability = availabilityOf(tenants.get(widget.tenantId), widget.config.availability, now());
  return { ...widget.config, availability, serverTime: now() };
}

function erase({ database, hub }: MemoryVisitorParts, caller: MemoryCaller): void {
  for (const { id, tenantId } of database.erase(database.visitorOf(caller))) {
    hub.publish(`inbox:${tenantId}`, { erased: [id] });
    hub.publish(`session:${id}`, null);
  }
}
