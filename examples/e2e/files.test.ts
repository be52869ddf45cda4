// Files between a visitor and an agent: from the file dialog through Storage to the other side, also over a reload that
// cuts the upload.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, bubbles, byRole, byText, launchBrowser, until } from './people.ts';

async function choose(page: Page, ...paths: readonly string[]): Promise<void> {
  const button = await byRole(page, 'button', 'Attach a file');
  const [chooser] = await Promise.all([page.waitForFileChooser(), button.click()]);
  await chooser.accept([...paths]);
  for (const path of paths) await byText(page, path.split('/').at(-1)!);
}

async function waitUntilSent(page: Page): Promise<void> {
  const last = async () => (await bubbles(page)).at(-1)?.status ?? 'nothing';
  await until(async () => !['nothing', 'pending', 'failed'].includes(await last()), 'sent', { sight: last });
}

/** Whether a picture of that name is painted, not only framed. */
async function waitForPicture(page: Page, name: string): Promise<void> {
  const button = await byRole(page, 'button', `Open image ${name}`);
  await until(
    () => button.evaluate((element) => (element.querySelector('img')?.naturalWidth ?? 0) > 0),
    `the picture ${name}`,
  );
}

describe('files', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'globalchat-files-'));
    const page = await openWindow(browser);
    await page.goto(demo.landing);
    await writeFile(join(folder, 'cabin.jpg'), await page.screenshot({ type: 'jpeg' }));
    await page.close();
    await writeFile(join(folder, 'offer.pdf'), `%PDF-1.7\n${'An offer. '.repeat(40_000)}`);
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    assert.equal(await demo?.stop(), 0);
  });

  it('reach the agent, and the agent’s reach the visitor', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await choose(visitor.page, join(folder, 'cabin.jpg'));
    await visitor.write('This is the cabin');
    await waitUntilSent(visitor.page);
    await waitForPicture(visitor.page, 'cabin.jpg');
    await agent.open('This is the cabin');
    await waitForPicture(agent.page, 'cabin.jpg');

    await choose(agent.page, join(folder, 'offer.pdf'));
    await agent.reply('And this is our offer');
    await byText(visitor.page, 'offer.pdf');
    assert.deepEqual([...visitor.troubles.list, ...agent.troubles.list], []);
  });

  it('arrive although the page is reloaded in the middle of the upload', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write('I will send a picture');
    await waitUntilSent(visitor.page);
    const network = await visitor.page.createCDPSession();
    await network.send('Network.enable');
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 20_000 };
    await network.send('Network.emulateNetworkConditions', slow);
    await choose(visitor.page, join(folder, 'offer.pdf'));
    await visitor.write('Here it is');
    await byRole(visitor.page, 'progressbar', 'Uploading offer.pdf');
    await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    await visitor.page.reload();
    await visitor.continueConversation('offer.pdf');
    await waitUntilSent(visitor.page);
    const texts = (await bubbles(visitor.page)).map(({ text }) => text);
    assert.equal(texts.filter((text) => text.includes('Here it is')).length, 1, 'once');
    await byRole(visitor.page, 'button', 'offer.pdf PDF · 400 kB Download');
  });
});
