// What of a session reaches its visitor, as the database's view of it.

import type { InboxSession, Session } from '../../types.ts';

/** What a visitor may see of a session: nothing of the team's work. */
export function visitorView(session: InboxSession): Session {
  const {
    tenantId,
    visitorId,
    clientVisitorId,
    visitorMetadata,
    visitorEvents,
    visitorVerified,
    visitorBlockedAt,
    ...rest
  } = session;
  const { assignedTo, tags, priority, snoozedUntil, firstReplyAt, teamRev, ...view } = rest;
  void [tenantId, visitorId, clientVisitorId, visitorMetadata, visitorEvents, visitorVerified];
  void visitorBlockedAt;
  void [assignedTo, tags, priority, snoozedUntil, firstReplyAt, teamRev];
  return view;
}
