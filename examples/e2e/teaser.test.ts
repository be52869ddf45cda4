// A message beside the launcher, from a row to a conversation that answers it: with a phone and with a mouse, over reloads
// and tabs, on a page with a strict policy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { KnownDevices } from 'puppeteer-core';
import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { byRole, launchBrowser, until, waitForBubble } from './people.ts';
import { serveStrictPages } from './strict-pages.ts';
import type { StrictPages } from './strict-pages.ts';

const MESSAGE = 'Looking for a free weekend in December? I can check for you.';

describe('a message beside the launcher', () => {
  let demo: Demo;
  let browser: Browser;
  let pages: StrictPages;
  let address = '';
  let sql: postgres.Sql;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1, onnotice: () => undefined });
    await sql`update public.global_widget_config
      set triggers = ${sql.json([{ id: 'prices', message: 'Shall I explain the prices?', url: '/prices' }])}`;
    pages = await serveStrictPages(demo);
    address = pages.address;
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    pages?.close();
    await demo?.stop();
  });

  async function open(context: BrowserContext, path = '/'): Promise<Page> {
    const page = await openWindow(context);
    await page.goto(address + path);
    return page;
  }

  const teaser = (page: Page): Promise<string | null> =>
    page.evaluate(() => {
      const bubble = document.querySelector('global-chat')?.shadowRoot?.querySelector('.teaser');
      return bubble?.checkVisibility()
        ? (bubble.shadowRoot?.querySelector('.text')?.textContent ?? null)
        : null;
    });
  const shows = (page: Page, text: string): Promise<unknown> =>
    until(async () => (await teaser(page)) === text, `"${text}" shows`);
  const part = async (page: Page, name: string): Promise<ElementHandle<Element>> =>
    (await page.$(`global-chat >>> .${name}`))!;
  const kept = (page: Page): Promise<string[]> =>
    page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
    ]);
  const violations = (page: Page): Promise<unknown> => page.evaluate('violations');

  for (const [who, device] of [
    ['a mouse', null],
    ['a phone', KnownDevices['iPhone 13']],
  ] as const) {
    it(`is answered with ${who}, and the team sees which one it was`, async () => {
      const context = await browser.createBrowserContext();
      const page = await openWindow(context);
      if (device) await page.emulate(device);
      await page.goto(`${address}/`);
      await shows(page, MESSAGE);
      await page.reload();
      await shows(page, MESSAGE);
      assert.deepEqual(await kept(page), []);
      const answer = await part(page, 'answer');
      if (device) await answer.tap();
      else await answer.click();
      await byRole(page, 'textbox', 'Message');
      await until(
        async () =>
          (await page.$eval('global-chat >>> .greeting', (one) => one.shadowRoot?.textContent))?.includes(
            MESSAGE,
          ),
        'the message is said in the chat',
      );
      const text = `Yes, with ${who}`;
      await (await byRole(page, 'textbox', 'Message')).type(text);
      await (await byRole(page, 'button', 'Send message')).click();
      await waitForBubble(page, text);
      await until(
        async () => (await sql`select 1 from public.global_chat_messages where content = ${text}`)[0],
        'it is stored',
      );
      const [row] = await sql`
        select message.metadata ->> 'trigger' as said, session.visitor_metadata ->> 'trigger' as began
        from public.global_chat_messages message join public.global_chat_sessions session on session.id = message.session_id
        where message.content = ${text}`;
      assert.deepEqual({ ...row }, { said: 'teaser', began: 'teaser' });
      assert.deepEqual(await violations(page), []);
      await context.close();
    });
  }

  it('that is closed in one tab is gone in the other, and after a reload, on every page', async () => {
    const context = await browser.createBrowserContext();
    const one = await open(context);
    await shows(one, MESSAGE);
    const two = await open(context, '/prices');
    await shows(two, 'Shall I explain the prices?');
    await (await part(two, 'close')).click();
    await until(async () => (await teaser(two)) === null, 'it is closed');
    await until(async () => (await teaser(one)) === null, 'it is gone in the other tab');
    assert.deepEqual(await kept(two), [`globalchat:${demo.widgetId}:teaser`]);
    const answered = two.waitForResponse((response) => response.url().includes('/triggers-'));
    await two.reload();
    await answered;
    assert.equal(await teaser(two), null);
    assert.deepEqual([await violations(one), await violations(two)], [[], []]);
    await context.close();
  });
});
