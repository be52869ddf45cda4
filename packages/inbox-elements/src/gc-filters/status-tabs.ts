// The tabs above the list and the filters behind each, both ways.
import type { SessionFilters } from '@globalchat/core';

/** Snoozing is a time, not a status, but a tab of its own. */
export type StatusTab = 'all' | 'open' | 'pending' | 'snoozed' | 'resolved';

export const STATUS_TABS: readonly StatusTab[] = ['all', 'open', 'pending', 'snoozed', 'resolved'];

export function filtersOfTab(tab: StatusTab): Pick<SessionFilters, 'status' | 'snoozed'> {
  if (tab === 'all') return {};
  if (tab === 'snoozed') return { snoozed: true };
  return tab === 'resolved' ? { status: 'resolved' } : { status: tab, snoozed: false };
}

export function tabOfFilters({ status, snoozed }: SessionFilters): StatusTab {
  return snoozed === true ? 'snoozed' : (status ?? 'all');
}
