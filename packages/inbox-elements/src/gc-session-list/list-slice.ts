// The fields of the inbox that the list shows: only these make it render again.
import type { InboxState } from '@globalchat/core';

type ListSlice = Pick<
  InboxState,
  'status' | 'sessions' | 'filters' | 'hasMore' | 'loadingMore' | 'me' | 'team'
>;

export function listSlice(state: InboxState): ListSlice {
  const { status, sessions, filters, hasMore, loadingMore, me, team } = state;
  return { status, sessions, filters, hasMore, loadingMore, me, team };
}
