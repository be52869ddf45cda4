// The visitors of the in-memory backend: which one a user is, what is known of them, and whether they may write.

import { GlobalChatError } from '../../errors.ts';
import type { VisitorDetails } from '../../types.ts';
import { emailAddress, mergedMetadata, shortText } from './arguments.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryTables, VisitorRow } from './tables.ts';

const NOBODY_YET = {
  externalId: null,
  name: null,
  email: null,
  verified: false,
  blockedAt: null,
  metadata: {},
  mergedInto: null,
};

export function newVisitor(tables: MemoryTables, fields: Partial<VisitorRow> & { id: string }): VisitorRow {
  const visitor = { ...NOBODY_YET, ...fields };
  tables.visitors.set(visitor.id, visitor);
  return visitor;
}

/** The visitor that a user is, made at the first use. A new one has the id of the user. */
export function ensureVisitor(tables: MemoryTables, { userId }: MemoryCaller): VisitorRow {
  const id = tables.visitorsOfUsers.get(userId) ?? userId;
  tables.visitorsOfUsers.set(userId, id);
  return tables.visitors.get(id) ?? newVisitor(tables, { id });
}

/** Whoever a visitor was merged into, or itself. */
export function personOf(tables: MemoryTables, visitorId: string): VisitorRow | undefined {
  const visitor = tables.visitors.get(visitorId);
  return visitor?.mergedInto ? tables.visitors.get(visitor.mergedInto) : visitor;
}

/** The ids of one person: of the known one and of those merged into it. */
export function samePerson(tables: MemoryTables, visitorId: string): readonly string[] {
  const person = personOf(tables, visitorId)?.id ?? visitorId;
  const merged = [...tables.visitors.values()].filter(({ mergedInto }) => mergedInto === person);
  return [person, ...merged.map(({ id }) => id)];
}

/** Whether this visitor's sessions are the caller's. */
export function isPersonOf(tables: MemoryTables, { userId }: MemoryCaller, visitorId: string): boolean {
  const own = tables.visitorsOfUsers.get(userId);
  return own !== undefined && (own === visitorId || personOf(tables, visitorId)?.id === own);
}

/** A verified name or address is never overwritten by one that was only claimed. */
export function setDetails(
  tables: MemoryTables,
  visitor: VisitorRow,
  told: Pick<VisitorDetails, 'name' | 'email'>,
  metadata: Readonly<Record<string, unknown>>,
): VisitorRow {
  const name = shortText(told.name, 'visitor.name', 120);
  const email = emailAddress(told.email, 'visitor.email');
  const row = {
    ...visitor,
    name: visitor.verified ? visitor.name : (name ?? visitor.name),
    email: visitor.verified ? visitor.email : (email ?? visitor.email),
    metadata: mergedMetadata(visitor.metadata, metadata),
  };
  tables.visitors.set(row.id, row);
  return row;
}

export function isBlocked(tables: MemoryTables, visitorId: string): boolean {
  return (personOf(tables, visitorId)?.blockedAt ?? null) !== null;
}

/** Refuses a visitor who is blocked, or on a page that the widget does not allow. */
export function requireMayWrite(tables: MemoryTables, widgetId: string, visitorId: string): void {
  if (isBlocked(tables, visitorId))
    throw new GlobalChatError('blocked', 'This conversation is closed.', { status: 403 });
  requireAllowedPage(tables, widgetId);
}

export function requireAllowedPage(tables: MemoryTables, widgetId: string): void {
  if (tables.widgets.get(widgetId)?.config.allowed === false) {
    throw new GlobalChatError('origin_not_allowed', 'This chat may not be used on this page.', {
      status: 403,
    });
  }
}
