// The product's main job: a visitor and an agent talk through the real backend, and nobody else hears of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import {
  Agent,
  Visitor,
  bubbles,
  byRole,
  byText,
  launchBrowser,
  visibleText,
  waitForBubble,
} from './people.ts';

const QUESTION = 'Is the lake cabin free from 12 to 14 December?';
const ANSWER = 'It is, and dogs are welcome.';

describe('a real conversation', () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    // As a person starts it, with pages that it builds itself.
    demo = await startDemo('');
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    assert.equal(await demo?.stop(), 0);
  });

  const firstAgent = () => demo.agents.find((agent) => !agent.tenantId || agent.tenantId === demo.tenantId)!;
  const foreignAgent = () => demo.agents.find((agent) => agent.tenantId && agent.tenantId !== demo.tenantId)!;

  it('crosses from the landing page to the inbox and back, survives reloads and stays private', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, firstAgent());
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write(QUESTION);
    await waitForBubble(visitor.page, QUESTION);

    // The newest conversation comes up in the list by itself, with its text as the preview.
    await agent.open(QUESTION);
    await agent.reply(ANSWER);
    await waitForBubble(visitor.page, ANSWER);
    await waitForBubble(agent.page, ANSWER);

    await visitor.page.reload();
    await visitor.continueConversation(ANSWER);
    await waitForBubble(visitor.page, QUESTION);
    await waitForBubble(visitor.page, ANSWER);
    const seen = await bubbles(visitor.page);
    assert.equal(seen.filter((bubble) => bubble.text.includes(QUESTION)).length, 1, 'one bubble per message');
    assert.ok(
      seen.findIndex((bubble) => bubble.text.includes(QUESTION)) <
        seen.findIndex((bubble) => bubble.text.includes(ANSWER)),
      'in the order they were said',
    );

    await agent.page.reload();
    await byRole(agent.page, 'list', 'Conversations');
    await agent.open(ANSWER);
    await waitForBubble(agent.page, QUESTION);

    const stranger = await Visitor.arrive(browser, demo.landing);
    await stranger.openChat();
    await stranger.write('Hello from somebody else');
    await waitForBubble(stranger.page, 'Hello from somebody else');
    assert.doesNotMatch(await visibleText(stranger.page), /lake cabin free from 12|dogs are welcome\./);

    const outsider = await Agent.signIn(browser, demo.inbox, foreignAgent());
    await outsider.page.waitForSelector('aria/[role="listitem"]');
    assert.doesNotMatch(
      await visibleText(outsider.page),
      /lake cabin free from 12|dogs are welcome\.|somebody else/,
    );

    for (const person of [visitor, agent, stranger, outsider]) {
      assert.deepEqual(person.troubles.list, [], 'nothing broke on any page');
      await person.leave();
    }
  });

  it('shows what the visitor wrote in the inbox within a second', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, firstAgent());
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write('First, to open the conversation');
    await agent.open('First, to open the conversation');
    await visitor.write('Now as a clock');
    await waitForBubble(agent.page, 'Now as a clock', 1000);
    await visitor.leave();
    await agent.leave();
  });

  it('keeps a note from the visitor and lets the agent resolve and reopen', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, firstAgent());
    const visitor = await Visitor.arrive(browser, demo.landing);
    await visitor.openChat();
    await visitor.write('Can you refund the storm night?');
    await agent.open('Can you refund the storm night?');

    await (await byRole(agent.page, 'tab', 'Note')).click();
    const note = await byRole(agent.page, 'textbox', 'Note');
    await note.type('Regular guest, say yes');
    await (await byRole(agent.page, 'button', 'Add note')).click();
    await byText(agent.page, 'Regular guest, say yes');

    await (await byRole(agent.page, 'tab', 'Reply')).click();
    await agent.reply('Yes, all of it.');
    await waitForBubble(visitor.page, 'Yes, all of it.');
    assert.doesNotMatch(await visibleText(visitor.page), /Regular guest/);

    await (await byRole(agent.page, 'button', 'Resolve')).click();
    await byRole(agent.page, 'button', 'Reopen');
    await (await byRole(visitor.page, 'button', 'Write again')).click();
    await visitor.write('Thank you');
    await byRole(agent.page, 'button', 'Resolve');
    await visitor.leave();
    await agent.leave();
  });
});
