// Risk: a launcher speaks a language that nobody asked for, or lacks the words for its own name.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

interface Launcher {
  readonly text?: string;
  readonly name: string;
}

/** @param browser What the browser says it speaks, where the page says nothing. */
async function launcher(
  row: Readonly<Record<string, unknown>>,
  locale: string | null,
  browser?: string,
): Promise<Launcher> {
  return database.owner.begin(async (sql) => {
    const headers = browser === undefined ? '' : JSON.stringify({ 'accept-language': browser });
    await sql`select set_config('request.headers', ${headers}, true)`;
    const [answer] = await sql<{ launcher: Launcher }[]>`
      select global_chat_private.launcher(jsonb_populate_record(widget, ${JSON.stringify(row)}::text::jsonb), ${locale}) as launcher
      from global_widget_config as widget where id = ${world.widget}`;
    return answer!.launcher;
  });
}

describe('the words of a launcher', () => {
  it('are in the language of the page, else of the browser, else English', async () => {
    assert.equal((await launcher({}, 'de')).name, 'Chat öffnen');
    assert.equal((await launcher({}, 'de-AT')).name, 'Chat öffnen');
    assert.equal((await launcher({}, null, 'de-CH,fr;q=0.5')).name, 'Chat öffnen');
    assert.equal((await launcher({}, '', 'de')).name, 'Chat öffnen');
    assert.equal((await launcher({}, 'de', 'fr')).name, 'Chat öffnen');
    for (const nothing of [undefined, '', '*', '12']) {
      assert.equal((await launcher({}, null, nothing)).name, 'Open chat');
    }
  });

  it('are the owner’s in the nearest language that has them', async () => {
    const locales = {
      fr: { launcher_label: 'Parlons', openChat: 'Ouvrir' },
      'de-AT': { openChat: 'Aufmachen' },
      de: { launcher_label: 'Frag uns', openChat: 'Öffnen' },
    };
    const own = { locales, launcher_label: 'Ask us' };
    assert.deepEqual(await words(own, 'de-AT'), ['Frag uns', 'Aufmachen, Frag uns']);
    assert.deepEqual(await words(own, 'de'), ['Frag uns', 'Öffnen, Frag uns']);
    assert.deepEqual(await words(own, 'sv'), ['Ask us', 'Öppna chatten, Ask us']);
  });

  it('of a pill are its label, else a word for it', async () => {
    const pill = { shape: 'pill' };
    assert.deepEqual(await words({}, 'en'), [undefined, 'Open chat']);
    assert.deepEqual(await words(pill, 'en'), ['Chat', 'Open chat, Chat']);
    assert.deepEqual(await words({ ...pill, launcher_label: 'Ask us' }, 'en'), [
      'Ask us',
      'Open chat, Ask us',
    ]);
    assert.deepEqual(await words({ ...pill, locales: { en: { chat: 'Talk' } } }, 'en'), [
      'Talk',
      'Open chat, Talk',
    ]);
  });

  it('of a language tag as long as a book come from its beginning', async () => {
    const [answer] = await database.owner<{ longest: number }[]>`
      select max(length(tag)) as longest from unnest(global_chat_private.language_tags(${'de-'.repeat(100)})) as tag`;
    assert.equal(answer?.longest, 35);
  });
});

async function words(row: Readonly<Record<string, unknown>>, locale: string): Promise<unknown[]> {
  const { text, name } = await launcher(row, locale);
  return [text, name];
}
