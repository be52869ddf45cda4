// The fields of the inbox that the list shows: only these make it render again.
import type { InboxState } from '@globalchat/core';

type ListFields = Pick<
  InboxState,
  'status' | 'sessions' | 'filters' | 'hasMore' | 'loadingMore' | 'me' | 'team' | 'mentioned'
>;

export function listFields(state: InboxState): ListFields {
  const { status, sessions, filters, hasMore, loadingMore, me, team, mentioned } = state;
  return { status, sessions, filters, hasMore, loadingMore, me, team, mentioned };
}
