// What an inbox shows before it knows who the agent is, and after the agent left.

export const SIGNED_OUT = {
  me: null,
  memberships: [],
  team: [],
  sessions: [],
  counts: { open: 0, pending: 0, snoozed: 0, resolved: 0 },
  hasMore: false,
  loadingMore: false,
  cannedReplies: [],
  people: [],
  mentioned: [],
  availability: null,
  error: null,
} as const;
