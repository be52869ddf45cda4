// Who the visitor is, from a page that has its tokens signed as the documentation says to the agent who sees the shield: with
// a phone and with a mouse, over a token that expired, a reload, a second tab and another device.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { KnownDevices } from 'puppeteer-core';
import type { Browser, BrowserContext, Device, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { Agent, byRole, byText, launchBrowser, until, waitForBubble } from './people.ts';
import { serveStrictPages } from './strict-pages.ts';
import type { StrictPages } from './strict-pages.ts';

interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The example of the documentation. */
const { signIdentity } = (await import(new URL('../../docs/identity/sign.mjs', import.meta.url).href)) as {
  signIdentity: (options: { widgetId: string; key: string; user: User; now?: number }) => string;
};

const LONG_AGO_SECONDS = 3600;

describe('a visitor with a token', () => {
  let demo: Demo;
  let browser: Browser;
  let sql: postgres.Sql;
  let pages: StrictPages;
  let address = '';
  let key = '';
  let user: User;
  /** How often the page was asked, and how many of its next tokens are too old. */
  let asked = 0;
  let expired = 0;

  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1, onnotice: () => undefined });
    const [row] = await sql`
      select global_chat_private.rotate_identity_key(${demo.widgetId}::uuid) ->> 'key' as key`;
    key = String(row?.['key']);
    const sign = (): string => {
      asked += 1;
      const now = Math.floor(Date.now() / 1000) - (expired-- > 0 ? LONG_AGO_SECONDS : 0);
      return signIdentity({ widgetId: demo.widgetId, key, user, now });
    };
    pages = await serveStrictPages(demo, {
      script: `proofs = [];
        addEventListener("gc-identify", ({ verified, externalId }) => verified && proofs.push(externalId));
        GlobalChat = function () { (GlobalChat.q ??= []).push(arguments); };`,
      scriptsOfPages: { account: 'GlobalChat("identify", async () => (await fetch("/chat-token")).text());' },
      policy: () => ({
        'img-src': '*',
        'connect-src': `'self' ${demo.api} ${demo.api.replace('http', 'ws')}`,
      }),
      answers: { 'chat-token': sign },
    });
    address = pages.address;
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    pages?.close();
    await demo?.stop();
  });

  async function open(context: BrowserContext, path: string, device: Device | null): Promise<Page> {
    const page = await openWindow(context);
    if (device) await page.emulate(device);
    await page.goto(address + path);
    return page;
  }
  async function write(page: Page, text: string): Promise<void> {
    await page.evaluate(() =>
      (window as unknown as { GlobalChat: (verb: string) => void }).GlobalChat('open'),
    );
    const textbox = await byRole(page, 'textbox', 'Message');
    await textbox.type(text);
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, text);
    await until(
      async () => (await sql`select 1 from public.global_chat_messages where content = ${text}`)[0],
      `"${text}" is stored`,
    );
  }
  const proofs = (page: Page): Promise<unknown> => page.evaluate('proofs');
  const isProved = (page: Page): Promise<unknown> =>
    until(
      async () => JSON.stringify(await proofs(page)) === JSON.stringify([user.id]),
      'the page hears who it is',
    );

  for (const [number, who, device] of [
    [1, 'a mouse', null],
    [2, 'a phone', KnownDevices['iPhone 13']],
  ] as const) {
    it(`is known by name, with what they said before, on every device: ${who}`, async () => {
      user = { id: `guest-${number}`, name: `Ines the ${number}.`, email: `ines-${number}@example.com` };
      const context = await browser.createBrowserContext();
      const question = `Asked with ${who} before the login`;
      const stranger = await open(context, '/', device);
      await write(stranger, question);
      await stranger.close();

      // The first token is too old: the page is asked again.
      [asked, expired] = [0, 1];
      const one = await open(context, '/account', device);
      await isProved(one);
      assert.equal(asked, 2);
      const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
      await agent.open(question);
      await byText(agent.page, user.name);
      await until(() => agent.page.$('>>> gc-thread >>> .verified'), 'the agent sees the shield');

      await one.reload();
      await isProved(one);
      const two = await open(context, '/account', device);
      await write(two, `Written in the second tab with ${who}`);
      await waitForBubble(two, question);
      await one.evaluate('GlobalChat("open")');
      await waitForBubble(one, `Written in the second tab with ${who}`);
      await agent.reply(`An answer for ${user.name}`);
      await waitForBubble(one, `An answer for ${user.name}`);
      await waitForBubble(two, `An answer for ${user.name}`);

      const elsewhere = await browser.createBrowserContext();
      const other = await open(elsewhere, '/account', null);
      await write(other, `From another device than ${who}`);
      await isProved(other);
      await (await byRole(other, 'button', 'Back')).click();
      await byText(other, `An answer for ${user.name}`);
      const people = await sql`
        select distinct coalesce(visitor.merged_into, visitor.id) as person, session.visitor_verified as verified
        from public.global_chat_sessions session join public.global_chat_visitors visitor on visitor.id = session.visitor_id
        where session.visitor_name = ${user.name}`;
      assert.deepEqual(
        people.map(({ verified }) => verified),
        [true],
      );
      assert.deepEqual(agent.troubles.list, []);
      for (const page of [one, two, other]) assert.deepEqual(await page.evaluate('violations'), []);
      await Promise.all([agent.leave(), context.close(), elsewhere.close()]);
    });
  }
});
