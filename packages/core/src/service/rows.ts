// The service's own shapes: rows as the tables have them, with snake_case names and ISO 8601 times. Owns the translation
// from core's types, so that code written against the tables reads the same with the service.

import type {
  Attachment,
  InboxSession,
  Message,
  Priority,
  SenderType,
  Session,
  SessionStatus,
} from '../types.ts';

/** A session as its visitor sees it; an agent's rows have the optional columns too. */
export interface SessionRow {
  readonly id: string;
  readonly widget_id: string;
  readonly status: SessionStatus;
  readonly rev: number;
  readonly last_seq: number;
  readonly visitor_name: string | null;
  readonly visitor_email: string | null;
  readonly visitor_read_seq: number;
  readonly agent_read_seq: number;
  readonly last_message_at: string | null;
  readonly last_message_preview: string | null;
  readonly last_message_by: SenderType | null;
  readonly agent_name: string | null;
  readonly agent_avatar_url: string | null;
  readonly rating: number | null;
  readonly rating_comment: string | null;
  readonly resolved_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly tenant_id?: string;
  readonly visitor_id?: string;
  readonly client_visitor_id?: string | null;
  readonly visitor_metadata?: Readonly<Record<string, unknown>>;
  readonly assigned_to?: string | null;
  readonly tags?: readonly string[];
  readonly priority?: Priority;
  readonly snoozed_until?: string | null;
}

export interface MessageRow {
  readonly id: string;
  readonly session_id: string;
  /** The order within the session, dense from 1. */
  readonly seq: number;
  readonly rev: number;
  readonly sender_type: SenderType;
  readonly sender_name: string | null;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly deleted_at: string | null;
}

export function toSessionRow(session: Session | InboxSession): SessionRow {
  return {
    id: session.id,
    widget_id: session.widgetId,
    status: session.status,
    rev: session.rev,
    last_seq: session.lastSeq,
    visitor_name: session.visitorName,
    visitor_email: session.visitorEmail,
    visitor_read_seq: session.visitorReadSeq,
    agent_read_seq: session.agentReadSeq,
    last_message_at: iso(session.lastMessageAt),
    last_message_preview: session.lastMessagePreview,
    last_message_by: session.lastMessageBy,
    agent_name: session.agentName,
    agent_avatar_url: session.agentAvatarUrl,
    rating: session.rating,
    rating_comment: session.ratingComment,
    resolved_at: iso(session.resolvedAt),
    created_at: new Date(session.createdAt).toISOString(),
    updated_at: new Date(session.updatedAt).toISOString(),
    ...('tenantId' in session && {
      tenant_id: session.tenantId,
      visitor_id: session.visitorId,
      client_visitor_id: session.clientVisitorId,
      visitor_metadata: session.visitorMetadata,
      assigned_to: session.assignedTo,
      tags: session.tags,
      priority: session.priority,
      snoozed_until: iso(session.snoozedUntil),
    }),
  };
}

export function toMessageRow(message: Message): MessageRow {
  return {
    id: message.id,
    session_id: message.sessionId,
    seq: message.seq,
    rev: message.rev,
    sender_type: message.senderType,
    sender_name: message.senderName,
    content: message.content,
    attachments: message.attachments,
    metadata: message.metadata,
    created_at: new Date(message.createdAt).toISOString(),
    edited_at: iso(message.editedAt),
    deleted_at: iso(message.deletedAt),
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
