// What happens to a page whose owner or network got something wrong: one coded warning, an unharmed page, and nothing
// that was typed is lost.
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '@globalchat/local';
import { demo as ids, migrations, seedDemo } from '@globalchat/schema';
import type { Browser } from 'puppeteer-core';
import { startPages } from '../../packages/cli/src/pages/serve.ts';
import { startDemo, type Demo } from './demo.ts';
import { Visitor, byRole, bubbles, launchBrowser, waitForBubble, until } from './people.ts';

const UNKNOWN_WIDGET = '00000000-0000-4000-8000-000000000000';

describe('bad input', () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const environment = () => ({
    VITE_GLOBAL_CHAT_SCRIPT: '/cdn/global-chat.js',
    VITE_SUPABASE_URL: demo.api,
    VITE_SUPABASE_ANON_KEY: demo.publishableKey,
    VITE_WIDGET_ID: demo.widgetId,
  });

  /** The server of the pages stops with the test, also with one that fails: it would keep the process alive. */
  async function arriveWith(
    test: TestContext,
    wrong: Partial<ReturnType<typeof environment>>,
  ): Promise<Visitor> {
    const folder = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname;
    const inbox = folder('examples/inbox');
    const folders = { landing: folder('examples/landing'), inbox, cdn: folder('packages/widget/dist/cdn') };
    const values = { ...environment(), ...wrong };
    const pages = await startPages({
      port: 0,
      allowedHosts: [],
      folders,
      apiUrl: values.VITE_SUPABASE_URL,
      environment: values,
    });
    test.after(() => pages.stop());
    return Visitor.arrive(browser, pages.url);
  }

  const cases = [
    ['a missing widget id', () => ({ VITE_WIDGET_ID: '' }), 'missing_widget_id'],
    ['an unknown widget id', () => ({ VITE_WIDGET_ID: UNKNOWN_WIDGET }), 'widget_not_found'],
    ['a malformed address', () => ({ VITE_SUPABASE_URL: 'not a url' }), 'invalid_url'],
    ['an address nobody listens on', () => ({ VITE_SUPABASE_URL: 'http://127.0.0.1:9' }), 'network'],
    ['a wrong key', () => ({ VITE_SUPABASE_ANON_KEY: 'sb_publishable_wrong' }), 'invalid_key'],
    ['a secret key', () => ({ VITE_SUPABASE_ANON_KEY: demo.secretKey }), 'secret_key_refused'],
  ] as const;

  for (const [what, wrong, code] of cases) {
    it(`${what}: one warning "${code}", no script error, the page works on`, async (test) => {
      const visitor = await arriveWith(test, wrong());
      await until(() => visitor.warnings.some((line) => line.includes(code)), `a warning with ${code}`, {
        sight: () => JSON.stringify([visitor.warnings, visitor.troubles.list]),
      });
      assert.equal(
        visitor.warnings.filter((line) => line.includes('[Global Chat]')).length,
        1,
        visitor.warnings.join('\n'),
      );
      assert.deepEqual(
        visitor.troubles.list.filter((line) => line.startsWith('page error')),
        [],
      );
      await (await byRole(visitor.page, 'link', 'Seasons')).click();
      await until(() => visitor.page.url().endsWith('#season'), 'the link to work', {
        sight: () => visitor.page.url(),
      });
      await visitor.leave();
    });
  }

  it('a backend that stops in mid-conversation: the text stays, says so, and arrives after a restart', async (test) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'gc-e2e-'));
    const options = { dataDir, migrations: await migrations() };
    let local = await startLocal(options);
    test.after(async () => {
      await local.stop();
      await rm(dataDir, { recursive: true, force: true });
    });
    const agentIds: Record<string, string> = {};
    for (const agent of ids.agents) agentIds[agent.email] = (await local.createUser(agent)).id;
    await seedDemo(local.sql, { agentIds });
    const apiPort = Number(new URL(local.apiUrl).port);

    const visitor = await arriveWith(test, {
      VITE_SUPABASE_URL: local.apiUrl,
      VITE_SUPABASE_ANON_KEY: local.publishableKey,
      VITE_WIDGET_ID: ids.widgetId,
    });
    await visitor.openChat();
    await visitor.write('Before the outage');
    await waitForBubble(visitor.page, 'Before the outage');
    await until(
      async () => (await bubbles(visitor.page))[0]?.status !== 'pending',
      'the first message to be stored',
    );
    await local.stop();

    await visitor.write('During the outage');
    await waitForBubble(visitor.page, 'During the outage');
    const held = (await bubbles(visitor.page)).find((bubble) => bubble.text.includes('During'));
    assert.match(held?.status ?? '', /^(pending|failed)$/, 'not shown as sent');

    local = await startLocal({ ...options, apiPort });
    await until(
      async () =>
        (await bubbles(visitor.page)).some(
          (bubble) => bubble.text.includes('During') && bubble.status !== 'pending',
        ),
      'the held message to be sent by itself',
      { sight: async () => JSON.stringify(await bubbles(visitor.page)) },
    );
    const stored =
      await local.sql`select content from public.global_chat_messages where content like '%the outage' order by seq`;
    assert.deepEqual(
      stored.map((row) => row['content'] as string),
      ['Before the outage', 'During the outage'],
    );
    await visitor.leave();
  });
});
