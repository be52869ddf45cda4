// A phone that runs out of battery right after Send: whoever comes back is the same visitor, in the same conversation.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, launchBrowser, waitForBubble, until, bubbles } from './people.ts';

describe('a browser killed right after the first message', () => {
  let demo: Demo;
  let profile: string;
  const browsers: Browser[] = [];
  const launch = async (userDataDir?: string): Promise<Browser> => {
    const browser = await launchBrowser(userDataDir);
    browsers.push(browser);
    return browser;
  };
  before(async () => {
    demo = await startDemo();
    profile = await mkdtemp(join(tmpdir(), 'gc-killed-'));
  });
  after(async () => {
    for (const browser of browsers) if (browser.connected) await browser.close();
    await demo?.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  it('comes back with the conversation, and the answer reaches it', async () => {
    const first = await launch(profile);
    const before = await Visitor.arriveAtHome(first, demo.landing);
    await before.openChat();
    await before.write('My battery is at one percent');
    await until(
      async () => (await bubbles(before.page)).some(({ status }) => status === 'sent'),
      'the message sent',
    );
    const dead = once(first.process()!, 'exit');
    first.process()!.kill('SIGKILL');
    await dead;

    const agent = await Agent.signIn(await launch(), demo.inbox, demo.agents[0]!);
    await agent.open('My battery is at one percent');
    await agent.reply('Take your time');

    const again = await Visitor.arriveAtHome(await launch(profile), demo.landing);
    await again.continueConversation('Take your time');
    await waitForBubble(again.page, 'My battery is at one percent');
    await waitForBubble(again.page, 'Take your time');
    await again.write('Charged again');
    await waitForBubble(agent.page, 'Charged again');
    assert.equal((await bubbles(again.page)).length, 3, 'one conversation, nothing twice');
  });
});
