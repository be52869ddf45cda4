// Where an owner switches `typing` off nobody is told that somebody writes: not the team, and not the visitor.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { startDemo, type Demo } from '../demo.ts';
import { Agent, Visitor, byRole, launchBrowser, until, waitForBubble } from '../people.ts';

describe('typing', () => {
  let demo: Demo;
  let browser: Browser;
  let sql: postgres.Sql;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1 });
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    await demo?.stop();
  });

  it('is told both ways until it is switched off, and then neither way', async () => {
    const visitor = await Visitor.arrive(browser, demo.landing);
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    await visitor.openChat();
    await visitor.write('Are dogs welcome?');
    await agent.open('Are dogs welcome?');
    const box = await byRole(visitor.page, 'textbox', 'Message');
    const reply = (): Promise<ElementHandle> => byRole(agent.page, 'textbox', 'Reply');
    /** The other side may not listen yet: whoever goes on typing tells it again. */
    const isHeard = (from: ElementHandle, page: Page): Promise<unknown> =>
      until(async () => {
        await from.type('h');
        return (await page.$('>>> .typing')) !== null;
      }, 'typing is heard of');
    const say = async (from: ElementHandle, to: Page, text: string): Promise<void> => {
      await from.type(text);
      await (
        await (from === box
          ? byRole(visitor.page, 'button', 'Send message')
          : byRole(agent.page, 'button', 'Send reply'))
      ).click();
      await waitForBubble(to, text);
    };

    await isHeard(box, agent.page);
    await say(box, agent.page, ' and cats?');
    await isHeard(await reply(), visitor.page);
    await say(await reply(), visitor.page, ' both are.');

    await sql`update public.global_widget_config set typing = false, placeholder_text = 'Quietly' where id = ${demo.widgetId}`;
    await until(
      () => box.evaluate((element) => (element as HTMLTextAreaElement).placeholder === 'Quietly'),
      'the chat knows',
    );
    const isSeen = await Promise.all([visitor.page, agent.page].map(watchTyping));
    // What is said arrives after what would have told of the typing.
    await say(await reply(), visitor.page, 'And birds, too.');
    await say(box, agent.page, 'And fish?');
    assert.deepEqual(await Promise.all(isSeen.map((read) => read())), [false, false]);
    assert.deepEqual([...visitor.troubles.list, ...agent.troubles.list], []);
  });
});

/** Looks at every frame; tells whether anything was said of typing since. */
async function watchTyping(page: Page): Promise<() => Promise<boolean>> {
  const seen = await page.evaluateHandle(() => {
    const result = { typing: false };
    const all = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const look = (): void => {
      result.typing ||= all(document).some((one) => one.matches('.typing'));
      requestAnimationFrame(look);
    };
    look();
    return result;
  });
  return () => seen.evaluate(({ typing }) => typing);
}
