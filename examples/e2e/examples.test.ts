// Each example as its reader would run it: built by Vite with the variables it documents, opened in a browser.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { createServer, type ViteDevServer } from 'vite';
import { startDemo, type Demo } from './demo.ts';
import { Agent, Visitor, byRole, byText, launchBrowser, waitForBubble } from './people.ts';

/** Only some browsers ask for a page's icon, so the test does. */
async function assertNothingBroke({ page, troubles }: Visitor | Agent): Promise<void> {
  const icon = await page.$eval('link[rel=icon]', (link) => link.href);
  assert.match((await fetch(icon)).headers.get('content-type') ?? '', /^image\/svg/);
  assert.deepEqual(troubles.list, []);
}

describe('the examples', () => {
  let demo: Demo;
  let browser: Browser;
  const servers: ViteDevServer[] = [];
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.close()));
    await demo?.stop();
  });

  /** As `npm start -w examples/NAME` with the demo's addresses in the environment. */
  async function serve(name: string): Promise<string> {
    const values: Record<string, string> = {
      VITE_GLOBAL_CHAT_SCRIPT: new URL('/cdn/global-chat.js', demo.landing).href,
      VITE_SUPABASE_URL: demo.api,
      VITE_SUPABASE_ANON_KEY: demo.publishableKey,
      VITE_WIDGET_ID: demo.widgetId,
    };
    // Vite reads the process's environment, which wins over the example's .env file.
    Object.assign(process.env, values);
    const root = fileURLToPath(new URL(`../${name}`, import.meta.url));
    const server = await createServer({
      root,
      server: { port: 0, host: '127.0.0.1' },
      logLevel: 'error',
      clearScreen: false,
    });
    servers.push(server);
    await server.listen();
    const [url] = server.resolvedUrls?.local ?? [];
    assert.ok(url, `${name} is served`);
    return url;
  }

  for (const name of ['landing', 'npm-vite']) {
    it(`${name}: a visitor writes`, async () => {
      const visitor = await Visitor.arrive(browser, await serve(name));
      await visitor.openChat();
      await visitor.write(`Hello from ${name}`);
      await waitForBubble(visitor.page, `Hello from ${name}`);
      await assertNothingBroke(visitor);
      await visitor.leave();
    });
  }

  it('inbox: an agent signs in and reads', async () => {
    const [first] = demo.agents;
    assert.ok(first);
    const agent = await Agent.signIn(browser, await serve('inbox'), first);
    await byText(agent.page, 'Ida Lindqvist');
    await assertNothingBroke(agent);
    await agent.leave();
  });

  it('headless: the guide’s code sends and hears', async () => {
    const visitor = await Visitor.arrive(browser, await serve('headless'));
    await (await byRole(visitor.page, 'textbox', 'Message')).type('Hello from nowhere');
    await (await byRole(visitor.page, 'button', 'Send')).click();
    await byText(visitor.page, 'John Doe: Hello from nowhere');
    assert.ok(
      visitor.log.some((line) => /^\[Realtime\] Channel session:[\da-f-]{36} status: SUBSCRIBED$/.test(line)),
      visitor.log.join('\n'),
    );
    await assertNothingBroke(visitor);
    await visitor.leave();
  });
});
