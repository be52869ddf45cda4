// Events on `session:<id>` are heard by visitors, too, so they carry the visitor's view. This lays that view over what the
// agent knows already, where nothing of the agent's view can have changed unseen.

import type { InboxSession } from '../../types.ts';
import type { SessionEvent } from '../transport.ts';
import { readSessionEvent } from './rows/events.ts';
import { readSession } from './rows/session.ts';

/**
 * Null when the event cannot stand alone: nothing known to lay it over, or a `session` event, which may tell of tags,
 * assignment or snoozing without carrying them.
 */
export function overlayEvent(
  name: string,
  payload: unknown,
  known: InboxSession | undefined,
): SessionEvent<InboxSession> | null {
  if (!known || name === 'session') return null;
  const event = readSessionEvent(known.id, payload, readSession);
  if (!event) return null;
  const { message } = event;
  const session: InboxSession = {
    ...known,
    ...event.session,
    // A visitor's message wakes a snoozed conversation; an agent's first one is the first reply.
    snoozedUntil: message?.senderType === 'visitor' ? null : known.snoozedUntil,
    firstReplyAt: known.firstReplyAt ?? (message?.senderType === 'agent' ? message.createdAt : null),
  };
  return { rev: event.rev, session, ...(message && { message }) };
}
