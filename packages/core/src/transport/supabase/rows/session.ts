// The wire shape of a session, in the visitor's and in the agent's view.

import type {
  InboxSession,
  SenderType,
  Session,
  SessionChanges,
  SessionStatus,
  VisitorDetails,
  VisitorEvent,
} from '../../../types.ts';
import { count, fields, isoTime, list, positive, text, time, webAddress, word } from './narrow.ts';

export const SENDERS: readonly SenderType[] = ['visitor', 'agent', 'system'];
export const STATUSES: readonly SessionStatus[] = ['open', 'pending', 'resolved'];

/** `session_view`. Null when the value is no session. */
export function readSession(value: unknown): Session | null {
  const row = fields(value);
  const id = text(row.id);
  if (!id) return null;
  return {
    id,
    widgetId: text(row.widget_id) ?? '',
    status: word(row.status, STATUSES, 'open'),
    rev: count(row.rev),
    lastSeq: count(row.last_seq),
    visitorName: text(row.visitor_name),
    visitorEmail: text(row.visitor_email),
    visitorReadSeq: count(row.visitor_read_seq),
    visitorDeliveredSeq: count(row.visitor_delivered_seq),
    visitorUnread: count(row.visitor_unread),
    agentReadSeq: count(row.agent_read_seq),
    agentDeliveredSeq: count(row.agent_delivered_seq),
    agentUnread: count(row.agent_unread),
    lastMessageAt: time(row.last_message_at),
    lastMessagePreview: text(row.last_message_preview),
    lastMessageBy: word(row.last_message_by, SENDERS, null),
    agentName: text(row.agent_name),
    agentAvatarUrl: webAddress(row.agent_avatar_url),
    rating: positive(row.rating),
    ratingComment: text(row.rating_comment),
    resolvedAt: time(row.resolved_at),
    createdAt: time(row.created_at) ?? 0,
    updatedAt: time(row.updated_at) ?? 0,
  };
}

/** `session_summary`. Null when the value is no session, or one that only a visitor may see. */
export function readInboxSession(value: unknown): InboxSession | null {
  const session = readSession(value);
  const row = fields(value);
  const tenantId = text(row.tenant_id);
  if (!session || !tenantId) return null;
  return {
    ...session,
    tenantId,
    visitorId: text(row.visitor_id) ?? '',
    clientVisitorId: text(row.client_visitor_id),
    visitorMetadata: fields(row.visitor_metadata),
    visitorEvents: list(row.visitor_events, readVisitorEvent),
    visitorVerified: row.visitor_verified === true,
    visitorBlockedAt: time(row.visitor_blocked_at),
    assignedTo: text(row.assigned_to),
    tags: list(row.tags, text),
    priority: word(row.priority, ['low', 'normal', 'high', 'urgent'], 'normal'),
    snoozedUntil: time(row.snoozed_until),
    firstReplyAt: time(row.first_reply_at),
    teamRev: count(row.team_rev),
  };
}

function readVisitorEvent(value: unknown): VisitorEvent | null {
  const row = fields(value);
  const [id, name, at] = [text(row.id), text(row.name), time(row.at)];
  if (!id || !name || at === null) return null;
  return { id, name, properties: fields(row.properties), at };
}

/** The `visitor` argument of `global_chat_open_session`. */
export function writeVisitor(visitor: VisitorDetails): object {
  return { name: visitor.name, email: visitor.email, client_visitor_id: visitor.clientVisitorId };
}

/** The `changes` argument of `global_chat_update_session`. */
export function writeChanges(changes: SessionChanges): object {
  return {
    status: changes.status,
    assigned_to: changes.assignedTo,
    tags: changes.tags,
    priority: changes.priority,
    snoozed_until: isoTime(changes.snoozedUntil),
  };
}
