// What an owner writes into the widget's row is asked of a visitor, and arrives with their first message.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Browser } from 'puppeteer-core';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, byRole, byText, launchBrowser, waitForBubble } from './people.ts';

const FIELDS = [
  { key: 'name', label: 'Your name', type: 'text', required: true },
  { key: 'email', label: 'Your email', type: 'email', required: true },
  { key: 'topic', label: 'Topic', type: 'select', options: ['A new booking', 'Something else'] },
  { key: 'story', label: 'Your story', type: 'text' },
  { key: 'longer', label: 'The rest of it', type: 'text' },
];

describe('questions before a conversation', () => {
  let demo: Demo;
  let browser: Browser;
  let sql: postgres.Sql;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
    sql = postgres(demo.database, { max: 1 });
    await sql`update public.global_widget_config
      set pre_chat = ${sql.json(FIELDS)}, consent_required = true where id = ${demo.widgetId}`;
  });
  after(async () => {
    await sql?.end();
    await browser?.close();
    await demo?.stop();
  });

  it('are answered once, and the database takes the longest answers', async () => {
    const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
    const visitor = await Visitor.arrive(browser, demo.landing);
    const { page } = visitor;
    await page.evaluate(() => (document.title = `x${'🏔'.repeat(400)}`));
    await visitor.openChat();
    await visitor.write('Is the lake cabin free?');
    await byText(page, 'Who are we talking to?');
    await (await byRole(page, 'textbox', 'Your name')).type('Ravna Utsi');
    await (await byRole(page, 'textbox', 'Your email')).type('ravna@fjellhus.example');
    const topic = await byRole(page, 'combobox', 'Topic optional');
    await topic.evaluate((element) => {
      (element as HTMLSelectElement).value = 'A new booking';
      element.dispatchEvent(new Event('change', { bubbles: true }));
    });
    for (const label of ['Your story', 'The rest of it']) {
      const field = await byRole(page, 'textbox', `${label} optional`);
      await field.evaluate((element) => {
        (element as HTMLInputElement).value = '山'.repeat(200);
        element.dispatchEvent(new InputEvent('input', { bubbles: true }));
      });
    }
    const consent = await byRole(page, 'checkbox', 'I agree to the privacy notice.');
    // Continue lies over the end of a long form until one scrolls.
    await consent.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await consent.click();
    await (await byRole(page, 'button', 'Continue')).click();
    await waitForBubble(page, 'Is the lake cabin free?');
    await byText(agent.page, 'Ravna Utsi');

    const [session] = await sql`select visitor_name, visitor_email, visitor_metadata
      from public.global_chat_sessions where visitor_email = 'ravna@fjellhus.example'`;
    const metadata = session!.visitor_metadata as { fields: Record<string, string>; consent_at: string };
    assert.equal(session!.visitor_name, 'Ravna Utsi');
    assert.equal(metadata.fields.topic, 'A new booking');
    assert.match(metadata.fields.story!, /^山{100,200}$/u);
    assert.ok(Math.abs(Date.parse(metadata.consent_at) - Date.now()) < 60_000);
    assert.deepEqual(visitor.troubles.list, []);
  });
});
