// The part of the inbox that the list shows. Owns which fields make it render again.
import type { InboxState } from '@globalchat/core';

type ListPart = Pick<
  InboxState,
  'status' | 'sessions' | 'filters' | 'hasMore' | 'loadingMore' | 'me' | 'team'
>;

export function listPart(state: InboxState): ListPart {
  const { status, sessions, filters, hasMore, loadingMore, me, team } = state;
  return { status, sessions, filters, hasMore, loadingMore, me, team };
}
