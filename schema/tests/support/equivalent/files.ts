/**
 * Owns which mutants change nothing, of the migrations of files.
 */
import type { Equivalent } from './equivalent.ts';

export const FILES: readonly Equivalent[] = [
  {
    file: '0018_attachments.sql',
    what: 'condition dropped',
    original: 'or global_chat_private.file_type_of(path) is null',
    reason: 'attachment_path and the trigger on stored files refuse the same names',
  },
  ...['0027_erase.sql', '0028_file_access.sql'].map((file) => ({
    file,
    what: 'one more let through',
    original: '<',
    reason: 'no path of ours ends with what is behind the last',
  })),
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
    file: '0028_file_access.sql',
    what: 'condition dropped',
    original: 'part_in(',
    inside: 'may_read_file',
    reason: 'the restrictive policy asks for folders of the caller first, which holds the same line',
  },
  {
    file: '0028_file_access.sql',
    what: 'condition dropped',
    inside: 'my_file_folders',
    line: 'where global_chat_private.is_file_removal()',
    reason: 'more folders are looked into, and may_remove_file holds the line',
  },
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
