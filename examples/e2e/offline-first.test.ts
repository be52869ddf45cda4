// Risk: what somebody writes without a network is not seen, or leaves later and nobody tells of the answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import {
  Agent,
  Visitor,
  bubbles,
  byRole,
  byText,
  launchBrowser,
  look,
  until,
  visibleText,
  waitForBubble,
} from './people.ts';

describe('a first message without a network', () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
  });

  /** Opens the chat, waits until nothing more is loaded, and pulls the network. */
  async function openAndPull(visitor: Visitor): Promise<void> {
    await visitor.openChat();
    await visitor.page.waitForNetworkIdle();
    await visitor.page.setOfflineMode(true);
  }

  async function expectWaiting(page: Page, texts: readonly string[]): Promise<void> {
    const waiting = async (): Promise<readonly string[]> =>
      (await bubbles(page)).filter(({ status }) => status === 'pending').map(({ text }) => text);
    await until(async () => (await waiting()).length === texts.length, 'bubbles that wait', {
      sight: async () => (await visibleText(page)).slice(0, 500),
    });
    // The transcript adds when it was written.
    const shown = await waiting();
    assert.ok(
      texts.every((text, place) => shown[place]?.startsWith(text)),
      JSON.stringify(shown),
    );
  }

  it('stands in the transcript at once with its clock, like the second one, and both go out', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    await openAndPull(visitor);
    await visitor.write('Is the sauna warm?');
    await expectWaiting(visitor.page, ['Is the sauna warm?']);
    const shown = await visibleText(visitor.page);
    assert.match(shown, /Sending/);
    assert.match(shown, /You’re offline/);
    assert.doesNotMatch(shown, /Replies take about/);
    await visitor.write('And the lake?');
    await expectWaiting(visitor.page, ['Is the sauna warm?', 'And the lake?']);
    await visitor.page.setOfflineMode(false);
    await until(
      async () => (await bubbles(visitor.page)).filter(({ status }) => status === 'sent').length === 2,
      'both are sent',
      { sight: async () => (await visibleText(visitor.page)).slice(0, 500) },
    );
    await visitor.leave();
  });

  it('stays in the box where nothing has come yet that could show it, and goes out with the next Send', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    const { page } = visitor;
    // The composer is there, and what is loaded after it gets lost.
    await page.setRequestInterception(true);
    let isBroken = true;
    page.on('request', (request) => {
      if (isBroken && request.url().includes('lazy-features')) void request.abort();
      else void request.continue();
    });
    await openAndPull(visitor);
    await visitor.write('Are there blankets?');
    await byText(page, 'You’re offline.');
    const box = await byRole(page, 'textbox', 'Message');
    const typed = (): Promise<string> => box.evaluate((field) => (field as HTMLTextAreaElement).value);
    assert.equal(await typed(), 'Are there blankets?');
    isBroken = false;
    await page.setOfflineMode(false);
    await until(async () => !(await visibleText(page)).includes('You’re offline.'), 'the network');
    assert.equal(await typed(), 'Are there blankets?');
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, 'Are there blankets?');
    await visitor.leave();
  });

  it('leaves from the disk when the page comes back, and the answer is counted, announced and in the title', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    await openAndPull(visitor);
    await visitor.write('Do you take dogs?');
    await expectWaiting(visitor.page, ['Do you take dogs?']);
    // Without a network a page does not come back: the browser goes to another one, and to ours once there is one.
    await visitor.page.goto('about:blank');
    await visitor.page.setOfflineMode(false);
    await visitor.page.goto(demo.landing);
    // The chat was open before, and still is.
    await (await byRole(visitor.page, 'button', 'Close chat')).click();
    const title = await visitor.page.title();
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    await agent.open('Do you take dogs?');
    await look(visitor.page, 'hidden');
    await agent.reply('Two of them');
    await until(async () => (await visitor.page.title()) === `(1) ${title}`, 'the title counts', {
      sight: () => visitor.page.title(),
    });
    await look(visitor.page, 'visible');
    const launcher = await byRole(visitor.page, 'button', 'Open chat');
    assert.equal(await launcher.evaluate((button) => button.ariaDescription), '1 unread message');
    assert.equal(
      await launcher.evaluate((button) => button.nextElementSibling?.textContent),
      '1',
      'the badge',
    );
    await launcher.click();
    await byText(visitor.page, 'Two of them');
  });
});
