/**
 * Owns which mutants change nothing, of the migrations of conversations, messages and what is told of them.
 */
import type { Equivalent } from './equivalent.ts';

export const CONVERSATIONS: readonly Equivalent[] = [
  {
    file: '0002_arguments.sql',
    what: 'one more let through',
    inside: 'is_larger_than',
    reason: 'what is stored in so many bytes is far longer as text than is allowed',
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
  ...['any tenant taken', 'condition dropped'].map((what) => ({
    file: '0007_participants.sql',
    what,
    original: 'own.tenant_id = tenant',
    reason: 'a visitor belongs to one tenant anyway; the condition is there for the index',
  })),
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
    file: '0016_messages.sql',
    what: 'condition dropped',
    original: "'') !~ '[!-~]'",
    reason: 'a quick look that spares the long one its work',
  },
  ...["part = 'visitor' and", "part = 'agent' and"].map((original) => ({
    file: '0017_history_and_read_marks.sql',
    what: 'condition dropped (2)',
    original,
    line: '_read_seq = case',
    reason: 'who is behind is behind what the other side wrote, and has read by writing it',
  })),
  ...["and part = 'visitor'", "and part = 'agent'"].map((original) => ({
    file: '0016_messages.sql',
    what: 'condition dropped',
    original,
    line: '_unread - (deleted',
    reason: 'nobody has an own message to read, since writing is reading',
  })),
  ...["part = 'visitor' and", "part = 'agent' and"].map((original) => ({
    file: '0017_history_and_read_marks.sql',
    what: 'condition dropped (2)',
    original,
    line: 'unread_after(',
    reason: 'the other side is counted again and has as many as before',
  })),
  ...['or attempt = 2', 'not moved or'].map((original) => ({
    file: '0017_history_and_read_marks.sql',
    what: 'condition dropped',
    original,
    reason: 'the row is read once more, and says the same',
  })),
  {
    file: '0021_notes.sql',
    what: 'lock dropped',
    reason: 'only a note or reply that is deleted in the same moment could tell',
  },
  {
    file: '0043_metadata.sql',
    what: 'condition dropped (2)',
    original: 'value is null or',
    reason: 'a quick look that spares most messages the long one; nothing is as good as an empty object',
  },
];
