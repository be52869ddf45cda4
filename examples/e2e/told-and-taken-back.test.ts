// Risk: what a page tells of its visitor does not reach the agent, or an own message that was changed or taken back is old or
// still there in another tab, after a reload, or on the agent's side; with a mouse and on a phone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { KnownDevices } from 'puppeteer-core';
import type { Browser, Device, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, bubbles, byRole, byText, launchBrowser, until, waitForBubble } from './people.ts';

const QUESTION = 'Which cabin has a sauna?';

describe('what a visitor takes back, and what the page tells of them', () => {
  let demo: Demo;
  let browser: Browser;
  let sql: postgres.Sql;

  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1, onnotice: () => undefined });
    await sql`update public.global_widget_config set suggestions = ${QUESTION} where id = ${demo.widgetId}`;
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    await demo?.stop();
  });

  const shows = (page: Page, text: string, is = true): Promise<unknown> =>
    until(
      async () => (await bubbles(page)).some((bubble) => bubble.text.includes(text)) === is,
      `${is ? 'a' : 'no'} bubble "${text}"`,
      { sight: async () => JSON.stringify(await bubbles(page)) },
    );
  /** Chooses in the menu of the visitor's last message. */
  const choose = async (page: Page, action: string): Promise<void> => {
    await (await byRole(page, 'button', 'Message options')).click();
    await (await byRole(page, 'button', action)).click();
  };

  for (const [who, device] of [
    ['a mouse', null],
    ['a phone', KnownDevices['iPhone 13']],
  ] as const satisfies readonly (readonly [string, Device | null])[]) {
    it(`is the same in both tabs, after a reload and for the agent: ${who}`, async () => {
      const visitor = await Visitor.arrive(browser, demo.landing);
      const one = visitor.page;
      if (device) await one.emulate(device);
      await one.evaluate(`GlobalChat('setAttributes', { plan: 'Plan with ${who}' });
        GlobalChat('track', 'Saw prices with ${who}', { cabins: 3 });`);
      await visitor.openChat();
      await (await byRole(one, 'button', QUESTION)).click();
      await waitForBubble(one, QUESTION);

      const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
      await agent.open(QUESTION);
      await byText(agent.page, `Plan with ${who}`);
      await byText(agent.page, `Saw prices with ${who}`);

      const two = await openWindow(one.browserContext());
      if (device) await two.emulate(device);
      await two.goto(demo.landing);
      await (await byRole(two, 'button', 'Open chat')).click();
      await shows(two, QUESTION);

      await choose(one, 'Edit');
      const box = await byRole(one, 'textbox', 'Edit message');
      await box.type(' And a boat?');
      await (await byRole(one, 'button', 'Save')).click();
      for (const page of [one, two, agent.page]) await shows(page, `${QUESTION} And a boat?`);
      await one.reload();
      await shows(one, `${QUESTION} And a boat?`);

      await choose(two, 'Delete');
      await (await byRole(two, 'button', 'Delete')).click();
      for (const page of [one, two, agent.page]) await shows(page, QUESTION, false);
      await two.reload();
      await byText(two, 'Message deleted');
      await shows(two, QUESTION, false);
      assert.deepEqual(agent.troubles.list, []);
      assert.deepEqual(visitor.troubles.list, []);
      await Promise.all([agent.leave(), visitor.leave()]);
    });
  }
});
