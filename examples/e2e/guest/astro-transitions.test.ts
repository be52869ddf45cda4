// Risk: Astro's view transitions swap the body between two pages, and leave no chat, two chats or a closed one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'puppeteer-core';
import { byRole, openChat, until, waitForBubble } from '../people.ts';
import { Shop, launchers } from './shop.ts';

const SOURCES = fileURLToPath(new URL('astro', import.meta.url));

/** Builds the pages with the script tag of this run in their heads. */
async function build(tag: string, folder: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('astro/package.json');
  const astro = join(dirname(manifest), 'bin/astro.mjs');
  await promisify(execFile)(process.execPath, [astro, 'build', '--root', SOURCES, '--outDir', folder], {
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', GC_TAG: tag },
  });
}

/** Until the transition is over: while it runs, the browser shows pictures of the pages, which nobody can click. */
const go = async (page: Page, title: string): Promise<void> => {
  await page.click('#go');
  const isThere = (): Promise<boolean> =>
    page.evaluate(
      (wanted) =>
        document.querySelector('h1')?.textContent === wanted &&
        !document.documentElement.hasAttribute('data-astro-transition'),
      title,
    );
  await until(isThere, title);
};

describe('a site of Astro with view transitions', () => {
  let shop: Shop;
  let folder = '';
  before(async () => {
    shop = await Shop.open();
    folder = await mkdtemp(join(tmpdir(), 'globalchat-astro-'));
    await build(shop.tag, folder);
    shop.site(folder);
  });
  after(async () => {
    await shop?.close();
    await rm(folder, { recursive: true, force: true });
    for (const cache of ['.astro', 'node_modules'])
      await rm(join(SOURCES, cache), { recursive: true, force: true });
  });

  it('keeps one launcher that works, there and back', async () => {
    const { page, troubles } = await shop.visit('/');
    await byRole(page, 'button', 'Open chat');
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    for (const title of ['Two', 'One']) {
      await go(page, title);
      await byRole(page, 'button', 'Open chat');
      assert.deepEqual(await launchers(page), { seen: 1, elements: 1 });
    }
    assert.ok(await page.evaluate(() => 'isSamePage' in window), 'the page was loaded anew');
    await openChat(page);
    assert.deepEqual(troubles, []);
    await page.browserContext().close();
  });

  it('goes on with an open conversation and what is half typed', async () => {
    const { page, troubles } = await shop.visit('/');
    await openChat(page);
    await (await byRole(page, 'textbox', 'Message')).type('Before the transition');
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, 'Before the transition');
    await (await byRole(page, 'textbox', 'Message')).type('half a sent');
    await go(page, 'Two');
    await waitForBubble(page, 'Before the transition');
    await (await byRole(page, 'textbox', 'Message')).type('ence');
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, 'half a sentence');
    assert.equal((await launchers(page)).elements, 1);
    assert.deepEqual(troubles, []);
    await page.browserContext().close();
  });
});
