// What a page pays before its visitor acts: the script and one config request. No cookie, no stored id, no socket, no row.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Browser, Page } from 'puppeteer-core';
import { openWindow } from '../../tools/browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { byRole, byText, launchBrowser, until } from './people.ts';

describe('before the visitor acts', () => {
  let demo: Demo;
  let browser: Browser;
  before(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function storedKeys(page: Page): Promise<string[]> {
    return page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map((database) => `indexedDB ${database.name ?? ''}`),
      ...(document.cookie ? [document.cookie] : []),
    ]);
  }

  it('loads the script, asks for the config, and loads what that has to say, and nothing else', async () => {
    const sql = postgres(demo.database, { max: 1 });
    const rows = async (): Promise<string> => {
      const [counts] = await sql`select (select count(*) from public.global_chat_visitors) as visitors,
        (select count(*) from public.global_chat_sessions) as sessions, (select count(*) from auth.users) as users`;
      return JSON.stringify(counts);
    };
    const before = await rows();

    const page = await openWindow(browser);
    const requests: string[] = [];
    const sockets: string[] = [];
    const pageFiles = new URL(demo.landing).origin;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin === pageFiles && !url.pathname.startsWith('/cdn/')) return;
      if (request.method() !== 'OPTIONS') requests.push(`${request.method()} ${url.pathname}`);
    });
    const devtools = await page.createCDPSession();
    await devtools.send('Network.enable');
    devtools.on('Network.webSocketCreated', ({ url }) => sockets.push(url));

    await page.goto(demo.landing, { waitUntil: 'networkidle0' });
    await byRole(page, 'button', 'Open chat');
    // The demo has a message beside its launcher.
    await until(() => requests.some((request) => request.includes('/triggers-')), 'the triggers', {
      sight: () => requests.join(),
    });
    await byText(page, 'Looking for a free weekend');

    assert.deepEqual(requests.map((request) => request.replace(/(triggers)-\w+/, '$1')).toSorted(), [
      'GET /cdn/global-chat.js',
      'GET /cdn/triggers.js',
      'GET /rest/v1/rpc/global_chat_widget_config',
    ]);
    assert.deepEqual(sockets, []);
    assert.deepEqual(await storedKeys(page), []);
    assert.equal(await rows(), before);

    await (await byRole(page, 'button', 'Open chat')).click();
    await byRole(page, 'textbox', 'Message');
    assert.equal(await rows(), before, 'opening and looking makes no row either');
    await sql.end();
  });
});
