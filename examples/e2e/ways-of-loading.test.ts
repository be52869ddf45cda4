// Whichever way the script comes onto a page: its settings are those of its tag or of the page's own call, its panel comes
// from where it was published, and the address of the page, which anybody who shares a link can write, says nothing.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import { buildPages } from '../../packages/cli/src/pages/build.ts';
import { openWindow } from '../../tools/browser.ts';
import { byRole, launchBrowser, until } from './people.ts';

const WIDGET = '019b0000-0000-7000-8000-00000000000a';
const OTHER = '019b0000-0000-7000-8000-00000000000b';
const SETTINGS = `data-supabase-url="https://right.example" data-supabase-key="sb_publishable_right" data-widget-id="${WIDGET}"`;
const QUERY = `url=https://right.example&key=sb_publishable_right&widget=${WIDGET}`;
const INIT = `GlobalChat('init', { supabaseUrl: 'https://right.example', supabaseKey: 'sb_publishable_right', widgetId: '${WIDGET}' });`;
const QUEUE = `window.GlobalChat = window.GlobalChat || function () { (GlobalChat.q = GlobalChat.q || []).push(arguments); };${INIT}`;
/** What an attacker's link would say. */
const HOSTILE = `?url=https://evil.example&key=sb_publishable_evil&widget=${OTHER}&supabaseUrl=https://evil.example#https://evil.example/global-chat.js`;
const SCRIPT = 'https://cdn.shop.example/chat/global-chat.js';
const PUBLISHED = /^https:\/\/cdn\.jsdelivr\.net\/npm\/@globalchat\/widget@[\d.]+\/dist\/cdn\/panel-/;
const BESIDE = /^https:\/\/cdn\.shop\.example\/chat\/panel-/;

interface Way {
  readonly what: string;
  /** The page's body, given the text of the script that has no place of its own. */
  readonly body: (script: string) => string;
  /** The page's own bundle, at /app.js. */
  readonly bundle?: (script: string) => string;
  readonly panel: RegExp;
}

const inline = (attributes: string, script: string): string => `<script ${attributes}>${script}</script>`;
const WAYS: readonly Way[] = [
  {
    what: 'an async classic script',
    body: () => `<script async src="${SCRIPT}" ${SETTINGS}></script>`,
    panel: BESIDE,
  },
  {
    what: 'a classic script with its settings in its own address',
    body: () => `<script async src="${SCRIPT}?${QUERY}"></script>`,
    panel: BESIDE,
  },
  {
    what: 'a module',
    body: () => `<script type="module" src="${SCRIPT}" ${SETTINGS}></script>`,
    panel: BESIDE,
  },
  {
    what: 'a module with its settings in its own address',
    body: () => `<script type="module" src="${SCRIPT}?${QUERY}"></script>`,
    panel: BESIDE,
  },
  {
    what: 'a script that a tag manager injects',
    body: () => `<script>
      const script = document.createElement('script');
      script.src = '${SCRIPT}';
      Object.assign(script.dataset, { supabaseUrl: 'https://right.example', supabaseKey: 'sb_publishable_right', widgetId: '${WIDGET}' });
      document.head.append(script);
    </script>`,
    panel: BESIDE,
  },
  {
    what: 'a script after a queue',
    body: () => `<script>${QUEUE}</script><script async src="${SCRIPT}"></script>`,
    panel: BESIDE,
  },
  { what: 'inlined with its settings', body: (script) => inline(SETTINGS, script), panel: PUBLISHED },
  {
    what: 'inlined after a queue',
    body: (script) => `<script>${QUEUE}</script>${inline('', script)}`,
    panel: PUBLISHED,
  },
  {
    what: 'inlined as a module',
    body: (script) => inline(`type="module" ${SETTINGS}`, script),
    panel: PUBLISHED,
  },
  {
    what: 'in a bundle whose tag has the settings',
    body: () => `<script defer src="/app.js" ${SETTINGS}></script>`,
    bundle: (script) => `window.before = () => 1\n${script}\nwindow.after = 1;`,
    panel: PUBLISHED,
  },
  {
    what: 'in a bundle that is a module and calls it by itself',
    body: () => `<script type="module" src="/app.js"></script>`,
    bundle: (script) => `${QUEUE}\n${script}`,
    panel: PUBLISHED,
  },
  {
    what: 'a page where somebody wrote an element named currentScript',
    body: () => `<img name="currentScript" src="https://evil.example/global-chat.js" data-widget-id="${OTHER}"
      data-supabase-url="https://evil.example" data-supabase-key="sb_publishable_evil">
      <script async src="${SCRIPT}" ${SETTINGS}></script>`,
    panel: BESIDE,
  },
];

describe('whichever way the script is loaded', () => {
  let browser: Browser;
  let script: string;
  let folder: string;
  let cdn: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'global-chat-'));
    ({ cdn } = await buildPages(folder));
    script = await readFile(`${cdn}/global-chat.inline.js`, 'utf8');
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Visit {
    readonly page: Page;
    readonly requests: string[];
    readonly warnings: string[];
    readonly errors: string[];
  }

  /** A page of the shop; everything it asks for is answered here. */
  async function visit(body: string, bundle = '', query = HOSTILE): Promise<Visit> {
    const page = await openWindow(browser);
    const requests: string[] = [];
    const warnings: string[] = [];
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'warn' && warnings.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    const answer = async (request: HTTPRequest): Promise<void> => {
      const url = new URL(request.url());
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
      const send = (contentType: string, text: string) =>
        request.respond({ headers, contentType, body: text });
      if (url.host === 'shop.example') {
        if (url.pathname === '/app.js') return send('text/javascript', bundle);
        if (url.pathname === '/') return send('text/html', `<!doctype html><title>Shop</title>${body}`);
        return request.respond({ status: 404 });
      }
      requests.push(request.url());
      if (url.host === 'right.example')
        return send('application/json', JSON.stringify({ id: WIDGET, allowed: true, launcher: {} }));
      if (url.host === 'evil.example') return request.abort();
      return send('text/javascript', await readFile(join(cdn, basename(url.pathname)), 'utf8'));
    };
    await page.setRequestInterception(true);
    page.on('request', (request) => void answer(request));
    await page.goto(`https://shop.example/${query}`);
    return { page, requests, warnings, errors };
  }

  for (const { what, body, bundle, panel } of WAYS) {
    it(`${what}: the settings are its own, whatever the page's address says`, async () => {
      const { page, requests, warnings, errors } = await visit(body(script), bundle?.(script));
      const seen = (): string => JSON.stringify({ requests, warnings, errors });
      await until(() => requests.some((url) => url.includes('/rpc/')), 'the config request', { sight: seen });
      await (await byRole(page, 'button', 'Open chat')).click();
      await byRole(page, 'textbox', 'Message');
      assert.ok(
        requests.some((url) => panel.test(url)),
        seen(),
      );
      for (const url of requests.filter((url) => url.includes('/rest/')))
        assert.match(url, /^https:\/\/right\.example\//);
      assert.ok(
        requests.some((url) => url.includes(`?widget_id=${WIDGET}&`)),
        seen(),
      );
      const chat = requests.filter((url) => !/evil\.example\/global-chat\.js$/.test(url));
      assert.ok(!chat.some((url) => url.includes('evil') || url.includes(OTHER)), seen());
      assert.deepEqual([warnings, errors], [[], []]);
      await page.close();
    });
  }

  it('without settings there is one coded warning and no widget, whatever the page’s address says', async () => {
    const { page, requests, warnings, errors } = await visit(
      `<script src="${SCRIPT}"></script><script src="${SCRIPT}"></script>`,
    );
    await until(() => warnings.length > 0, 'a warning');
    assert.deepEqual(warnings, ['[Global Chat] no_settings']);
    assert.equal(await page.evaluate(() => document.querySelectorAll('global-chat').length), 0);
    assert.deepEqual(
      requests.filter((url) => url.includes('/rest/')),
      [],
    );
    assert.deepEqual(errors, []);
    await page.evaluate(INIT);
    await until(
      () => requests.some((url) => url.startsWith('https://right.example/')),
      'it starts by a later call',
    );
    await page.close();
  });

  it('the tag’s file, inlined by mistake, says that it found no panel and harms nothing', async () => {
    const wrong = await readFile(`${cdn}/global-chat.js`, 'utf8');
    const { page, requests, warnings, errors } = await visit(inline(SETTINGS, wrong));
    await (await byRole(page, 'button', 'Open chat')).click();
    await until(() => warnings.length > 0, 'a warning');
    assert.match(warnings[0] ?? '', /^\[Global Chat\] network/);
    assert.ok(!requests.some((url) => url.includes('panel')));
    assert.deepEqual(errors, []);
    await page.close();
  });
});
