// One socket for several tabs, with the locks and channels of a real browser.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type * as Environments from '../src/environment/browser-environment.ts';
import type * as Sharing from '../src/transport/supabase/channels/shared-channels.ts';
import type * as Tabs from '../src/transport/supabase/channels/tab-channels.ts';
import { openBrowser } from './browser-pages.ts';
import type { BrowserPages } from './browser-pages.ts';

declare global {
  interface Window {
    parts: typeof Tabs & typeof Environments & typeof Sharing;
    /** Topics on the page's own socket, and what the page heard. */
    joined: string[];
    statuses: string[];
    ask: () => void;
  }
}

let pages: BrowserPages;
before(async () => {
  pages =
    await openBrowser(`import { createTabChannels } from './transport/supabase/channels/tab-channels.ts';
    import { shareChannels } from './transport/supabase/channels/shared-channels.ts';
    import { browserEnvironment } from './environment/browser-environment.ts';
    window.parts = { createTabChannels, browserEnvironment, shareChannels };`);
});
after(() => pages.close());

/** Wants one topic; the page's own socket says yes to everything. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.joined = [];
    window.statuses = [];
    const channels = window.parts.createTabChannels({
      name: 'globalchat:socket:w',
      environment: window.parts.browserEnvironment(),
      userId: () => 'ines',
      open: window.parts.shareChannels((topic, listener) => {
        window.joined.push(topic);
        setTimeout(() => listener.onStatus?.('ready'), 0);
        return {
          broadcast: () => undefined,
          close: () => void window.joined.splice(window.joined.indexOf(topic), 1),
        };
      }),
    });
    window.ask = () => channels.ask();
    channels.open('session:s', { onStatus: (status) => window.statuses.push(status) });
  });
  await page.waitForFunction(() => window.statuses.at(-1) === 'ready');
}

const joined = (page: Page): Promise<number> => page.evaluate(() => window.joined.length);

test('the leader crashes: the waiting tab opens its own socket', async () => {
  const { tab } = await pages.profile();
  const [first, second] = [await tab(), await tab()];
  await listen(first);
  await listen(second);
  assert.deepEqual([await joined(first), await joined(second)], [1, 0]);
  const session = await first.createCDPSession();
  // The page that would answer is the one that dies.
  session.send('Page.crash').catch(() => undefined);
  await second.waitForFunction(() => window.joined.length === 1);
});

test('the leader is busy and answers nobody: the tab in front goes on, and back when it answers', async () => {
  const { tab } = await pages.profile();
  const [first, second] = [await tab(), await tab()];
  await listen(first);
  await listen(second);
  const busy = first.evaluate(() => {
    const end = Date.now() + 2500;
    while (Date.now() < end);
  });
  await second.evaluate(() => window.ask());
  await second.waitForFunction(() => window.joined.length === 1, { timeout: 2400 });
  await busy;
  await second.waitForFunction(() => window.joined.length === 0);
  assert.equal(await joined(first), 1);
});
