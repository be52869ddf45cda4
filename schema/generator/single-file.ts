/**
 * Owns the one file that people paste into the SQL editor: all migrations, in order, in one transaction.
 */
import type { Migration } from '../src/migrations.ts';
import { schemaVersion } from '../src/version.ts';

export function singleFile(migrations: readonly Migration[]): string {
  const head = [
    `-- Global Chat ${schemaVersion}: the whole database in one file.`,
    '-- GENERATED from schema/migrations by `npm run schema`. Change the migrations, not this file.',
    '--',
    '-- How to install or upgrade: open your project on supabase.com, SQL Editor, New query, paste all of this, Run.',
    '-- It may run as often as you like: what exists stays, and your data is not touched.',
    '-- It creates tables named global_chat_* and global_widget_config, the schema global_chat_private, the storage',
    '-- bucket global-chat, and policies named "Global Chat: …". It changes nothing else.',
    '',
    'begin;',
    '',
    '-- Existing objects are announced as notices; only what goes wrong should be read.',
    'set local client_min_messages = warning;',
  ];
  const parts = migrations.map(({ name, sql }) => `-- ${'-'.repeat(20)} ${name}\n\n${sql.trimEnd()}\n`);
  return [...head, '', ...parts, 'commit;', ''].join('\n');
}
