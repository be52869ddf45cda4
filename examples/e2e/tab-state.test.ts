// The chat goes with a visitor through the pages of a site in one tab: by links, by reload, back from the browser's own
// cache of pages, on a desktop and on a phone. It takes neither the focus nor another page of a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KnownDevices } from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { byRole, launchBrowser, openChat, until, waitForBubble } from './people.ts';
import { serveStrictPages } from './strict-pages.ts';
import type { StrictPages } from './strict-pages.ts';

describe('the chat from page to page', () => {
  let demo: Demo;
  let browser: Browser;
  let pages: StrictPages;
  let address = '';
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    pages = await serveStrictPages(demo, {
      scriptsOfPages: {
        shut: 'GlobalChat = (...call) => (GlobalChat.q ??= []).push(call); GlobalChat("close");',
      },
      body: '<a id="one" href="/one">One</a> <a id="two" href="/two">Two</a> <a id="shut" href="/shut">Shut</a>',
    });
    address = pages.address;
  });
  after(async () => {
    await browser?.close();
    pages?.close();
    await demo?.stop();
  });

  const state = (page: Page): Promise<string> =>
    page.evaluate(() => (document.querySelector('global-chat') as unknown as { state: string }).state);
  const arrives = (page: Page, name: string): Promise<unknown> =>
    until(
      () => page.evaluate((path) => location.pathname === path, `/${name}`).catch(() => false),
      `it is on /${name}`,
    );
  const follow = async (page: Page, name: string): Promise<void> => {
    await page.evaluate((to) => document.getElementById(to)!.click(), name);
    await arrives(page, name);
  };
  const opens = (page: Page): Promise<unknown> =>
    until(async () => (await state(page)) === 'open', 'it is open');
  const closes = (page: Page): Promise<unknown> =>
    until(async () => (await state(page)) === 'closed', 'it is closed');
  const kept = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  /** What was found of the tab is done, and it is kept anew. */
  const settles = (page: Page, name: string): Promise<unknown> =>
    until(async () => (await kept(page)).includes(`/${name}`), 'it is kept');

  it('stays open, or closed, and a word that was not sent stays, too', async () => {
    const context = await browser.createBrowserContext();
    const page = await openWindow(context);
    await page.goto(`${address}/one`);
    await openChat(page);
    await byRole(page, 'button', 'Emoji');
    await (await byRole(page, 'textbox', 'Message')).type('Is the cabin');
    await follow(page, 'two');
    await opens(page);
    const box = await byRole(page, 'textbox', 'Message');
    await until(
      async () => (await box.evaluate((one) => (one as HTMLTextAreaElement).value)) === 'Is the cabin',
      'the draft',
    );
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    await box.type(' free?');
    await page.keyboard.press('Enter');
    await waitForBubble(page, 'Is the cabin free?');
    await page.reload();
    await opens(page);
    await waitForBubble(page, 'Is the cabin free?');
    await (await byRole(page, 'button', 'Close chat')).click();
    await closes(page);
    await page.evaluate(() => history.back());
    await arrives(page, 'one');
    await settles(page, 'one');
    assert.equal(await state(page), 'closed');
    await openChat(page);
    await waitForBubble(page, 'Is the cabin free?');
    assert.deepEqual(await page.evaluate('violations'), []);
    await context.close();
  });

  it('on a phone waits behind the launcher of the next page, and is there after a reload', async () => {
    const context = await browser.createBrowserContext();
    const page = await openWindow(context);
    await page.emulate(KnownDevices['iPhone 13']);
    await page.goto(`${address}/one`);
    await openChat(page);
    await (await byRole(page, 'textbox', 'Message')).type('Hello from a phone');
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, 'Hello from a phone');
    await page.reload();
    await opens(page);
    await waitForBubble(page, 'Hello from a phone');
    await follow(page, 'two');
    await settles(page, 'two');
    assert.equal(await state(page), 'closed');
    await context.close();
  });

  it('opens and stays shut as the page says, whatever the tab had', async () => {
    const context = await browser.createBrowserContext();
    const page = await openWindow(context);
    await page.goto(`${address}/one`);
    await openChat(page);
    await byRole(page, 'button', 'Emoji');
    await (await byRole(page, 'textbox', 'Message')).type('x');
    await follow(page, 'shut');
    await until(async () => (await kept(page)) === '{}', 'nothing is kept of a chat that is closed');
    assert.equal(await state(page), 'closed');
    await context.close();
  });
});
