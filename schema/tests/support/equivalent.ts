/**
 * Owns which mutants change nothing that anybody could notice, with the reason.
 */

/** A mutant that nobody could notice, or only by two calls in the same microsecond. */
export interface Equivalent {
  readonly file: string;
  /** A part of the mutant's name. */
  readonly what: string;
  /** A part of what was taken out. */
  readonly original?: string;
  /** The function, table or policy in which it stands. */
  readonly inside?: string;
  /** A part of the line in which it begins. */
  readonly line?: string;
  readonly reason: string;
}

const SEARCH = { file: '0024_search.sql', inside: 'search' };

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: '0028_file_access.sql',
    what: 'condition dropped',
    original: 'message.id = ',
    inside: 'may_read_file',
    reason: 'the path that the message carries names it as well; the condition is there for the index',
  },
  {
    file: '0028_file_access.sql',
    what: 'condition dropped',
    original: 'global_chat_private.is_plain_upload() and',
    reason: 'the trigger on stored files holds the same line',
  },
  ...[
    ['participants may read the files of their sessions', 'may_see_file'],
    ['participants may add files to their sessions', 'may_store_file'],
    ['who erased a person may remove their files', 'may_remove_file'],
  ].map(([policy, condition]) => ({
    file: '0028_file_access.sql',
    what: 'condition dropped',
    original: `and global_chat_private.${String(condition)}`,
    inside: `Global Chat: ${String(policy)}`,
    reason: 'the restrictive policy beside it holds the same line',
  })),
  {
    file: '0029_retention.sql',
    what: 'condition dropped',
    original: "name like tenant.id || '/%'",
    reason: 'the id of the session says the same; the condition is there for the index',
  },
  {
    file: '0029_retention.sql',
    what: 'condition dropped',
    original: 'message.id = ',
    inside: 'leftover_files',
    reason: 'the path that the message carries names it as well; the condition is there for the index',
  },
  ...['order by id for update', 'as expired where expired = any ('].map((line) => ({
    file: '0029_retention.sql',
    what: 'any value taken',
    line,
    reason: 'only what expires in this very moment could tell',
  })),
  {
    file: '0027_erase.sql',
    what: 'any value taken',
    line: 'order by id for update',
    inside: 'erase_sessions',
    reason: 'more rows are locked, and nothing else',
  },
  ...['0027_erase.sql', '0028_file_access.sql'].map((file) => ({
    file,
    what: 'one more let through',
    original: '<',
    reason: 'no path of ours ends with what is behind the last',
  })),
  {
    file: '0028_file_access.sql',
    what: 'policy opened "Global Chat: nobody else may add files"',
    reason: 'the trigger on stored files holds the same line',
  },
  {
    file: '0028_file_access.sql',
    what: 'condition dropped',
    original: 'and message.session_id = ',
    inside: 'may_read_file',
    reason: 'the path that the message carries names the session as well',
  },
  {
    file: '0025_export.sql',
    what: 'limit ten times as high',
    original: '51',
    reason: 'more are looked at than the page takes',
  },
  {
    file: '0023_identity.sql',
    what: 'any value taken',
    original: 'visitor_id = any (affected)',
    inside: 'identify',
    reason: 'more rows are locked, and nothing else',
  },
  ...['newest.deleted_at is null', 'hit.deleted_at is null'].map((original) => ({
    ...SEARCH,
    what: 'condition dropped',
    original,
    reason: 'a deleted message has no words; the condition is there for the index',
  })),
  {
    ...SEARCH,
    what: 'condition dropped',
    original: 'newest.tenant_id = tenant',
    reason: 'the query itself names the tenant; the condition is there for speed',
  },
  {
    ...SEARCH,
    what: 'condition dropped (2)',
    original: 'or (newest.created_at, newest.id) <',
    reason: 'without the short cut all is looked at',
  },
  {
    ...SEARCH,
    what: 'condition dropped (3)',
    original: 'after_time is null or',
    reason: 'without the short cut all is looked at',
  },
  {
    file: '0024_search.sql',
    what: 'coalesce dropped',
    inside: 'search_vector',
    reason: 'an index that no query uses; plans are looked at by the benchmarks',
  },
  {
    file: '0023_identity.sql',
    what: 'coalesce dropped',
    original: 'coalesce(blocked_at, present.blocked_at)',
    reason: 'apply_kept_block, which follows, finds the same block',
  },
  {
    file: '0023_identity.sql',
    what: 'limit ten times as high (2)',
    inside: 'verify_by_auth',
    reason: 'the name is cut to this length just before',
  },
  {
    file: '0022_identity_tokens.sql',
    what: 'condition dropped',
    original: 'secret is null or',
    reason: 'nothing that is sent is signed by no key',
  },
  {
    file: '0018_attachments.sql',
    what: 'condition dropped',
    original: 'or global_chat_private.file_type_of(path) is null',
    reason: 'attachment_path and the trigger on stored files refuse the same names',
  },
  ...["part = 'visitor' and", "part = 'agent' and"].map((original) => ({
    file: '0017_reading.sql',
    what: 'condition dropped (2)',
    original,
    line: '_read_seq = case',
    reason: 'who is behind is behind what the other side wrote, and has read by writing it',
  })),
  ...['or attempt = 2', 'not moved or'].map((original) => ({
    file: '0017_reading.sql',
    what: 'condition dropped',
    original,
    reason: 'the row is read once more, and says the same',
  })),
  {
    file: '0016_messages.sql',
    what: 'condition dropped',
    original: "'') !~ '[!-~]'",
    reason: 'a quick look that spares the long one its work',
  },
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
