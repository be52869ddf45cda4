// The wire shapes of answers and realtime events that combine a session, a message and a rev.

import type { Session } from '../../../types.ts';
import type { Committed, SessionEvent, SyncPage, TypingEvent } from '../../transport.ts';
import { count, fields, list, text } from './narrow.ts';
import { readMessage } from './message.ts';

/** How one side reads a session. */
export type SessionReader<S extends Session> = (value: unknown) => S | null;

/** The answer of a mutation, and the payload of an event on `session:<id>`: `{ rev, session, message? }`. */
export function readCommitted<S extends Session>(
  value: unknown,
  readSession: SessionReader<S>,
): Committed<S> | null {
  const row = fields(value);
  const session = readSession(row.session);
  const message = readMessage(row.message);
  return session && typeof row.rev === 'number'
    ? { rev: count(row.rev), session, ...(message && { message }) }
    : null;
}

/** An event that names another session than its topic is somebody's mistake or malice: null. */
export function readSessionEvent<S extends Session>(
  sessionId: string,
  value: unknown,
  readSession: SessionReader<S>,
): SessionEvent<S> | null {
  const event = readCommitted(value, readSession);
  return event?.session.id === sessionId && (event.message?.sessionId ?? sessionId) === sessionId
    ? event
    : null;
}

/** `{ session, rev, messages, has_more, complete }` of `global_chat_sync`. */
export function readSyncPage<S extends Session>(
  value: unknown,
  readSession: SessionReader<S>,
): SyncPage<S> | null {
  const row = fields(value);
  const session = readSession(row.session);
  if (!session) return null;
  return {
    session,
    rev: count(row.rev),
    messages: list(row.messages, readMessage),
    hasMore: row.has_more === true,
    complete: row.complete !== false,
  };
}

/**
 * A typing broadcast. Written by a browser, so nothing of it counts but a boolean and, when an agent wrote it, a short
 * name: a visitor's would be a claim.
 */
export function readTyping(value: unknown, byAgent: boolean): TypingEvent {
  const row = fields(value);
  const name = byAgent ? text(row.name) : null;
  return { typing: row.typing === true, name: name && name.slice(0, 120) };
}
