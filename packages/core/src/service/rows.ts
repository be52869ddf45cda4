// The service's own shapes: rows as the tables have them, with snake_case names and ISO 8601 times. Owns the translation
// from core's types, so that code written against the tables reads the same with the service.

import type { Attachment, Message, Priority, SenderType, Session, SessionStatus } from '../types.ts';

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
  readonly visitor_delivered_seq: number;
  readonly visitor_unread: number;
  readonly agent_read_seq: number;
  readonly agent_delivered_seq: number;
  readonly agent_unread: number;
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
  readonly visitor_verified?: boolean;
  readonly visitor_blocked_at?: string | null;
  readonly assigned_to?: string | null;
  readonly tags?: readonly string[];
  readonly priority?: Priority;
  readonly snoozed_until?: string | null;
  readonly first_reply_at?: string | null;
}

export interface MessageRow {
  readonly id: string;
  readonly session_id: string;
  /** The order within the session, dense from 1. */
  readonly seq: number;
  readonly rev: number;
  readonly sender_type: SenderType;
  readonly sender_name: string | null;
  readonly sender_avatar_url: string | null;
  /** Only agents get it, and only of messages that came in an answer. */
  readonly sender_id: string | null;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly deleted_at: string | null;
}

export function toSessionRow(session: Session): SessionRow {
  return toRow(session) as SessionRow;
}

export function toMessageRow(message: Message): MessageRow {
  return toRow(message) as MessageRow;
}

/** Core's fields and the tables' columns differ in nothing but their spelling and the form of times. */
function toRow(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      typeof value === 'number' && /(At|Until)$/.test(name) ? new Date(value).toISOString() : value,
    ]),
  );
}
