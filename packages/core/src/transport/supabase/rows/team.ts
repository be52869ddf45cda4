// The wire shapes that only agents see: notes, members, canned replies, lists of sessions, who is where.

import type {
  Agent,
  AgentAvailability,
  AgentPresence,
  AgentRole,
  CannedReply,
  Membership,
  Note,
  SessionFilters,
} from '../../../types.ts';
import type { SessionPage } from '../../transport.ts';
import { count, fields, isoTime, list, text, time, webAddress, word } from './narrow.ts';
import { readInboxSession } from './session.ts';

const AVAILABILITIES: readonly AgentAvailability[] = ['online', 'away', 'off'];
const ROLES: readonly AgentRole[] = ['agent', 'admin'];

export function readNote(value: unknown): Note | null {
  const row = fields(value);
  const id = text(row.id);
  const sessionId = text(row.session_id);
  if (!id || !sessionId) return null;
  return {
    id,
    sessionId,
    authorId: text(row.author_id) ?? '',
    authorName: text(row.author_name) ?? '',
    content: text(row.content) ?? '',
    mentions: list(row.mentions, text),
    createdAt: time(row.created_at) ?? 0,
    updatedAt: time(row.updated_at) ?? 0,
  };
}

export function readAgent(value: unknown): Agent | null {
  const row = fields(value);
  const userId = text(row.user_id);
  if (!userId) return null;
  return {
    userId,
    displayName: text(row.display_name) ?? '',
    avatarUrl: webAddress(row.avatar_url),
    role: word(row.role, ROLES, 'agent'),
  };
}

export function readMembership(value: unknown): Membership | null {
  const agent = readAgent(value);
  const row = fields(value);
  const tenantId = text(row.tenant_id);
  return agent && tenantId
    ? {
        ...agent,
        tenantId,
        tenantName: text(row.tenant_name) ?? '',
        availability: readAvailability(row) ?? 'online',
      }
    : null;
}

export function readAvailability(value: unknown): AgentAvailability | null {
  return word(fields(value).availability, AVAILABILITIES, null);
}

export function readCannedReply(value: unknown): CannedReply | null {
  const row = fields(value);
  const id = text(row.id);
  const content = text(row.content);
  return id && content
    ? { id, content, shortcut: text(row.shortcut) ?? '', shared: row.shared === true }
    : null;
}

export function readSessionPage(value: unknown): SessionPage | null {
  const row = fields(value);
  if (!Array.isArray(row.sessions)) return null;
  const counts = fields(row.counts);
  return {
    sessions: list(row.sessions, readInboxSession),
    cursor: row.cursor ?? null,
    counts: {
      open: count(counts.open),
      pending: count(counts.pending),
      snoozed: count(counts.snoozed),
      resolved: count(counts.resolved),
    },
  };
}

/** The `filters` argument of `global_chat_list_sessions`. */
export function writeFilters(filters: SessionFilters): object {
  return {
    status: filters.status,
    assigned_to: filters.assignedTo,
    tags: filters.tags,
    widget_id: filters.widgetId,
    priority: filters.priority,
    unread: filters.unread,
    snoozed: filters.snoozed,
    mentioned: filters.mentioned,
    updated_since: isoTime(filters.updatedSince),
  };
}

/** What an agent announces of itself on the presence topic. */
export function writePresence(person: AgentPresence): Record<string, unknown> {
  return { user_id: person.userId, name: person.name, viewing: person.viewing, typing: person.typing };
}

/**
 * One entry per person, whatever the number of tabs: the tab that looks at a conversation wins, the later one of several.
 * Colleagues write these themselves, so they are trusted no further than a name tag.
 */
export function readPresence(entries: readonly unknown[]): AgentPresence[] {
  const people = new Map<string, AgentPresence>();
  for (const entry of entries) {
    const row = fields(entry);
    const userId = text(row.user_id);
    if (!userId) continue;
    const viewing = text(row.viewing);
    if (viewing === null && people.has(userId)) continue;
    people.set(userId, {
      userId,
      name: (text(row.name) ?? '').slice(0, 120),
      viewing,
      typing: row.typing === true,
    });
  }
  return [...people.values()];
}
