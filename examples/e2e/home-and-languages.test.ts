// Risk: a conversation that is resolved while somebody reads it offers nothing, or the home screen is another one after a reload,
// in a second tab, or in another language; with a mouse and on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KnownDevices } from 'puppeteer-core';
import type { Browser, Device, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, byRole, byText, launchBrowser, until, waitForBubble } from './people.ts';

const LANGUAGES = ['sv', 'da', 'fi', 'cs', 'ro', 'hu', 'el', 'ar'];

describe('the home screen', () => {
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

  /** The panel speaks it, and nothing of it is wider than it. */
  const speaks = (page: Page, locale: string): Promise<unknown> =>
    until(
      () =>
        page.evaluate((wanted) => {
          const panel = document
            .querySelector('global-chat')
            ?.shadowRoot?.querySelector<HTMLElement>('.view');
          return panel?.lang === wanted && panel.scrollWidth <= panel.clientWidth;
        }, locale),
      `it speaks ${locale}`,
    );

  for (const [who, device] of [
    ['a mouse', null],
    ['a phone', KnownDevices['iPhone 13']],
  ] as const satisfies readonly (readonly [string, Device | null])[]) {
    it(`is the same after a reload, in a second tab and in other languages: ${who}`, async () => {
      const [question, answer] = [`A question with ${who}`, `An answer for ${who}`];
      const visitor = await Visitor.arrive(browser, demo.landing);
      const one = visitor.page;
      if (device) await one.emulate(device);
      await visitor.openChat();
      await visitor.write(question);
      const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
      await agent.open(question);
      await agent.reply(answer);
      await waitForBubble(one, answer);
      await (await byRole(agent.page, 'button', 'Resolve')).click();
      // In the thread, while it is read.
      await byRole(one, 'button', 'Write again');
      await byRole(one, 'button', 'Download transcript');
      await (await byRole(one, 'radio', 'Great')).click();
      await one.reload();
      await waitForBubble(one, answer);
      await byRole(one, 'button', 'Write again');

      const two = await openWindow(one.browserContext());
      if (device) await two.emulate(device);
      await two.goto(demo.landing);
      await (await byRole(two, 'button', 'Open chat')).click();
      await byText(two, answer);
      await byRole(two, 'button', 'Start a conversation');
      for (const locale of LANGUAGES) {
        await two.evaluate(`GlobalChat('setLocale', '${locale}')`);
        await speaks(two, locale);
      }
      await two.evaluate(`GlobalChat('setLocale', 'en')`);
      await (await byRole(two, 'button', 'Start a conversation')).click();
      await byRole(two, 'textbox', 'Message');
      assert.deepEqual(visitor.troubles.list, []);
      assert.deepEqual(agent.troubles.list, []);
      await Promise.all([agent.leave(), visitor.leave()]);
    });
  }
});
