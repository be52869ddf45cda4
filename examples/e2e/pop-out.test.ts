// The chat in a window of its own, from a page with a strict policy: the same conversation, draft and visitor on both sides,
// and no half that is left when either side goes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { bubbles, byRole, byText, launchBrowser, openChat, until, waitForBubble } from './people.ts';
import { serveStrictPages } from './strict-pages.ts';
import type { StrictPages } from './strict-pages.ts';

const FAILED =
  'The chat couldn’t open in a window. If your browser blocks pop-ups, allow them for this page.';

describe('the chat in a window of its own', () => {
  let demo: Demo;
  let browser: Browser;
  let pages: StrictPages;
  let address = '';
  let sql: postgres.Sql;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1, onnotice: () => undefined });
    await sql`update public.global_widget_config set teaser_text = null`;
    pages = await serveStrictPages(demo, {
      script: `told = [], heldBack = [], holdsBack = false;
        addEventListener("gc-send", ({ content }) => told.push(content));
        addEventListener("gc-before-send", (event) => {
          if (holdsBack) { event.preventDefault(); heldBack.push(event.content); } else told = [];
        });`,
      policy: (page) => (page === 'no-policies' ? { 'trusted-types': 'lit-html' } : {}),
    });
    address = pages.address;
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    pages?.close();
    await demo?.stop();
  });

  const type = async (page: Page, text: string): Promise<void> =>
    (await byRole(page, 'textbox', 'Message')).type(text);
  const send = async (page: Page, text: string): Promise<void> => {
    await type(page, text);
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, text);
  };
  const draft = (page: Page): Promise<string | undefined> =>
    page.$eval('global-chat >>> textarea', (box) => box.value).catch(() => undefined);
  const state = (page: Page): Promise<unknown> => page.$eval('global-chat', (one) => one.state);
  const violations = (page: Page): Promise<unknown> => page.evaluate('violations');

  /** Somebody who said something, and began to write more. */
  async function talking(path = '/'): Promise<{ context: BrowserContext; page: Page; said: string }> {
    const context = await browser.createBrowserContext();
    const page = await openWindow(context);
    await page.goto(address + path);
    const said = `Is the cabin free? ${crypto.randomUUID()}`;
    await openChat(page);
    await send(page, said);
    await until(async () => (await stored(said)).length === 1, 'it is stored');
    await type(page, 'And the sauna');
    return { context, page, said };
  }
  const stored = (text: string): Promise<postgres.RowList<postgres.Row[]>> =>
    sql`select session_id, visitor_id from public.global_chat_messages where content = ${text}`;

  async function choose(page: Page): Promise<void> {
    await (await byRole(page, 'button', 'More options')).click();
    await (await byRole(page, 'menuitem', 'Open in a window')).click();
  }
  async function moveOut(context: BrowserContext, page: Page): Promise<Page> {
    const comes = new Promise<Page>((resolve) => {
      context.once('targetcreated', (target) => void target.page().then((found) => resolve(found!)));
    });
    await choose(page);
    return comes;
  }

  it('goes on with what was said and typed, for the same visitor, and comes back', async () => {
    const { context, page, said } = await talking();
    const other = await moveOut(context, page);
    await waitForBubble(other, said);
    assert.equal(await draft(other), 'And the sauna');
    await until(async () => (await state(page)) === 'closed', 'the panel of the page is closed');
    assert.equal(await other.title(), 'Fjellhus');
    await send(other, '?');
    const answer = await until(async () => (await stored('And the sauna?'))[0], 'it is stored');
    assert.deepEqual(answer, (await stored(said))[0]);
    assert.deepEqual(await page.evaluate('told'), ['And the sauna?']);
    // A second window, or a second choice in it, there is not.
    assert.equal(await other.$('aria/Close chat'), null);
    await type(other, 'Thanks');
    await (await byRole(page, 'button', 'Open chat')).click();
    await until(() => other.isClosed(), 'the window is closed');
    await waitForBubble(page, 'And the sauna?');
    assert.equal(await state(page), 'open');
    assert.deepEqual(await violations(page), []);
    await context.close();
  });

  it('is filled once when it is chosen twice', async () => {
    const { context, page, said } = await talking();
    const errors: string[] = [];
    const comes = new Promise<Page>((resolve) => {
      context.once('targetcreated', (target) => void target.page().then((found) => resolve(found!)));
    });
    await (await byRole(page, 'button', 'More options')).click();
    const item = await byRole(page, 'menuitem', 'Open in a window');
    await item.evaluate((button) => {
      for (let time = 0; time < 2; time++) (button as HTMLElement).click();
    });
    const other = await comes;
    other.on('pageerror', (error) => errors.push(String(error)));
    await waitForBubble(other, said);
    await until(async () => (await state(page)) === 'closed', 'the panel of the page is closed');
    await send(other, ', twice?');
    await until(async () => (await stored('And the sauna, twice?')).length === 1, 'it is stored');
    assert.deepEqual(errors, []);
    await context.close();
  });

  it('asks the page before a message is sent, as long as the page is there', async () => {
    const { context, page } = await talking('/holds-back');
    const other = await moveOut(context, page);
    await until(async () => (await draft(other)) === 'And the sauna', 'the draft is there');
    await page.evaluate('holdsBack = true');
    await type(other, ' please');
    await (await byRole(other, 'button', 'Send message')).click();
    await until(() => page.evaluate('heldBack.length === 1'), 'the page held it back');
    assert.equal(await draft(other), 'And the sauna please');
    await context.close();
  });

  it('stays when the page is left, is found again by the next one, and goes when it is loaded again', async () => {
    const { context, page, said } = await talking();
    const other = await moveOut(context, page);
    await waitForBubble(other, said);
    await page.goto(`${address}/next`);
    await send(other, ' for six');
    await openChat(page);
    await waitForBubble(page, 'And the sauna for six');
    await choose(page);
    await until(async () => (await state(page)) === 'closed', 'it is in the window');
    assert.equal((await context.pages()).filter((one) => !one.isClosed()).length, 2);
    assert.ok((await bubbles(other)).length >= 2);
    void other.reload().catch(() => undefined);
    await until(() => other.isClosed(), 'no empty window is left');
    await openChat(page);
    await waitForBubble(page, 'And the sauna for six');
    await context.close();
  });

  it('shows the home screen where the page showed it', async () => {
    const { context, page, said } = await talking();
    await (await byRole(page, 'button', 'Back')).click();
    await byRole(page, 'button', 'Start a conversation');
    const other = await moveOut(context, page);
    await byRole(other, 'button', 'Start a conversation');
    await until(
      () =>
        other.evaluate(() => {
          const shown = document.querySelector('global-chat')!.shadowRoot!.querySelector('.panel')!;
          return shown.getBoundingClientRect().width === innerWidth;
        }),
      'the panel fills the window',
    );
    await (await byText(other, said)).click();
    await waitForBubble(other, said);
    await context.close();
  });

  it('is closed with the chat of the page, and leaves nothing when the visitor closes it', async () => {
    const { context, page, said } = await talking();
    const first = await moveOut(context, page);
    await waitForBubble(first, said);
    await first.close();
    await (await byRole(page, 'button', 'Open chat')).click();
    await waitForBubble(page, said);
    const second = await moveOut(context, page);
    await waitForBubble(second, said);
    await page.evaluate('GlobalChat("destroy")');
    await until(() => second.isClosed(), 'it is closed with the widget');
    assert.deepEqual(await violations(page), []);
    await context.close();
  });

  for (const [what, script] of [
    ['by the browser', 'open = () => null'],
    ['by the page’s policy', ''],
  ] as const) {
    it(`that is blocked ${what} says so and stays where it is`, async () => {
      const { context, page, said } = await talking(script ? '/' : '/no-policies');
      if (script) await page.evaluate(script);
      await choose(page);
      await byRole(page, 'heading', FAILED);
      assert.equal(await state(page), 'open');
      await (await byRole(page, 'button', 'Close')).click();
      await waitForBubble(page, said);
      assert.equal(await draft(page), 'And the sauna');
      await until(async () => (await context.pages()).length === 1, 'no window is left');
      await context.close();
    });
  }

  it('is not offered to a finger', async () => {
    const context = await browser.createBrowserContext();
    const page = await openWindow(context);
    await page.emulate({
      viewport: { width: 820, height: 1180, hasTouch: true, isMobile: true },
      userAgent: '',
    });
    await page.goto(address);
    await openChat(page);
    await (await byRole(page, 'button', 'More options')).click();
    await byRole(page, 'menuitem', 'Mute sounds');
    assert.equal(await page.$('aria/Open in a window'), null);
    await context.close();
  });
});
