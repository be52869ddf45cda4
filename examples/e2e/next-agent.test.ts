// Two agents at one browser, one after the other, with the real supabase-js: whatever ends the first one's session, in this
// tab, in another or on the server, nothing of what they typed, opened and filtered is left to the second.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo, type DemoAgent } from './demo.ts';
import { Agent, Visitor, bubbles, byRole, launchBrowser, visibleText, until } from './people.ts';

const QUESTION = 'Is the boat house free in May?';
const SECRETS = ['half a reply', 'half a note'];

describe('the next agent at the same browser', () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write(QUESTION);
    await until(
      async () => (await bubbles(visitor.page)).some(({ status }) => status === 'sent'),
      'the question is stored',
    );
    await visitor.leave();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const [first, second] = [0, 1].map((place) => (): DemoAgent => demo.agents[place]!) as [
    () => DemoAgent,
    () => DemoAgent,
  ];

  /** Everything that this browser keeps for the page, but supabase-js' own login. */
  const kept = (page: Page): Promise<string> =>
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

  async function typeInto(page: Page, name: 'Reply' | 'Note', text: string): Promise<void> {
    await (await byRole(page, 'tab', name)).click();
    await (await byRole(page, 'textbox', name)).type(text);
  }

  async function signOut(page: Page): Promise<void> {
    await (await byRole(page, 'button', `Account: ${first().name}`)).click();
    await (await byRole(page, 'menuitem', 'Sign out')).click();
  }

  const ENDS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
    ['their own sign-out', signOut],
    [
      'a sign-out in another tab',
      async (page) => {
        const other = await openWindow(page.browserContext());
        await other.goto(demo.inbox);
        await byRole(other, 'list', 'Conversations');
        await signOut(other);
        await other.close();
        await page.bringToFront();
      },
    ],
    [
      'a session that the server ended',
      async (page) => {
        const token = await page.evaluate(() => {
          const login = Object.entries({ ...localStorage }).find(([key]) => key.endsWith('-auth-token'));
          return (JSON.parse(login?.[1] ?? '{}') as { access_token: string }).access_token;
        });
        const answer = await fetch(`${demo.api}/auth/v1/logout?scope=global`, {
          method: 'POST',
          headers: { apikey: demo.publishableKey, authorization: `Bearer ${token}` },
        });
        assert.ok(answer.ok);
        // An hour later: the token has run out, and its renewal is refused.
        await page.evaluate(async () => {
          const key = Object.keys({ ...localStorage }).find((name) => name.endsWith('-auth-token')) ?? '';
          const login = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
          localStorage.setItem(key, JSON.stringify({ ...login, expires_at: 1 }));
          const provider = document.querySelector('gc-inbox-provider') as unknown as {
            client: { auth: { refreshSession(): Promise<unknown> } };
          };
          await provider.client.auth.refreshSession();
        });
      },
    ],
  ];

  for (const [how, end] of ENDS) {
    it(`finds nothing of the last one after ${how}`, async () => {
      const agent = await Agent.signIn(browser, demo.inbox, first());
      const { page } = agent;
      await agent.open(QUESTION);
      await typeInto(page, 'Reply', 'half a reply');
      await typeInto(page, 'Note', 'half a note');
      await until(async () => (await kept(page)).includes('half a note'), 'the drafts are kept');
      await end(page);
      await byRole(page, 'textbox', 'Email');
      for (const secret of SECRETS) assert.ok(!(await kept(page)).includes(secret), await kept(page));
      assert.ok(!(await visibleText(page)).includes(QUESTION));
      await (await byRole(page, 'textbox', 'Email')).type(second().email);
      await (await byRole(page, 'textbox', 'Password')).type(second().password);
      await (await byRole(page, 'button', 'Sign in')).click();
      await byRole(page, 'list', 'Conversations');
      assert.equal(await page.evaluate(() => document.querySelector('gc-inbox-provider')?.sessionId), null);
      await agent.open(QUESTION);
      for (const name of ['Reply', 'Note'] as const) {
        await (await byRole(page, 'tab', name)).click();
        const box = await byRole(page, 'textbox', name);
        assert.equal(await box.evaluate((field) => (field as HTMLTextAreaElement).value), '');
      }
      await agent.leave();
    });
  }
});
