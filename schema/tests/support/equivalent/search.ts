/**
 * Owns which mutants change nothing, of the migrations of search, export and saved views.
 */
import type { Equivalent } from './equivalent.ts';

const SEARCH = { file: '0024_search.sql', inside: 'search' };

export const SEARCHING: readonly Equivalent[] = [
  ...['newest.deleted_at is null', 'hit.deleted_at is null'].map((original) => ({
    ...SEARCH,
    what: 'condition dropped',
    original,
    reason: 'a deleted message has no words; the condition is there for the index',
  })),
  ...['condition dropped', 'limit ten times as high', 'one more let through'].map((what) => ({
    ...SEARCH,
    what,
    line: 'octet_length(hit.content) <= 1000',
    reason: 'long messages are found by the index all the same; the condition is there for speed',
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
    file: '0025_export.sql',
    what: 'limit ten times as high',
    original: '51',
    reason: 'more are looked at than the page takes',
  },
  {
    file: '0034_saved_views.sql',
    what: 'lock dropped',
    reason: 'only a view that is deleted in the same moment could tell',
  },
];
