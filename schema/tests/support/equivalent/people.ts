/**
 * Owns which mutants change nothing, of the migrations of people: who they are, on a team or blocked, and how they go.
 */
import type { Equivalent } from './equivalent.ts';

export const PEOPLE: readonly Equivalent[] = [
  {
    file: '0022_identity_tokens.sql',
    what: 'condition dropped',
    original: 'secret is null',
    reason: 'nothing that is sent is signed by no key',
  },
  {
    file: '0022_identity_tokens.sql',
    what: 'condition dropped (2)',
    original: "jsonb_typeof(content) <> 'object' or",
    reason: 'what is no object has no keys to count, which is refused as malformed',
  },
  {
    file: '0023_identity.sql',
    what: 'any value taken',
    original: 'visitor_id = any (affected)',
    inside: 'identify',
    reason: 'more rows are locked, and nothing else',
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
    file: '0027_erase.sql',
    what: 'any value taken',
    line: 'order by id for update',
    inside: 'erase_sessions',
    reason: 'more rows are locked, and nothing else',
  },
  {
    file: '0027_erase.sql',
    what: 'lock dropped',
    reason: 'the delete that follows locks the same rows; the lock before it keeps the counts exact',
  },
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
    file: '0032_widget_changes.sql',
    what: 'limit ten times as high',
    original: '120',
    line: 'key, coalesce(',
    reason: 'the columns themselves hold no more',
  },
  ...['lock dropped', 'any value taken'].map((what) => ({
    file: '0033_blocking.sql',
    what,
    inside: 'set_block',
    line: 'perform from public.global_chat_sessions',
    reason:
      'who calls it has locked these already; here for whoever turns out to be the same person in between',
  })),
  {
    file: '0033_blocking.sql',
    what: 'condition dropped',
    original: 'changed or',
    inside: 'set_block',
    reason:
      'whoever turns out to be the same person in between is not blocked yet: the last round finds them',
  },
  {
    file: '0033_blocking.sql',
    what: 'any value taken',
    inside: 'block_visitor',
    reason: 'more rows are locked, and nothing else',
  },
  {
    file: '0037_usage.sql',
    what: 'limit ten times as high',
    original: '1000',
    inside: 'count_file_bytes',
    reason: 'nobody stores a thousand files in a second; the bucket is there for the day that it counts',
  },
];
