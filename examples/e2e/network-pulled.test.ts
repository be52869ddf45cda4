// Without a network at the wrong moment: code that was asked for then must come once the network is back, in the same page.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import { Visitor, bubbles, byRole, byText, launchBrowser, waitForBubble, until } from './people.ts';

describe('the network pulled', () => {
  let demo: Demo;
  let browser: Browser;
  let folder: string;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'globalchat-network-'));
    await writeFile(join(folder, 'list.txt'), 'Two towels');
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    assert.equal(await demo?.stop(), 0);
  });

  it('before the first message: it shows and goes out when the network is back', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.page.waitForNetworkIdle();
    await visitor.page.setOfflineMode(true);
    await visitor.write('Is anybody there?');
    await byText(visitor.page, 'You’re offline.');
    await visitor.page.setOfflineMode(false);
    await waitForBubble(visitor.page, 'Is anybody there?');
    const status = async () => (await bubbles(visitor.page)).at(-1)?.status ?? 'nothing';
    await until(async () => ['sent', 'delivered', 'read'].includes(await status()), 'sent', {
      sight: status,
    });
  });

  it('before the first file: it says so, and takes the file when the network is back', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    const attach = await byRole(visitor.page, 'button', 'Attach a file');
    const choose = async (): Promise<void> => {
      const [chooser] = await Promise.all([visitor.page.waitForFileChooser(), attach.click()]);
      await chooser.accept([join(folder, 'list.txt')]);
    };
    await visitor.page.setOfflineMode(true);
    await choose();
    await byText(visitor.page, 'Upload stopped.');
    await visitor.page.setOfflineMode(false);
    await choose();
    await byRole(visitor.page, 'button', 'Remove list.txt');
  });
});
