// What a visitor does besides writing, in the bundle that pages load: looks away and is called back, picks an emoji, keeps
// a copy, and has everything erased.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import {
  Agent,
  Visitor,
  byRole,
  byText,
  launchBrowser,
  look,
  visibleText,
  waitForBubble,
  until,
} from './people.ts';

describe('besides writing', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'globalchat-copy-'));
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    assert.equal(await demo?.stop(), 0);
  });

  it('a visitor is told of an answer, picks an emoji, keeps a copy and erases everything', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    const visitor = await Visitor.arrive(browser, demo.landing);
    const { page } = visitor;
    const title = await page.title();
    await visitor.openChat();
    await visitor.write('Is the boathouse free?');
    await agent.open('Is the boathouse free?');
    await agent.reply('One moment');
    await waitForBubble(page, 'One moment');

    await look(page, 'hidden');
    await agent.reply('It is free');
    await until(async () => (await page.title()) === `(1) ${title}`, 'the count', {
      sight: () => page.title(),
    });
    await look(page, 'visible');
    await until(async () => (await page.title()) === title, 'the title', { sight: () => page.title() });

    await (await byRole(page, 'button', 'Emoji')).click();
    await (await byText(page, '🎉')).click();
    await (await byRole(page, 'button', 'Send message')).click();
    await waitForBubble(page, '🎉');

    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: folder,
      ...(page.browserContext().id !== undefined && { browserContextId: page.browserContext().id! }),
    });
    await (await byRole(page, 'button', 'More options')).click();
    await (await byRole(page, 'menuitem', 'Download transcript')).click();
    const saved = async () => (await readdir(folder)).find((name) => name.endsWith('.html'));
    await until(async () => (await saved()) !== undefined, 'the copy');
    const text = await readFile(join(folder, (await saved())!), 'utf8');
    assert.match(text, /You<[^]*Is the boathouse free\?[^]*One moment[^]*It is free[^]*You<[^]*🎉/);

    await (await byRole(page, 'button', 'More options')).click();
    await (await byRole(page, 'menuitem', 'Erase my data')).click();
    await (await byRole(page, 'button', 'Erase')).click();
    await byText(page, 'Your data is erased.');
    await until(
      async () => !(await visibleText(agent.page)).includes('boathouse'),
      'it is gone in the inbox, too',
      { sight: () => visibleText(agent.page) },
    );
    // The open conversation may ask once more for what is gone, and the browser notes the answer.
    const troubles = visitor.troubles.list.filter((line) => !line.includes('status of 404'));
    assert.deepEqual([troubles, visitor.warnings], [[], []]);
    await visitor.leave();
    await agent.leave();
  });
});
