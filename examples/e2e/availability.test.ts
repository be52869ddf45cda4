// Whether somebody is there, between both pages of the demo: what an agent chooses in the inbox is what an open chat says.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, byRole, byText, launchBrowser, until, visibleText } from './people.ts';

describe('availability', () => {
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

  it('of an agent reaches the open chat: online, away without an opening that is past, online again', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    // A choice is heard where the channel is joined.
    const channels = await visitor.page.createCDPSession();
    let joined = false;
    channels.on('Network.webSocketFrameReceived', ({ response: { payloadData } }) => {
      joined ||= payloadData.includes(`widget:${demo.widgetId}`) && payloadData.includes('"ok"');
    });
    await channels.send('Network.enable');
    await visitor.openChat();
    await until(() => joined, 'the channel of the config');
    await byText(visitor.page, 'Online');
    const choose = async (from: string, to: string): Promise<void> => {
      await (await byRole(agent.page, 'button', `Availability: ${from}`)).click();
      await (await byRole(agent.page, 'menuitemradio', to)).click();
      await byRole(agent.page, 'button', `Availability: ${to}`);
    };
    await choose('Online', 'Away');
    await byText(visitor.page, 'We’re away right now');
    assert.doesNotMatch(await visibleText(visitor.page), /Back (today|tomorrow|on)/);
    await choose('Away', 'Online');
    await until(
      async () => !(await visibleText(visitor.page)).includes('We’re away right now'),
      'the chat is online again',
    );
    await byText(visitor.page, 'Online');
    assert.deepEqual([...visitor.troubles.list, ...agent.troubles.list], []);
  });
});
