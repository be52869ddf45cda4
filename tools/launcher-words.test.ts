// The launcher that the script draws by itself has its words from the database: the same as the panel's.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { conversationTexts } from '../packages/ui/src/i18n/en/conversation.ts';
import { widgetLanguages } from '../packages/ui/src/i18n/widget-languages.ts';

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

it('the words of the launcher are those of the dictionaries, in every language', async () => {
  const sql = await read('schema/migrations/0014_widget_config.sql');
  const [, words = '{}'] = /words constant jsonb := '({[^]*?})';/.exec(sql) ?? [];
  const expected: Record<string, unknown> = { en: [conversationTexts.openChat, conversationTexts.chat] };
  for (const [tag, load] of Object.entries(widgetLanguages)) {
    const { openChat, chat } = await load();
    expected[tag.toLowerCase()] = [openChat, chat];
  }
  assert.deepEqual(JSON.parse(words.replaceAll("''", "'")), expected);
});
