// One session told by several sources: answers, its own topic, the inbox topic. Pure; the highest `rev` wins, and among
// the team's views of one rev the highest `teamRev`.

import type { InboxSession, Session } from '../types.ts';

function isInboxSession(session: Session): session is InboxSession {
  return 'tenantId' in session;
}

/**
 * The newer of two views. The session topic carries the visitor's view only, so on the agents' side it is laid over
 * what is known, and a newer full view replaces it. Null when a visitor's view is all there is for an agent.
 */
export function mergeSession<S extends Session>(
  current: S | null,
  incoming: Session,
  side: 'visitor' | 'agent',
): S | null {
  const full = side === 'visitor' || isInboxSession(incoming);
  if (!current) return full ? (incoming as S) : null;
  if (incoming.rev < current.rev) return current;
  if (incoming.rev > current.rev) return full ? (incoming as S) : { ...current, ...incoming };
  if (!isInboxSession(incoming) || !isInboxSession(current)) return current;
  const tellsMore =
    incoming.teamRev >= current.teamRev && JSON.stringify(incoming) !== JSON.stringify(current);
  return tellsMore ? (incoming as Session as S) : current;
}
