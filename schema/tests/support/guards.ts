/**
 * Owns which tests are asked first about which migration, and which mutants change nothing that anybody could notice.
 */

/** Without `.test.ts`. Tests that are not listed are asked after these. */
export const GUARDS: Readonly<Record<string, readonly string[]>> = {
  '0001_foundation.sql': ['refusals', 'direct-access'],
  '0002_arguments.sql': ['value-rules', 'malformed', 'invisible', 'files', 'export-reports'],
  '0003_tenants.sql': ['column-limits', 'direct-access', 'usage', 'malformed'],
  '0004_widget_rules.sql': ['value-rules', 'widget', 'administration', 'malformed', 'opening-hours'],
  '0005_widgets.sql': ['column-limits', 'direct-access', 'administration', 'widget', 'malformed'],
  '0006_conversations.sql': ['column-limits', 'direct-access', 'malformed', 'conversation'],
  '0007_participants.sql': [
    'refusals',
    'direct-access',
    'forgetting',
    'team',
    'administration',
    'known-people',
  ],
  '0008_row_security.sql': ['direct-access', 'open-tables'],
  '0009_wire_views.sql': ['value-rules', 'conversation', 'wire-live', 'same-answer'],
  '0010_broadcast.sql': ['emptied-events', 'replay', 'leaving', 'conversation', 'widget', 'session-changes'],
  '0011_topics.sql': ['topics'],
  '0012_limits.sql': ['limits', 'shares'],
  '0013_availability.sql': ['opening-hours', 'widget'],
  '0014_widget_config.sql': ['widget', 'refusals'],
  '0015_visitor_sessions.sql': [
    'visitor-writes',
    'metadata',
    'widget',
    'invisible',
    'shares',
    'conversation',
    'limits',
    'refusals',
    'forgetting',
    'malformed',
    'concurrency',
    'block-races',
  ],
  '0016_messages.sql': [
    'conversation',
    'editing',
    'malformed',
    'limits',
    'refusals',
    'forgetting',
    'concurrency',
    'refusals-alike',
    'usage',
  ],
  '0017_reading.sql': [
    'catching-up',
    'refusals',
    'editing',
    'forgetting',
    'conversation',
    'refusals-alike',
    'limits',
  ],
  '0018_attachments.sql': [
    'files',
    'files-two-steps',
    'refusals',
    'malformed',
    'refusals-alike',
    'files-attacked',
  ],
  '0019_session_changes.sql': [
    'malformed',
    'session-changes',
    'refusals',
    'limits',
    'conversation',
    'concurrency',
    'refusals-alike',
    'team-work-unseen',
  ],
  '0020_session_lists.sql': [
    'malformed',
    'inbox',
    'refusals',
    'session-changes',
    'refusals-alike',
    'two-tenants',
  ],
  '0021_notes.sql': [
    'session-changes',
    'refusals',
    'malformed',
    'limits',
    'two-tenants',
    'refusals-alike',
    'agent-writes',
  ],
  '0022_identity_tokens.sql': ['identity', 'known-people'],
  '0023_identity.sql': ['identity', 'known-people', 'administration', 'concurrency', 'agent-writes'],
  '0024_search.sql': ['search-export', 'export-reports', 'inbox'],
  '0025_export.sql': ['search-export', 'export-reports'],
  '0026_audit.sql': ['forgetting', 'administration', 'direct-access'],
  '0027_erase.sql': ['forgetting', 'hostile-visitor', 'visitor-writes', 'block-races', 'agent-writes'],
  '0028_file_access.sql': ['files', 'files-attacked', 'forgetting', 'direct-access'],
  '0029_retention.sql': ['forgetting', 'leftover-users', 'block-races'],
  '0030_team_changes.sql': ['team', 'administration', 'two-tenants', 'refusals-alike', 'agent-writes'],
  '0031_invitations.sql': ['invitations', 'two-tenants', 'administration', 'direct-access', 'agent-writes'],
  '0032_widget_changes.sql': ['administration', 'search-export', 'refusals-alike', 'widget', 'agent-writes'],
  '0033_blocking.sql': [
    'forgetting',
    'hostile-visitor',
    'limits',
    'administration',
    'concurrency',
    'refusals-alike',
    'known-people',
    'block-races',
  ],
  '0034_saved_views.sql': [
    'export-reports',
    'search-export',
    'direct-access',
    'limits',
    'two-tenants',
    'refusals-alike',
    'agent-writes',
  ],
  '0035_reports.sql': ['export-reports', 'search-export', 'two-tenants'],
  '0036_installation.sql': ['administration', 'two-tenants'],
  '0037_usage.sql': ['usage', 'shares', 'direct-access'],
  '0038_stored_files.sql': ['files-two-steps', 'files-attacked', 'files'],
  '0039_erased_sessions.sql': ['files-attacked', 'forgetting', 'direct-access'],
  '0040_callers.sql': ['shares', 'hostile-visitor', 'direct-access'],
  '0041_visitor_guard.sql': ['visitor-writes', 'shares', 'limits', 'hostile-visitor'],
  '0042_kept_blocks.sql': ['hostile-visitor', 'kept-blocks', 'block-races', 'direct-access'],
  '0043_metadata.sql': ['metadata', 'malformed'],
  '0044_departures.sql': ['leaving', 'direct-access'],
  '0060_grants.sql': [],
};

/** A mutant that nobody could notice, or only by two calls in the same microsecond. */
export interface Equivalent {
  readonly file: string;
  /** A part of the mutant's name. */
  readonly what: string;
  /** A part of what was taken out. */
  readonly original?: string;
  /** The function or table in which it stands. */
  readonly inside?: string;
  readonly reason: string;
}

export const EQUIVALENT: readonly Equivalent[] = [
  ...['participants may hear their topics', 'participants may type and be present'].map((policy) => ({
    file: '0011_topics.sql',
    what: 'condition dropped',
    inside: `Global Chat: ${policy}`,
    reason: 'the restrictive policy beside it holds the same line',
  })),
  {
    file: '0013_availability.sql',
    what: 'condition dropped',
    original: "widget.hours_exceptions <> '[]'",
    reason: 'a week of open days is as open as no hours at all; the condition is there for speed',
  },
  {
    file: '0015_visitor_sessions.sql',
    what: 'condition dropped',
    original: 'and attribute_order <> told.attribute_order',
    reason: 'writing what is there already changes nothing',
  },
  {
    file: '0015_visitor_sessions.sql',
    what: 'one more let through',
    inside: 'open_session',
    reason: 'a random number is hardly ever the very limit',
  },
  {
    file: '0009_wire_views.sql',
    what: 'condition dropped',
    original: "content ~ '[!-~]' or",
    reason: 'a quick look that spares the long one its work',
  },
  {
    file: '0010_broadcast.sql',
    what: 'condition dropped',
    original: "topic ~ '^(session|inbox)",
    reason: 'the ids that follow say the same; the pattern is there for speed',
  },
  {
    file: '0006_conversations.sql',
    what: 'condition dropped',
    original: 'octet_length(content) <= 16384',
    reason: '4,000 characters are never more than 16,000 bytes',
  },
  {
    file: '0006_conversations.sql',
    what: 'limit ten times as high',
    original: '16384',
    reason: '4,000 characters are never more than 16,000 bytes',
  },
  {
    file: '0007_participants.sql',
    what: 'any tenant taken',
    original: 'own.tenant_id = tenant',
    reason: 'a visitor belongs to one tenant anyway; the condition is there for the index',
  },

  {
    file: '0021_notes.sql',
    what: 'lock dropped',
    reason: 'only a note or reply that is deleted in the same moment could tell',
  },
  {
    file: '0034_saved_views.sql',
    what: 'lock dropped',
    reason: 'only a view that is deleted in the same moment could tell',
  },
  {
    file: '0027_erase.sql',
    what: 'lock dropped',
    reason: 'the delete that follows locks the same rows; the lock before it keeps the counts exact',
  },
  {
    file: '0028_file_access.sql',
    what: 'policy opened "Global Chat: participants may read',
    reason: 'the restrictive policy beside it holds the same line',
  },
  {
    file: '0028_file_access.sql',
    what: 'policy opened "Global Chat: who erased',
    reason: 'the restrictive policy beside it holds the same line',
  },
  {
    file: '0030_team_changes.sql',
    what: 'refusal dropped',
    original: 'is_service()',
    reason: 'the grant to service_role alone holds the same line',
  },
  {
    file: '0042_kept_blocks.sql',
    what: 'condition dropped',
    original: 'kept.kind = ',
    reason: 'the hash is made of the kind, too; the condition is there for the index',
  },
  {
    file: '0042_kept_blocks.sql',
    what: 'condition dropped',
    original: 'kept.tenant_id = ',
    reason: 'the hash is made of the tenant, too; the condition is there for the index',
  },
  {
    file: '0042_kept_blocks.sql',
    what: 'condition dropped',
    original: 'visitor.blocked_at is null',
    reason: 'blocking whoever is blocked changes no row',
  },
  {
    file: '0038_stored_files.sql',
    what: 'condition dropped',
    original: 'own.tenant_id = session.tenant_id',
    reason: 'a visitor belongs to one tenant anyway; the condition is there for the index',
  },
  {
    file: '0038_stored_files.sql',
    what: 'coalesce dropped',
    original: "'user_metadata'",
    reason: 'only a Storage server from before that column could tell',
  },
];
